"""Whatever is wrong with a file is said with its row and column, and nothing of it is stored."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.figures.conftest import ATTENDANCES, HEAD, mapping, values
from tests.writing import NURSE
from toldonce.exchange.files.errors import ColumnsAmiss, FileTrouble
from toldonce.figures.errors import FiguresError, FiguresRefused
from toldonce.figures.models import Figure
from toldonce.figures.receiving import cells
from toldonce.figures.receiving.actions import load

RATES = """
mapping: rates
title: Breaches and attendances
source: hospitals
columns: {who: Org, when: Month, seen: Attendances, late: Breaches, type_one: Type 1, other: Other}
place: {columns: who}
period: {columns: when, ways: ["%Y-%m-%d", "%d/%m/%Y"]}
figures: [{indicator: within-four-hours, numerator: late, denominator: seen, times: 100}]
sums: [{total: seen, parts: [type_one, other]}]
"""
RATES_HEAD = "Org,Month,Attendances,Breaches,Type 1,Other"
FAULTS = [
    # what is wrong, the rows of the file, what is said
    ("a word for a number", ["AAA,2024-01-01,10,many,4,6"], "row 2, Breaches: “many” is not a number"),
    ("a comma before decimals", ["AAA,2024-01-01,10,\"1,5\",4,6"], "write a point, not a comma, before decimals"),
    ("an error of the spreadsheet", ["AAA,2024-01-01,10,#REF!,4,6"], "the spreadsheet could not work it out (#REF!)"),
    ("a negative number", ["AAA,2024-01-01,10,-1,4,6"], "-10 is less than 0, the smallest that is believed"),
    ("above its denominator", ["AAA,2024-01-01,10,11,4,6"], "row 2, Breaches: 11 is above its denominator, 10"),
    ("a total that does not add up", ["AAA,2024-01-01,10,1,4,7"], "10 is not the sum of Type 1 + Other, 11"),
    ("an unknown place", ["CCC,2024-01-01,10,1,4,6"], "row 2, Org: nobody knows a place with the code “CCC”"),
    ("no date", ["AAA,soon,10,1,4,6"], "row 2, Month: “soon” is not written as %Y-%m-%d or %d/%m/%Y"),
    ("an unbelievable year", ["AAA,0204-01-01,10,1,4,6"], "row 2, Month: the year 204 is not believable"),
    ("the middle of a month", ["AAA,2024-01-15,10,1,4,6"], "row 2, Month: 2024-01-15 is not the first day of a month"),
    ("dates that change half-way", ["AAA,2024-01-01,10,1,4,6", "AAA,01/02/2024,10,1,4,6"],
     "row 3, Month: “01/02/2024” is written as %d/%m/%Y, and from row 2 on periods were written as %Y-%m-%d"),
    ("a period that stands twice", ["AAA,2024-01-01,10,1,4,6", "BBB,2024-01-01,10,1,4,6", "AAA,2024-01-01,10,2,4,6"],
     "row 4: within-four-hours AAA of 2024-01-01 stands in row 2 already, with another value"),
    ("two units in a column", ["AAA,2024-01-01,10,1,4,6", "AAA,2024-02-01,10,£2,4,6"],
     "row 3, Breaches: has “£”, and row 2 has no unit: two units in one column"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "said"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS])
def test_a_fault_is_said_with_its_row_and_column(loaded, rows, said):
    with pytest.raises(FiguresRefused) as refusal:
        loaded(RATES_HEAD, *rows, by=mapping(RATES))
    assert said in str(refusal.value)
    assert Figure.objects.count() == 0


def test_every_fault_of_a_file_is_said_at_once(loaded):
    with pytest.raises(FiguresRefused) as refusal:
        loaded(HEAD, "AAA,2024-01-01,x", "CCC,2024-01-01,1", "AAA,2024-02-01,3", "AAA,soon,1")
    assert [(fault.row, fault.column) for fault in refusal.value.faults] == [
        (2, "Attendances"),
        (3, "Org"),
        (5, "Month"),
    ]


def test_a_renamed_column_is_missed_by_its_name(loaded):
    with pytest.raises(ColumnsAmiss, match="The file has no column “Attendances”"):
        loaded("Org,Month,Visits", "AAA,2024-01-01,100")


def test_a_moved_column_is_found_by_its_head(loaded):
    loaded("Attendances,Org,Month", "100,AAA,2024-01-01")
    assert values() == {"2024-01": 100}


def test_a_new_column_is_noticed_and_not_read(loaded):
    file = loaded("Org,Month,Attendances,Booked", "AAA,2024-01-01,100,7")
    assert file.report["notes"] == ["Nobody reads these columns: Booked."]


def test_a_row_that_says_the_same_again_is_taken_once(loaded):
    file = loaded(HEAD, "AAA,2024-01-01,100", "AAA,2024-01-01,100")
    assert (file.new, file.report["repeated"]) == (1, 1)


def test_a_fraction_among_percentages_is_a_fault(loaded):
    by = mapping(figures=[{"indicator": "within-four-hours", "value": "seen"}])
    with pytest.raises(
        FiguresRefused, match=r"2024-03|March 2024 is 0.95 after 94: a fraction among percentages"
    ):
        loaded(
            HEAD,
            "AAA,2024-01-01,93",
            "AAA,2024-02-01,94",
            "AAA,2024-03-01,0.95",
            "AAA,2024-04-01,0.96",
            by=by,
        )


def test_thousands_after_ones_are_a_fault(loaded):
    with pytest.raises(FiguresRefused, match="March 2024 is 121000 after 120: two units in one series"):
        loaded(HEAD, "AAA,2024-02-01,120", "AAA,2024-03-01,121000")


def test_a_leap_that_is_known_to_be_right_stands_as_it_was_said(loaded):
    known = {"reason": "The hospital closed.", "noted": "2024-05-01", "from": "2024-03-01", "until": "2024-03-01",
             "then": "as said"}  # fmt: skip
    loaded(HEAD, "AAA,2024-02-01,121000", "AAA,2024-03-01,120", by=mapping(known_faults=[known]))
    assert values() == {"2024-02": 121000, "2024-03": 120}


def test_an_indicator_that_nobody_has_defined_is_said(loaded):
    by = mapping(figures=[{"indicator": "unheard-of", "value": "seen"}])
    with pytest.raises(FiguresRefused, match="indicators that nobody has defined: unheard-of"):
        loaded(HEAD, "AAA,2024-01-01,1", by=by)


def test_a_source_that_the_place_does_not_have_is_said(loaded):
    with pytest.raises(FiguresRefused, match="names the source nobody"):
        loaded(HEAD, "AAA,2024-01-01,1", by=mapping(source="nobody"))


# doubts: stored, and shown to a person


def test_a_gap_a_lone_zero_and_a_year_that_repeats_itself_are_doubts(loaded):
    lines = [HEAD, "AAA,2022-01-01,50", "AAA,2022-02-01,0", "AAA,2022-03-01,60", "AAA,2022-06-01,70"]
    lines += [
        f"{who},{year}-07-01,{value}" for year in (2022, 2023) for who, value in (("AAA", 80), ("BBB", 90))
    ]
    file = loaded(*lines)
    assert file.new == 8
    assert file.report["doubts"] == [
        "row 3: attendances AAA of February 2022 is 0 between 50 and 60",
        "attendances AAA has nothing between March 2022 and June 2022",
        "attendances AAA and 1 more series have nothing between July 2022 and July 2023",
    ]


def test_a_month_in_which_every_figure_is_that_of_a_year_before_is_a_doubt(loaded):
    lines = [f"{who},{year}-0{month}-01,{ord(who[0]) + month + (year == 2023) * (month != 2)}"
             for who in ("AAA", "BBB") for year in (2022, 2023) for month in (1, 2, 3)]  # fmt: skip
    by = mapping(columns={"who": "Org", "when": "Month", "seen": "Attendances", "late": "Breaches"},
                 figures=[{"indicator": "attendances", "value": "seen"},
                          {"indicator": "breaches", "value": "late"}])  # fmt: skip
    lines = [f"{line},{line.rpartition(',')[2]}" for line in lines]
    file = loaded(f"{HEAD},Breaches", *lines, by=by)
    assert "row 6: every figure of February 2023 (4) is that of a year before" in file.report["doubts"]


# whatever bytes come


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    at=st.integers(0, 200),
    cut=st.integers(0, 20),
    put=st.binary(max_size=12),
    kind=st.sampled_from(["csv", "xlsx"]),
)
@example(at=len(HEAD) + 5, cut=0, put=b"\0", kind="csv")  # what is refused is kept, and so is what it quotes
def test_a_file_with_any_bytes_changed_is_loaded_or_refused(hospitals, tmp_path, at, cut, put, kind):
    raw = (HEAD + "\n" + "\n".join(f"AAA,2024-{month:02}-01,{month * 100}" for month in range(1, 9))).encode()
    path = tmp_path / f"file.{kind}"
    path.write_bytes(raw[:at] + put + raw[at + cut :])
    try:
        load(by=NURSE, path=path, mapping=mapping(ATTENDANCES), confirm_revised=True)
    except (FiguresError, FileTrouble) as refusal:
        assert str(refusal).endswith((".", "it."))


@pytest.mark.parametrize(
    ("part", "said"),
    [("x" * 201, "longer than 200 letters"), ("a\x0bb", "a character that no text has")],
)
def test_a_part_that_cannot_be_kept_is_a_fault(loaded, part, said):
    by = mapping(
        columns={"who": "Org", "when": "Month", "seen": "Attendances", "part": "Part"},
        part={"columns": "part", "others": "keep"},
    )
    with pytest.raises(FiguresRefused, match=f"row 2, Part: .*{said}"):
        loaded("Org,Month,Attendances,Part", f"AAA,2024-01-01,1,{part}", by=by)


@pytest.mark.parametrize("number", [10**400, 10**18, -(10**18), 1e308, float("inf"), float("nan")])
def test_a_number_of_a_workbook_that_nothing_is_counted_as_is_a_fault(number):
    assert cells.read(number, frozenset(), frozenset()).number is None
