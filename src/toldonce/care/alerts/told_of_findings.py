"""Results, documents, plans, safeguarding marks and deaths, read from what a change itself touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from toldonce.care.alerts.glance import Glance, named_version
from toldonce.care.alerts.happenings import Fact, TakenBack
from toldonce.record.readings.alerts import safeguarding
from toldonce.record.readings.care_plans import CarePlan, care_plans, ceilings_of_treatment
from toldonce.record.readings.demographics import death, patients_of
from toldonce.record.readings.documents import documents
from toldonce.record.readings.flags import Mark
from toldonce.record.readings.measurements import Measurement, measurement
from toldonce.record.readings.record import Provenance, Record

CORRECTED = "The result has been corrected: it is no longer outside its range."
ANOTHER = "The result has been corrected: the new value is told by itself."
NOT_DEAD = "The source has taken it back: it no longer says that the person has died."
NOT_RESULTS = {"registered", "cancelled", "entered-in-error", "unknown"}


def results_told(glance: Glance) -> Iterator[Fact | TakenBack]:
    """Results outside their range that are new or different; one value is one fact, whoever copies it."""
    before, after = _measured(glance.before), _measured(glance.after)
    for reference, found in after.items():
        earlier = before.get(reference)
        reads_otherwise = earlier is None or _reads(earlier) != _reads(found)
        is_news = glance.is_news("abnormal_result", found.taken or found.provenance.recorded)
        if earlier is not None and reads_otherwise and _is_abnormal(earlier):
            yield TakenBack(("abnormal_result",), (reference,), ANOTHER if _is_abnormal(found) else CORRECTED)
        if _is_abnormal(found) and reads_otherwise and is_news:
            yield _result(found)


def _is_abnormal(found: Measurement) -> bool:
    return found.is_outside or found.is_critical


def _measured(record: Record) -> dict[str, Measurement]:
    told = [each for each in record.resources_of("Observation") if each.section == "results"]
    found = (measurement(record, each) for each in told)
    return {each.provenance.reference: each for each in found if each.status not in NOT_RESULTS}


def _reads(found: Measurement) -> tuple[str, str, str, bool]:
    return found.words, found.unit, found.flag, found.is_critical


def _result(found: Measurement) -> Fact:
    value = f"{found.words} {found.unit}".strip()
    said = f"critically {found.flag}" if found.is_critical else found.flag
    day = found.taken.day.isoformat() if found.taken else ""
    return Fact(
        kind="abnormal_result",
        key=f"abnormal_result {found.test.casefold()} {value} {day}",
        words=f"{found.test} {value}, {said}",
        references=(named_version(found.provenance),),
        source=found.provenance.source,
        at=found.taken.at if found.taken else None,
        is_urgent=found.is_critical,
    )


def documents_told(glance: Glance) -> Iterator[Fact]:
    """Documents that nobody had told before; a plan is told as a plan."""
    known = {each.provenance.reference for each in glance.before.once(documents).items}
    for each in glance.after.once(documents).items:
        if each.provenance.reference in known or each.is_plan or each.is_superseded:
            continue
        if each.status != "preliminary" and glance.is_news("new_document", each.date):
            words = f"{each.title} from {each.organisation}"
            yield _fact("new_document", each.provenance, words, "", each.date)


def plans_told(glance: Glance) -> Iterator[Fact]:
    """Plans, and decisions on how far treatment goes, that are new or say something else than before."""
    for record_said, reads in ((_plans, _plan_says), (_ceilings, _mark_says)):
        for reference, found in _changed(glance, record_said, reads):
            version = f"/{found.provenance.version}"
            if glance.is_news("changed_plan", found.provenance.recorded):
                words = _plan_words(found, reference in record_said(glance.before))
                yield _fact("changed_plan", found.provenance, words, version, found.provenance.recorded)


def _plans(record: Record) -> dict[str, Any]:
    return {each.provenance.reference: each for each in record.once(care_plans).items}


def _ceilings(record: Record) -> dict[str, Any]:
    return {each.provenance.reference: each for each in ceilings_of_treatment(record)}


def _plan_says(plan: CarePlan) -> tuple:
    return plan.title, plan.status, plan.summary, plan.actions, plan.goals, plan.problems, plan.content


def _mark_says(mark: Mark) -> tuple:
    return mark.title, mark.detail, mark.status


def _changed(
    glance: Glance, told: Callable[[Record], dict[str, Any]], reads: Callable[[Any], tuple]
) -> Iterable[tuple[str, Any]]:
    before, after = told(glance.before), told(glance.after)
    for reference, found in after.items():
        if reference in glance.wrote and (
            reference not in before or reads(before[reference]) != reads(found)
        ):
            yield reference, found


def _plan_words(found: CarePlan | Mark, was_known: bool) -> str:
    if not found.is_current:
        return f"{found.title}: no longer in force"
    return f"{found.title}: {'changed' if was_known else 'new'}"


def safeguarding_told(glance: Glance) -> Iterator[Fact]:
    """Safeguarding marks that hold now and did not before."""
    before = {each.provenance.reference: each for each in glance.before.once(safeguarding).items}
    for each in glance.after.once(safeguarding).items:
        earlier = before.get(each.provenance.reference)
        is_new = each.is_current and (earlier is None or not earlier.is_current)
        if is_new and glance.is_news("safeguarding", each.since or each.provenance.recorded):
            yield _fact(
                "safeguarding", each.provenance, each.title, f"/{each.provenance.version}", each.since
            )


def deaths_told(glance: Glance) -> Iterator[Fact | TakenBack]:
    """A death that no source had told before, or that none tells any more."""
    (_, was_dead), (found, is_dead) = death(glance.before), death(glance.after)
    if is_dead and not was_dead:
        told = next(each for each in patients_of(glance.after) if _says_dead(each))
        was_known_alive = any(each.reference == told.reference for each in patients_of(glance.before))
        if glance.is_news("died", found) or (found is None and was_known_alive):
            words = f"Died on {found.words}" if found else "Has died; the day was not told"
            provenance = glance.after.provenance(told)
            yield _fact(
                "died", provenance, words, "", found, key=f"died {found.day if found else ''}".strip()
            )
    if was_dead and not is_dead:
        references = tuple(each.reference for each in patients_of(glance.before))
        yield TakenBack(("died",), references, NOT_DEAD)


def _says_dead(patient: dict) -> bool:
    return bool(patient.get("deceasedDateTime")) or patient.get("deceasedBoolean") is True


def _fact(kind: str, provenance: Provenance, words: str, more: str, at: Any, key: str = "") -> Fact:
    return Fact(
        kind=kind,
        key=key or f"{kind} {provenance.reference}{more}",
        words=words,
        references=(named_version(provenance),),
        source=provenance.source,
        at=at.at if at else None,
    )
