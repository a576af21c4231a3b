"""On which day each milestone is expected: what it adds itself, what it inherits, what it moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from graphlib import CycleError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steering.programmes.small import DEPENDENCIES, JUNE, PROGRESS, network, portfolio
from toldonce.steering.plans.programmes.network import Network, critical_path, expected, slipped, what_if
from toldonce.steering.plans.programmes.plan import Portfolio

MARCH = date(2018, 3, 1)
PHONES_LATE = f"""{PROGRESS}
    money  |            | 2018-03-01 |             | x
    phones | 2018-08-30 |            | a shortage  | x"""


def days(told: Network) -> Mapping[str, str]:
    return {key: f"{each.day}" for key, each in told.at.items()}


def test_as_long_as_all_goes_as_planned_each_is_expected_on_its_planned_day():
    told = network()
    assert days(told) == {
        "money": "2018-03-01",
        "hired": "2018-06-01",
        "phones": "2018-05-01",
        "begun": "2018-07-01",
        "closed": "2018-09-01",
    }
    assert slipped(told) == []


def test_a_slip_moves_what_waits_for_it_but_not_what_has_room():
    told = network(progress=PHONES_LATE)
    assert days(told) == {
        "money": "2018-03-01",
        "hired": "2018-06-01",
        "phones": "2018-08-30",
        "begun": "2018-08-30",  # on the day of the phones
        "closed": "2018-10-29",  # 60 days later
    }


def test_each_slip_says_what_of_it_is_its_own_and_what_it_waits_for():
    told = network(progress=PHONES_LATE).at
    assert {key: (each.slip, each.own, each.because) for key, each in told.items()} == {
        "money": (0, 0, None),
        "hired": (0, 0, None),  # the money left it a day or two
        "phones": (121, 121, None),
        "begun": (60, 0, "phones"),
        "closed": (58, 0, "begun"),
    }


def test_what_slips_by_itself_and_by_others_adds_only_its_own_part():
    late = f"{PHONES_LATE}\nbegun | 2018-09-09 | | training | x"
    begun = network(progress=late).at["begun"]
    assert (begun.slip, begun.own, begun.because) == (70, 10, None)


def test_a_slip_lists_what_it_moves_and_by_how_many_days():
    moves = network(progress=PHONES_LATE).at["phones"].moves
    assert [(each.milestone, each.days) for each in moves] == [("begun", 60), ("closed", 58)]


def test_where_either_of_two_would_hold_a_third_back_neither_moves_it_by_itself():
    both = f"""{PROGRESS}
    money  |            | 2018-03-01 | | x
    phones | 2018-07-31 |            | | x
    hired  | 2018-07-01 |            | | x"""
    told = network(progress=both).at
    assert (told["begun"].slip, told["begun"].own) == (30, 0)
    assert [told[key].moves for key in ("phones", "hired")] == [(), ()]


def test_what_is_done_stays_on_its_day_whatever_it_waited_for():
    late = f"{PHONES_LATE}\nbegun | | 2018-07-01 | | x"
    told = network(date(2018, 7, 2), progress=late).at
    assert (told["begun"].day, told["begun"].because, told["phones"].moves) == (date(2018, 7, 1), None, ())


def test_what_is_not_done_cannot_be_done_in_the_past_any_more():
    told = network(date(2018, 6, 15)).at["hired"]
    assert (told.day, told.slip, told.own, told.overdue) == (date(2018, 6, 15), 14, 14, True)


def test_what_has_a_new_day_is_late_but_not_overdue_until_that_day_has_passed():
    said = f"{PROGRESS}\nhired | 2018-06-20 | | | x"
    assert [
        network(day, progress=said).at["hired"].overdue for day in (date(2018, 6, 20), date(2018, 6, 21))
    ] == [
        False,
        True,
    ]


def test_what_was_done_early_is_early_and_lets_others_keep_their_day():
    early = f"{PROGRESS}\nmoney | | 2018-02-01 | | x\nphones | | 2018-04-01 | | x"
    told = network(progress=early).at
    assert (told["money"].slip, told["money"].own, told["hired"].slip) == (-28, -28, 0)


def test_those_that_move_most_others_come_first():
    late = f"""{PROGRESS}
    money  |            | 2018-03-01 | | x
    phones | 2018-06-30 |            | | x
    hired  | 2018-07-10 |            | | x
    closed | 2018-12-01 |            | | x"""
    assert [each.milestone.key for each in slipped(network(progress=late))] == ["hired", "phones", "closed"]


def test_float_is_how_many_days_a_milestone_can_slip_before_its_programme_ends_later():
    told = network(MARCH, progress=f"{PROGRESS}\nmoney | | 2018-02-01 | | x")
    assert {key: each.float_days for key, each in told.at.items()} == {
        "money": None,  # what is done has none
        "hired": 0,
        "phones": 61,
        "begun": 0,
        "closed": 0,
    }


def test_float_is_found_through_other_programmes_too():
    """A milestone whose programme ends with one that waits for another programme, which waits for it."""
    there_and_back = f"{DEPENDENCIES}\nclosed | phones | 100\nbegun | closed | 5"
    told = expected(portfolio(dependencies=there_and_back, progress=PROGRESS), MARCH).at
    assert (told["closed"].day, told["begun"].day, told["phones"].float_days) == (
        date(2018, 9, 1),
        date(2018, 9, 6),
        23,  # 1 May + 23 + 100 is 1 September
    )


def test_the_critical_path_leads_to_the_last_milestone_of_a_programme():
    told = network(progress=PHONES_LATE)
    assert [each.milestone.key for each in critical_path(told, "home")] == ["phones", "begun"]
    assert [each.milestone.key for each in critical_path(told, "beds")] == ["phones", "begun", "closed"]


def test_a_programme_without_milestones_has_no_path():
    assert critical_path(network(milestones="key | project | name | planned | source"), "beds") == ()


@pytest.mark.parametrize(
    ("key", "day", "moved"),
    [
        ("phones", date(2018, 7, 11), {"begun": 10, "closed": 8}),
        ("hired", date(2018, 6, 11), {"begun": 10, "closed": 8}),
        ("phones", date(2018, 6, 30), {}),
        ("closed", date(2019, 1, 1), {}),
    ],
)
def test_what_if_says_what_else_moves(key: str, day: date, moved: dict[str, int]):
    told = what_if(portfolio(progress=PROGRESS), MARCH, key, day)
    assert {each.milestone: each.days for each in told} == moved


def test_what_if_something_comes_earlier_says_what_it_frees():
    told = what_if(portfolio(progress=PHONES_LATE), JUNE, "phones", date(2018, 6, 1))
    assert {each.milestone: each.days for each in told} == {"begun": -60, "closed": -58}


def test_milestones_that_wait_for_themselves_are_not_worked_out():
    with pytest.raises(CycleError):
        network(dependencies=f"{DEPENDENCIES}\nhired | begun | 0\nbegun | hired | 0")


DAY = date(2018, 1, 1)


@st.composite
def kept_plans(draw: st.DrawFn, most: int = 9) -> dict[str, str]:
    """Milestones whose planned days leave room for what they wait for, nothing said of how they go."""
    planned: list[int] = []
    waits: list[str] = []
    for at in range(draw(st.integers(1, most))):
        others = draw(st.sets(st.integers(0, at - 1), max_size=3)) if at else set[int]()
        needed = {other: draw(st.integers(0, 60)) for other in sorted(others)}
        earliest = max((planned[other] + days for other, days in needed.items()), default=0)
        planned.append(earliest + draw(st.integers(0, 40)))
        waits += [f"m{at} | m{other} | {days}" for other, days in needed.items()]
    rows = [
        f"m{at} | {'team' if at % 2 else 'ward'} | M | {DAY + timedelta(days)} | x"
        for at, days in enumerate(planned)
    ]
    return {
        "milestones": "\n".join(["key | project | name | planned | source", *rows]),
        "dependencies": "\n".join([DEPENDENCIES, *waits]),
        "progress": PROGRESS,
        "benefits": "key | programme | name | kind | owner | unit | better | source",
        "trajectory": "benefit | by | value | source",
    }


def moved_by_hand(told: Portfolio, key: str, days: int, *, on: date = DAY) -> Network:
    """What is expected when one milestone is said to be so many days after its plan."""
    forecast = told.milestone[key].planned + timedelta(days)
    milestones = (replace(each, forecast=forecast) if each.key == key else each for each in told.milestones)
    return expected(replace(told, milestones=tuple(milestones)), on)


@settings(deadline=None)
@given(kept_plans())
def test_without_a_slip_everything_is_expected_as_planned(tables: dict[str, str]):
    told = network(DAY, **tables)
    assert all((each.day, each.own) == (each.milestone.planned, 0) for each in told.at.values())


@settings(deadline=None)
@given(kept_plans(), st.data(), st.integers(1, 200))
def test_a_slip_makes_nothing_earlier_and_nothing_later_than_by_itself(
    tables: dict[str, str], data: st.DataObject, days: int
):
    plan = portfolio(**tables)
    key = data.draw(st.sampled_from([each.key for each in plan.milestones]))
    told = moved_by_hand(plan, key, days)
    assert all(0 <= each.slip <= days for each in told.at.values())


@settings(deadline=None)
@given(kept_plans(), st.data(), st.integers(1, 200))
def test_what_a_slip_moves_is_what_the_question_what_if_answers(
    tables: dict[str, str], data: st.DataObject, days: int
):
    plan = portfolio(**tables)
    key = data.draw(st.sampled_from([each.key for each in plan.milestones]))
    told = moved_by_hand(plan, key, days)
    assert list(told.at[key].moves) == what_if(plan, DAY, key, plan.milestone[key].planned + timedelta(days))
    assert {each.milestone: each.days for each in told.at[key].moves} == {
        other: each.slip for other, each in told.at.items() if other != key and each.slip
    }


@settings(deadline=None)
@given(kept_plans(), st.data(), st.integers(0, 80))
def test_float_is_exactly_how_far_a_milestone_can_go(tables: dict[str, str], data: st.DataObject, days: int):
    plan = portfolio(**tables)
    key = data.draw(st.sampled_from([each.key for each in plan.milestones]))
    before, after = expected(plan, DAY), moved_by_hand(plan, key, days)
    programme = plan.milestone[key].programme
    ends = [max(each.day for each in told.of(programme)) for told in (before, after)]
    room = before.at[key].float_days
    assert room is not None
    assert (ends[1] - ends[0]).days == max(0, days - room)
