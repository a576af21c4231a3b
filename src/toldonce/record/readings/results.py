"""Investigation results: each test with its trend, reports in words, and images."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from toldonce.record.readings.elements import first, listed, reference_parts, text_of, when, words
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.measurements import Series, series_of
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section

SHOWN = ("image/jpeg", "image/png")
STUDY = "{study}"  # stands in the address of a viewer for the UID of the study
DICOM_UID = "urn:dicom:uid"


@dataclass(frozen=True, slots=True)
class Report:
    """A report in words: an imaging report, a histology, a panel with its conclusion."""

    title: str
    kind: str
    status: str
    date: Moment | None
    conclusion: str
    codes: tuple[str, ...]
    results: tuple[str, ...]
    content: str
    content_type: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class KeyImage:
    """The picture of a study that says it all, kept in the record: its resource and what is on it."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Images:
    """An imaging study, with the address of a viewer where the source gives one, and its key images."""

    title: str
    modality: str
    body_site: str
    date: Moment | None
    images: int
    viewer: str
    key_images: tuple[KeyImage, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Awaited:
    """A test that was asked for and whose result has not come."""

    name: str
    asked: Moment | None
    status: str
    provenance: Provenance


def results(record: Record) -> Section[Series]:
    """Every test with its values, the test with the newest value first."""
    told = [each for each in record.resources_of("Observation") if each.section == "results"]
    return section(record, "results", series_of(record, told, _titles_of_reports(record)), told)


def reports(record: Record) -> Section[Report]:
    """Diagnostic reports, newest first."""
    told = record.resources_of("DiagnosticReport")
    found = [_report(record, each) for each in told]
    return section(record, "results", sorted(found, key=newest_first(lambda each: each.date)), told)


def images(record: Record) -> Section[Images]:
    """Imaging studies, newest first."""
    told = record.resources_of("ImagingStudy")
    found = [_images(record, each) for each in told]
    return section(record, "results", sorted(found, key=newest_first(lambda each: each.date)), told)


def awaited(record: Record) -> Section[Awaited]:
    """Tests asked for whose result has not come, newest first."""
    asked = [each for each in record.resources_of("ServiceRequest") if each.section == "results"]
    answered = {
        reference_parts(basis)[1]
        for each in record.resources_of("DiagnosticReport", "Observation")
        for basis in listed(each.get("basedOn"))
    }
    open_ones = [
        each
        for each in asked
        if each.get("status") in ("active", "on-hold") and each.get("id") not in answered
    ]
    found = [
        Awaited(
            words(each.get("code")),
            when(each, "authoredOn"),
            text_of(each.get("status")),
            record.provenance(each),
        )
        for each in open_ones
    ]
    return section(record, "results", sorted(found, key=newest_first(lambda each: each.asked)), open_ones)


def outside_range(record: Record) -> tuple[Series, ...]:
    """The tests whose newest value is high, low or abnormal."""
    return tuple(each for each in record.once(results).items if each.latest.is_outside)


def _titles_of_reports(record: Record) -> dict[str, str]:
    return {
        reference_parts(result)[1]: words(report.get("code"))
        for report in record.resources_of("DiagnosticReport")
        for result in listed(report.get("result"))
    }


def _report(record: Record, resource: Resource) -> Report:
    form = first(resource.get("presentedForm"))
    return Report(
        title=words(resource.get("code")) or "Report without a title",
        kind=words(resource.get("category")),
        status=text_of(resource.get("status")),
        date=when(resource, "effectiveDateTime", "effectivePeriod", "issued"),
        conclusion=text_of(resource.get("conclusion")),
        codes=tuple(filter(None, (words(each) for each in listed(resource.get("conclusionCode"))))),
        results=tuple(reference_parts(each)[1] for each in listed(resource.get("result"))),
        content=text_of(form.get("url")),
        content_type=text_of(form.get("contentType")),
        provenance=record.provenance(resource),
    )


def _images(record: Record, resource: Resource) -> Images:
    series = listed(resource.get("series"))
    modality = first(resource.get("modality")) or first(first(series).get("modality"))
    site = first(first(series).get("bodySite"))
    shown = text_of(modality.get("display")) or text_of(modality.get("code"))
    return Images(
        title=text_of(resource.get("description"))
        or words(resource.get("procedureCode"))
        or shown
        or "Images",
        modality=shown,
        body_site=text_of(site.get("display")),
        date=when(resource, "started"),
        images=_count(resource.get("numberOfInstances")),
        viewer=_viewer(record, resource),
        key_images=tuple(_key_images(record, resource)),
        provenance=record.provenance(resource, "started"),
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def _viewer(record: Record, resource: Resource) -> str:
    for reference in [
        *listed(resource.get("endpoint")),
        *listed(first(resource.get("series")).get("endpoint")),
    ]:
        address = text_of((record.find(reference, resource) or {}).get("address"))
        if address.startswith("https://"):
            return address.replace(STUDY, quote(_study_uid(resource), safe=""))
    return ""


def _study_uid(resource: Resource) -> str:
    """The DICOM UID of the study."""
    ours = (each for each in listed(resource.get("identifier")) if each.get("system") == DICOM_UID)
    return next((text_of(each.get("value")) for each in ours), "").removeprefix("urn:oid:")


def _key_images(record: Record, study: Resource) -> Iterator[KeyImage]:
    """The pictures in the record that say that they are part of the study and that a browser can show."""
    for each in record.resources_of("Media"):
        content = first(each.get("content"))
        is_part = any(record.find(one) is study for one in listed(each.get("partOf")))
        if is_part and text_of(content.get("contentType")) in SHOWN:
            yield KeyImage(text_of(each.get("id")), text_of(content.get("title")) or "Key image")
