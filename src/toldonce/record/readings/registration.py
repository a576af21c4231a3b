"""The GP practice at which the person is registered, now and before."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.elements import listed, period_of, text_of, words
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.organisations import organisation_code
from toldonce.record.readings.record import Provenance, Record, Resource, Section

GONE = {"finished", "cancelled", "entered-in-error"}
REGISTRATION_WORDS = ("registration", "registered", "general medical services", "gp ", "general practice")


@dataclass(frozen=True, slots=True)
class Registration:
    """One time at one practice."""

    practice: str
    code: str
    gp: str
    since: Moment | None
    until: Moment | None
    is_current: bool
    provenance: Provenance


def registration(record: Record) -> Section[Registration]:
    """The practice of now first, then earlier ones."""
    patients, episodes = record.resources_of("Patient"), _episodes(record)
    found = [*(_of_episode(record, each) for each in episodes), *_of_patients(record, patients)]
    found.sort(key=lambda each: (not each.is_current, newest_first(lambda one: one.since)(each)))
    return section(record, "registration", _one_for_each_practice(found), [*episodes, *patients])


def registered_at(record: Record) -> frozenset[str]:
    """The codes of the practices that hold the person's registration now."""
    return frozenset(each.code for each in record.once(registration).items if each.is_current and each.code)


def is_registration(record: Record, episode: Resource) -> bool:
    """Whether an episode is a registration: it says so, or its practice is the person's GP."""
    said = " ".join(
        [words(episode.get("type")), *(words(each) for each in listed(episode.get("type")))]
    ).lower()
    if any(word in f"{said} " for word in REGISTRATION_WORDS):
        return True
    practices = {code for patient in record.resources_of("Patient") for code in _practices(record, patient)}
    return not said and organisation_code(record, episode.get("managingOrganization")) in practices


def _episodes(record: Record) -> list[Resource]:
    return [each for each in record.resources_of("EpisodeOfCare") if is_registration(record, each)]


def _of_episode(record: Record, episode: Resource) -> Registration:
    since, until = period_of(episode)
    practice = episode.get("managingOrganization")
    code = organisation_code(record, practice)
    is_over = episode.get("status") in GONE or (until is not None and until.last_instant < record.at)
    return Registration(
        practice=record.name_of(practice, episode) or record.source_named(code),
        code=code,
        gp=record.name_of(episode.get("careManager"), episode),
        since=since,
        until=until,
        is_current=not is_over,
        provenance=record.provenance(episode, "period"),
    )


def _of_patients(record: Record, patients: list[Resource]):
    """What the Patients say of their GP; a practice's own Patient goes before what others have copied."""
    for patient in patients:
        practices = _practices(record, patient)
        for code, reference in practices.items():
            if patient.source == code or not _told_by_itself(patients, code):
                yield Registration(
                    practice=record.name_of(reference, patient) or record.source_named(code),
                    code=code,
                    gp=_gp(record, patient),
                    since=None,
                    until=None,
                    is_current=patient.get("active") is not False
                    and not _another_holds(record, patients, code),
                    provenance=record.provenance(patient),
                )


def _told_by_itself(patients: list[Resource], code: str) -> bool:
    return any(each.source == code for each in patients)


def _another_holds(record: Record, patients: list[Resource], code: str) -> bool:
    """A copy of an old GP does not count against a practice that says itself that it is the GP."""
    if _told_by_itself(patients, code):
        return False
    return any(
        each.source in _practices(record, each) and each.get("active") is not False for each in patients
    )


def _practices(record: Record, patient: Resource) -> dict[str, dict]:
    told = [*listed(patient.get("generalPractitioner"))]
    found = {organisation_code(record, each): each for each in told}
    found.pop("", None)
    return found


def _gp(record: Record, patient: Resource) -> str:
    people = [
        each
        for each in listed(patient.get("generalPractitioner"))
        if text_of(each.get("reference")).startswith("Practitioner")
    ]
    return next((name for each in people if (name := record.name_of(each, patient))), "")


def _one_for_each_practice(found: list[Registration]) -> list[Registration]:
    """An episode says more than a Patient: of one practice's entries the first with a date is kept."""
    kept: list[Registration] = []
    dated = {each.code for each in found if each.since}
    for each in found:
        if each.since or (each.code not in dated and each.code not in {one.code for one in kept}):
            kept.append(each)
    return kept
