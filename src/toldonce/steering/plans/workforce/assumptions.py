"""The assumptions of a workforce plan as numbers: what the engine works with, made from sheets without faults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

Bands = tuple[float, ...]  # one number for each age band, youngest first


@dataclass(frozen=True)
class Role:
    """A role with its FTE a head, and its funded posts in FTE where they are known."""

    name: str
    group: str
    participation: float
    posts: float | None = None


@dataclass(frozen=True)
class Team:
    """The people of one role at one employer: heads by age at the start, and what flows out and in each year.

    Rates are shares (0.1 is ten in a hundred), joiners and returners are heads a year.
    """

    role: int
    employer: str
    heads: Bands
    retiring: Bands
    joining: Bands  # the ages of those who join, adding up to 1
    leavers: float = 0.0
    joiners: float = 0.0
    returners: float = 0.0
    spread: float = 0.0


@dataclass(frozen=True)
class Move:
    """A share of one role that goes over into another each year, at the same employer."""

    source: int
    target: int
    rate: float


@dataclass(frozen=True)
class Pipeline:
    """A training: who starts in which year, how long it takes, and which part of them works here afterwards."""

    name: str
    role: int
    years: int
    dropout: float
    practise: float
    stay: float
    band: int
    intakes: tuple[tuple[int, float], ...]
    spread: float = 0.0
    employer: str = ""


@dataclass(frozen=True)
class Driver:
    """What need follows: a number of people or of activity, and how it grows (0.01 is one in a hundred a year)."""

    name: str
    unit: str
    value: float
    year: int
    growth: float
    spread: float = 0.0


@dataclass(frozen=True)
class Need:
    """So many FTE of a role for each so many units of a driver; `per` None is all of the driver in the base year."""

    role: int
    driver: int
    fte: float
    per: float | None = None
    productivity: float = 0.0


@dataclass(frozen=True)
class Cost:
    """What one FTE costs a year, in whole pounds of the prices of a year, and how pay grows."""

    role: int
    pounds: int
    year: int
    pay: float
    cover: int | None = None


@dataclass(frozen=True)
class Criterion:
    """A measure of shortage, and from where on it is met (a share, or years for the years to train)."""

    measure: str
    threshold: float
    agreed: str = ""


@dataclass(frozen=True)
class Change:
    """One thing that a scenario changes, of a pipeline, role or driver, over some years."""

    effect: str
    of: str
    amount: float
    since: int = 0
    until: int = 9999

    def during(self, year: int) -> bool:
        """Whether it holds in a year."""
        return self.since <= year <= self.until

    def outside(self, since: int, until: int) -> list[Change]:
        """The same change in those of its years that lie before or after some years."""
        parts = (self.since, min(self.until, since - 1)), (max(self.since, until + 1), self.until)
        return [replace(self, since=first, until=last) for first, last in parts if first <= last]


@dataclass(frozen=True)
class Promise:
    """What a document says there will be, so that it can be held against what the plan works out."""

    said: str
    measure: str
    of: str
    number: float
    by: int
    within: float
    scenario: str
    source: str
    row: int


@dataclass(frozen=True)
class Plan:
    """All assumptions of a plan; scenarios make another plan of it (see `scenarios.py`)."""

    base: int
    last: int
    judged: int
    meets: int
    draws: int
    seed: int
    roles: tuple[Role, ...]
    teams: tuple[Team, ...]
    moves: tuple[Move, ...] = ()
    pipelines: tuple[Pipeline, ...] = ()
    drivers: tuple[Driver, ...] = ()
    needs: tuple[Need, ...] = ()
    costs: tuple[Cost, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    changes: tuple[Change, ...] = ()  # of a scenario; they hold for some years and are applied year by year

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The base year and every year that is worked out."""
        return tuple(range(self.base, self.last + 1))

    @cached_property
    def role_at(self) -> dict[str, int]:
        """The place of a role in the list, by its name."""
        return {role.name: at for at, role in enumerate(self.roles)}

    @cached_property
    def team_at(self) -> dict[tuple[int, str], int]:
        """The place of a team in the list, by its role and employer."""
        return {(team.role, team.employer): at for at, team in enumerate(self.teams)}

    def changing(self, effect: str, of: str, year: int) -> float:
        """What the scenario adds to one assumption in a year; a change of nobody by name is of all."""
        return sum(each.amount for each in self.changing_in(year, effect) if each.of in (of, ""))

    def changing_in(self, year: int, effect: str) -> Iterator[Change]:
        """The changes of a kind that hold in a year; the base year and those before it are over, and stay."""
        return (
            each for each in self.changes if each.effect == effect and self.base < year and each.during(year)
        )
