"""Child health: how a child grows, and what the reviews of the Healthy Child Programme found.

Growth is the same weights, lengths and head circumferences that stand among the observations, for as long as the person
was a child. Centiles are never worked out here: the words of a sender who worked one out are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from toldonce.record.readings.answers import answers_of
from toldonce.record.readings.demographics import demographics
from toldonce.record.readings.elements import notes, text_of, when, words
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.measurements import Measurement, measurement
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section
from toldonce.record.readings.vital_signs import vital_signs

GROWN_UP = 19  # years, at which the Healthy Child Programme ends
SIGNS = ("weight", "height", "head")
TOLD_AS = ("Observation", "QuestionnaireResponse", "ClinicalImpression")
SLUG = "child-health"


@dataclass(frozen=True, slots=True)
class Measuring:
    """What was measured of a child on one day."""

    day: Moment | None
    age: str
    weight: Measurement | None
    height: Measurement | None
    head: Measurement | None
    remarks: str
    told_by: tuple[Provenance, ...]


@dataclass(frozen=True, slots=True)
class Curve:
    """The values of one sign as the child grew, oldest first, in one unit."""

    slug: str
    name: str
    unit: str
    points: tuple[tuple[date, float], ...]


@dataclass(frozen=True, slots=True)
class Review:
    """One developmental review, or another finding of child health."""

    title: str
    outcome: str
    scores: tuple[tuple[str, str], ...]
    remarks: str
    date: Moment | None
    age: str
    by: str
    provenance: Provenance


def child_health(record: Record) -> Section[Review]:
    """Reviews and other findings of child health, newest first."""
    told = [each for each in record.resources_of(*TOLD_AS) if each.section == SLUG]
    found = [_review(record, each) for each in told]
    return section(record, SLUG, sorted(found, key=newest_first(lambda each: each.date)), told)


def growth(record: Record) -> Section[Measuring]:
    """What was measured while the person was a child, a line a day, newest first."""
    days: dict[date, dict[str, Measurement]] = {}
    for slug, taken in _as_a_child(record):
        if taken.taken is not None:
            days.setdefault(taken.taken.day, {}).setdefault(slug, taken)
    born = _born(record)
    found = [_measuring(born, days[day]) for day in sorted(days, reverse=True)]
    told = [each for each in record.resources_of("Observation") if each.section == "vital-signs"]
    return section(record, SLUG, found, told)


def curves(record: Record) -> tuple[Curve, ...]:
    """The signs of growth that have two values or more, each in the unit of its newest."""
    found = []
    for series in record.once(vital_signs).items:
        values = [taken for slug, taken in _as_a_child(record) if slug == series.slug]
        if series.slug in SIGNS and (curve := _curve(series.slug, series.name, values)):
            found.append(curve)
    return tuple(sorted(found, key=lambda each: SIGNS.index(each.slug)))


def _curve(slug: str, name: str, values: list[Measurement]) -> Curve | None:
    told = [
        (each.taken.day, each.value, each.unit) for each in values if each.taken and each.value is not None
    ]
    unit = told[0][2] if told else ""
    points = {day: value for day, value, measured_in in reversed(told) if measured_in == unit}
    return Curve(slug, name, unit, tuple(sorted(points.items()))) if len(points) > 1 else None


def _born(record: Record) -> date | None:
    who = next(iter(record.once(demographics)), None)
    return who.birth_date.day if who and who.birth_date else None


def _as_a_child(record: Record) -> list[tuple[str, Measurement]]:
    """The signs of growth that were taken before the person was grown up; none where the birth date is not told."""
    born = _born(record)
    if born is None:
        return []
    last = born + timedelta(days=365.25 * GROWN_UP)
    return [
        (series.slug, taken)
        for series in record.once(vital_signs).items
        if series.slug in SIGNS
        for taken in series.values
        if taken.taken is not None and taken.taken.day < last
    ]


def _measuring(born: date | None, taken: dict[str, Measurement]) -> Measuring:
    any_one = next(iter(taken.values()))
    return Measuring(
        day=any_one.taken,
        age=age_on(born, any_one.taken),
        weight=taken.get("weight"),
        height=taken.get("height"),
        head=taken.get("head"),
        remarks=" ".join(
            f"{slug.capitalize()}: {each.comment}" for slug, each in taken.items() if each.comment
        ),
        told_by=tuple(each.provenance for each in taken.values()),
    )


def _review(record: Record, resource: Resource) -> Review:
    told = when(resource, "effectiveDateTime", "effectivePeriod", "authored", "date", "issued")
    parts: tuple[Measurement, ...] = ()
    outcome = text_of(resource.get("summary"))
    if resource.rtype == "Observation":
        found = measurement(record, resource)
        parts = found.parts
        outcome = "" if parts and "valueString" not in resource else f"{found.words} {found.unit}".strip()
    method = words(resource.get("method"))
    return Review(
        title=words(resource.get("code")) or text_of(resource.get("description")) or "Review of child health",
        outcome=outcome,
        scores=tuple((each.test, f"{each.words} {each.unit}".strip()) for each in parts)
        or answers_of(resource),
        remarks=" ".join((*notes(resource), *([f"By {method}."] if method else ()))),
        date=told,
        age=age_on(_born(record), told),
        by=record.author_of(resource),
        provenance=record.provenance(resource),
    )


def age_on(born: date | None, day: Moment | None) -> str:
    """The age on a day as it is said of children: days, weeks, months, then years and months."""
    if born is None or day is None or day.day < born:
        return ""
    days = (day.day - born).days
    months = (day.day.year - born.year) * 12 + day.day.month - born.month - (day.day.day < born.day)
    if days < 14:
        return _counted(days, "day")
    if months < 4:
        return _counted(days // 7, "week")
    if months < 24:
        return _counted(months, "month")
    years, rest = divmod(months, 12)
    return _counted(years, "year") + (f" {_counted(rest, 'month')}" if rest else "")


def _counted(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"
