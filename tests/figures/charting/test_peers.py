"""A place among its peers: who stands out beyond chance, and a drawing that says the same as the table."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from toldonce.figures.charting.funnel_picture import funnel_picture
from toldonce.figures.charting.peers import Peers, among
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator
from toldonce.figures.queries import Point


def share(numerator: float | None, denominator: float | None, value: float | Missing | None = None) -> Point:
    if value is None:
        value = (
            100 * numerator / denominator
            if numerator is not None and denominator
            else Missing("nobody reported")
        )
    day = date(2025, 1, 1)
    return Point(day, numerator, denominator, value, None, None, False, day, day, 1, "draft", 1)


def compared(points: dict[str, Point], here: str = "here", **said) -> Peers:
    indicator = Indicator(
        **{"code": "x", "name": "Seen in time", "unit": "percent", "good": "higher", **said}
    )
    return among(indicator, here, points, {code: f"Hospital {code}" for code in points})


def test_places_stand_with_the_highest_first_and_the_one_far_out_is_named():
    points = {name: share(700 + at, 1000) for at, name in enumerate("abcdefgh")}
    found = compared({**points, "here": share(400, 1000)})
    assert [each.place for each in found.rows] == [*"hgfedcba", "here"]
    verdicts = {each.place: each.verdict for each in found.rows}
    assert verdicts["here"] == "worse" and set(verdicts.values()) - {"worse", "better"} == {"similar"}
    assert found.sentence.startswith(
        "Hospital here is 9th of 9, counted from the best, where higher is better: 40.0%, where the middle of the"
    )


def test_ranks_are_counted_from_the_best_and_the_table_says_where_the_sentence_puts_a_place():
    points = {name: share(300 + at, 1000) for at, name in enumerate("abcdefgh")}
    found = compared({**points, "here": share(200, 1000)}, good="lower")
    assert [(each.place, each.rank) for each in found.rows][:3] == [("here", 1), ("a", 2), ("b", 3)]
    assert found.rows[0].position == "below the 99.8% line: better"
    assert (
        "1st of 9" in found.sentence
        and "below the 99.8% line of the funnel, which is better" in found.sentence
    )


def test_a_place_without_a_value_is_kept_with_its_reason_and_nobody_is_judged_by_it():
    found = compared(
        {"a": share(70, 100), "b": share(71, 100), "c": share(None, None), "here": share(72, 100)}
    )
    assert found.rows[-1].place == "c" and isinstance(found.rows[-1].estimate.value, Missing)
    assert (found.rows[-1].rank, found.rows[-1].position) == (None, "not in the funnel")


@pytest.mark.parametrize(
    ("points", "unit", "why"),
    [
        ({"here": share(1, 2), "b": share(1, 2)}, "percent", "2 places are too few"),
        ({"here": share(None, None, 5.0), "b": share(None, None, 6.0)}, "count", "no share and no rate"),
    ],
)
def test_there_is_no_funnel_where_chance_cannot_be_known(points, unit, why):
    drawn = funnel_picture(compared(points, unit=unit), slug="f", unit="%")
    assert isinstance(drawn, Missing) and why in drawn.reason


sizes = some.integers(50, 100_000)


@given(some.lists(some.tuples(sizes, some.floats(0.05, 0.95)), min_size=3, max_size=30))
def test_every_place_with_a_value_is_in_the_funnel_and_within_its_frame(told):
    points = {f"p{at}": share(round(size * part), size) for at, (size, part) in enumerate(told)}
    drawn = funnel_picture(compared(points, here="p0"), slug="f", unit="%")
    assert isinstance(drawn, str)
    root = ElementTree.fromstring(drawn)
    tips = [each.text for each in root.iter("{http://www.w3.org/2000/svg}title") if each.get("id") is None]
    assert len(tips) == len(points)
    for each in root.iter():
        assert -1 <= float(each.get("cx", 0)) <= 901 and -1 <= float(each.get("cy", 0)) <= 401
    assert not re.search(r"style=|nan|inf", drawn)
