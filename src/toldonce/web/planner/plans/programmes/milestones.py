"""A milestone in words: when it was planned and is expected, how far it slipped, why, and what it moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from toldonce.steering.plans.programmes.book import PROGRAMMES
from toldonce.steering.plans.programmes.network import Expected
from toldonce.steering.plans.programmes.plan import Milestone
from toldonce.steering.plans.programmes.telling import days
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.programmes.looking import Looking

FEW = 5  # of those that a milestone moves are shown at once


@dataclass(frozen=True, slots=True)
class Named:
    """Another milestone: its programme is named where it is not that of the one that is spoken of."""

    name: str
    address: str
    elsewhere: str
    later: str  # by how much, where it is moved


@dataclass(frozen=True, slots=True)
class Line:
    """One milestone as it stands in a table."""

    milestone: Milestone
    address: str  # of the cell that says when it was planned
    expected_at: str  # of the cell that says when it is expected or was done; "" where nobody said it
    told_at: str  # of the form that says how it goes; "" where it is done
    programme: str
    programme_page: str
    project: str
    expected: date
    state: str
    colour: str
    slip: str
    own: str
    because: Named | None
    moves: tuple[Named, ...]
    room: str  # how much longer it can take before its programme ends later
    critical: bool

    @property
    def moved_first(self) -> tuple[Named, ...]:
        """Those that it moves of which a table shows the names at once."""
        return self.moves[:FEW]

    @property
    def moved_also(self) -> tuple[Named, ...]:
        """Those that are shown when they are asked for."""
        return self.moves[FEW:]


def lines(looking: Looking, those: Sequence[Expected], *, moving: bool = False) -> list[Line]:
    """Milestones in the order given; those that they move with them only where they are asked for."""
    return [line(looking, each, moving=moving) for each in those]


def line(looking: Looking, told: Expected, *, moving: bool = False) -> Line:
    """One milestone with everything that is said of it."""
    milestone, portfolio = told.milestone, looking.portfolio
    programme = portfolio.programme[milestone.programme]
    state, colour = state_of(told)
    return Line(
        milestone,
        planned_at(looking, milestone),
        said_at(looking, milestone),
        "" if told.done else told_at(looking, milestone),
        programme.name,
        looking.pages[programme.key],
        portfolio.project[milestone.project].name,
        told.day,
        state,
        colour,
        slipped(told),
        days(told.own),
        named(looking, told.because, milestone) if told.because else None,
        tuple(named(looking, each.milestone, milestone, each.days) for each in told.moves if moving),
        room(told),
        told.critical,
    )


def planned_at(looking: Looking, milestone: Milestone) -> str:
    """The address of the cell that says when a milestone was planned."""
    return looking.cell("milestones", milestone.number, "planned")


def said_at(looking: Looking, milestone: Milestone) -> str:
    """The address of the cell that says when it was done or is expected, "" where there is none."""
    if milestone.progress is None:
        return ""
    return looking.cell("progress", milestone.progress, "actual" if milestone.actual else "forecast")


def told_at(looking: Looking, milestone: Milestone) -> str:
    """The address of the form that says how a milestone goes: its row of progress, or a new one that names it."""
    rows = showing.rows_of(PROGRAMMES.key, looking.key, "progress")
    if milestone.progress is None:
        return f"{rows}new/?{urlencode({'says-milestone': milestone.key})}"
    row = looking.opened.contents["progress"][milestone.progress - 1]
    return f"{rows}{row.key}/"


def named(looking: Looking, key: str, beside: Milestone, later: int = 0) -> Named:
    """A milestone as it is named beside another."""
    milestone = looking.portfolio.milestone[key]
    programme = looking.portfolio.programme[milestone.programme]
    elsewhere = programme.name if milestone.programme != beside.programme else ""
    return Named(milestone.name, planned_at(looking, milestone), elsewhere, days(later) if later else "")


def state_of(told: Expected) -> tuple[str, str]:
    """How a milestone stands, and the colour of its tag."""
    if told.done:
        return "Done", "green"
    if told.overdue:
        return "Overdue", "red"
    return ("Late", "yellow") if told.slip > 0 else ("To come", "blue")


def slipped(told: Expected) -> str:
    """How far a milestone is from the day that was planned."""
    if told.slip == 0:
        return "on the day" if told.done else "as planned"
    return f"{days(abs(told.slip))} {'late' if told.slip > 0 else 'early'}"


def room(told: Expected) -> str:
    """How much longer a milestone can take before its programme ends later."""
    if told.float_days is None:
        return ""
    return "no day" if told.critical else days(told.float_days)
