"""The plan of 2019/20 as it was printed: the one wrong total is found, and what rounding explains is told from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.steering.better_care.drawing import SHIPPED, printed, told, with_cell
from toldonce.steering.plans.better_care.accounts import Dimension, cut
from toldonce.steering.plans.better_care.book import BETTER_CARE
from toldonce.steering.plans.better_care.comparing import reconciled
from toldonce.steering.plans.better_care.plan import plan_of
from toldonce.steering.plans.better_care.uplift import uplifts
from toldonce.steering.plans.better_care.views import (
    Looked,
    as_printed,
    by_organisation,
    origins,
    sentence,
    views,
)
from toldonce.steering.sheets.declaring import Grade, cells_missing_or_unknown
from toldonce.steering.sheets.opening.folders import read

HOW_TO = Path(__file__).parents[3] / "docs/how-to/plan-a-better-care-fund.md"


def test_the_printed_error_is_the_only_one_and_its_cell_and_amount_are_named():
    assert told(BETTER_CARE.check(printed())) == {"Sources of funding, row 5, Amount": 40_199_000}


def test_both_tables_are_named_as_witnesses():
    (error,) = [each for each in BETTER_CARE.check(printed()) if each.grade == Grade.ERROR]
    assert "£29,975,000 does not agree for NHS Dorset CCG, CCG contributions" in error.says
    assert "“Sources by area of spend” (rows 5 and 6) and “Spending”" in error.says


def test_every_cell_is_understood_and_refers_to_something():
    assert cells_missing_or_unknown(BETTER_CARE, printed()) == []


def test_mended_it_agrees_in_every_view():
    mended = with_cell(printed(), "sources", 5, amount=40_199_000)
    assert told(BETTER_CARE.check(mended)) == {}
    assert plan_of(mended).total == 58_841_000


def test_what_rounding_explains_is_said_with_the_rate_that_the_amounts_imply():
    (rounding,) = [each for each in BETTER_CARE.check(printed()) if each.grade == Grade.ROUNDING]
    assert str(rounding.at) == "Social care minimum, row 1, Minimum this year"
    assert "4.6% on £10,437,000 makes £10,917,102, not £10,919,000" in rounding.says
    assert "from 4.608% to 4.628%" in rounding.says
    assert "Exactly 4.6% would be printed as £10,917,000 and £10,918,000." in rounding.says


def test_the_increase_is_what_the_amounts_differ_by():
    (uplift,) = uplifts(printed())
    assert uplift.increase == uplift.minimum - uplift.base == 482_000


@pytest.mark.parametrize(
    ("sheet", "row", "wrong", "cell", "should"),
    [
        ("sources", 1, 3_011_000, "Sources of funding, row 1, Amount", 3_101_000),
        ("areas", 6, 29_820_000, "Sources by area of spend, row 6, Amount", 29_280_000),
        ("spending", 5, 1_184_000, "Spending, row 5, Amount", 1_148_000),
        ("totals", 4, 9_474_000, "Totals as printed, row 4, Amount", 9_447_000),
        ("totals", 8, 58_481_000, "Totals as printed, row 8, Amount", 58_841_000),
        ("sources", 2, 11_296, "Sources of funding, row 2, Amount", 11_296_000),
    ],
)
def test_one_wrong_cell_is_named(sheet, row, wrong, cell, should):
    mended = with_cell(printed(), "sources", 5, amount=40_199_000)
    assert told(BETTER_CARE.check(with_cell(mended, sheet, row, amount=wrong))) == {cell: should}


def test_thousands_taken_for_pounds_are_said():
    mended = with_cell(printed(), "sources", 5, amount=40_199_000)
    (error,) = [
        each
        for each in BETTER_CARE.check(with_cell(mended, "sources", 2, amount=11_296))
        if each.grade == Grade.ERROR
    ]
    assert error.says.endswith("Thousands seem to be taken for pounds.")


def test_a_difference_of_a_thousand_is_rounding_and_two_wrong_cells_are_two():
    mended = with_cell(printed(), "sources", 5, amount=40_199_000)
    one_off = with_cell(mended, "totals", 1, amount=21_173_000)
    assert told(BETTER_CARE.check(one_off)) == {}
    assert "Totals as printed, row 1, Amount" in told(BETTER_CARE.check(one_off), Grade.ROUNDING)
    both = with_cell(with_cell(mended, "sources", 1, amount=3_011_000), "totals", 4, amount=9_474_000)
    assert told(BETTER_CARE.check(both)) == {
        "Sources of funding, row 1, Amount": 3_101_000,
        "Totals as printed, row 4, Amount": 9_447_000,
    }


def test_print_stands_beside_what_is_computed():
    looked = as_printed(reconciled(plan_of(printed())))
    shown = {str(each.at): (each.pounds, each.computed.low, each.looked) for each in looked}
    assert shown["Sources of funding, row 5, Amount"] == (29_975_000, 40_199_000, Looked.WRONG)
    assert shown["Totals as printed, row 6, Amount"] == (40_199_000, 40_199_000, Looked.AGREES)
    assert [cell for cell, (*_, looked) in shown.items() if looked != Looked.AGREES] == [
        "Sources of funding, row 5, Amount"
    ]


def test_the_view_of_schemes_and_areas_says_what_the_document_leaves_open():
    view = next(
        each for each in views(reconciled(plan_of(printed()))) if each.title == "Scheme by area of spend"
    )
    independence = {
        head: (cell.said.low, cell.said.high)
        for head, cell in zip(view.heads, view.lines[0].cells, strict=True)
        if cell.said
    }
    assert independence == {
        "Community health": (0, 7_798_000),
        "Social care": (13_374_000, 21_172_000),
    }


def test_every_pound_of_the_locality_teams_comes_from_two_rows():
    of = cut({Dimension.SCHEME: "localities"})
    ((statement, rows),) = origins(plan_of(printed()), of)
    assert statement.low == 19_105_000
    assert [(str(each.at), each.pounds, each.surely) for each in rows] == [
        ("Spending, row 9, Amount", 19_105_000, True),
        ("Spending, row 10, Amount", 0, True),
    ]


def test_the_sentence_of_a_finance_director_is_generated():
    assert sentence(reconciled(plan_of(printed()))) == (
        "The plan brings together £58,841,000: £40,199,000 (68%) from NHS Dorset CCG and £18,642,000 (32%) from "
        "BCP Council. The most, £21,172,000 (36%), is for Maintaining independence. The views do not agree."
    )


def test_the_manual_quotes_the_finding_as_it_is_said():
    (error,) = [each for each in BETTER_CARE.check(printed()) if each.grade == Grade.ERROR]
    assert f"\n{error}\n" in HOW_TO.read_text()


def test_who_provides_is_shown_where_a_line_says_it():
    assert by_organisation(printed(), "provider") == []
    example = read(SHIPPED / "example", BETTER_CARE).contents
    assert by_organisation(example, "provider") == [
        ("Invented community trust", 8_242_510),
        ("Invented council", 7_178_790),
        ("Invented charity", 3_120_000),
    ]


def test_the_invented_plan_holds_in_everything():
    assert BETTER_CARE.check(read(SHIPPED / "example", BETTER_CARE).contents) == []


@given(st.lists(st.integers(0, 60_000_000), min_size=1, max_size=4))
def test_whatever_amounts_are_typed_it_says_what_does_not_hold_and_never_breaks(amounts):
    contents = printed()
    for row, amount in enumerate(amounts, 1):
        contents = with_cell(contents, "sources", row, amount=amount)
    assert all(f"{finding}" for finding in BETTER_CARE.check(contents))
