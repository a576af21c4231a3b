"""The plan that the place ships: no error, what is invented marked, what was said held against it."""

from __future__ import annotations

from pathlib import Path

import pytest

from toldonce.steering.plans.workforce.book import WORKFORCE
from toldonce.steering.plans.workforce.outcome import outcome
from toldonce.steering.plans.workforce.promises import held
from toldonce.steering.plans.workforce.reading import changes_of, plan_of, promises_of
from toldonce.steering.plans.workforce.scenarios import with_changes
from toldonce.steering.sheets.declaring import Grade
from toldonce.steering.sheets.opening.folders import read
from toldonce.steering.sheets.queries import checked

FOLDER = Path(__file__).parents[3] / "places" / "dorset" / "plans" / "workforce" / "looking-forwards"


@pytest.fixture(scope="module")
def contents():
    return read(FOLDER, WORKFORCE).contents


def test_nothing_in_it_is_wrong_and_its_doubts_are_these(contents):
    found = checked(WORKFORCE, contents)
    assert {each.grade for each in found} == {Grade.DOUBT}
    assert [str(each) for each in found] == [
        "Staff in post, row 61, As at: has no date: it is taken for the end of the base year",
        "Staff in post, row 62, As at: lies after the end of the base year",
        "Training, row 3, Pipeline: nobody starts “Trainee nursing associates”: it has no intakes",
        "Training, row 7, Pipeline: nobody starts “Pharmacy technicians in training”: it has no intakes",
        "What was said, row 3, By: lies before the plan begins: it may be a slip in the document",
    ]


def test_staff_are_the_published_ones(contents):
    by_role: dict[str, float] = {}
    for row in contents["staff"]:
        by_role[row["role"]] = by_role.get(row["role"], 0) + float(row["fte"])
    assert by_role["Nurses & health visitors"] == pytest.approx(
        30.49 + 542.53 + 806.95 + 1380.26 + 1067.58 + 10.44
    )
    assert by_role["HCHS doctors"] == pytest.approx(307.56 + 425.94 + 108.45 + 449.07 + 0.4)
    assert not any(row["invented"] for row in contents["staff"])


def test_every_rate_says_that_it_is_invented(contents):
    for sheet in ("ages", "participation", "flows", "moves", "pipelines", "costs", "criteria"):
        assert all(row["invented"] for row in contents[sheet]), sheet


@pytest.mark.parametrize(
    ("number", "worked_out", "verdict"),
    [
        (250, 50 * 5 * 0.95**4, "falls short"),  # as printed, nobody would drop out in four years
        (452, 452 * 0.92**2, "falls short"),
        (100, None, "cannot be said"),  # printed as “by 2015” in a plan of 2019
        (25, 26.96, "goes further"),  # 804,000 people and growing, where 766,000 were counted in 2016
        (24_000_000, 24_051_626, "holds"),
    ],
)
def test_what_the_documents_say_is_held_against_it(contents, number, worked_out, verdict):
    promise = next(each for each in promises_of(contents) if each.number == number)
    made = with_changes(plan_of(contents), changes_of(contents, promise.scenario))
    told = held(outcome(made), promise)
    assert told.verdict == verdict
    assert told.worked_out == (None if worked_out is None else pytest.approx(worked_out, rel=1e-4))
