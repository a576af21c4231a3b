"""One sheet as a CSV file: what is downloaded can be laid into the folder of a plan, and says the same there."""

from __future__ import annotations

import csv

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.steering.anything import anything
from tests.steering.sheets.conftest import POT, SCHEMES, SOURCES
from toldonce.steering.books import KINDS
from toldonce.steering.sheets.opening.folders import read
from toldonce.steering.sheets.opening.tables import as_csv, table
from toldonce.steering.sheets.typed import drawn

ABOUT = "title: A plan\nsource: Somebody\nyear: 2019\n"


def lines(sheet, rows: str) -> list[str]:
    return as_csv(sheet, drawn(POT, {sheet.key: rows})[sheet.key]).decode("utf-8-sig").splitlines()


def test_amounts_are_digits_and_everything_else_is_as_pages_show_it():
    rows = """
        scheme  | source  | amount | area   | growth | factor    | pooled
        Carers  | Council | -1.2m  | health | 0.5%   | 0.0000001 | yes
        Reablers, twice |     |        | social |        | 1,000.5   |
    """
    assert lines(SCHEMES, rows) == [
        "Scheme,Source,Amount,Area,Growth,Factor,Pooled",
        "Carers,Council,-1200000,Health care,0.5%,0.0000001,Yes",
        '"Reablers, twice",,,Social care,,1000.5,',
    ]


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+44 1202", "'+44 1202"),
        ("-5", "'-5"),
        ("@sum", "'@sum"),
        ("'=1", "''=1"),  # somebody's own apostrophe stays theirs
        ("'tis", "'tis"),
        ("1-5", "1-5"),
    ],
)
def test_words_that_a_spreadsheet_would_run_stand_behind_an_apostrophe_that_is_taken_off_again(
    tmp_path, words, cell
):
    file = tmp_path / "sources.csv"
    file.write_bytes(as_csv(SOURCES, drawn(POT, {"sources": f"source | amount\n{words} | -5"})["sources"]))
    with file.open(encoding="utf-8-sig", newline="") as text:
        assert list(csv.reader(text))[1] == [cell, "-5"]
    assert list(table(file, SOURCES)) == [{"source": words, "amount": "-5"}]


def test_excel_is_told_that_it_is_utf8_and_a_file_without_that_mark_is_read_as_well(tmp_path):
    content = as_csv(SOURCES, drawn(POT, {"sources": "source | amount\nCafé £ | 5"})["sources"])
    assert content.startswith(b"\xef\xbb\xbf")
    for name, told in (("with.csv", content), ("without.csv", content[3:])):
        (tmp_path / name).write_bytes(told)
        assert list(table(tmp_path / name, SOURCES)) == [{"source": "Café £", "amount": "5"}]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@given(data=st.data())
@settings(max_examples=20, suppress_health_check=list(HealthCheck))
def test_the_files_of_all_sheets_make_a_folder_that_says_what_the_plan_says(kind, data, tmp_path):
    fixed = {sheet.key: sheet.opening_rows for sheet in kind.sheets if not sheet.grows}
    contents = {**data.draw(anything(kind)), **fixed}
    (tmp_path / "book.yaml").write_text(ABOUT)
    for sheet in kind.sheets:
        (tmp_path / f"{sheet.key}.csv").write_bytes(as_csv(sheet, contents[sheet.key]))
    again = read(tmp_path, kind).contents
    for sheet in kind.sheets:
        assert told(again[sheet.key]) == told(contents[sheet.key])
        assert sheet.grows or len(again[sheet.key]) == len(sheet.opens_with)


def told(rows) -> list:
    return [row.values for row in rows if any(value is not None for value in row.values.values())]
