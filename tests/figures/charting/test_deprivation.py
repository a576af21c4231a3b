"""Places in groups from the most to the least deprived: who is in which, what a group has, and which end has more."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import numpy as np
import pytest

from toldonce.figures.charting.deprivation import ByDeprivation, by_deprivation
from toldonce.figures.charting.deprivation_picture import APART, THINNEST, deprivation_picture
from toldonce.figures.comparison.inequality import of_slope
from toldonce.figures.comparison.sentences import Wording
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator
from toldonce.figures.queries import Point
from toldonce.figures.rates.estimates import Estimate

SHARE = Indicator(code="smokers", name="Smokers", unit="percent", good="lower")
DAY = date(2025, 1, 1)


def point(numerator: float | None, denominator: float | None, value: float | Missing) -> Point:
    return Point(DAY, numerator, denominator, value, None, None, False, DAY, DAY, 1, "draft", 1)


def shares(counted: str, of: int = 1000) -> dict[str, Point]:
    """Places A, B, C … with so many of a thousand; a full stop is one that nobody counted."""
    return {
        place: point(None, of, Missing("nobody counted"))
        if word == "."
        else point(float(word), of, float(word) / of)
        for place, word in zip("ABCDEFGHIJKLM", counted.split(), strict=False)
    }


def scores(drawn: str) -> dict[str, Point]:
    return {
        place: point(None, None, float(word))
        for place, word in zip("ABCDEFGHIJKLM", drawn.split(), strict=False)
    }


def found(counted: str, deprived: str, *, old: str = "", parts: int = 5) -> ByDeprivation:
    made = by_deprivation(SHARE, shares(counted), scores(deprived), shares(old), parts)
    assert isinstance(made, ByDeprivation), made
    return made


TEN = "10 9 8 7 6 5 4 3 2 1"  # A is the most deprived


def test_places_stand_in_groups_from_the_most_to_the_least_deprived_and_are_counted_together():
    told = found("100 120 90 90 80 80 70 70 60 60", "1 10 9 8 7 6 5 4 3 2")
    assert [
        ("".join(each.places), each.scores, each.counted, each.of, each.estimate.value)
        for each in told.groups
    ] == [
        ("BC", (9, 10), 210, 2000, 10.5),
        ("DE", (7, 8), 170, 2000, 8.5),
        ("FG", (5, 6), 150, 2000, 7.5),
        ("HI", (3, 4), 130, 2000, 6.5),
        ("AJ", (1, 2), 160, 2000, 8.0),
    ]


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        ("200 200 180 180 160 160 140 140 120 120", "The most deprived end of the line has 10.0 points"),
        ("120 120 140 140 160 160 180 180 200 200", "less than the least deprived end; 0.5"),
        ("100 101 99 100 100 101 99 100 100 100", "Chance can explain the difference between the two ends"),
        ("100 101 300 299 200 200 100 100 120 120", "The groups at the two ends do not follow it"),
    ],
)
def test_the_sentence_says_which_end_has_more_and_whether_chance_explains_it(counted, said):
    told = found(counted, TEN)
    ends = told.groups[0].estimate, told.groups[-1].estimate
    assert said in of_slope(told.slope, told.relative, ends, Wording("Smokers", "%"))


def test_a_slope_without_an_interval_says_which_way_it_goes_all_the_same():
    slope, ratio = Estimate(-4.0, (), "slope", "x"), Estimate(0.8, (), "ratio", "x")
    said = of_slope(slope, ratio, (slope, slope), Wording("Smokers", "%"))
    assert (
        said == "The most deprived end of the line has 4.0 points less than the least, without an interval."
    )


def test_the_slope_is_that_of_a_regression_weighted_by_people():
    told = found("200 190 180 150 160 130 140 120 90 100", TEN, parts=10)
    ranks = (np.arange(10) + 0.5) / 10
    rise, start = np.polyfit(ranks, [20, 19, 18, 15, 16, 13, 14, 12, 9, 10], 1)
    assert told.slope.value == pytest.approx(-rise)
    assert told.line == pytest.approx((start, start + rise))
    assert told.relative.value == pytest.approx(start / (start + rise))


def test_the_same_figures_have_the_same_interval():
    one, other = (found("200 190 180 150 160 130 140 120 90 100", TEN) for _ in range(2))
    assert one.slope == other.slope


def test_who_has_no_figure_or_no_score_is_left_out_with_the_reason():
    made = found("200 . 180 170 160 150 140 130 120 110 100 90", "12 11 10 9 8 7 6 5 4 3 2")
    assert made.left_out == {"B": "nobody counted", "L": "it is not known how deprived its people are"}


def test_how_old_a_group_is_stands_beside_it_or_why_it_is_not_told():
    told = found("200 190 180 150 160 130 140 120 90 100", TEN, old="100 200 300 300 200 200 100 100 100 .")
    ages = [each.old if isinstance(each.old, Missing) else each.old.value for each in told.groups]
    assert [f"{age}" for age in ages] == [
        "15.0",
        "30.0",
        "20.0",
        "10.0",
        "the ages of 1 of its 2 places are not told",
    ]


@pytest.mark.parametrize(
    ("unit", "counted", "deprived", "parts", "why"),
    [
        ("percent", "1 2 3 4", "1 2 3 4", 5, "4 places have both a figure and a score"),
        ("percent", "1 2 3 4 5 6", "7 7 7 7 7 7", 5, "so many places are equally deprived that 5 groups"),
        ("percent", "0 0 3 3 4 4 5 5 6 6", TEN, 5, "the value of group 1 is no proportion between 0 and 1"),
        ("count", "1 2 3 4 5 6", "1 2 3 4 5 6", 5, "this indicator is no share and no rate"),
    ],
)
def test_where_there_are_no_groups_the_reader_is_told_why(unit, counted, deprived, parts, why):
    indicator = Indicator(code="x", name="X", unit=unit, good="lower")
    made = by_deprivation(indicator, shares(counted), scores(deprived), {}, parts)
    assert isinstance(made, Missing)
    assert why in made.reason


def drawing(made: ByDeprivation) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(deprivation_picture(made, slug="x", unit="%", words="w")).iter())


def of_look(drawn: list[ElementTree.Element], look: str) -> list[ElementTree.Element]:
    return [each for each in drawn if each.get("class") == look]


def across(bar: ElementTree.Element) -> tuple[float, float]:
    """Where a bar begins and how wide it is."""
    return float(bar.get("x", "")), float(bar.get("width", ""))


def test_the_drawing_has_a_bar_for_each_group_and_says_its_interval():
    drawn = drawing(found("200 190 180 150 160 130 140 120 90 100", TEN))
    assert [bar[0].text for bar in of_look(drawn, "spc-bar")][:2] == [
        "Group 1, 20% of people: 19.5%, 95% interval 17.8 to 21.3",
        "Group 2, 20% of people: 16.5%, 95% interval 14.9 to 18.2",
    ]


def test_a_bar_is_as_wide_as_its_share_of_people_so_that_the_line_runs_over_the_same_scale():
    sizes = [4000, 1000, 1000, 2000, 2000]
    points = {place: point(of / 10, of, 10.0) for place, of in zip("ABCDE", sizes, strict=True)}
    made = by_deprivation(SHARE, points, scores("5 4 3 2 1"), {}, 5)
    assert isinstance(made, ByDeprivation)
    assert made.shares == (0.4, 0.1, 0.1, 0.2, 0.2)
    drawn = drawing(made)
    line = of_look(drawn, "spc-target")[0]
    begin, end = float(line.get("x1", "")), float(line.get("x2", ""))
    bars = [across(bar) for bar in of_look(drawn, "spc-bar")]
    middles = [(left + width / 2 - begin) / (end - begin) for left, width in bars]
    assert middles == pytest.approx([0.2, 0.45, 0.55, 0.7, 0.9], abs=0.001)
    assert [(width + APART) / (end - begin) for _, width in bars] == pytest.approx(made.shares, abs=0.001)


def test_the_bar_and_the_number_of_a_very_small_group_can_still_be_seen():
    sizes = [40, 40, 40, 4000, 4000]
    points = {place: point(of / 10, of, 10.0) for place, of in zip("ABCDE", sizes, strict=True)}
    made = by_deprivation(SHARE, points, scores("5 4 3 2 1"), {}, 5)
    assert isinstance(made, ByDeprivation)
    drawn = drawing(made)
    assert [across(bar)[1] for bar in of_look(drawn, "spc-bar")][:3] == [THINNEST] * 3
    middled = [each for each in of_look(drawn, "spc-words") if each.get("text-anchor") == "middle"]
    assert [each.text for each in middled] == ["1", "2", "3", "4", "5"]
    heights = [each.get("y") for each in middled]
    assert heights[0] == heights[2] != heights[1]
