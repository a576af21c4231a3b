"""What must hold of milestones: what waits for what, and days that can follow each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from toldonce.steering.plans.programmes import agreed_sheets, progress_sheets
from toldonce.steering.plans.programmes.cycles import rings
from toldonce.steering.plans.programmes.network import held_back
from toldonce.steering.plans.programmes.plan import Dependency, Milestone, Portfolio
from toldonce.steering.plans.programmes.telling import days, in_a_row, said_day
from toldonce.steering.sheets.declaring import At, Finding, Grade

FIRST_DAY = date.min  # of which nothing is overdue: the days alone are compared


def of_milestones(portfolio: Portfolio) -> Iterator[Finding]:
    """Everything about milestones and what they wait for."""
    round_and_round = list(waiting_for_themselves(portfolio))
    yield from round_and_round
    yield from planned_too_early(portfolio)
    yield from done_too_early(portfolio)
    if not round_and_round:
        yield from expected_too_early(portfolio)
    yield from done_in_the_future(portfolio)
    yield from outside_of_the_programme(portfolio)


def waiting_for_themselves(portfolio: Portfolio) -> Iterator[Finding]:
    """Milestones that wait for themselves, each ring at the row that closes it."""
    arrows: dict[str, list[tuple[str, int]]] = {}
    for each in portfolio.dependencies:
        arrows.setdefault(each.milestone, []).append((each.waits_for, each.number))
    for ring in rings(arrows):
        names = [portfolio.milestone[key].name or key for key in ring.way]
        says = f"“{names[0]}” waits for itself: {in_a_row(names)}. Take one of these rows away."
        yield Finding(At(agreed_sheets.DEPENDENCIES, ring.row, "waits_for"), says)


def planned_too_early(portfolio: Portfolio) -> Iterator[Finding]:
    """Milestones that are planned before what they wait for allows it: the plan itself cannot be kept."""
    for each in portfolio.dependencies:
        milestone, other = portfolio.milestone[each.milestone], portfolio.milestone[each.waits_for]
        allowed = other.planned + timedelta(each.days)
        if milestone.planned < allowed:
            says = (
                f"is before {said_day(allowed)}, which “{other.name}” allows: that is planned for "
                f"{said_day(other.planned)}{_needed(each)}."
            )
            yield Finding(
                At(agreed_sheets.MILESTONES, milestone.number, "planned"), says, Grade.DOUBT, allowed
            )


def _needed(dependency: Dependency) -> str:
    return f", and it takes {days(dependency.days)} more" if dependency.days else ""


def done_too_early(portfolio: Portfolio) -> Iterator[Finding]:
    """Milestones that were done before what they wait for was."""
    for each in portfolio.dependencies:
        milestone, other = portfolio.milestone[each.milestone], portfolio.milestone[each.waits_for]
        if milestone.actual is None:
            continue
        at = At(progress_sheets.PROGRESS, milestone.progress, "actual")
        if other.actual is None:
            says = f"says that it was done, while “{other.name}”, which it waits for, is not done."
            yield Finding(at, says, Grade.DOUBT)
        elif milestone.actual < other.actual:
            says = f"is before “{other.name}” was done ({said_day(other.actual)}), which it waits for."
            yield Finding(at, says, Grade.DOUBT)


def expected_too_early(portfolio: Portfolio) -> Iterator[Finding]:
    """Milestones that are said to be expected before what they wait for allows it."""
    for milestone, day, because in held_back(portfolio, FIRST_DAY):
        if milestone.forecast and milestone.forecast < day:
            other = portfolio.milestone[because].name
            says = f"is before {said_day(day)}, the earliest day that “{other}” allows, which it waits for."
            at = At(progress_sheets.PROGRESS, milestone.progress, "forecast")
            yield Finding(at, says, Grade.DOUBT, day)


def done_in_the_future(portfolio: Portfolio) -> Iterator[Finding]:
    """Milestones that were done after the day of which the portfolio is judged."""
    for each in portfolio.milestones:
        if portfolio.as_at and each.actual and each.actual > portfolio.as_at:
            says = f"is after {said_day(portfolio.as_at)}, of which the portfolio is judged."
            yield Finding(At(progress_sheets.PROGRESS, each.progress, "actual"), says, Grade.DOUBT)


def outside_of_the_programme(portfolio: Portfolio) -> Iterator[Finding]:
    """Milestones that are planned before their programme starts or after it ends."""
    for each in portfolio.milestones:
        if outside := _outside(portfolio, each):
            yield Finding(At(agreed_sheets.MILESTONES, each.number, "planned"), outside, Grade.DOUBT)


def _outside(portfolio: Portfolio, milestone: Milestone) -> str:
    programme = portfolio.programme[milestone.programme]
    if programme.starts and milestone.planned < programme.starts:
        return f"is before “{programme.name}” starts ({said_day(programme.starts)})."
    if programme.ends and milestone.planned > programme.ends:
        return f"is after “{programme.name}” ends ({said_day(programme.ends)})."
    return ""
