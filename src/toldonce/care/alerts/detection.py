"""What a change tells that is news: pure functions over the readings before and after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from toldonce.care.alerts.glance import Glance, glances
from toldonce.care.alerts.happenings import Fact, Happening, TakenBack
from toldonce.care.alerts.kinds import KIND
from toldonce.care.alerts.told_of_findings import (
    deaths_told,
    documents_told,
    plans_told,
    results_told,
    safeguarding_told,
)
from toldonce.care.alerts.told_of_medicines import medicines_told
from toldonce.care.alerts.told_of_stays import stays_told
from toldonce.record.changes import Change
from toldonce.record.differences import Difference, differences

# Of some types the whole story decides, of others what the change itself touched.
WHOLE = ("Encounter", "MedicationRequest", "MedicationStatement", "Patient")
ALONE = (
    *("Observation", "DocumentReference", "Composition", "Media", "CarePlan", "RequestGroup"),
    *("Flag", "Condition", "Communication", "ServiceRequest", "Consent", "QuestionnaireResponse"),
)
Told = Callable[[Glance], Iterable[Fact | TakenBack]]
DETECTED_IN: tuple[tuple[Told, tuple[str, ...]], ...] = (
    (stays_told, ("Encounter",)),
    (deaths_told, ("Patient",)),
    (results_told, ("Observation",)),
    (documents_told, ("DocumentReference", "Composition", "Media")),
    (medicines_told, ("MedicationRequest", "MedicationStatement")),
    (plans_told, ("CarePlan", "DocumentReference", "Composition", "RequestGroup", "Flag", "Consent")),
    (
        safeguarding_told,
        ("Flag", "Condition", "Observation", "Communication", "ServiceRequest", "CarePlan"),
    ),
)


def detected(
    changes: Sequence[Change], *, now: datetime
) -> Iterator[tuple[Difference, list[Fact | TakenBack]]]:
    """Each change that tells news or takes some back, with what; the first load of a history tells none."""
    news = [
        each
        for each in differences(changes, whole=WHOLE, alone=ALONE)
        if each.wrote and not each.is_first_load
    ]
    for difference, seen in zip(news, glances(news, now), strict=True):
        if found := told_by(seen, difference.change.rtypes):
            yield difference, found


def told_by(seen: Glance, rtypes: Iterable[str]) -> list[Fact | TakenBack]:
    """The facts in a glance at resources of these types, and what is taken back."""
    touched = set(rtypes)
    return [each for told, types in DETECTED_IN if not touched.isdisjoint(types) for each in told(seen)]


def happenings(change: Change, facts: Iterable[Fact]) -> list[Happening]:
    """The facts of one change put together by kind, in the order of the kinds."""
    by_kind: dict[str, list[Fact]] = {}
    for each in facts:
        by_kind.setdefault(each.kind, []).append(each)
    return [
        Happening(kind, change.person, change.pid, change.at, tuple(by_kind[kind]))
        for kind in KIND
        if kind in by_kind
    ]
