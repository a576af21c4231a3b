"""Figures that people type: with a reason, over what they saw, checked by somebody else."""

from __future__ import annotations

from datetime import date

import pytest

from tests.figures.conftest import ANALYST, BOARD, HEAD, indicator, there, values
from tests.writing import NURSE
from toldonce.figures.actions import check_figures, check_file
from toldonce.figures.errors import ChangedMeanwhile, CheckRefused, FiguresRefused
from toldonce.figures.missing import Missing
from toldonce.figures.models import Figure
from toldonce.figures.queries import series
from toldonce.figures.receiving.actions import type_in
from toldonce.figures.receiving.typed import Typed
from toldonce.figures.whence import whence

JANUARY = date(2024, 1, 1)


def typed(value: float | Missing, *, by=ANALYST, reason: str = "a slip of the publisher", **more):
    figure = Typed(**{"place": "AAA", "period": JANUARY, "value": value} | more)
    return type_in(by=by, indicator="attendances", figures=[figure], reason=reason)


def test_a_typed_figure_is_a_revision_that_leads_back_to_who_and_why(loaded):
    loaded(HEAD, "AAA,2024-01-01,100")
    typed(110.0, seen=series("attendances", "AAA")[0].figure)
    (point,) = series("attendances", "AAA")
    assert (point.value, point.revision) == (110, 2)
    found = there(whence(point.figure))
    file = there(found.file)
    assert (file.name, file.by, file.reason) == (
        "typed by Ann Alyst",
        "a.nalyst",
        "a slip of the publisher",
    )
    assert dict(found.words) | {"place": "AAA", "value": "110.0"} == dict(found.words)


def test_a_missing_figure_is_typed_with_its_reason(hospitals):
    typed(Missing("The ward was closed."))
    assert values() == {"2024-01": "The ward was closed."}


def test_what_was_typed_over_another_figure_than_is_current_is_refused_with_that(loaded):
    loaded(HEAD, "AAA,2024-01-01,100")
    seen = series("attendances", "AAA")[0].figure
    typed(110.0, by=ANALYST, seen=seen)
    with pytest.raises(ChangedMeanwhile, match=r"AAA 2024-01-01 is 110.0 now"):
        typed(120.0, by=BOARD, seen=seen)
    assert values() == {"2024-01": 110}


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reason": ""}, "Say why"),
        ({"place": "CCC"}, "Nobody knows a place with the code CCC"),
        ({"period": date(2024, 1, 15)}, "is not the first day of a month"),
        ({"numerator": 3.0, "denominator": 2.0}, "3 is above its denominator, 2"),
    ],
)
def test_what_no_file_could_say_cannot_be_typed(hospitals, more, said):
    with pytest.raises(FiguresRefused, match=said):
        typed(1.0, **more)
    assert Figure.objects.count() == 0


def test_the_same_words_typed_again_later_are_an_act_of_their_own(hospitals):
    typed(1.0)
    typed(2.0, seen=series("attendances", "AAA")[0].figure)
    typed(1.0, seen=series("attendances", "AAA")[0].figure)
    assert values() == {"2024-01": 1}


# checked by another


def test_figures_are_checked_by_another_than_the_one_who_brought_them(hospitals):
    file = typed(5.0)
    with pytest.raises(CheckRefused, match="somebody else must check them"):
        check_file(by=ANALYST, file=file.pk)
    assert check_file(by=BOARD, file=file.pk) == 1
    assert [point.status for point in series("attendances", "AAA")] == ["checked"]


MADE = {"twice-made": {"rate": ["made", "breaches"]}, "made": {"share": ["attendances", "breaches"]}}


@pytest.mark.parametrize("code", MADE)
def test_figures_are_checked_by_nobody_who_brought_what_they_are_derived_from(hospitals, code):
    for made, derived in reversed(MADE.items()):
        indicator(made, derived=derived)
    typed(5.0)
    type_in(by=BOARD, indicator="breaches", figures=[Typed("AAA", date(2024, 1, 1), 50.0)], reason="x")
    (point,) = series(code, "AAA")
    for author in (ANALYST, BOARD):
        with pytest.raises(CheckRefused, match="derived from figures that were: somebody else must check"):
            check_figures(by=author, figures=[point.figure])
    assert check_figures(by=NURSE, figures=[point.figure]) == 1


def test_a_revision_of_a_checked_figure_is_a_draft_again(loaded):
    loaded(HEAD, "AAA,2024-01-01,100")
    (point,) = series("attendances", "AAA")
    assert check_figures(by=BOARD, figures=[point.figure]) == 1
    typed(110.0, seen=point.figure)
    assert [each.status for each in series("attendances", "AAA")] == ["draft"]


def test_a_file_that_is_not_there_cannot_be_checked(hospitals):
    with pytest.raises(CheckRefused, match="no such file"):
        check_file(by=BOARD, file=7)
