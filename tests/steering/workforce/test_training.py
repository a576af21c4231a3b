"""Pipelines: who starts, who drops out, who qualifies and when, who works here."""

from __future__ import annotations

import pytest

from tests.steering.workforce.small import plan
from toldonce.steering.plans.workforce.assumptions import Change
from toldonce.steering.plans.workforce.scenarios import with_changes
from toldonce.steering.plans.workforce.training import arriving, left_of, qualifying, starting

FIFTY_IN_2019 = "pipeline | year | heads | source\nApprenticeship | 2019/20 | 50 | the plan"
YEARS = range(2018, 2026)


def by_year(what, made) -> dict[int, float]:
    found = {year: round(float(what(made, made.pipelines[0], year)), 3) for year in YEARS}
    return {year: heads for year, heads in found.items() if heads}


def test_fifty_who_train_for_three_years_of_whom_a_tenth_drops_out_each_year():
    made = plan(intakes=FIFTY_IN_2019)
    assert by_year(starting, made) == {2019: 50}
    assert by_year(qualifying, made) == {2022: 36.45}  # 50 × 0.9³
    assert by_year(arriving, made) == {2022: 29.16}  # of whom 80% stay here


def test_those_who_started_before_the_plan_begins_qualify_in_it():
    made = plan(intakes="pipeline | year | heads | source\nApprenticeship | 2016/17 | 20 | enrolled")
    assert by_year(qualifying, made) == {2019: 14.58}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Change("intake", "Apprenticeship", 50, 2019, 2020), {2022: 72.9, 2023: 36.45}),
        (Change("intake", "Apprenticeship", -80), {}),  # fewer than nobody start: nobody does
        (Change("delay", "Apprenticeship", 1), {2023: 36.45}),
        (Change("delay", "Apprenticeship", 0.5), {2022: 18.225, 2023: 18.225}),  # six months late
        (Change("delay", "Apprenticeship", 1, 2019, 2019), {2023: 36.45}),
        (Change("delay", "Apprenticeship", 1, 2020), {2022: 36.45}),  # who start in 2019/20 are in time
        (Change("dropout", "Apprenticeship", -0.1), {2022: 50}),
        (Change("dropout", "Apprenticeship", 0.4, 2020, 2020), {2022: 20.25}),  # 50 × 0.9 × 0.5 × 0.9
        (Change("dropout", "Apprenticeship", 5), {}),  # never more than all of them
        (Change("intake", "another", 50), {2022: 36.45}),
    ],
)
def test_a_scenario_changes_a_pipeline(change: Change, expected: dict[int, float]):
    assert by_year(qualifying, with_changes(plan(intakes=FIFTY_IN_2019), [change])) == expected


def test_a_delay_leaves_those_alone_who_have_started_already():
    made = plan(intakes="pipeline | year | heads | source\nApprenticeship | 2018/19 | 20 | enrolled")
    assert by_year(starting, with_changes(made, [Change("delay", "Apprenticeship", 2)])) == {2018: 20}


@pytest.mark.parametrize(
    "change", [Change("intake", "Apprenticeship", 50), Change("dropout", "Apprenticeship", 0.5)]
)
def test_a_scenario_changes_nothing_of_what_is_over(change: Change):
    before = plan(intakes="pipeline | year | heads | source\nApprenticeship | 2016/17 | 20 | enrolled")
    after = with_changes(before, [change])
    assert starting(after, after.pipelines[0], 2018) == starting(before, before.pipelines[0], 2018)
    assert left_of(after, after.pipelines[0], 2016, 2019) == left_of(before, before.pipelines[0], 2016, 2019)
