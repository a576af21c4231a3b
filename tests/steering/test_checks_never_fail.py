"""Whatever the cells of a plan hold, it can be checked; and where a check fails all the same, that is what is found."""

import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.steering.anything import anything, edited
from tests.steering.sheets.conftest import POT, TABLES
from toldonce.steering.books import KINDS
from toldonce.steering.sheets.declaring import THE_PLAN, BookKind, Finding, Grade, checked
from toldonce.steering.sheets.typed import drawn

slowly = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def holds_or_is_said(kind: BookKind, contents) -> None:
    assert all(isinstance(each, Finding) and str(each) for each in kind.check(contents))


@every_kind
@given(data=st.data())
@slowly
def test_anything_that_cells_hold_is_checked(kind, data):
    holds_or_is_said(kind, data.draw(anything(kind)))


@every_kind
@given(data=st.data())
@slowly
def test_any_edit_of_a_plan_of_the_place_is_checked(kind, data):
    holds_or_is_said(kind, data.draw(edited(kind)))


def test_a_check_that_fails_is_found_at_the_plan_and_logged(caplog, monkeypatch):
    # what reads the contracts of imports silences every logger of the process that it runs in
    monkeypatch.setattr(logging.getLogger("toldonce.steering.sheets.declaring"), "disabled", False)

    def failing(contents):
        raise ZeroDivisionError("a total of nothing")

    kind = BookKind("pot", "Pot of money", POT.sheets, check=failing)
    with caplog.at_level(logging.ERROR):
        (found,) = checked(kind, drawn(POT, TABLES))
    assert (found.at.sheet, found.grade) == (THE_PLAN, Grade.ERROR)
    assert str(found).startswith(
        "The plan: could not be checked, by a fault of the software (ZeroDivisionError)"
    )
    assert "a total of nothing" in caplog.text
