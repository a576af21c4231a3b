"""The arithmetic behind one number: which numbers make it, and how, each worked out again from the assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toldonce.steering.money.amounts import whole_pounds
from toldonce.steering.plans.workforce.costing import price, to_a_hundredth
from toldonce.steering.plans.workforce.needing import driven
from toldonce.steering.plans.workforce.outcome import Outcome
from toldonce.steering.plans.workforce.wholes import flows_of
from toldonce.steering.sheets.saying import year_words


@dataclass(frozen=True)
class Sum:
    """One line of arithmetic: what it is, how it is made, and what it comes to."""

    what: str
    how: str
    makes: str


def supply(outcome: Outcome, role: int, year: int) -> list[Sum]:
    """From those in post at the start to the FTE of a year."""
    at, lines = outcome.at(year), []
    for each in flows_of(outcome, role)[:at]:
        come = " + ".join(f"{number:,} {cause}" for cause, number in each.come.items() if number)
        gone = " − ".join(f"{number:,} {cause}" for cause, number in each.gone.items() if number)
        how = " ".join(filter(None, [f"{each.start:,} people", come and f"+ {come}", gone and f"− {gone}"]))
        lines.append(Sum(f"People at the end of {year_words(each.year)}", how, f"{each.end:,}"))
    heads = float(outcome.expected.by_role(outcome.expected.heads[at].sum(axis=2))[0, role])
    each_fte = float(outcome.supply[at, role]) / heads if heads else 0.0
    how = f"{heads:,.1f} people × {each_fte:.2f} FTE a head"
    return [*lines, Sum(f"In post in {year_words(year)}", how, f"{outcome.supply[at, role]:,.1f} FTE")]


def need(outcome: Outcome, role: int, year: int) -> list[Sum]:
    """From the drivers to the FTE needed in a year."""
    total = f"{outcome.need[outcome.at(year), role]:,.1f} FTE"
    return [*_drivers(outcome, role, year), Sum(f"Needed in {year_words(year)}", "all of the above", total)]


def _drivers(outcome: Outcome, role: int, year: int) -> Iterator[Sum]:
    plan = outcome.plan
    for rule in (each for each in plan.needs if each.role == role):
        driver = plan.drivers[rule.driver]
        value, base = driven(plan, driver, year), driven(plan, driver, plan.base)
        start = f"{driver.value:,.0f} {driver.unit} in {year_words(driver.year)}"
        grown = f"{start}, {driver.growth * 100:z.2f}% more each year"
        yield Sum(f"{driver.name} in {year_words(year)}", grown, f"{value:,.0f} {driver.unit}")
        units, saved = rule.per or base, (1 - rule.productivity) ** (year - plan.base)
        how = f"{value:,.0f} × {rule.fte:,g} FTE for each {units:,.0f}"
        if rule.productivity:
            how += f" × {saved:.4f}, as {rule.productivity * 100:g}% fewer are needed each year"
        made = rule.fte * value / units * saved if units else 0.0
        yield Sum(f"FTE for {driver.name.lower()}", how, f"{made:,.1f} FTE")


def money(outcome: Outcome, role: int, year: int) -> list[Sum]:
    """From FTE and the unit cost to the pounds of a year; nothing where nothing says what the role costs."""
    plan, at = outcome.plan, outcome.at(year)
    lines = []
    for cost in (each for each in plan.costs if each.role == role):
        one = to_a_hundredth(price(plan, cost, year, cost.pounds))
        grown = f"£{cost.pounds:,} in {year_words(cost.year)}, {cost.pay * 100:g}% more each year"
        lines.append(Sum(f"One FTE in {year_words(year)}", grown, f"£{one:,.2f}"))
        for what, number in (("in post", outcome.supply[at, role]), ("needed", outcome.need[at, role])):
            fte = to_a_hundredth(number)
            lines.append(Sum(f"Those {what}", f"{fte:,} FTE × £{one:,}", f"£{whole_pounds(fte * one):,}"))
    return lines


def gap(outcome: Outcome, role: int, year: int) -> list[Sum]:
    """What is needed less what is in post."""
    at = outcome.at(year)
    need_fte, in_post = outcome.need[at, role], outcome.supply[at, role]
    how = f"{need_fte:,.1f} FTE needed − {in_post:,.1f} FTE in post"
    last = Sum(f"Gap in {year_words(year)}", how, f"{need_fte - in_post:,.1f} FTE")
    return [*supply(outcome, role, year), *need(outcome, role, year), last]
