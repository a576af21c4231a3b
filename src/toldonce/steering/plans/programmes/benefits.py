"""Benefits as they come: what was counted last, held against what was planned by then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Protocol

from toldonce.figures import periods
from toldonce.figures.missing import Missing
from toldonce.steering.plans.programmes.network import Expected, Network
from toldonce.steering.plans.programmes.plan import Benefit, Point, Portfolio


class Verdict(StrEnum):
    """How a benefit stands against its trajectory."""

    AHEAD = "ahead"
    ON_COURSE = "on course"
    BEHIND = "behind"
    NOT_MEASURED = "not measured"
    NOT_DUE = "not due"
    NO_TARGET = "no target"


class Figure(Protocol):
    """A figure of an indicator: the first day of its period, and its value or why there is none."""

    @property
    def period(self) -> date: ...

    @property
    def value(self) -> float | Missing: ...


@dataclass(frozen=True, slots=True)
class Followed:
    """A benefit on a day.

    `due` is the last planned value whose day has come, `between` what lies on the straight line between the planned
    values around the day on which `latest` was counted, and `target` the last planned value of all.
    """

    benefit: Benefit
    on: date
    counted: tuple[Point, ...]
    latest: Point | None
    due: Point | None
    between: Decimal | None
    target: Point | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Threatened:
    """A benefit whose milestone is expected only after the next planned value, which it is to reach by then."""

    benefit: Benefit
    point: Point
    milestone: Expected


def followed(benefit: Benefit, figures: Sequence[Point], on: date) -> Followed:
    """How a benefit stands on a day, by its figures, or where there are none by what was typed as measured."""
    counted = tuple(point for point in figures or benefit.measured if point.on <= on)
    latest = counted[-1] if counted else None
    due = next((point for point in reversed(benefit.targets) if point.on <= on), None)
    between = between_points(benefit.planned, latest.on) if latest else None
    target = benefit.targets[-1] if benefit.targets else None
    verdict = _verdict(benefit, latest, due, between)
    return Followed(benefit, on, counted, latest, due, between, target, verdict)


def _verdict(benefit: Benefit, latest: Point | None, due: Point | None, between: Decimal | None) -> Verdict:
    if due is None:
        return Verdict.NOT_DUE if benefit.targets else Verdict.NO_TARGET
    if latest is None or latest.on < due.on:
        return Verdict.NOT_MEASURED
    if not benefit.at_least(latest.value, due.value):
        return Verdict.BEHIND
    line = due.value if between is None else between
    beyond = benefit.at_least(latest.value, line) and latest.value not in (line, due.value)
    return Verdict.AHEAD if beyond else Verdict.ON_COURSE


def followed_all(
    portfolio: Portfolio, on: date, figures: Mapping[str, Sequence[Point]] | None = None
) -> dict[str, Followed]:
    """How every benefit stands on a day, by their keys; `figures` are those of benefits that an indicator follows."""
    known = figures or {}
    return {each.key: followed(each, known.get(each.key, ()), on) for each in portfolio.benefits}


def between_points(planned: Sequence[Point], day: date) -> Decimal | None:
    """The value on the straight line between the planned ones around a day; None outside of all of them."""
    for before, after in pairwise(planned):
        if before.on <= day <= after.on and before.on < after.on:
            part = Decimal((day - before.on).days) / (after.on - before.on).days
            return before.value + (after.value - before.value) * part
    return None


def points_of(figures: Iterable[Figure], every: str) -> tuple[Point, ...]:
    """Figures as points of a benefit, each on the last day of its period; those without a value are left out."""
    return tuple(
        Point(
            on=periods.following(each.period, every) - timedelta(1),
            value=Decimal(repr(each.value)),
            source="",
            invented=False,
        )
        for each in figures
        if not isinstance(each.value, Missing)
    )


def threatened(portfolio: Portfolio, network: Network) -> list[Threatened]:
    """The benefits that their milestone comes too late for, in the order of the sheet."""
    found = []
    for benefit in portfolio.benefits:
        milestone = network.at.get(benefit.after)
        to_come = [point for point in benefit.targets if point.on >= network.on]
        if milestone and to_come and to_come[0].on < milestone.day:
            found.append(Threatened(benefit, to_come[0], milestone))
    return found
