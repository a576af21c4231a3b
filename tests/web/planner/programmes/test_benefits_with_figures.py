"""A benefit that an indicator follows is held against its figures, and says whether its target is within reach."""

from __future__ import annotations

import pytest

from tests.web.planner.plans.test_plan_pages import text_of
from tests.web.planner.programmes.conftest import HERE

NO_MODEL, NO_LINKS = "key | programme | stage | says | source", "step | leads_to | because"
HEADS = "key | programme | name | kind | owner | unit | better | indicator | place | source"
TRAJECTORY = """
    benefit | by         | value | baseline | source
    quick   | 2023-03-31 | 60    | yes      | counted
    quick   | 2025-03-31 | 95    |          | the plan"""


@pytest.fixture
def said(opened_with, board_member):
    def do(indicator: str, place: str, on: str = "2025-05-01") -> str:
        row = (
            f"quick | home | Seen in time | quality | Nurses | % | higher | {indicator} | {place} | the plan"
        )
        opened_with(
            portfolio=f"as_at | scale\n{on} | three",
            benefits=f"{HEADS}\n{row}",
            trajectory=TRAJECTORY,
            logic=NO_MODEL,
            links=NO_LINKS,
        )
        return text_of(board_member.get(f"{HERE}benefits/"))

    return do


def test_the_newest_figure_is_held_against_the_trajectory_and_its_chart_says_whether_the_target_is_in_reach(
    waits, said
):
    words = said("waits", "AAA")
    assert "72% on 31 March 2025; 95% was planned by 31 March 2025; it is behind by 23%." in words
    assert "As things go, no figure would meet the target: something has to change." in words
    assert "31 Mar 2025 Counted 72%" in words
    assert "31 Mar 2025 Planned 95% the plan" in words


def test_of_a_day_that_is_past_only_what_was_counted_until_then_is_told(waits, said):
    words = said("waits", "AAA", on="2024-04-10")
    assert "72% on 31 March 2024; the first planned value, 95%, is due by 31 March 2025" in words
    assert "newest 72.0% , March 2024" in words
    assert "2025 Counted" not in words


def test_one_figure_is_too_few_to_say_whether_the_target_is_in_reach(waits, said):
    assert "figures are too few to tell: it takes 12." in said("waits", "BBB")


@pytest.mark.parametrize(
    ("indicator", "place", "why"),
    [
        ("", "", "No indicator among the figures follows it."),
        ("waits", "", "The indicator waits follows it, but no place is named whose figures count."),
        ("none", "AAA", "There is no indicator none among the figures."),
        ("waits", "CCC", "The indicator waits has no figure for CCC until then."),
    ],
)
def test_why_no_figures_follow_a_benefit_is_said(waits, said, indicator, place, why):
    words = said(indicator, place)
    assert why in words
    assert "whether it was reached is not known" in words
