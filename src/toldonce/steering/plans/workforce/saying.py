"""What a workforce plan comes to, in sentences that its numbers make true."""

from __future__ import annotations

from toldonce.steering.plans.workforce.costing import Bill, growth
from toldonce.steering.plans.workforce.outcome import Outcome
from toldonce.steering.plans.workforce.promises import Held
from toldonce.steering.plans.workforce.ranges import ALL, ranges_of
from toldonce.steering.plans.workforce.scenarios import Compared
from toldonce.steering.plans.workforce.shortage import Judged, Reason
from toldonce.steering.sheets.saying import minus_sign, pounds, year_words

MILLION = 1_000_000


def headline(outcome: Outcome, year: int | None = None) -> str:
    """Need against supply of all roles together in the year that is judged, how sure that is, and the largest gap."""
    plan = outcome.plan
    at, when = outcome.at(year or plan.judged), year or plan.judged
    every = list(range(len(plan.roles)))
    need, supply = outcome.need[at].sum(), outcome.supply[at].sum()
    reach = ranges_of(plan).gap[ALL][at]
    lacking = missing(need - supply)
    said = [
        f"In {year_words(when)}, {in_full(need)} are needed and {fte(supply)} are expected in post: {lacking}.",
        f"Nine draws of ten lie between {missing(reach.low)} and {missing(reach.high)}.",
    ]
    worst = max(every, key=lambda role: outcome.gap[at, role])
    if outcome.gap[at, worst] >= 0.5:
        gap, needed = outcome.gap[at, worst], outcome.need[at, worst]
        said.append(
            f"The largest gap is of {plan.roles[worst].name}: {fte(gap)}, {share(gap / needed)} of those needed."
        )
    return " ".join(said)


def of_role(outcome: Outcome, role: int) -> str:
    """What becomes of one role, between the base year and the year that is judged."""
    plan = outcome.plan
    at = outcome.at(plan.judged)
    first, then, need = outcome.supply[0, role], outcome.supply[at, role], outcome.need[at, role]
    said = (
        f"{plan.roles[role].name}: {fte(first)} in post at the end of {year_words(plan.base)}, "
        f"{fte(then)} expected in {year_words(plan.judged)}"
    )
    if not need:
        return f"{said}. Nothing says how many are needed."
    chance = ranges_of(plan).short[at, role]
    return (
        f"{said}, where {fte(need)} are needed: {missing(need - then)}. "
        f"In {round(chance * 100)} of 100 draws there are too few."
    )


def of_money(total: dict[int, Bill], judged: int) -> str:
    """What those in post cost and those needed would, in the year that is judged."""
    first, then = min(total), total[judged]
    rate = growth(total[first].in_post, then.in_post, judged - first)
    grown = f", {share(rate)} a year more than in {year_words(first)}" if rate is not None else ""
    more = f"{in_millions(abs(then.difference))} {'more' if then.difference >= 0 else 'less'}"
    return (
        f"Those in post cost {in_millions(then.in_post)} in {year_words(judged)}{grown}. "
        f"All who are needed would cost {in_millions(then.needed)}, {more}. "
        f"Agencies that covered the gap would cost {in_millions(then.cover)} on top of those in post."
    )


def of_scenario(compared: Compared, year: int) -> str:
    """What a scenario changes in a year, against the plan as it stands."""
    said = []
    if abs(compared.supply_more) >= 0.5:
        said.append(f"{fte(abs(compared.supply_more))} {_way(compared.supply_more)} in post")
    if abs(compared.need_more) >= 0.5:
        said.append(f"{fte(abs(compared.need_more))} {_way(compared.need_more)} needed")
    if compared.cost_more:
        said.append(
            f"{in_millions(abs(compared.cost_more))} {'more' if compared.cost_more > 0 else 'less'} for those in post"
        )
    if not said:
        return f"In {year_words(year)} it changes nothing."
    return f"In {year_words(year)}: {', '.join(said)}; then {missing(compared.gap)}."


def of_promise(held: Held) -> str:
    """What is worked out for what was said, and by how much they differ."""
    if held.worked_out is None:
        return f"It cannot be said: {held.why}."
    unit = amount(held, abs(held.missing))
    worked_out = f"The assumptions make {amount(held, held.worked_out)}"
    if held.verdict == "holds":
        return f"{worked_out}: it holds, within {amount(held, held.promise.within)}."
    return f"{worked_out}: {unit} {'fewer' if held.missing > 0 else 'more'} than was said."


def amount(held: Held, number: float) -> str:
    """A number of a promise in its unit."""
    if held.promise.measure == "cover":
        return in_millions(round(number))
    if held.promise.measure in ("in-post", "needed"):
        return fte(number)
    return f"{number:,.0f} people"


def of_shortage(judged: list[Judged], meets: int) -> str:
    """How many roles are on the list, and by which rule."""
    short = [each for each in judged if each.short]
    rule = f"A role is on the list when it meets {meets} of the {len(judged[0].reasons) if judged else 0} criteria"
    if not short:
        return f"{rule}; none does."
    return f"{rule}; {len(short)} of {len(judged)} do."


def of_reason(reason: Reason) -> str:
    """The value of one criterion in its unit, with what it is held against."""
    if reason.value is None:
        return f"not known: {reason.why}"
    if reason.criterion.measure == "training":
        return f"{years(reason.value)} ({reason.why}), where {years(reason.criterion.threshold)} count"
    return f"{share(reason.value)} {reason.why}, where {share(reason.criterion.threshold)} counts"


def fte(number: float) -> str:
    """A number of full-time equivalents: whole ones, or one decimal below ten."""
    return minus_sign(f"{number:z,.1f} FTE" if 0 < abs(number) < 9.95 else f"{number:z,.0f} FTE")


def in_full(number: float) -> str:
    """The same with its unit in full, for who reads it first."""
    return fte(number).replace("FTE", "full-time equivalents (FTE)")


def more_fte(number: float) -> str:
    """FTE more or less, with its sign: +100.7, −15.6, 0.0."""
    return minus_sign(f"{number:+,.1f}" if abs(number) >= 0.05 else "0.0")


def missing(number: float) -> str:
    """A gap in words, whichever way it goes."""
    if abs(number) < 0.05:
        return "just enough"
    return f"{fte(abs(number))} too {'few' if number > 0 else 'many'}"


def share(part: float) -> str:
    """A share as a percentage with one decimal."""
    return f"{part * 100:z.1f}%"


def in_millions(amount: int) -> str:
    """Pounds, from a million on in millions to the thousand: £5.608m, −£769,742."""
    if abs(amount) < MILLION:
        return pounds(amount)
    return minus_sign(f"{'-' if amount < 0 else ''}£{abs(amount) / MILLION:,.3f}m")


def years(number: float) -> str:
    """A number of years."""
    return f"{number:g} {'year' if number == 1 else 'years'}"


def _way(number: float) -> str:
    return "more" if number > 0 else "fewer"
