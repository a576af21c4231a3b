"""The whole model reckoned a second time, slowly and with fractions, from what its rules say: both come to the same."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steering.money.gap.drawn import by_year, worked
from toldonce.steering.money.gap.plan import (
    Growth,
    Line,
    Origin,
    Overlap,
    Plan,
    Reach,
    Settings,
    Solution,
    Spread,
)
from toldonce.steering.money.gap.told import told

YEARS = range(2016, 2022)
BODIES, SERVICES = ("North", "South"), ("Beds", "Drugs")
PARTS = ("activity", "price", "demography", "non_demographic")
HERE = Origin("lines", 1)
REACHES = st.builds(Reach, st.sampled_from(["", *BODIES]), st.sampled_from(["", *SERVICES]))
Table = dict[tuple[Line, int], Fraction]  # by line and year


def exact(number: float) -> Fraction:
    """A rate or share as it was meant: a float of 0.046 is 46 thousandths."""
    return Fraction(Decimal(repr(number)))


def rate(plan: Plan, driver: str, line: Line, year: int) -> Fraction:
    """The growth of a driver into a year: one line before a body, that before a service; one year before every year."""
    if year == YEARS[0]:
        return Fraction(0)
    fitting = [
        each for each in plan.growth
        if each.driver == driver and each.reach.holds(line) and each.year in (None, year)
    ]  # fmt: skip
    closest = max(
        fitting, default=None,
        key=lambda each: (bool(each.reach.body), bool(each.reach.service), each.year is not None),
    )  # fmt: skip
    return exact(closest.spread.likely) if closest else Fraction(0)


def factors(plan: Plan) -> tuple[Table, Table]:
    """What income and cost are multiplied by into each year."""
    income, cost = {}, {}
    for line in plan.lines:
        for year in YEARS:
            income[line, year] = 1 + rate(plan, "income", line, year)
            cost[line, year] = 1 + rate(plan, "cost", line, year)
            for part in PARTS:
                cost[line, year] *= 1 + rate(plan, part, line, year)
    return income, cost


def path(base: str, table: Table, lines: tuple[Line, ...]) -> Table:
    found: Table = {}
    for line in lines:
        amount = Fraction(getattr(line, base))
        for year in YEARS:
            amount *= table[line, year]
            found[line, year] = amount
    return found


def effect(solution: Solution, year: int) -> Fraction:
    """The share of a full year, month by month: the middle of what it is at the beginning and at the end of each."""
    start = solution.start.year * 12 + solution.start.month + solution.later

    def at(months: int) -> Fraction:
        if months < 0 or (months == 0 and solution.ramp):
            return Fraction(0)
        return min(Fraction(1), Fraction(months, solution.ramp)) if solution.ramp else Fraction(1)

    whole = Fraction(0)
    for month in range(year * 12 + 4, year * 12 + 16):
        since = month - start
        if since >= 0 and (solution.lasts is None or since < solution.lasts):
            whole += (at(since) + at(since + 1)) / 2
    return whole / 12


def recalculated(plan: Plan) -> tuple[list[Fraction], list[Fraction]]:
    """The gap if nothing is done, and what is left of it, year by year."""
    income_factors, cost_factors = factors(plan)
    income, cost = path("income", income_factors, plan.lines), path("cost", cost_factors, plan.lines)
    savings = {}
    bent = {"income": dict(income_factors), "cost": dict(cost_factors)}
    paths = {"income": dict(income), "cost": dict(cost)}
    for solution in plan.solutions:
        reached = tuple(line for line in plan.lines if solution.reach.holds(line))
        side = "income" if solution.acts_on == "income" else "cost"
        shares = {year: exact(solution.delivered.likely) * effect(solution, year) for year in YEARS}
        if solution.kind == "level":
            flat = income if side == "income" else cost
            first = sum(flat[line, YEARS[0]] for line in reached)
            savings[solution.name] = [
                solution.amount * shares[year]
                * (sum(flat[line, year] for line in reached) / first if solution.money == "line" and first else 1)
                for year in YEARS
            ]  # fmt: skip
            continue
        for line in reached:
            for year in YEARS[1:]:
                scale = Fraction(1)
                if solution.acts_on in PARTS:
                    own = 1 + rate(plan, solution.acts_on, line, year)
                    scale = cost_factors[line, year] / own if own else Fraction(0)
                bend = exact(solution.points) * shares[year] * scale
                now = bent[side][line, year]
                bent[side][line, year] = now + bend if side == "income" else max(now - bend, Fraction(0))
        after = path(side, bent[side], plan.lines)
        sign = 1 if side == "income" else -1
        savings[solution.name] = [
            sum(sign * (after[line, year] - paths[side][line, year]) for line in reached) for year in YEARS
        ]
        paths[side] = after
    gap = [sum(cost[line, year] - income[line, year] for line in plan.lines) for year in YEARS]
    left = []
    for at, year in enumerate(YEARS):
        saved = sum(each[at] for each in savings.values())
        for each in plan.overlaps:
            smaller = min(savings[each.first][at], savings[each.second][at])
            saved -= exact(each.share) * max(smaller, Fraction(0))
        paid = sum(
            each.to_achieve for each in plan.solutions if each.start.year - (each.start.month < 4) == year
        )
        left.append(gap[at] - saved + paid)
    return gap, left


def percent(least: int, most: int) -> st.SearchStrategy[float]:
    return st.integers(least * 10, most * 10).map(lambda tenths: tenths / 1000)


@st.composite
def solutions(draw, number: int) -> Solution:
    delivered = draw(percent(0, 100))
    return Solution(
        name=f"Solution {number}", reach=draw(REACHES), acts_on=draw(st.sampled_from(["cost", "income", *PARTS])),
        kind=draw(st.sampled_from(["level", "growth"])), amount=draw(st.integers(0, 200_000_000)),
        points=draw(percent(0, 3)), start=draw(st.dates(date(2014, 1, 1), date(2022, 1, 1))), origin=HERE,
        money=draw(st.sampled_from(["cash", "line"])), ramp=draw(st.integers(0, 36)),
        delivered=Spread(delivered, delivered, delivered), lasts=draw(st.none() | st.integers(1, 40)),
        to_achieve=draw(st.integers(0, 5_000_000)), later=draw(st.integers(0, 30)),
    )  # fmt: skip


@st.composite
def plans(draw) -> Plan:
    """Any plan of two bodies with two service lines each, whose growth is said here and there."""
    amounts = st.integers(0, 3_000_000_000)
    lines = tuple(
        Line(body, service, draw(amounts), draw(amounts), HERE) for body in BODIES for service in SERVICES
    )
    said = draw(
        st.lists(
            st.tuples(st.sampled_from(["income", "cost", *PARTS]), REACHES, st.none() | st.sampled_from(YEARS[1:])),
            max_size=8, unique=True,
        )
    )  # fmt: skip
    growth = tuple(
        Growth(f"{at}", *one, Spread(likely := draw(percent(-10, 15)), likely, likely), HERE)
        for at, one in enumerate(said)
    )
    found = tuple(draw(solutions(at)) for at in range(draw(st.integers(0, 4))))
    overlaps = (Overlap("Solution 0", "Solution 1", draw(percent(0, 100)), HERE),) if len(found) > 1 else ()
    return Plan(Settings(YEARS[0], YEARS[-1]), lines, growth, found, overlaps)


@settings(max_examples=120, deadline=None)
@given(plans())
def test_the_gap_and_what_is_left_are_those_of_a_second_reckoning(plan):
    made, (gap, left) = told(plan), recalculated(plan)
    assert made.gap.tolist() == pytest.approx([float(each) for each in gap], abs=1.01)
    assert made.left.tolist() == pytest.approx([float(each) for each in left], abs=2.01)
    assert made.paths.left[0].tolist() == pytest.approx([float(each) for each in left], rel=1e-9, abs=0.001)


@pytest.mark.parametrize(
    ("cost", "growth", "next_year"), [(50, "13%", 57), (150, "1%", 152), (250, "4.6%", 262)]
)
def test_half_a_pound_is_rounded_up_although_a_float_is_a_little_less(cost, growth, next_year):
    made = worked(
        lines=f"body | service | income | cost\nSystem | All | 0 | {cost}",
        growth=f"assumption | driver | percent\nIncome | income | 0%\nCosts | cost | {growth}",
    )
    assert by_year(made, made.gap)["2017/18"] == next_year
