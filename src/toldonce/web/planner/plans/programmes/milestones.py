"""A milestone in words: when it was planned and is expected, how far it slipped, why, and what it moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from toldonce.steering.plans.programmes.network import Expected, Moved
from toldonce.steering.plans.programmes.plan import Milestone
from toldonce.web.design.words import counted
from toldonce.web.planner.plans.programmes.looking import Looking

FEW = 5  # of those that a milestone moves are shown at once


@dataclass(frozen=True, slots=True)
class Named:
    """A milestone with the programme it belongs to, where that is another than the one that is spoken of."""

    name: str
    address: str
    elsewhere: str
    days: int = 0

    @property
    def says(self) -> str:
        """How many days later it is."""
        return f"{counted(self.days, 'day')} later" if self.days > 0 else f"{counted(-self.days, 'day')} earlier"


@dataclass(frozen=True, slots=True)
class Line:
    """One milestone as it stands in a table."""

    milestone: Milestone
    address: str  # of the cell that says when it was planned
    programme: str
    programme_page: str
    project: str
    expected: date
    state: str
    colour: str
    slip: str
    because: Named | None
    moves: tuple[Named, ...]
    room: str
    critical: bool

    @property
    def moved_first(self) -> tuple[Named, ...]:
        """Those of which a table shows the names."""
        return self.moves[:FEW]

    @property
    def more_moved(self) -> int:
        """How many more there are."""
        return len(self.moves) - len(self.moved_first)


def lines(looking: Looking, those: list[Expected]) -> list[Line]:
    """Milestones in the order given."""
    return [line(looking, each) for each in those]


def line(looking: Looking, told: Expected) -> Line:
    """One milestone with everything that is said of it."""
    milestone = told.milestone
    programme = looking.portfolio.programme[milestone.programme]
    state, colour = state_of(told)
    return Line(
        milestone,
        cell_of(looking, milestone),
        programme.name,
        looking.page_of(programme),
        looking.portfolio.project[milestone.project].name,
        told.day,
        state,
        colour,
        slipped(told),
        named(looking, looking.portfolio.milestone[told.because], milestone.programme) if told.because else None,
        moved(looking, told.moves, milestone.programme),
        room(told),
        told.critical and not told.done,
    )


def cell_of(looking: Looking, milestone: Milestone) -> str:
    """The address of the cell that says when a milestone was planned."""
    return looking.cell("milestones", milestone.number, "planned")


def moved(looking: Looking, those: tuple[Moved, ...], programme: str) -> tuple[Named, ...]:
    """The milestones that move with another of this programme, with their days."""
    found = looking.portfolio.milestone
    return tuple(named(looking, found[each.milestone], programme, each.days) for each in those)


def named(looking: Looking, milestone: Milestone, programme: str, days: int = 0) -> Named:
    """A milestone as it is named where a programme is spoken of."""
    elsewhere = looking.portfolio.programme[milestone.programme].name if milestone.programme != programme else ""
    return Named(milestone.name, cell_of(looking, milestone), elsewhere, days)


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
    return f"{counted(abs(told.slip), 'day')} {'late' if told.slip > 0 else 'early'}"


def room(told: Expected) -> str:
    """How much longer a milestone can take before its programme ends later."""
    if told.float_days is None:
        return ""
    return "none" if told.float_days <= 0 else counted(told.float_days, "day")
