"""The network of milestones: on which day each is expected, how far it slipped by itself, and what that moves.

What is done counts on its day. What is not done is expected on the latest of three days: the one that was given for
it, the day of which the network is judged (nothing can be done in the past any more), and the one on which
everything that it waits for allows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from toldonce.steering.plans.programmes.days import Days, Moved
from toldonce.steering.plans.programmes.plan import Milestone, Portfolio

LAST_DAY = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Expected:
    """On which day a milestone is expected, and why.

    `slip` is in days against the plan, `own` the part of it that it adds to what it inherits; negative is early.
    `earliest` is the first day that what it waits for allows, `because` the one that it waits for until `day`.
    `float_days` is how many days more it can slip before the end of its programme moves; what is done has none.
    """

    milestone: Milestone
    day: date
    slip: int
    own: int
    earliest: date | None
    because: str | None
    moves: tuple[Moved, ...]
    float_days: int | None
    overdue: bool

    @property
    def done(self) -> bool:
        """Whether it was done."""
        return self.milestone.actual is not None

    @property
    def critical(self) -> bool:
        """Whether any more slip of it moves the end of its programme."""
        return self.float_days == 0


@dataclass(frozen=True)
class Network:
    """What is expected of every milestone of a portfolio on a day, by their keys, in the order of the sheet."""

    on: date
    at: Mapping[str, Expected]

    def of(self, programme: str) -> list[Expected]:
        """The milestones of one programme, in the order of the sheet."""
        return [each for each in self.at.values() if each.milestone.programme == programme]

    def last(self, programme: str) -> Expected | None:
        """The milestone of a programme that is expected last; of equals one for which none of the others waits."""
        told = self.of(programme)
        waited_for = {each.because for each in told}
        return max(told, key=lambda each: (each.day, each.milestone.key not in waited_for), default=None)


def expected(portfolio: Portfolio, on: date) -> Network:
    """What is expected of each milestone, judged on a day.

    Raises graphlib.CycleError where milestones wait for themselves, which `check` says with the cell.
    """
    days = Days(portfolio, on)
    return Network(on, {key: _expected(days, key) for key in days.milestone})


def _expected(days: Days, key: str) -> Expected:
    milestone, at, planned = days.milestone[key], days.at[key], days.planned[key]
    inherited = days.inherited(key)
    kept = max(planned, inherited)
    return Expected(
        milestone=milestone,
        day=_day(at),
        slip=at - planned,
        own=at - kept,
        earliest=_day(inherited) if inherited else None,
        because=days.because(key),
        moves=tuple(days.moves(key, kept)) if at > kept else (),
        float_days=days.floats.get(key),
        overdue=milestone.actual is None and milestone.said < days.on,
    )


def held_back(portfolio: Portfolio, on: date) -> Iterator[tuple[Milestone, date, str]]:
    """Each milestone that waits for another until its day, that day, and the key of the one that it waits for.

    Nothing else of `expected` is worked out: what a milestone moves, and how far it could slip, costs far more.
    """
    days = Days(portfolio, on)
    for key, milestone in days.milestone.items():
        if because := days.because(key):
            yield milestone, _day(days.at[key]), because


def what_if(portfolio: Portfolio, on: date, key: str, day: date) -> list[Moved]:
    """What else moves, and by how much, if this milestone is on that day; in the order in which it waits."""
    return Days(portfolio, on).would_move(key, day.toordinal())


def slipped(network: Network) -> list[Expected]:
    """The milestones that are later by themselves than their plan, those first that move most others."""
    late = [each for each in network.at.values() if each.own > 0]
    return sorted(late, key=lambda each: (-len(each.moves), -each.own, each.day, each.milestone.number))


def critical_path(network: Network, programme: str) -> tuple[Expected, ...]:
    """The milestones that drive the last one of a programme, each waiting for the one before it."""
    path: list[Expected] = []
    last = network.last(programme)
    while last:
        path.append(last)
        last = network.at[last.because] if last.because else None
    return tuple(reversed(path))


def _day(number: int) -> date:
    return date.fromordinal(min(number, LAST_DAY))
