"""A portfolio as it was typed, read into programmes, milestones, benefits, risks and money.

Everywhere `row` is the key of the row that something was typed in, and `number` its place on the sheet, from 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme of change."""

    row: int
    number: int
    key: str
    name: str
    sponsor: str
    lead: str
    purpose: str
    starts: date | None
    ends: date | None
    source: str
    invented: bool


@dataclass(frozen=True, slots=True)
class Project:
    """One project of a programme."""

    row: int
    number: int
    key: str
    programme: str
    name: str
    lead: str
    about: str
    source: str
    invented: bool


@dataclass(frozen=True, slots=True)
class Milestone:
    """One day that was agreed, with what is said of it since: `forecast` is None where nobody gave another day."""

    row: int
    number: int
    key: str
    project: str
    programme: str
    name: str
    planned: date
    forecast: date | None
    actual: date | None
    owner: str
    why: str
    source: str
    invented: bool
    progress: int | None = None  # the place on the sheet of progress of what is said of it there

    @property
    def said(self) -> date:
        """The day that people last gave for it: when it was done, else when it is expected, else what was planned."""
        return self.actual or self.forecast or self.planned


@dataclass(frozen=True, slots=True)
class Dependency:
    """`milestone` cannot be done before `days` days after `waits_for` is done; both are keys of milestones."""

    row: int
    number: int
    milestone: str
    waits_for: str
    days: int
    note: str


@dataclass(frozen=True, slots=True)
class Point:
    """A value of a benefit on a day: planned, or measured."""

    on: date
    value: Decimal
    source: str
    invented: bool
    baseline: bool = False
    number: int | None = None  # its place on its sheet, where it was typed


@dataclass(frozen=True, slots=True)
class Benefit:
    """What people get: its trajectory and what was measured by hand, oldest first."""

    row: int
    number: int
    key: str
    programme: str
    name: str
    kind: str
    owner: str
    unit: str
    better: str
    indicator: str
    place: str
    after: str
    source: str
    invented: bool
    planned: tuple[Point, ...]
    measured: tuple[Point, ...]

    def at_least(self, value: Decimal, other: Decimal) -> bool:
        """Whether a value is as good as another, or better."""
        return value <= other if self.better == "lower" else value >= other

    @property
    def targets(self) -> tuple[Point, ...]:
        """What is planned without the baseline, oldest first."""
        return tuple(point for point in self.planned if not point.baseline)


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk or an issue; likelihood and impact are places on the scale of the portfolio, or empty."""

    row: int
    number: int
    key: str
    programme: str
    name: str
    kind: str
    likelihood: str
    impact: str
    mitigation: str
    owner: str
    review: date | None
    open: bool
    milestone: str
    source: str
    invented: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One box of a logic model."""

    row: int
    number: int
    key: str
    programme: str
    stage: str
    says: str
    benefit: str
    source: str
    invented: bool


@dataclass(frozen=True, slots=True)
class Link:
    """One arrow of a logic model, from a step to a step."""

    row: int
    number: int
    step: str
    leads_to: str
    because: str


@dataclass(frozen=True, slots=True)
class Line:
    """An amount of one year, in whole pounds; `forecast` and `to_date` are None where nothing is known."""

    row: int
    number: int
    key: str
    programme: str
    name: str
    kind: str
    year: int
    recurrent: bool
    planned: int
    to_date: int | None
    forecast: int | None
    why: str
    source: str
    invented: bool
    outturn: int | None = None  # the place on the sheet of how it goes


@dataclass(frozen=True, slots=True)
class Report:
    """One status report of a programme; `ratings` by the keys of words.RATED."""

    row: int
    number: int
    programme: str
    as_at: date
    ratings: dict[str, str]
    done: str
    next: str
    asked: str
    by: str
    invented: bool


@dataclass(frozen=True)
class Portfolio:
    """A whole portfolio; `as_at` is None where dates are judged of today."""

    as_at: date | None
    scale: str
    next_report: date | None
    programmes: tuple[Programme, ...]
    projects: tuple[Project, ...]
    milestones: tuple[Milestone, ...]
    dependencies: tuple[Dependency, ...]
    benefits: tuple[Benefit, ...]
    risks: tuple[Risk, ...]
    steps: tuple[Step, ...]
    links: tuple[Link, ...]
    lines: tuple[Line, ...]
    reports: tuple[Report, ...]  # oldest first
    reported: dict[str, tuple[tuple[date, date], ...]]  # milestone -> (day of the report, day expected then)

    @cached_property
    def programme(self) -> dict[str, Programme]:
        """Programmes by their keys."""
        return {each.key: each for each in self.programmes}

    @cached_property
    def project(self) -> dict[str, Project]:
        """Projects by their keys."""
        return {each.key: each for each in self.projects}

    @cached_property
    def milestone(self) -> dict[str, Milestone]:
        """Milestones by their keys."""
        return {each.key: each for each in self.milestones}

    @cached_property
    def step(self) -> dict[str, Step]:
        """Steps of the logic models by their keys."""
        return {each.key: each for each in self.steps}

    def judged_on(self, today: date) -> date:
        """The day of which dates are judged: the one that is said, else today."""
        return self.as_at or today
