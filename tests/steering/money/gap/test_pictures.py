"""Drawings of any plan: they are sound SVG, stay within their frame, and say in words what they show."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steering.money.gap.drawn import plan, shipped
from tests.steering.money.gap.test_pounds import plans
from toldonce.steering.money.gap.draws import fan
from toldonce.steering.money.gap.implied import Stated, pairs
from toldonce.steering.money.gap.pictures.beside import beside
from toldonce.steering.money.gap.pictures.curve import curve
from toldonce.steering.money.gap.pictures.tornado import tornado
from toldonce.steering.money.gap.pictures.waterfall import waterfall
from toldonce.steering.money.gap.pictures.years import by_year, fan_of_years
from toldonce.steering.money.gap.rows import plan_of
from toldonce.steering.money.gap.sensitivity import swings
from toldonce.steering.money.gap.steps import steps
from toldonce.steering.money.gap.told import told

SVG = "{http://www.w3.org/2000/svg}"


def numbers(picture: str) -> list[float]:
    """Every number that places a shape."""
    root = ElementTree.fromstring(picture)
    places = [value for each in root.iter() for name, value in each.attrib.items()
              if name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "points", "width", "height")]  # fmt: skip
    return [float(each) for value in places for each in re.split("[ ,]", value)]


def words(picture: str) -> str:
    """What a picture says to those who do not see it."""
    found = ElementTree.fromstring(picture).find(f"{SVG}desc")
    assert found is not None
    return found.text or ""


@settings(max_examples=40, deadline=None)
@given(plans())
def test_any_plan_can_be_drawn(made):
    answer = told(made)
    pictures = [
        by_year(answer),
        waterfall(steps(answer)),
        tornado(swings(made), int(answer.left[-1])),
        fan_of_years(fan(made, 20)),
        beside([("As planned", int(answer.left[-1])), ("Other", int(answer.gap[-1]))]),
    ]
    for picture in pictures:
        assert all(-1 <= each <= 2000 for each in numbers(picture))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 10**12), st.integers(1, 30), st.floats(-0.05, 0.1))
def test_any_implied_curve_can_be_drawn(gap, years, income):
    stated = Stated(gap, years, income + 0.02, income)
    made = pairs(stated, [income + 0.0025 * (at + 1) for at in range(20)])
    assert all(-1 <= each <= 2000 for each in numbers(curve(made, gap)))


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (lambda made: by_year(told(made)),
         "From 2016/17 to 2020/21 the gap goes from £0 to £158m if nothing is done, and to −£27m with the solutions."),
        (lambda made: waterfall(steps(told(made))),
         ("Gap if nothing is done: £158m; Right Care: managing demand: −£28m; Secondary prevention and active "
         "management: −£27m; Outpatients: −£8m; Acute efficiency savings: −£73m; System reconfiguration: −£30m; Acute "
         "reconfiguration: −£19m; Gap that is left: −£27m")),
        (lambda made: beside([("As planned", -27_000_000), ("Late", 65_500_000)]),
         "As planned: −£27m; Late: £65.5m"),
    ],
)  # fmt: skip
def test_a_drawing_says_what_it_shows(picture, said):
    assert words(picture(plan_of(shipped("strategy-2016")))) == said


def test_a_plan_without_solutions_is_drawn_as_two_totals():
    assert [step.name for step in steps(told(plan()))] == ["Gap if nothing is done", "Gap that is left"]
