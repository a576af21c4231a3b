"""Admissions, discharges and attendances, read from the visits before and after a change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toldonce.care.alerts.glance import Glance, named_version, unversioned
from toldonce.care.alerts.happenings import Fact, TakenBack
from toldonce.record.readings.moments import Moment
from toldonce.record.readings.record import Record, Resource
from toldonce.record.readings.stays import EMERGENCY, STAY, Visit, kind_of_encounter, visits

HOSPITAL = (STAY, EMERGENCY)
TAKEN_BACK = "The hospital has taken it back: the visit did not take place."
NOT_DISCHARGED = "The hospital has cancelled the discharge: the stay goes on."


def stays_told(glance: Glance) -> Iterator[Fact | TakenBack]:
    """What the visits tell that they did not tell before; a visit that two sources tell is one."""
    if _reads(glance.before, glance.wrote) == _reads(glance.after, glance.wrote):
        return
    before, after = _visits(glance.before), _visits(glance.after)
    for visit in dict.fromkeys(after.values()):
        earlier = next((before[id] for id in visit.ids if id in before), None)
        yield from _begun(glance, visit, earlier)
        yield from _ended(glance, visit, earlier)
    for visit in dict.fromkeys(before.values()):
        if not any(id in after for id in visit.ids):
            yield TakenBack(("admitted", "discharged", "attended_emergency"), _references(visit), TAKEN_BACK)


def _reads(record: Record, wrote: frozenset[str]) -> dict[str, tuple]:
    """What decides about a visit, of the hospital's encounters that were touched: most messages leave it as it was."""
    return {
        each.reference: (
            each.get("status"),
            each.get("class"),
            each.get("period"),
            each.get("serviceProvider"),
        )
        for each in _hospitals(record)
        if each.reference in wrote
    }


def _hospitals(record: Record) -> list[Resource]:
    return [each for each in record.resources_of("Encounter") if kind_of_encounter(each) in HOSPITAL]


def _visits(record: Record) -> dict[str, Visit]:
    """The hospital's visits by each of their ids; other contacts are left out, for they neither end nor begin one."""
    only = replace(record, resources={"Encounter": _hospitals(record)})
    only.forget()
    return {id: each for each in visits(only).items for id in each.ids}


def _begun(glance: Glance, visit: Visit, earlier: Visit | None) -> Iterator[Fact]:
    is_new = earlier is None or earlier.kind != visit.kind
    begun = visit.start or visit.told_by[0].recorded  # some are heard of first when they change wards
    if visit.kind == STAY and is_new and not visit.end and glance.is_news("admitted", begun):
        yield _fact("admitted", visit, f"Admitted to {_where(visit)}{_when(visit.start)}{_why(visit)}")
    if visit.kind == EMERGENCY and is_new and glance.is_news("attended_emergency", begun):
        said = f"Attended A&E at {visit.provider or 'a hospital that is not named'}"
        yield _fact("attended_emergency", visit, f"{said}{_when(visit.start)}{_why(visit)}")


def _ended(glance: Glance, visit: Visit, earlier: Visit | None) -> Iterator[Fact | TakenBack]:
    if visit.kind != STAY:
        return
    was_over = earlier is not None and earlier.kind == STAY and earlier.end is not None
    if visit.end and not visit.is_going_on and not was_over and glance.is_news("discharged", visit.end):
        onward = f" to {visit.discharged_to}" if visit.discharged_to else ""
        yield _fact("discharged", visit, f"Discharged from {_where(visit)}{_when(visit.end)}{onward}")
    if visit.is_going_on and was_over:
        yield TakenBack(("discharged",), _references(visit), NOT_DISCHARGED)


def _fact(kind: str, visit: Visit, words: str) -> Fact:
    told = min(visit.told_by, key=lambda each: each.reference)
    moment = visit.end if kind == "discharged" else visit.start
    return Fact(
        kind=kind,
        key=f"{kind} {named_version(told)}",
        words=words,
        references=tuple(named_version(each) for each in visit.told_by),
        source=visit.told_by[0].source,
        at=moment.at if moment else None,
        places=tuple(each.reference for each in visit.places),
    )


def _references(visit: Visit) -> tuple[str, ...]:
    return tuple(unversioned(each.reference) for each in visit.told_by)


def _where(visit: Visit) -> str:
    return ", ".join(filter(None, (visit.provider or "a hospital that is not named", visit.ward)))


def _when(moment: Moment | None) -> str:
    if moment is None:
        return ""
    return f" on {moment.words}" + (f" at {moment.clock}" if moment.clock else "")


def _why(visit: Visit) -> str:
    return f": {visit.reasons[0]}" if visit.reasons else ""
