"""What if a milestone is on another day: asked by a form, answered at once and stored nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from toldonce.steering.plans.programmes.network import Moved, what_if
from toldonce.steering.plans.programmes.plan import Milestone
from toldonce.steering.plans.programmes.telling import counted, days, said_day
from toldonce.steering.sheets.kinds import Day, NotUnderstood
from toldonce.web.planner.plans.book import number
from toldonce.web.planner.plans.programmes import milestones
from toldonce.web.planner.plans.programmes.looking import Looking

DAY = Day()
LAST_DAY = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks: what if this milestone were on that day; both None where nothing is asked."""

    typed: dict[str, str]
    milestone: Milestone | None
    day: date | None
    problems: dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What else moves: a sentence, and each milestone with the day on which it would be and by how much."""

    sentence: str
    moved: list[tuple[milestones.Line, date, str]]


def choices(looking: Looking) -> list[tuple[str, list[Milestone]]]:
    """The milestones that are not done, by programme, as the question offers them."""
    undone = [each.milestone for each in looking.network.at.values() if not each.done]
    by_programme = [
        (programme.name, [each for each in undone if each.programme == programme.key])
        for programme in looking.portfolio.programmes
    ]
    return [(name, those) for name, those in by_programme if those]


def asked(request: HttpRequest, looking: Looking) -> Asked:
    """What the address asks."""
    typed = {name: request.GET.get(name, "").strip() for name in ("milestone", "day")}
    if not any(typed.values()):
        return Asked(typed, None, None, {})
    problems: dict[str, str] = {}
    milestone = _milestone(typed["milestone"], looking, problems)
    return Asked(typed, milestone, _day(typed["day"], looking, problems), problems)


def _milestone(said: str, looking: Looking, problems: dict[str, str]) -> Milestone | None:
    row = number(said)
    found = next((each for each in looking.portfolio.milestones if each.row == row), None)
    if found is None:
        problems["milestone"] = "Milestone: choose one of the list"
    elif found.actual:
        problems["milestone"] = (
            f"Milestone: “{found.name}” is done and moves no more, choose one that is to come"
        )
    return found


def _day(said: str, looking: Looking, problems: dict[str, str]) -> date | None:
    try:
        day = DAY.read(said)
    except NotUnderstood as why:
        problems["day"] = f"Day: {why}"
        return None
    if not isinstance(day, date):
        problems["day"] = "Day: say on which day it would be done, such as 31/03/2020"
        return None
    if day < looking.on:
        problems["day"] = f"Day: it is not done yet, so it cannot be done before {said_day(looking.on)}"
    return day


def answered(looking: Looking, asked: Asked) -> Answer | None:
    """What else moves; None where nothing was asked that can be answered."""
    if asked.milestone is None or asked.day is None or asked.problems:
        return None
    told = what_if(looking.portfolio, looking.on, asked.milestone.key, asked.day)
    return Answer(
        _sentence(looking, asked.milestone, asked.day, told), [_moved(looking, each) for each in told]
    )


def _moved(looking: Looking, told: Moved) -> tuple[milestones.Line, date, str]:
    line = milestones.line(looking, looking.network.at[told.milestone])
    day = date.fromordinal(min(line.expected.toordinal() + told.days, LAST_DAY))
    return line, day, f"{days(abs(told.days))} {'later' if told.days > 0 else 'earlier'}"


def _sentence(looking: Looking, milestone: Milestone, day: date, told: list[Moved]) -> str:
    now = looking.network.at[milestone.key].day
    apart = (day - now).days
    if not apart:
        return f"“{milestone.name}” is expected on {said_day(day)} as it is, so nothing moves."
    by = f"{days(abs(apart))} {'later' if apart > 0 else 'earlier'} than it is expected now"
    moves = f"it moves {counted(len(told), 'other milestone')}" if told else "it moves nothing else"
    return f"If “{milestone.name}” is done on {said_day(day)}, {by}, {moves}.{_held_back(looking, milestone, apart)}"


def _held_back(looking: Looking, milestone: Milestone, apart: int) -> str:
    """That what a milestone waits for does not let it be so early."""
    because = looking.network.at[milestone.key].because
    if apart > 0 or because is None:
        return ""
    other = looking.portfolio.milestone[because].name
    return f" But it waits for “{other}”, which does not let it be earlier than it is expected now."
