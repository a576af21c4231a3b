"""Who is in post: closed forms that can be worked out by hand, and what holds for every plan."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steering.workforce.small import plan, worked_out
from toldonce.steering.plans.workforce.assumptions import Move, Pipeline, Plan, Role, Team
from toldonce.steering.plans.workforce.chance import as_expected, drawn
from toldonce.steering.plans.workforce.merging import merged
from toldonce.steering.plans.workforce.projecting import IN, OUT, fte_of, projected
from toldonce.steering.plans.workforce.words import BANDS

NURSES, ASSISTANTS = 0, 1


def heads_of_nurses(**tables: str) -> list[float]:
    done = worked_out(**tables).expected
    return [round(float(each), 2) for each in done.by_role(done.heads.sum(axis=3))[:, 0, NURSES]]


def flows(leavers: str, joiners: str) -> str:
    return f"role | leavers | joiners | source\nNurses | {leavers} | {joiners} | assumed"


def test_as_many_join_as_leave_and_nothing_changes():
    assert heads_of_nurses() == [100, 100, 100, 100, 100, 100]


def test_with_nobody_joining_a_tenth_goes_each_year():
    assert heads_of_nurses(flows=flows("10", "0")) == [100, 90, 81, 72.9, 65.61, 59.05]


def test_stock_comes_to_rest_where_leavers_equal_joiners():
    settings_of_long = """
        base    | last    | judged  | meets | draws | seed
        2018/19 | 2058/59 | 2058/59 | 2     | 100   | 7"""
    assert heads_of_nurses(plan=settings_of_long, flows=flows("20", "8"))[-1] == pytest.approx(40, abs=0.1)


def test_a_tenth_of_a_band_of_ten_years_grows_older_each_year():
    done = worked_out(flows=flows("0", "0")).expected.heads[:, 0, NURSES]
    band = list(BANDS).index("35-44")
    assert done[1, band] == pytest.approx(90) and done[1, band + 1] == pytest.approx(10)
    assert done[2, band : band + 3] == pytest.approx([81, 18, 1])


def test_those_aged_60_to_64_retire_at_their_own_rate():
    ages = """
        role | band  | staff | joining | retiring | source
             | 35-44 | 60    | 100     | 0        | assumed
             | 60-64 | 40    | 0       | 25       | assumed"""
    done = worked_out(ages=ages).expected
    assert done.flows["retirements"][0, 0, ASSISTANTS] == pytest.approx(50 * 0.4 * 0.25)


def test_fte_follows_the_heads():
    assert worked_out().supply[:, NURSES] == pytest.approx([80] * 6)


def test_headcount_that_is_not_known_is_fte_divided_by_fte_a_head():
    staff = """
        role   | employer | band | heads | fte | as_at      | source
        Nurses | Hospital | all  |       | 72  | 2019-03-31 | the trust"""
    assert heads_of_nurses(staff=staff, flows=flows("0", "0"))[0] == 90


def test_only_the_part_of_an_employer_that_works_here_counts():
    employers = """
        employer | kind      | share | source
        Hospital | ambulance | 25    | by population"""
    assert heads_of_nurses(employers=employers, flows=flows("0", "0"))[0] == 25


def test_joiners_go_where_the_role_is_in_post():
    employers = """
        employer | kind      | share | source
        Hospital | acute     |       | the trust
        Clinic   | community |       | the trust"""
    staff = """
        role   | employer | band  | heads | fte | as_at      | source
        Nurses | Hospital | 35-44 | 75    | 60  | 2019-03-31 | the trust
        Nurses | Clinic   | 35-44 | 25    | 20  | 2019-03-31 | the trust"""
    made = plan(employers=employers, staff=staff)
    joiners = {team.employer: team.joiners for team in made.teams if team.role == NURSES}
    assert joiners == {"Hospital": 7.5, "Clinic": 2.5}


def test_an_employer_with_a_row_of_its_own_keeps_to_it():
    employers = """
        employer | kind      | share | source
        Hospital | acute     |       | the trust
        Clinic   | community |       | the trust"""
    own = """
        role   | employer | leavers | joiners | source
        Nurses |          | 10      | 10      | assumed
        Nurses | Clinic   | 30      | 3       | assumed"""
    made = plan(employers=employers, flows=own)
    assert {team.employer: (team.leavers, team.joiners) for team in made.teams if team.role == NURSES} == {
        "Hospital": (0.1, 10.0),
        "Clinic": (0.3, 3.0),
    }


def test_those_who_move_leave_one_role_and_come_into_another_at_the_same_employer():
    done = worked_out(moves="role | into | rate | source\nAssistants | Nurses | 4 | assumed").expected
    assert done.flows["moved out"][0, 0, ASSISTANTS] == pytest.approx(2)
    assert done.flows["moved in"][0, 0, NURSES] == pytest.approx(2)
    heads = done.by_role(done.heads.sum(axis=3))[1, 0]
    assert heads == pytest.approx([102, 48])


def test_moves_in_a_circle_lose_and_make_nobody():
    circle = """
        role       | into       | rate | source
        Nurses     | Assistants | 100  | assumed
        Assistants | Nurses     | 100  | assumed"""
    nobody = "role | leavers | joiners | source\nNurses | 0 | 0 | x\nAssistants | 0 | 0 | x"
    done = worked_out(moves=circle, flows=nobody).expected
    heads = done.by_role(done.heads.sum(axis=3))[:, 0]
    assert [pytest.approx(each) for each in heads] == [[100, 50], [50, 100]] * 3


RATES = st.floats(0, 1)
HEADS = st.lists(st.floats(0, 500), min_size=len(BANDS), max_size=len(BANDS)).map(tuple)
EVEN = (1 / len(BANDS),) * len(BANDS)


@st.composite
def plans(draw) -> Plan:
    """Any plan of two roles at two employers, with a move and a pipeline between them, however wild its rates."""
    teams = tuple(
        Team(
            role,
            employer,
            draw(HEADS),
            (0.0,) * 4 + (draw(RATES),) * 3,
            EVEN,
            draw(RATES),
            draw(st.floats(0, 50)),
            draw(st.floats(0, 5)),
            draw(RATES),
        )
        for role in (0, 1)
        for employer in ("a", "b")
    )
    intakes = tuple((year, draw(st.floats(0, 60))) for year in range(2016, 2022))
    training = Pipeline(
        "t", 1, draw(st.integers(0, 5)), draw(RATES), draw(RATES), draw(RATES), 0, intakes, 0.3
    )
    roles = (Role("one", "nurses", 0.8), Role("two", "doctors", 1.0))
    moves = (Move(0, 1, draw(RATES)),)
    return Plan(2018, 2022, 2021, 1, 100, 3, roles, teams, moves, (training,))


@given(plans())
@settings(max_examples=60, deadline=None)
def test_nobody_appears_or_vanishes_without_a_cause(made: Plan):
    for luck in (as_expected(made), drawn(made, 5)):
        done = projected(made, luck)
        heads = done.heads.sum(axis=3)
        gone, come = (sum(done.flows[cause] for cause in causes) for causes in (OUT, IN))
        np.testing.assert_allclose(heads[1:], heads[:-1] - gone + come, rtol=1e-9, atol=1e-6)
        np.testing.assert_allclose(
            done.flows["moved out"].sum(axis=2), done.flows["moved in"].sum(axis=2), rtol=1e-9, atol=1e-6
        )


@given(plans())
@settings(max_examples=60, deadline=None)
def test_there_are_never_fewer_than_nobody(made: Plan):
    done = projected(made, drawn(made, 5))
    assert done.heads.min() >= -1e-9
    assert all(flow.min() >= -1e-9 for flow in done.flows.values())


@given(plans(), st.floats(0, 40))
@settings(max_examples=40, deadline=None)
def test_more_joiners_never_make_fewer_staff(made: Plan, more: float):
    teams = tuple(dataclasses.replace(team, joiners=team.joiners + more) for team in made.teams)
    luck = as_expected(made)
    assert (fte_of(dataclasses.replace(made, teams=teams), luck) >= fte_of(made, luck) - 1e-9).all()


@given(plans())
@settings(max_examples=30, deadline=None)
def test_employers_with_the_same_rates_can_be_merged_without_a_difference(made: Plan):
    same = made.teams[0], made.teams[2]
    rates = {
        team.role: {name: getattr(team, name) for name in ("leavers", "retiring", "spread")} for team in same
    }
    alike = dataclasses.replace(
        made, teams=tuple(dataclasses.replace(team, **rates[team.role]) for team in made.teams)
    )
    small = merged(alike)
    assert len(small.teams) == 2
    np.testing.assert_allclose(
        fte_of(small, drawn(small, 5)), fte_of(alike, drawn(alike, 5)), rtol=1e-9, atol=1e-6
    )
    assert len(merged(made).teams) in (2, 4)
