"""A value that is not there says why: empty, hidden, divided by zero, or known to be wrong."""

from __future__ import annotations

import pytest

from tests.figures.conftest import ATTENDANCES, HEAD, mapping, values
from toldonce.figures.models import Figure
from toldonce.figures.receiving.amounts import BLANK, HIDDEN, ZERO_BELOW

FAULT = {"reason": "Nobody reported.", "noted": "2024-06-01", "from": "2024-02-01", "until": "2024-03-01"}


@pytest.mark.parametrize(
    ("cell", "value"),
    [("", BLANK), ("-", BLANK), ("*", HIDDEN), ("0", 0.0), ("1,200", 1200.0), (" 7 ", 7.0), ("1e3", 1000.0)],
)
def test_a_cell_is_a_number_or_says_why_it_is_none(loaded, cell, value):
    loaded(HEAD, f'AAA,2024-01-01,"{cell}"')
    assert values() == {"2024-01": value}


def test_what_the_publisher_hides_is_known_as_suppressed(loaded):
    loaded(HEAD, "AAA,2024-01-01,*", "BBB,2024-01-01,")
    assert dict(Figure.objects.values_list("place", "suppressed")) == {"AAA": True, "BBB": False}


def test_a_zero_that_means_nothing_was_reported_is_missing(loaded):
    by = mapping(
        figures=[{"indicator": "attendances", "value": "seen", "zero": "Zero stands for not reported."}]
    )
    loaded(HEAD, "AAA,2024-01-01,0", "AAA,2024-02-01,5", by=by)
    assert values() == {"2024-01": "Zero stands for not reported.", "2024-02": 5}


def test_a_denominator_of_zero_makes_no_value(loaded):
    by = mapping(columns={"who": "Org", "when": "Month", "seen": "Attendances", "late": "Breaches"},
                 figures=[{"indicator": "within-four-hours", "numerator": "late", "denominator": "seen"}])  # fmt: skip
    loaded(f"{HEAD},Breaches", "AAA,2024-01-01,0,0", by=by)
    assert values("within-four-hours") == {"2024-01": ZERO_BELOW}


def test_a_known_fault_is_recorded_for_its_days_and_no_others(loaded):
    file = loaded(
        HEAD,
        *(f"{who},2024-0{month}-01,0" for who in ("AAA", "BBB") for month in (1, 2, 3, 4)),
        by=mapping(known_faults=[FAULT | {"places": "AAA"}]),
    )
    assert values() == {
        "2024-01": 0,
        "2024-02": "Nobody reported.",
        "2024-03": "Nobody reported.",
        "2024-04": 0,
    }
    assert values(place="BBB")["2024-02"] == 0
    assert file.report["known_faults"] == {"Nobody reported.": 2}


def test_periods_that_are_known_to_be_absent_become_missing_figures(loaded):
    loaded(HEAD, "AAA,2024-01-01,5", "AAA,2024-03-01,6",
           by=mapping(known_faults=[FAULT | {"places": "AAA", "absent": True}]))  # fmt: skip
    assert values() == {"2024-01": 5, "2024-02": "Nobody reported.", "2024-03": "Nobody reported."}


def test_what_another_file_says_right_is_left_out(loaded):
    loaded(
        HEAD, "AAA,2024-01-01,5", "AAA,2024-02-01,5", by=mapping(known_faults=[FAULT | {"then": "left out"}])
    )
    assert values() == {"2024-01": 5}


def test_a_known_fault_may_leave_a_figure_as_it_was_said_and_then_its_sums_are_not_checked(loaded):
    text = ATTENDANCES.replace("seen: Attendances", "seen: Attendances, one: One, two: Two")
    by = mapping(
        text, sums=[{"total": "seen", "parts": ["one", "two"]}], known_faults=[FAULT | {"then": "as said"}]
    )
    loaded(f"{HEAD},One,Two", "AAA,2024-01-01,5,2,3", "AAA,2024-02-01,9,2,3", by=by)
    assert values() == {"2024-01": 5, "2024-02": 9}
