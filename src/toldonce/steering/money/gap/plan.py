"""The nouns of a financial gap, which `rows.plan_of` makes from its sheets: nothing here is worked out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from toldonce.steering.money.gap.words import ALL_OR_NOTHING, CASH, PERT, TRIANGULAR, UNIFORM


@dataclass(frozen=True, slots=True)
class Origin:
    """The row that says something, and on whose word; row 0 is what somebody asked on a page and nobody stored."""

    sheet: str
    row: int
    source: str = ""
    dated: date | None = None
    agreed_by: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """The years, and the rules that hold for the whole plan; shares from 0 to 1."""

    base_year: int
    last_year: int
    overlap_limit: float | None = 0.1
    growth_correlation: float = 0.0
    delivery_correlation: float = 0.0
    cross: str = "shown"
    seed: int = 1

    @property
    def years(self) -> tuple[int, ...]:
        """From the base year to the last."""
        return tuple(range(self.base_year, self.last_year + 1))


@dataclass(frozen=True, slots=True)
class Line:
    """A service line of a body with what it received and cost in the base year, in pounds."""

    body: str
    service: str
    income: int
    cost: int
    origin: Origin

    def __str__(self) -> str:
        return f"{self.service}, {self.body}"


@dataclass(frozen=True, slots=True)
class Reach:
    """Which lines something counts for; empty is every body, every service line."""

    body: str = ""
    service: str = ""

    def holds(self, line: Line) -> bool:
        """Whether a line lies within."""
        return self.body in ("", line.body) and self.service in ("", line.service)

    def may_meet(self, other: Reach) -> bool:
        """Whether a line could lie within both."""
        bodies, services = {self.body, other.body} - {""}, {self.service, other.service} - {""}
        return len(bodies) < 2 and len(services) < 2

    @property
    def closeness(self) -> int:
        """3 for one line, 2 for a body, 1 for a service line, 0 for everywhere."""
        return 2 * bool(self.body) + bool(self.service)

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.service, self.body))) or "every service line of every body"


@dataclass(frozen=True, slots=True)
class Spread:
    """The most likely value with the least and the greatest, as fractions (0.04 is 4%)."""

    likely: float
    low: float
    high: float
    shape: str = TRIANGULAR

    @property
    def is_certain(self) -> bool:
        """Whether every draw is the same."""
        return self.low == self.high and (self.shape != ALL_OR_NOTHING or self.likely in (0, 1))

    @property
    def mean(self) -> float:
        """What draws come to on average."""
        if self.shape == ALL_OR_NOTHING:
            return self.likely
        weight = {TRIANGULAR: 1, PERT: 4, UNIFORM: 0}[self.shape]
        return (self.low + weight * self.likely + self.high) / (weight + 2)


@dataclass(frozen=True, slots=True)
class Growth:
    """An assumption about growth into one year, or every year where `year` is None."""

    name: str
    driver: str
    reach: Reach
    year: int | None
    spread: Spread
    origin: Origin


@dataclass(frozen=True, slots=True)
class Solution:
    """Something that will be done: it cuts a level once (`amount`, pounds a year) or bends growth (`points`)."""

    name: str
    reach: Reach
    acts_on: str
    kind: str
    amount: int
    points: float
    start: date
    origin: Origin
    owner: str = ""
    money: str = CASH
    ramp: int = 0
    delivered: Spread = Spread(1.0, 1.0, 1.0)
    lasts: int | None = None
    to_achieve: int = 0
    to_achieve_year: int | None = None
    stretch: bool = False
    states_confidence: bool = True
    later: int = 0  # months, by a scenario


@dataclass(frozen=True, slots=True)
class Overlap:
    """The share of the smaller of two solutions that is counted twice."""

    first: str
    second: str
    share: float
    origin: Origin


@dataclass(frozen=True, slots=True)
class Control:
    """The position that must be reached in a year: a surplus is above nothing."""

    year: int
    body: str
    position: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Override:
    """One thing that a scenario takes to be otherwise; None leaves it as it is."""

    of: str = ""
    growth: float | None = None
    more: float | None = None
    later: int | None = None
    confidence: float | None = None
    amount: int | None = None
    base: int | None = None
    left_out: bool = False
    origin: Origin = Origin("scenarios", 0)


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that the plan prints, with what it speaks of."""

    about: str
    of: str
    words: str
    comparison: str
    pounds: int | None
    percent: float | None
    year: int | None
    origin: Origin


@dataclass(frozen=True)
class Plan:
    """All that a financial gap is worked out from."""

    settings: Settings
    lines: tuple[Line, ...]
    growth: tuple[Growth, ...] = ()
    solutions: tuple[Solution, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    controls: tuple[Control, ...] = ()
    scenarios: tuple[tuple[str, tuple[Override, ...]], ...] = ()
    claims: tuple[Claim, ...] = ()

    @cached_property
    def names(self) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
        """The body and the service line of each line."""
        return np.array([line.body for line in self.lines]), np.array([line.service for line in self.lines])

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies in the order in which they are first named."""
        return tuple(dict.fromkeys(line.body for line in self.lines))
