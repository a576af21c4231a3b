"""All programmes of a portfolio beside each other: how each was rated, what comes next, what slipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from toldonce.steering.plans.programmes import money, risks
from toldonce.steering.plans.programmes.benefits import Followed, Verdict, followed_all
from toldonce.steering.plans.programmes.money import Amounts
from toldonce.steering.plans.programmes.network import Expected, Network
from toldonce.steering.plans.programmes.plan import Portfolio, Programme, Report, Risk


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """One programme on a day.

    `upcoming` is what is expected next, `worst` what is not done and later than its plan by most days, `last` what is
    expected last of all, `risk` the worst of those that are open.
    """

    programme: Programme
    report: Report | None
    age_days: int | None
    upcoming: Expected | None
    worst: Expected | None
    last: Expected | None
    done: int
    milestones: int
    overdue: int
    benefits: int
    behind: tuple[Followed, ...]
    risk: Risk | None
    planned: Amounts
    forecast: Amounts


def of(
    portfolio: Portfolio, network: Network, on: date, followed: Mapping[str, Followed] | None = None
) -> list[ProgrammeLine]:
    """A line for each programme, in the order of the sheet; benefits by what was typed where none are given."""
    known = followed_all(portfolio, on) if followed is None else followed
    return [_line(portfolio, network, on, known, each) for each in portfolio.programmes]


def _line(
    portfolio: Portfolio, network: Network, on: date, followed: Mapping[str, Followed], programme: Programme
) -> ProgrammeLine:
    key = programme.key
    report = last_report(portfolio, key, on)
    milestones, lines = network.of(key), money.of(portfolio, key)
    undone = [each for each in milestones if not each.done]
    benefits = [each for each in followed.values() if each.benefit.programme == key]
    return ProgrammeLine(
        programme=programme,
        report=report,
        age_days=(on - report.as_at).days if report else None,
        upcoming=min(undone, key=lambda each: each.day, default=None),
        worst=max((each for each in undone if each.slip > 0), key=lambda each: each.slip, default=None),
        last=network.last(key),
        done=len(milestones) - len(undone),
        milestones=len(milestones),
        overdue=sum(each.overdue for each in milestones),
        benefits=len(benefits),
        behind=tuple(each for each in benefits if each.verdict is Verdict.BEHIND),
        risk=next(iter(risks.ordered(portfolio, key)), None),
        planned=money.planned_of(lines),
        forecast=money.forecast_of(lines),
    )


def last_report(portfolio: Portfolio, programme: str, on: date) -> Report | None:
    """The newest report of a programme that is not of a later day."""
    told = (each for each in reversed(portfolio.reports) if each.programme == programme and each.as_at <= on)
    return next(told, None)
