"""Medicines: what is taken now, what was taken, and what has changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from toldonce.record.readings.doses import dose_words, quantity_words
from toldonce.record.readings.elements import (
    codes,
    extension,
    first,
    listed,
    notes,
    period_of,
    plain,
    text_of,
    when,
    words,
)
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.merging import last_confirmed, names_of, newest_told, together
from toldonce.record.readings.moments import Moment, earliest, latest, moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section

TOLD_AS = ("MedicationRequest", "MedicationStatement")
CURRENT = {"active", "on-hold", "intended", "unknown"}
NEVER = {"draft", "entered-in-error", "cancelled", "not-taken"}
RECENT = timedelta(days=90)
LAPSES_AFTER = timedelta(days=90)
CHANGED_TOGETHER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a medicine in the last 90 days."""

    kind: str
    on: Moment
    words: str


@dataclass(frozen=True, slots=True)
class MedicineTelling:
    """One prescription or statement of one source."""

    status: str
    dose: str
    started: Moment | None
    ended: Moment | None
    provenance: Provenance

    @property
    def is_current(self) -> bool:
        """Whether this telling says that it is taken."""
        return self.status in CURRENT

    @property
    def said_on(self) -> Moment | None:
        """A telling counts from when it was written or, when it is over, from its end."""
        return self.provenance.recorded if self.is_current else latest(self.provenance.recorded, self.ended)


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine, merged over the prescriptions and statements of all sources."""

    name: str
    ingredient: str
    codes: tuple[str, ...]
    status: str
    dose: str
    route: str
    as_needed: bool
    course: str
    reason: str
    started: Moment | None
    ended: Moment | None
    why_stopped: str
    last_issued: Moment | None
    last_dispensed: Moment | None
    supply: str
    review: Moment | None
    disputed: bool
    change: Change | None
    notes: tuple[str, ...]
    tellings: tuple[MedicineTelling, ...]

    @property
    def is_current(self) -> bool:
        """Whether the last word on it is that it is taken."""
        return self.status in CURRENT

    @property
    def told_by(self) -> tuple[Provenance, ...]:
        """Who told it, newest first."""
        return tuple(each.provenance for each in self.tellings)

    @property
    def last_confirmed(self) -> Moment | None:
        """When any source last told it."""
        return last_confirmed(self.told_by)


def medicines(record: Record) -> Section[Medicine]:
    """Current medicines by name, then past ones newest first, each with its change of the last 90 days."""
    told = [
        each for each in record.resources_of(*TOLD_AS) if each.get("status") not in NEVER and _is_order(each)
    ]
    groups = together(told, lambda each: names_of(medicine_concept(record, each)))
    dispensed = _dispensed(record)
    merged = [_merged(record, group, dispensed) for group in groups]
    merged = _with_switches(record, merged)
    current = sorted((each for each in merged if each.is_current), key=lambda each: each.name.casefold())
    past = [each for each in merged if not each.is_current]
    past.sort(key=newest_first(lambda each: each.ended or each.last_confirmed))
    return section(record, "medicines", [*current, *past], told)


def current_medicines(record: Record) -> Section[Medicine]:
    """What the person takes now, by name."""
    whole = record.once(medicines)
    return _part(record, whole, [each for each in whole.items if each.is_current])


def past_medicines(record: Record) -> Section[Medicine]:
    """What the person took before, newest first."""
    whole = record.once(medicines)
    return _part(record, whole, [each for each in whole.items if not each.is_current])


def recent_changes(record: Record) -> tuple[Medicine, ...]:
    """The medicines that were started, stopped or changed in the last 90 days, newest change first."""
    changed = [each for each in record.once(medicines).items if each.change]
    return tuple(sorted(changed, key=newest_first(lambda each: each.change and each.change.on)))


def _part(record: Record, whole: Section[Medicine], items: list[Medicine]) -> Section[Medicine]:
    if items or not whole.items:
        return replace(whole, items=tuple(items))
    return replace(section(record, "medicines", ()), last_word_by_source=whole.last_word_by_source)


def medicine_concept(record: Record, resource: Resource) -> dict:
    """The medicine as a concept, whether it is told in place, contained or referred to."""
    if told := first(resource.get("medicationCodeableConcept")):
        return told
    reference = first(resource.get("medicationReference"))
    target = record.find(reference, resource) or {}
    return first(target.get("code")) or {"text": text_of(reference.get("display"))}


def ingredient_of(name: str) -> str:
    """A medicine's name before its strength, by which two strengths of one drug are recognised."""
    before = re.split(r"\s\d|\bmicrograms?\b|\d+(?:\.\d+)?\s?(?:mg|g|ml|mcg|%)", name, maxsplit=1)[0]
    return plain(before) or plain(name)


