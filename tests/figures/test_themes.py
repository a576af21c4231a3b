"""The themes of indicators: one list, by its title for a board and in plain words for residents."""

from __future__ import annotations

import pytest

from toldonce.figures.models import Indicator
from toldonce.figures.themes import FOR_RESIDENTS, OTHER, THEMES, by_theme, number_in, slugs


def named(name: str, *themes: str) -> Indicator:
    return Indicator(code=name, name=name, themes=list(themes))


def test_numbered_ones_come_first_and_one_of_two_themes_stands_in_both():
    found = by_theme(
        [named("a", "must_do"), named("b", "must_do:4", "activity"), named("c", "must_do:1"), named("d")]
    )
    assert [(theme.slug, [each.name for each in those]) for theme, those in found] == [
        ("must_do", ["c", "b", "a"]),
        ("activity", ["b"]),
        ("other", ["d"]),
    ]


@pytest.mark.parametrize(
    ("themes", "expected"),
    [(["must_do:4"], {"must_do"}), (["carbon", "activity"], {"carbon", "activity"}), ([], {"other"}),
     (["of another time"], {"other"})],
)  # fmt: skip
def test_the_themes_of_an_indicator(themes, expected):
    assert slugs(named("a", *themes)) == expected


def test_the_number_in_a_list_is_told_for_that_list_alone():
    assert (
        number_in(named("a", "must_do:4"), "must_do"),
        number_in(named("a", "must_do:4"), "activity"),
    ) == ("4", "")


def test_residents_and_boards_have_the_same_themes():
    assert {theme.slug for theme in FOR_RESIDENTS} == {theme.slug for theme in (*THEMES, OTHER)}
