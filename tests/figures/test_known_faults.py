"""Known faults of figures that stand as they were said, told of the series of whoever is concerned."""

from __future__ import annotations

from datetime import date

import pytest

from tests.figures.conftest import ATTENDANCES, HEAD
from toldonce.figures.models import Indicator
from toldonce.figures.receiving.known_faults import Flaw, flaws
from toldonce.figures.receiving.mapping import Mapping
from toldonce.figures.receiving.mapping_files import mapping_from

FAULTS = """
known_faults:
  - reason: The total is not the sum.
    noted: "2026-11-27"
    from: "2024-02-01"
    until: "2024-03-01"
    places: AAA
    then: as said
  - {reason: The trust moved., noted: "2026-11-27", from: "2024-04-01", until: "2024-04-01", places: BBB}
"""
FLAW = Flaw("The total is not the sum.", date(2024, 2, 1), date(2024, 3, 1))


def faulty() -> Mapping:
    return mapping_from((ATTENDANCES + FAULTS).encode(), "attendances")


@pytest.mark.parametrize(
    ("place", "expected"),
    [("AAA", [FLAW]), ("BBB", [])],  # a fault that leaves a figure out is told by the gap
)
def test_a_fault_is_told_where_its_figure_stands_as_it_was_said(loaded, place, expected):
    loaded(HEAD, "AAA,2024-01-01,5", "AAA,2024-02-01,6", "BBB,2024-02-01,7", by=faulty())
    assert flaws(Indicator.objects.get(code="attendances"), place) == expected


def test_what_a_figure_is_made_of_lends_it_its_faults(loaded):
    loaded(HEAD, "AAA,2024-02-01,6", by=faulty())
    made = Indicator.objects.get(code="breaches")
    made.derived = {"per_day": "attendances"}
    (found,) = flaws(made, "AAA")
    assert found == Flaw("attendances: The total is not the sum.", FLAW.since, FLAW.until)


def test_a_file_that_is_behind_no_figure_any_more_says_nothing(loaded):
    loaded(HEAD, "AAA,2024-02-01,6", by=faulty(), as_at="2024-05-01")
    loaded(HEAD, "AAA,2024-02-01,8", as_at="2024-06-01", confirm_revised=True)
    assert flaws(Indicator.objects.get(code="attendances"), "AAA") == []
