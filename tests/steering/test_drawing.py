"""Axes of a drawing: values upwards, places along, and what is drawn between them."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest

from toldonce.figures.spc.scale import Frame, Span
from toldonce.steering.drawing.axes import Axes

FRAME = Frame(width=100, height=100, left=20, right=0, top=0, foot=20)


@pytest.fixture
def made() -> Axes:
    """Four places over eighty units, of values from -10 to 30 over eighty units."""
    return Axes(Element("svg"), FRAME, Span(-10, 30), 4)


def texts(made: Axes) -> list[tuple[str | None, str, str]]:
    return [(each.text, each.attrib["x"], each.attrib["y"]) for each in made.root.iter("text")]


def test_places_lie_in_the_middle_of_their_part_and_values_from_the_top_down(made):
    assert made.points([-10, 0, 20, 30]) == ["30.0,80.0", "50.0,60.0", "70.0,20.0", "90.0,0.0"]


def test_a_line_goes_through_its_values_and_a_band_around_them(made):
    assert made.line([0, 10], stroke="red").attrib == {"points": "30.0,60.0 50.0,40.0", "stroke": "red"}
    band = made.band([0, 10], [20, 30], "band", fill="blue")
    assert band.attrib["points"] == "30.0,60.0 50.0,40.0 50.0,0.0 30.0,20.0"
    assert (band.attrib["class"], band.attrib["fill"]) == ("band", "blue")


def test_round_levels_are_said_beside_the_drawing_and_nothing_looks_its_own_way(made):
    made.levels("{:g} people".format, stroke="black")
    assert [text for text, _, _ in texts(made)] == [
        "-10 people",
        "0 people",
        "10 people",
        "20 people",
        "30 people",
    ]
    assert {x for _, x, _ in texts(made)} == {"14"}
    black = [line.attrib["y1"] for line in made.root.iter("line") if line.attrib["stroke"] == "black"]
    assert black == ["60"]


def test_names_stand_under_their_places_or_under_every_second(made):
    made.names(["a", "b", "c", "d"], every=2)
    assert texts(made) == [("a", "30", "96"), ("c", "70", "96")]
