"""Which rating the sheets suggest for a report, and why: rules in words, so that whoever rates otherwise can say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from toldonce.steering.plans.programmes import money, risks
from toldonce.steering.plans.programmes.benefits import Followed, Verdict, threatened
from toldonce.steering.plans.programmes.network import Expected, Network
from toldonce.steering.plans.programmes.plan import Portfolio
from toldonce.steering.plans.programmes.telling import counted, days, said_day
from toldonce.steering.plans.programmes.words import LEVELS_OF
from toldonce.steering.sheets.saying import pounds

GREEN, AMBER, RED = "green", "amber", "red"
LATE = 90  # days by which a programme without an end may end later than planned before that is red
WORSE = 10  # percent of the planned costs by which the money may be worse than planned before that is red

RULES = {
    "time": (
        "Red: the last milestone is expected after the end of the programme, or where no end is said more than "
        f"{LATE} days later than planned. Amber: a milestone is overdue, or is not done and expected later than "
        "planned. Green: neither."
    ),
    "money": (
        f"Red: what is left is forecast to be worse than planned by more than {WORSE}% of the planned costs. "
        "Amber: worse by less. Green: as planned or better."
    ),
    "benefits": (
        "Red: a target whose day has come was missed. Amber: a benefit is behind its trajectory, was not counted "
        "since a planned value was due, or depends on a milestone that is expected too late for it. Green: none "
        "of these. None is suggested before a planned value is due."
    ),
    "risks": (
        "Red: an open risk lies in the highest cell, or an issue has the highest impact. Amber: an open risk has the "
        "highest likelihood or impact, or is past its review. Green: none of these."
    ),
}


@dataclass(frozen=True, slots=True)
class Suggested:
    """A rating and why; it is None where nothing is known to rate by."""

    rating: str | None
    because: str


def suggested(
    portfolio: Portfolio, network: Network, programme: str, followed: Mapping[str, Followed]
) -> dict[str, Suggested]:
    """A rating of each kind, by what stands in the sheets."""
    return {
        "time": of_time(portfolio, network, programme),
        "money": of_money(portfolio, programme),
        "benefits": of_benefits(portfolio, network, programme, followed),
        "risks": of_risks(portfolio, programme, network.on),
    }


def of_time(portfolio: Portfolio, network: Network, programme: str) -> Suggested:
    """By when the programme ends, and what is late."""
    last, ends = network.last(programme), portfolio.programme[programme].ends
    if last is None:
        return Suggested(None, "The programme has no milestones.")
    if ends and last.day > ends:
        late = days((last.day - ends).days)
        return Suggested(
            RED, f"{_named(last)} is expected {late} after the programme ends ({said_day(ends)})."
        )
    planned = max(each.milestone.planned for each in network.of(programme))
    if ends is None and (last.day - planned).days > LATE:
        return Suggested(RED, f"The end is expected {days((last.day - planned).days)} later than planned.")
    overdue = [each for each in network.of(programme) if each.overdue]
    late = [each for each in network.of(programme) if not each.done and each.slip > 0]
    if overdue:
        return Suggested(AMBER, f"{_counted(overdue, 'milestone')} overdue.")
    if late:
        return Suggested(AMBER, f"{_counted(late, 'milestone')} expected later than planned.")
    return Suggested(GREEN, "Nothing is overdue, and nothing is expected later than planned.")


def of_money(portfolio: Portfolio, programme: str) -> Suggested:
    """By how far the forecast lies from the plan."""
    lines = money.of(portfolio, programme)
    if not lines:
        return Suggested(None, "No money is planned.")
    planned, forecast = money.planned_of(lines), money.forecast_of(lines)
    worse = planned.net - forecast.net
    if worse <= 0:
        return Suggested(GREEN, "What is left is forecast as planned, or better.")
    because = f"What is left is forecast {pounds(worse)} worse than planned, of {pounds(planned.cost)} planned costs."
    return Suggested(RED if worse * 100 > WORSE * planned.cost else AMBER, because)


def of_benefits(
    portfolio: Portfolio, network: Network, programme: str, followed: Mapping[str, Followed]
) -> Suggested:
    """By how benefits stand against their trajectories."""
    told = [each for each in followed.values() if each.benefit.programme == programme]
    if not told:
        return Suggested(None, "The programme has no benefits.")
    late = [each for each in threatened(portfolio, network) if each.benefit.programme == programme]
    if not late and all(each.verdict in (Verdict.NOT_DUE, Verdict.NO_TARGET) for each in told):
        return Suggested(None, "No planned value of a benefit is due yet.")
    behind = [each for each in told if each.verdict is Verdict.BEHIND]
    missed = [each for each in behind if each.due is each.target]
    unknown = [each for each in told if each.verdict is Verdict.NOT_MEASURED]
    if missed:
        return Suggested(RED, f"“{missed[0].benefit.name}” has missed its target.")
    if behind:
        return Suggested(AMBER, f"{_counted(behind, 'benefit')} behind the trajectory.")
    if unknown:
        return Suggested(AMBER, f"{_counted(unknown, 'benefit')} not counted since a planned value was due.")
    if late:
        return Suggested(
            AMBER, f"“{late[0].benefit.name}” depends on a milestone that is expected too late for it."
        )
    return Suggested(GREEN, "No benefit is behind its trajectory.")


def of_risks(portfolio: Portfolio, programme: str, on: date) -> Suggested:
    """By where open risks lie on the grid."""
    told = risks.ordered(portfolio, programme)
    if not any(each.programme == programme for each in portfolio.risks):
        return Suggested(None, "The programme has no risks on the register.")
    highest = list(LEVELS_OF[portfolio.scale])[-1]
    for each in told:
        if each.impact == highest and (each.likelihood == highest or each.kind == risks.ISSUE):
            where = (
                "has happened, with the highest impact"
                if each.kind == risks.ISSUE
                else "lies in the highest cell"
            )
            return Suggested(RED, f"“{each.name}” {where}.")
    high = [each for each in told if highest in (each.impact, each.likelihood)]
    if high:
        return Suggested(AMBER, f"“{high[0].name}” has the highest likelihood or impact.")
    late = risks.to_be_reviewed(portfolio, programme, on)
    if late:
        return Suggested(AMBER, f"{_counted(late, 'risk')} past the day of review.")
    return Suggested(GREEN, "No open risk has the highest likelihood or impact, and none is past its review.")


def _named(one: Expected) -> str:
    return f"“{one.milestone.name}”"


def _counted(things: Sequence[object], thing: str) -> str:
    return f"{counted(len(things), thing)} {'is' if len(things) == 1 else 'are'}"