def _is_order(resource: Resource) -> bool:
    return resource.get("intent") not in ("proposal", "option") and resource.get("doNotPerform") is not True


def _dispensed(record: Record) -> dict[str, Moment]:
    """The newest dispensing by each plain name and code of the medicine."""
    newest: dict = {}
    for each in record.resources_of("MedicationDispense", "MedicationAdministration"):
        told = when(each, "whenHandedOver", "whenPrepared", "effectiveDateTime", "effectivePeriod")
        for name in names_of(medicine_concept(record, each)) if told else ():
            newest[name] = latest(newest.get(name), told)
    return newest


def _merged(record: Record, group: Sequence[Resource], dispensed: dict) -> Medicine:
    told = newest_told(record, group, "authoredOn", "dateAsserted", "effectivePeriod", "effectiveDateTime")
    tellings = tuple(_telling(record, resource, provenance) for resource, provenance in told)
    resources = [resource for resource, _ in told]
    last = _last_word(tellings)
    newest = resources[tellings.index(last)]
    concept = next((found for each in resources if (found := medicine_concept(record, each))), {})
    name = words(concept) or "Medicine without a name"
    keys = [key for each in resources for key in names_of(medicine_concept(record, each))]
    issues = [each.provenance.recorded for each in tellings if each.provenance.rtype == "MedicationRequest"]
    return Medicine(
        name=name,
        ingredient=ingredient_of(name),
        codes=tuple(codes(concept)),
        status=last.status,
        dose=last.dose or next((each.dose for each in tellings if each.dose), ""),
        route=_first_said(resources, lambda each: words(first(dosages(each)).get("route"))),
        as_needed=any(each.get("asNeededBoolean") is True for each in dosages(newest)),
        course=_course(newest),
        reason=_first_said(resources, lambda each: _reason(record, each)),
        started=earliest(*(each.started for each in tellings)),
        ended=None if last.is_current else last.ended,
        why_stopped="" if last.is_current else words(newest.get("statusReason")),
        last_issued=latest(*issues),
        last_dispensed=latest(*(dispensed.get(key) for key in keys)),
        supply=_first_said(resources, _supply),
        review=next((found for each in resources if (found := _review(each))), None),
        disputed=_disputed(tellings),
        change=_change(record, tellings, last),
        notes=tuple(dict.fromkeys(note for each in resources for note in notes(each))),
        tellings=tellings,
    )


def _telling(record: Record, resource: Resource, provenance: Provenance) -> MedicineTelling:
    started, ended = _course_dates(resource)
    status = text_of(resource.get("status")) or "active"
    if status in CURRENT and ended and ended.last_instant < record.at - LAPSES_AFTER:
        status = "completed"
    return MedicineTelling(
        status, dose_words(dosages(resource)), started or provenance.recorded, ended, provenance
    )


def dosages(resource: Resource) -> list[dict]:
    """The dosage instructions of a request or a statement."""
    return listed(resource.get("dosageInstruction") or resource.get("dosage"))


