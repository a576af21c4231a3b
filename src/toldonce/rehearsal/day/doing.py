"""The nouns of a day: a doing, which one computer tells, and the visit that it belongs to."""

from dataclasses import dataclass, field
from random import Random

from toldonce.rehearsal.day.cast import Player

BUSY = (1, 1, 1, 1, 1, 1, 2, 3, 5, 8, 9, 9, 8, 8, 8, 7, 7, 7, 6, 5, 4, 3, 2, 1)  # how busy each hour is


@dataclass(slots=True)
class Doing:
    """One thing that one computer tells: at which minute (counted from the first midnight), what, of whom."""

    minute: int
    what: str
    player: Player
    visit: "Visit | None" = None
    more: dict = field(default_factory=dict)


@dataclass(slots=True)
class Visit:
    """An attendance or a stay with its number; minutes are counted from the midnight of the day it began."""

    number: str
    kind: str
    reason: str
    came: int
    left: int
    ward: str = ""
    bed: str = ""
    specialty: str = ""
    went_to: str = "19"


def minute_of_day(rng: Random) -> int:
    """A minute of the day, busy hours more often."""
    return rng.choices(range(24), BUSY)[0] * 60 + rng.randrange(60)
