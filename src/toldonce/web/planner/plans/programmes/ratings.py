"""A status report in words: its ratings, each with its name and not only its colour, and how old it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from toldonce.steering.plans.programmes import words
from toldonce.steering.plans.programmes.plan import Programme, Report
from toldonce.steering.plans.programmes.telling import days
from toldonce.web.planner.plans.programmes.looking import Looking

COLOURS = {"green": "green", "amber": "yellow", "red": "red"}


@dataclass(frozen=True, slots=True)
class Rating:
    """One rating of a report."""

    of: str
    word: str
    colour: str
    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """A status report as it is shown."""

    programme: Programme
    report: Report
    ratings: tuple[Rating, ...]
    age: str
    address: str


def told(looking: Looking, report: Report) -> Told:
    """A report with its ratings, its age and the address of its row."""
    ratings = tuple(
        Rating(
            head,
            words.RATINGS[report.ratings[key]],
            COLOURS[report.ratings[key]],
            _cell(looking, report, key),
        )
        for key, head in words.RATED.items()
        if key in report.ratings
    )
    programme = looking.portfolio.programme[report.programme]
    return Told(programme, report, ratings, age(report.as_at, looking.on), _cell(looking, report, "as_at"))


def _cell(looking: Looking, report: Report, column: str) -> str:
    """The address of a cell of a report, "" of one that is not saved yet."""
    return "" if not report.number else looking.cell("reports", report.number, column)


def age(told: date, on: date) -> str:
    """How long ago something was told."""
    apart = (on - told).days
    if apart < 0:
        return f"dated {days(-apart)} ahead"
    return f"{days(apart)} ago" if apart else "just told"


def all_of(looking: Looking, programme: Programme) -> list[Told]:
    """Every report of a programme, newest first."""
    those = [each for each in looking.portfolio.reports if each.programme == programme.key]
    return [told(looking, each) for each in reversed(those)]
