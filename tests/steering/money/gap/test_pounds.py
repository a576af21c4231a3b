"""Sums hold to the pound in every view, whatever the amounts; more confidence and less delay never hurt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toldonce.steering.money.gap.growth import grown
from toldonce.steering.money.gap.plan import (
    Growth,
    Line,
    Origin,
    Overlap,
    Override,
    Plan,
    Reach,
    Settings,
    Solution,
    Spread,
)
from toldonce.steering.money.gap.scenarios import overridden
from toldonce.steering.money.gap.steps import steps
from toldonce.steering.money.gap.told import Told, told

HERE = Origin("lines", 1)
BODIES, SERVICES = ("North", "South"), ("Beds", "Drugs")
PLACES = [(body, service) for body in BODIES for service in SERVICES]
RATES = st.floats(-0.1, 0.15)
AMOUNTS = st.integers(0, 3_000_000_000)
REACHES = st.builds(Reach, st.sampled_from(["", *BODIES]), st.sampled_from(["", *SERVICES]))
STARTS = st.dates(date(2014, 1, 1), date(2022, 1, 1))


@st.composite
def spreads(draw) -> Spread:
    """The least, the most likely and the greatest in order."""
    low, likely, high = sorted(draw(st.floats(0, 1)) for _ in range(3))
    return Spread(likely, low, high, draw(st.sampled_from(["triangular", "pert", "uniform"])))


@st.composite
def solutions(draw, number: int) -> Solution:
    """Any solution: level or growth, at once or slowly, for good or for a while."""
    return Solution(
        name=f"Solution {number}",
        reach=draw(REACHES),
        acts_on=draw(st.sampled_from(["cost", "income", "price"])),
        kind=draw(st.sampled_from(["level", "growth"])),
        amount=draw(st.integers(0, 200_000_000)),
        points=draw(st.floats(0, 0.03)),
        start=draw(STARTS),
        origin=Origin("solutions", number + 1),
        money=draw(st.sampled_from(["cash", "line"])),
        ramp=draw(st.integers(0, 36)),
        delivered=draw(spreads()),
        to_achieve=draw(st.integers(0, 5_000_000)),
    )


@st.composite
def plans(draw) -> Plan:
    """Any plan of two bodies with two service lines each."""
    lines = tuple(Line(*place, draw(AMOUNTS), draw(AMOUNTS), HERE) for place in PLACES)
    growth = tuple(
        Growth(driver, driver, Reach(), None, Spread(rate := draw(RATES), rate, rate), HERE)
        for driver in ("income", "price", "demography")
    )
    found = tuple(draw(solutions(at)) for at in range(draw(st.integers(0, 4))))
    overlaps = (Overlap("Solution 0", "Solution 1", draw(st.floats(0, 1)), HERE),) if len(found) > 1 else ()
    cross = draw(st.sampled_from(["shown", "shared"]))
    return Plan(Settings(2016, 2020, cross=cross), lines, growth, found, overlaps)


@settings(max_examples=60, deadline=None)
@given(plans())
def test_every_view_adds_up_to_the_same_pound(plan):
    made = told(plan)
    assert (made.gap == made.cost.sum(axis=0) - made.income.sum(axis=0)).all()
    assert (made.saved == made.savings.sum(axis=0) + made.counted_twice.sum(axis=0)).all()
    assert (made.left == made.gap - made.saved + made.to_achieve).all()
    assert (made.net_by_line.sum(axis=0) == made.saved - made.to_achieve).all()
    for at, solution in enumerate(plan.solutions):
        assert (made.savings_by_line[solution.name].sum(axis=0) == made.savings[at]).all()
    for table in (made.income, made.cost, made.net_by_line):
        assert (sum(made.of_body(body, table) for body in BODIES) == table.sum(axis=0)).all()
    for each in grown(made):
        assert each.opening + sum(each.parts.values()) == each.closing
    assert sum(step.amount for step in steps(made)[:-1]) == made.left[-1]


@settings(max_examples=60, deadline=None)
@given(plans())
def test_totals_are_the_exact_ones_rounded(plan):
    made = told(plan)
    assert made.gap == pytest.approx(made.paths.gap[0], abs=1.01)
    assert made.left == pytest.approx(made.paths.left[0], abs=2.01)


@settings(max_examples=60, deadline=None)
@given(plans(), st.floats(0, 1), st.floats(0, 1))
def test_more_confidence_never_leaves_a_larger_gap(plan, one, other):
    less, more = sorted((one, other))
    assert (left(plan, confidence=more) <= left(plan, confidence=less) + 1).all()


@settings(max_examples=60, deadline=None)
@given(plans(), st.integers(0, 24))
def test_delay_never_helps_a_saving_that_goes_on(plan, months):
    assert (left(plan, later=months) >= left(plan, later=0) - 1).all()


def left(plan: Plan, **otherwise) -> np.ndarray:
    """What is left of the gap each year if one thing were otherwise."""
    return told(overridden(plan, [Override(**otherwise)])).left


@settings(max_examples=40, deadline=None)
@given(plans())
def test_without_growth_and_solutions_the_gap_stays_as_it_is(plan):
    still = tuple(replace(each, spread=Spread(0.0, 0.0, 0.0)) for each in plan.growth)
    made: Told = told(replace(plan, growth=still, solutions=(), overlaps=()))
    assert set(made.left.tolist()) == {sum(line.cost - line.income for line in plan.lines)}
