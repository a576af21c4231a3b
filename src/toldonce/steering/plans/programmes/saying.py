"""What is worked out of a portfolio, in sentences that its numbers make true."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from toldonce.steering.plans.programmes.benefits import Followed, Threatened, Verdict
from toldonce.steering.plans.programmes.money import Payback, Year
from toldonce.steering.plans.programmes.network import Expected, Network, slipped
from toldonce.steering.plans.programmes.plan import Benefit, Point, Portfolio
from toldonce.steering.plans.programmes.telling import amount, counted, days, decimals, said_day, several
from toldonce.steering.sheets.saying import listed, pounds, year_words


def of_network(portfolio: Portfolio, network: Network, programme: str | None = None) -> str:
    """How many milestones are done, late and overdue, and which one moves most others."""
    told = [each for each in network.at.values() if _is_of(programme, each)]
    if not told:
        return "There are no milestones yet: add them to the sheet “Milestones”."
    done, overdue = sum(each.done for each in told), sum(each.overdue for each in told)
    late = sum(not each.done and each.slip > 0 for each in told)
    said = [
        f"On {said_day(network.on)}, {done} of {counted(len(told), 'milestone')} {_are(done)} done.",
        f"Of the others {some(late)} expected later than planned, and {some(overdue)} overdue.",
    ]
    if done == len(told):
        return said[0]
    worst = next((each for each in slipped(network) if each.moves and _is_of(programme, each)), None)
    return " ".join([*said, of_slip(portfolio, worst)] if worst else said)


def _is_of(programme: str | None, one: Expected) -> bool:
    return programme in (None, one.milestone.programme)


def of_slip(portfolio: Portfolio, one: Expected) -> str:
    """By how much a milestone slips, what of it is its own, and what it moves."""
    name, milestone = f"“{one.milestone.name}”", one.milestone
    if one.slip == 0:
        return f"{name} {_is(one)} as planned, on {said_day(one.day)}."
    said = (
        f"{name} {_is(one)} on {said_day(one.day)}, {days(abs(one.slip))} "
        f"{'later' if one.slip > 0 else 'earlier'} than planned ({said_day(milestone.planned)})"
    )
    return f"{said}{_inherited(portfolio, one)}{_overdue(one)}.{_why(one)}{_moves(portfolio, one)}"


def _is(one: Expected) -> str:
    return "was done" if one.done else "is expected"


def _inherited(portfolio: Portfolio, one: Expected) -> str:
    if one.because and one.slip > 0:
        other = f"“{portfolio.milestone[one.because].name}”"
        if one.own == 0:
            return f", because it waits for {other}"
    if one.slip > one.own > 0:
        return f", {one.own} of them by itself"
    return ""


def _overdue(one: Expected) -> str:
    return ": it is overdue, and nobody has said when it will be done" if one.overdue else ""


def _why(one: Expected) -> str:
    return f" Why: {one.milestone.why.rstrip('.')}." if one.milestone.why and one.own > 0 else ""


def _moves(portfolio: Portfolio, one: Expected) -> str:
    if not one.moves:
        return " By itself it moves nothing else." if one.own > 0 else ""
    named = [
        f"“{portfolio.milestone[each.milestone].name}” by {days(each.days)}"
        for each in sorted(one.moves, key=lambda moved: -moved.days)
    ]
    return f" It moves {several(named)}."


def of_path(path: Sequence[Expected], programme: str) -> str:
    """Which chain of milestones drives the end of a programme."""
    if not path:
        return f"“{programme}” has no milestones yet."
    end = path[-1]
    said = f"“{programme}” is expected to end on {said_day(end.day)} with “{end.milestone.name}”"
    if len(path) == 1:
        return f"{said}, which waits for nothing until then."
    before = [f"“{each.milestone.name}”" for each in reversed(path[:-1])]
    in_turn = ", each of which waits for the next" if len(before) > 1 else ""
    return f"{said}, which waits for {listed(before)}{in_turn}."


def of_benefit(told: Followed) -> str:
    """How a benefit stands: what was counted last, what was planned by then, and what is to be reached."""
    benefit, latest, due = told.benefit, told.latest, told.due
    if not benefit.targets:
        return "It has no target: nobody can tell whether it has come."
    said = [f"{amount(benefit, latest.value)} on {said_day(latest.on)}" if latest else _not_counted(benefit)]
    if due is None:
        first = benefit.targets[0]
        said.append(
            f"the first planned value, {amount(benefit, first.value)}, is due by {said_day(first.on)}"
        )
    else:
        said.append(f"{amount(benefit, due.value)} was planned by {said_day(due.on)}")
        said.append(_verdict(told, latest, due))
    return f"{'; '.join(said)}.{_line(told)}{_target(told)}"


def _not_counted(benefit: Benefit) -> str:
    baseline = next((point for point in benefit.planned if point.baseline), None)
    if baseline is None:
        return "Nothing was counted yet"
    return f"Nothing was counted since the baseline, {amount(benefit, baseline.value)} on {said_day(baseline.on)}"


def _verdict(told: Followed, latest: Point | None, due: Point) -> str:
    if told.verdict is Verdict.NOT_MEASURED:
        return "nothing was counted since" if latest else "whether it was reached is not known"
    if told.verdict is Verdict.BEHIND:
        return f"it is behind by {_apart(told.benefit, abs((latest or due).value - due.value))}"
    return f"it is {told.verdict}"


def _apart(benefit: Benefit, apart: Decimal) -> str:
    """How far it is behind; what would be rounded to nothing is not nothing."""
    least = Decimal(1).scaleb(-decimals(benefit))
    return (
        amount(benefit, apart) if round(apart, decimals(benefit)) else f"less than {amount(benefit, least)}"
    )


def _line(told: Followed) -> str:
    """What lies on the straight line, said as such: nobody has planned it."""
    if (
        told.between is None
        or told.latest is None
        or any(told.latest.on == each.on for each in told.benefit.planned)
    ):
        return ""
    return (
        f" On a straight line between the planned values it would have been "
        f"{amount(told.benefit, told.between)} on {said_day(told.latest.on)}."
    )


def _target(told: Followed) -> str:
    if told.target is None or told.target is told.due or told.target is told.benefit.targets[0]:
        return ""
    return f" The target is {amount(told.benefit, told.target.value)} by {said_day(told.target.on)}."


def of_threat(one: Threatened) -> str:
    """That a benefit is planned before what it depends on is there."""
    return (
        f"“{one.benefit.name}” is to be {amount(one.benefit, one.point.value)} by {said_day(one.point.on)}, but "
        f"depends on “{one.milestone.milestone.name}”, which is expected on {said_day(one.milestone.day)}."
    )


def of_money(years: Sequence[Year], paid: Payback | None) -> str:
    """What the years of a plan come to, and when they pay for themselves."""
    if not years or paid is None:
        return "No money is planned yet: add it to the sheet “Money”."
    costs, brings = (
        sum(year.forecast.cost for year in years),
        sum(year.forecast.saving + year.forecast.income for year in years),
    )
    span = year_words(years[0].year)
    if len(years) > 1:
        span = f"{span} to {year_words(years[-1].year)}"
    apart = sum(year.variance for year in years)
    against = (
        "as planned"
        if apart == 0
        else f"{pounds(abs(apart))} {'better' if apart > 0 else 'worse'} than planned"
    )
    return (
        f"{span}: costs {pounds(costs)}, saves or brings in {pounds(brings)}, {against}. {of_payback(paid)}"
    )


def of_payback(paid: Payback) -> str:
    """When it has paid for itself, or that it never does."""
    if paid.year is None:
        return f"It does not pay for itself: {pounds(-paid.total)} are left uncovered, and nothing recurs to do it."
    if paid.beyond:
        return (
            f"It pays for itself in {year_words(paid.year)}, after the last year of the plan, if the "
            f"{pounds(paid.recurring)} that recur in that last year go on."
        )
    return f"It has paid for itself by the end of {year_words(paid.year)}."


def some(number: int) -> str:
    """How many are: none is, 1 is, 2 are."""
    return f"{number or 'none'} {'is' if number <= 1 else 'are'}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