def _course_dates(resource: Resource) -> tuple[Moment | None, Moment | None]:
    bounds = first(first(first(dosages(resource)).get("timing")).get("repeat"))
    started, ended = period_of(bounds, "boundsPeriod")
    effective = period_of(resource, "effectivePeriod")
    validity = period_of(first(resource.get("dispenseRequest")), "validityPeriod")
    stopped = moment(extension(resource, "statuschange"))
    begun = effective[0] or when(resource, "effectiveDateTime") or started or when(resource, "authoredOn")
    return begun or validity[0], stopped or effective[1] or ended or validity[1]


def _first_said(resources: Sequence[Resource], said_in) -> str:
    return next((said for each in resources if (said := said_in(each))), "")


def _course(resource: Resource) -> str:
    return words(resource.get("courseOfTherapyType")) or words(resource.get("category"))


def _reason(record: Record, resource: Resource) -> str:
    return words(resource.get("reasonCode")) or record.name_of(
        first(resource.get("reasonReference")), resource
    )


def _supply(resource: Resource) -> str:
    return quantity_words(first(resource.get("dispenseRequest")).get("quantity"))


def _review(resource: Resource) -> Moment | None:
    for each in listed(resource.get("extension")):
        if "review" in text_of(each.get("url")).lower():
            return when(each, "valueDateTime", "valueDate")
    return None


def _last_words(tellings: Sequence[MedicineTelling]) -> list[MedicineTelling]:
    """The newest telling of each source; of two on one day the one that goes on."""
    newest: dict[str, MedicineTelling] = {}
    for telling in tellings:
        known = newest.setdefault(telling.provenance.source, telling)
        if known.provenance.recorded == telling.provenance.recorded and not known.is_current:
            newest[telling.provenance.source] = telling
    return list(newest.values())


def _last_word(tellings: Sequence[MedicineTelling]) -> MedicineTelling:
    """The newest of the sources' last words; what goes on before what is over."""
    newest = newest_first(lambda each: each.said_on)
    return min(_last_words(tellings), key=lambda each: (newest(each), not each.is_current))


def _disputed(tellings: Sequence[MedicineTelling]) -> bool:
    """Whether the sources' last words differ in whether it is taken, or how."""
    doses = {plain(each.dose) for each in tellings if each.dose and each.is_current}
    return len({each.is_current for each in _last_words(tellings)}) > 1 or len(doses) > 1


def _change(record: Record, tellings: Sequence[MedicineTelling], last: MedicineTelling) -> Change | None:
    since = record.at - RECENT
    if not last.is_current:
        said = "Course completed" if last.status == "completed" else "Stopped"
        return (
            Change("stopped", last.ended, said) if last.ended and _within(last.ended, since, record) else None
        )
    begun = earliest(*(each.started for each in tellings))
    if begun and _within(begun, since, record):
        return Change("started", begun, "Started")
    return _dose_change(record, tellings[tellings.index(last) :], since)


def _dose_change(record: Record, tellings: Sequence[MedicineTelling], since: datetime) -> Change | None:
    """The newest change of dose among tellings that come newest first."""
    told = [each for each in tellings if each.dose]
    for later, earlier in pairwise(told):
        on = later.provenance.recorded
        if not on or not _within(on, since, record):
            return None
        if plain(later.dose) != plain(earlier.dose):
            return Change("dose changed", on, f"Dose changed from {earlier.dose}")
    return None


def _within(told: Moment, since: datetime, record: Record) -> bool:
    return since <= told.at <= record.at


def _with_switches(record: Record, merged: list[Medicine]) -> list[Medicine]:
    """A strength that started as another strength of the same drug stopped is a change of dose."""
    stopped = {each.ingredient: each for each in merged if each.change and each.change.kind == "stopped"}
    return [_switched(each, stopped.get(each.ingredient)) for each in merged]


def _switched(medicine: Medicine, before: Medicine | None) -> Medicine:
    change = medicine.change
    if before is None or before is medicine or not change or change.kind != "started" or not before.change:
        return medicine
    if abs(before.change.on.at - change.on.at) > CHANGED_TOGETHER:
        return medicine
    return replace(medicine, change=Change("dose changed", change.on, f"Changed from {before.name}"))
