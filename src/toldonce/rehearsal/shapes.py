"""The pen of one source writing about one person, and the shapes that every FHIR resource shares."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from toldonce.rehearsal.days import DAY

SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
OURS = "https://toldonce.example"
HL7 = "http://terminology.hl7.org/CodeSystem/"
UKCORE = "https://fhir.hl7.org.uk/StructureDefinition/"
INVENTED = Path(__file__).parent / "invented"

Resource = dict


@dataclass(slots=True, frozen=True)
class Measure:
    """What can be measured: its concept, its unit, its reference range."""

    name: str
    concept: dict
    category: list[dict]
    unit: str
    ucum: str
    low: float | None
    high: float | None
    places: int
    reference: list[dict]


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of one of our invented tables."""
    with (INVENTED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def measures() -> dict[str, Measure]:
    """Every measure by name."""
    return {row["name"]: _measure(row) for row in rows_of("measures")}


def _measure(row: dict[str, str]) -> Measure:
    low, high = (float(row[k]) if row[k] else None for k in ("low", "high"))
    bounds = {"low": low, "high": high}
    reference = {k: quantity(_whole(v), row["unit"], row["ucum"]) for k, v in bounds.items() if v is not None}
    return Measure(
        row["name"],
        coded(SNOMED, row["code"], row["display"]),
        [coded(f"{HL7}observation-category", row["category"])],
        row["unit"], row["ucum"], low, high, int(row["places"]), [reference] if reference else [],
    )  # fmt: skip


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


@cache
def coding(system: str, code: str, display: str = "") -> dict:
    """One Coding."""
    made = {"system": system, "code": code}
    return {**made, "display": display} if display else made


@cache
def coded(system: str, code: str, display: str = "") -> dict:
    """A CodeableConcept with one Coding; words alone where there is no code."""
    if not code:
        return {"text": display}
    made: dict = {"coding": [coding(system, code, display)]}
    return {**made, "text": display} if display else made


TEST_DATA = coding(
    f"{HL7}v3-ActReason", "HTEST", "test health data"
)  # the tag by which others know what is invented


class Pen:
    """One source writing about one person: it numbers what it writes and keeps the lines."""

    __slots__ = (
        "_count",
        "_stem",
        "author",
        "lines",
        "meta",
        "organisation",
        "patient",
        "provider",
        "subject",
    )

    def __init__(self, organisation: str, stem: str, patient: str) -> None:
        self.organisation = organisation
        self.provider = organisation_reference(organisation)
        self.patient = patient
        self.subject = {"reference": f"Patient/{patient}"}
        self.meta = meta_of(organisation)
        self.author: dict = {}
        self.lines: list[bytes] = []
        self._stem = stem
        self._count = 0

    def write(self, resource: Resource) -> str:
        """Keep a resource; the relative reference to it comes back."""
        self.lines.append(orjson.dumps(resource, option=orjson.OPT_APPEND_NEWLINE))
        return f"{resource['resourceType']}/{resource['id']}"

    def start(self, kind: str) -> dict[str, Any]:
        """The head of a new resource."""
        self._count += 1
        return {"resourceType": kind, "id": f"{self._stem}-{self._count}", "meta": self.meta}


@cache
def meta_of(organisation: str) -> dict:
    """Where a resource comes from."""
    return {"source": f"{OURS}/source/{organisation}"}


@cache
def organisation_reference(code: str) -> dict:
    """A reference to an organisation of the directory."""
    return {"reference": f"Organization/ods-{code}"}


def reference(relative: str) -> dict:
    """A relative reference."""
    return {"reference": relative}


def period(start: int, end: int | None = None) -> dict:
    """A Period in whole days."""
    return {"start": DAY[start]} if end is None else {"start": DAY[start], "end": DAY[end]}


def quantity(value: float, unit: str, code: str) -> dict:
    """A UCUM quantity."""
    return {"value": value, "unit": unit, "system": UCUM, "code": code}
