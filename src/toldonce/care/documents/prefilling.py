"""What an open record already says, put under the headings of a letter so that nobody types it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from toldonce.care.documents.headings import KINDS
from toldonce.care.documents.letters import CHANGED, STARTED, STOPPED, UNCHANGED, LetterText, MedicineLine
from toldonce.record.readings.allergies import allergies, denied_in_words
from toldonce.record.readings.medicines import Medicine, current_medicines, past_medicines
from toldonce.record.readings.moments import Moment
from toldonce.record.readings.organisations import is_within
from toldonce.record.readings.problems import active_problems
from toldonce.record.readings.procedures import procedures
from toldonce.record.readings.record import Record
from toldonce.record.readings.results import awaited
from toldonce.record.readings.stays import CONTACT, EMERGENCY, STAY, Visit, visits

OF_VISIT = {"discharge": STAY, "clinic": CONTACT, "emergency": EMERGENCY}
CHANGE = {"started": STARTED, "stopped": STOPPED, "dose changed": CHANGED}


def prefilled(record: Record, kind: str, organisation: str) -> LetterText:
    """A letter of a kind about the organisation's last visit of the person, as far as the record tells."""
    visit = _visit(record, OF_VISIT[kind], organisation)
    written: dict[str, Callable[[], str]] = {
        "admission": lambda: _begun(visit, "Admitted"),
        "attendance": lambda: _begun(visit, "Seen" if kind == "clinic" else "Attended"),
        "discharge": lambda: _ended(visit),
        "diagnoses": lambda: _diagnoses(record, visit),
        "procedures": lambda: _procedures(record, visit),
        "pending": lambda: _lines(f"{each.name}, asked {_on(each.asked)}" for each in record.once(awaited)),
        "allergies": lambda: _allergies(record),
    }
    known = {each.slug for each in KINDS[kind].headings}
    parts = {slug: words() for slug, words in written.items() if slug in known}
    return LetterText(kind, parts, _medicines(record, visit))


def last_encounter(record: Record, kind: str, organisation: str) -> str:
    """The id of the Encounter behind the organisation's last visit of the person; empty when there is none."""
    visit = _visit(record, OF_VISIT[kind], organisation)
    return visit.ids[0] if visit and visit.ids else ""


def _visit(record: Record, kind: str, organisation: str) -> Visit | None:
    found = [each for each in record.once(visits) if each.kind == kind]
    return next((each for each in found if is_within(each.provider_code, organisation)), None)


def _begun(visit: Visit | None, word: str) -> str:
    if visit is None:
        return ""
    return _sentences(
        f"{word} {_on(visit.start)}" if visit.start else "",
        f"From: {visit.admitted_from}" if visit.admitted_from else "",
        f"Because of: {', '.join(visit.reasons)}" if visit.reasons else "",
        ", ".join(filter(None, [visit.ward, visit.specialty])),
        f"Under {', '.join(visit.clinicians)}" if visit.clinicians else "",
    )


def _ended(visit: Visit | None) -> str:
    if visit is None:
        return ""
    return _sentences(
        f"Discharged {_on(visit.end)}" if visit.end else "",
        f"Expected to leave {_on(visit.expected_discharge)}"
        if visit.expected_discharge and not visit.end
        else "",
        f"To: {visit.discharged_to}" if visit.discharged_to else "",
    )


def _diagnoses(record: Record, visit: Visit | None) -> str:
    """Why the person came, then what the record calls a problem now."""
    reasons = visit.reasons if visit else ()
    current = (each.name for each in record.once(active_problems))
    return _lines(dict.fromkeys([*reasons, *current]))


def _procedures(record: Record, visit: Visit | None) -> str:
    since = visit.start.at if visit and visit.start else None
    return _lines(
        f"{each.name}, {_on(each.done)}"
        for each in record.once(procedures)
        if since and each.done and each.done.at >= since
    )


def _allergies(record: Record) -> str:
    current = [each for each in record.once(allergies) if each.is_current]
    said = (
        ": ".join(filter(None, [each.substance, ", ".join(one.manifestation for one in each.reactions)]))
        for each in current
    )
    return _lines(said) or denied_in_words(record)


def _medicines(record: Record, visit: Visit | None) -> tuple[MedicineLine, ...]:
    """What is taken now, then what was stopped since the visit began."""
    since = visit.start if visit else None
    stopped = [each for each in record.once(past_medicines) if _changed_since(each, since)]
    return tuple(_medicine(each, since) for each in [*record.once(current_medicines), *stopped])


def _changed_since(medicine: Medicine, since: Moment | None) -> bool:
    return bool(medicine.change and since and medicine.change.on.day >= since.day)


def _medicine(medicine: Medicine, since: Moment | None) -> MedicineLine:
    changed = medicine.change.kind if medicine.change and _changed_since(medicine, since) else ""
    return MedicineLine(
        medicine.name,
        medicine.dose,
        CHANGE.get(changed, UNCHANGED if medicine.is_current else STOPPED),
        medicine.why_stopped,
    )


def _on(moment: Moment | None) -> str:
    return f"{moment.words}{' ' + moment.clock if moment.clock else ''}" if moment else "on a day not told"


def _lines(said: Iterable[str]) -> str:
    return "\n".join(said)


def _sentences(*said: str) -> str:
    return "\n".join(f"{each}." for each in said if each)
