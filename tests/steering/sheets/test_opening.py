"""How books begin: opened once, copied from last year's, brought by the folder of a place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.steering.sheets.conftest import (
    CHANGES,
    FIONA,
    POT,
    SCHEMES,
    SOURCES,
    now,
    pot_called,
    row_of,
    said,
)
from toldonce.directory.actors import SYSTEM
from toldonce.steering.sheets.actions import Written, add_rows, edit, move_row, remove_rows
from toldonce.steering.sheets.comparing import compare
from toldonce.steering.sheets.declaring import BookKind, Column, Row, Sheet
from toldonce.steering.sheets.errors import BookRefused
from toldonce.steering.sheets.kinds import Words
from toldonce.steering.sheets.opening.actions import copy_book, load_books, open_book
from toldonce.steering.sheets.queries import opened

KINDS = {"pot": POT}


@pytest.fixture
def folder(tmp_path):
    """The plans of a place: one pot, of which one sheet is not told."""
    pot = tmp_path / "plans" / "pot" / "this-year"
    pot.mkdir(parents=True)
    (pot / "book.yaml").write_text(
        "title: The pot\nyear: 2019/20\nsource: the plan, page 3\ninvented: true\n"
    )
    (pot / "sources.csv").write_text('Source,Amount\nCouncil,"£1,000"\n')
    (pot / "schemes.csv").write_text("scheme,source,Amount\nCarers,Council,0.7k\nReablers,Council,300\n")
    return tmp_path / "plans"


def load(folder):
    return load_books(by=SYSTEM, kinds=KINDS, folder=folder)


def test_a_key_stands_once_in_a_kind(pot):
    with pytest.raises(BookRefused, match="There is a Pot of money called “this-year” already"):
        pot_called("this-year")


def test_last_years_plan_is_copied_and_says_what_is_different(pot):
    copy_book(by=FIONA, kind=POT, key="this-year", to="next-year", title="Next year")
    here = {"by": FIONA, "kind": POT, "key": "next-year", "reason": "next year"}
    edit(**here, cells=[Written(row_of("Carers"), "amount", "150", "100")])
    remove_rows(**here, rows={row_of("Stroke"): 1})
    add_rows(**here, sheet="schemes", rows=[{"scheme": "Beds"}])
    add_rows(by=FIONA, kind=POT, key="this-year", sheet="schemes", rows=[{"scheme": "Late"}], reason="late")
    move_row(**here, row=row_of("Council", "sources"), after=row_of("Group", "sources"))
    found = compare(POT, now("this-year").contents, now("next-year").contents)
    assert [(str(each.at), each.was, each.became) for each in found.cells] == [
        ("Schemes, row 1, Amount", 100, 150)
    ]
    assert [(each.what, (each.became or each.was)[each.sheet.columns[0].key]) for each in found.rows] == [
        ("moved", "Group"),
        ("removed", "Stroke"),
        ("removed", "Late"),
        ("added", "Beds"),
    ]


def test_a_copy_says_what_it_was_copied_from_and_what_is_new(pot):
    made = copy_book(by=FIONA, kind=POT, key="this-year", to="next", title="Next", year=2020)
    assert (made.copied_from, made.year, made.state) == (pot, 2020, "draft")


def test_what_is_kept_up_stays_with_the_old_plan_and_begins_anew_in_its_copy(own_database):
    monitoring = Sheet(
        "monitoring",
        "Monitoring",
        (Column("month", "Month", Words()),),
        grows=False,
        opens_with=({"month": "April"},),
        signed=False,
    )
    kind = BookKind("pot", "Pot of money", (monitoring, *POT.sheets))
    contents = {"monitoring": (Row(1, 1, {"month": "December"}),)}
    open_book(by=FIONA, kind=kind, key="this-year", title="This year", contents=contents)
    copy_book(by=FIONA, kind=kind, key="this-year", to="next-year", title="Next year")
    assert [
        [row["month"] for row in opened(kind, key).contents["monitoring"]]
        for key in ("this-year", "next-year")
    ] == [["December"], ["April"]]


def test_the_folder_of_a_place_brings_books(own_database, folder):
    assert load(folder) == {"opened": 1}
    assert said("schemes", "scheme", "amount") == [("Carers", "700"), ("Reablers", "300")]
    assert said("changes", "name") == [("Early planning",), ("Trusted assessors",)]
    assert now().findings == []
    book = now().book
    assert (book.title, book.year, book.invented) == ("The pot", 2019, True)


def test_what_the_folder_says_anew_is_brought_up_to_date(own_database, folder):
    load(folder)
    (folder / "pot/this-year/sources.csv").write_text("Source,Amount\nCouncil,900\nGroup,0\n")
    assert load(folder) == {"brought up to date": 1}
    assert said("sources", "source", "amount") == [("Council", "900"), ("Group", "0")]
    assert load(folder) == {"as they were": 1}


def test_a_number_that_is_only_written_otherwise_is_nothing_new(own_database, folder):
    schemes = folder / "pot/this-year/schemes.csv"
    schemes.write_text("scheme,source,Amount,factor\nCarers,Council,1000,1.5\n")
    load(folder)
    schemes.write_text("scheme,source,Amount,factor\nCarers,Council,1000,1.50\n")
    assert load(folder) == {"as they were": 1}


def test_what_is_kept_up_after_agreement_is_brought_up_to_date_too(own_database, folder):
    monitored = replace(POT, sheets=(SOURCES, replace(SCHEMES, signed=False), CHANGES))

    def loaded():
        return load_books(by=SYSTEM, kinds={"pot": monitored}, folder=folder)

    loaded()
    (folder / "pot/this-year/schemes.csv").write_text("scheme,source,Amount\nCarers,Council,1000\n")
    assert loaded() == {"brought up to date": 1}
    assert said("schemes", "scheme", "amount") == [("Carers", "1,000")]


def test_what_somebody_has_edited_stays(own_database, folder):
    load(folder)
    edit(
        by=FIONA,
        kind=POT,
        key="this-year",
        cells=[Written(row_of("Carers"), "amount", "1", "700")],
        reason="x",
    )
    (folder / "pot/this-year/sources.csv").write_text("Source,Amount\nCouncil,900\n")
    assert load(folder) == {"left as somebody edited them": 1}
    assert said("sources", "amount") == [("1,000",)]


WRONG = [
    ("sources.csv", "Source,Amount £000\n", "“Amount £000” is no column of it: there are Source, Amount"),
    ("sources.csv", "Source,Amount\nCouncil\n", "this-year/sources.csv line 2: has 1 cells, not 2"),
    ("sources.csv", "Source,Amount\nCouncil,12.5\n", "Sources, row 1, Amount: “12.5” has pence"),
    ("sums.csv", "a\n1\n", "sums.csv is no sheet of it: there are sources, schemes, changes"),
    ("book.yaml", "title: x\nyeer: 2019\n", "yeer says nothing"),
    ("book.yaml", "year: 2019\n", "give the plan a title"),
    ("book.yaml", "title: x\nyear: 2019\n", "say its source"),
    ("book.yaml", "title: x\nsource: x\nyear: 2019/21\n", "year: “2019/21” is no financial year"),
    ("book.yaml", "title: x\nsource: x\nyear: 99999999999\n", "year: “99999999999/00” is no financial year"),
    ("book.yaml", "title: x\nsource: x\nyear: true\n", "year: “True” is no financial year"),
    ("book.yaml", "title: [\n", "cannot be read as YAML in UTF-8"),
    ("book.yaml", "title: !!python/object/apply:os.getcwd []\n", "cannot be read as YAML in UTF-8"),
    ("book.yaml", "- title\n", "says no names with their values"),
    ("book.yaml", "title: 2019\nsource: x\n", "title: “2019” is no text: write it in quotation marks"),
    ("book.yaml", "title: x\nsource: [x]\n", "source: “\\['x'\\]” is no text"),
    ("book.yaml", "title: x\nsource: x\ninvented: perhaps\n", "“perhaps” is neither true nor false"),
    ("book.yaml", "title: x\nsource: x\nkind: jar\n", "says that it is a jar, and lies among pot"),
    ("book.yaml", "title: x\nsource: x\nparties: AAA\n", "parties: “AAA” is nobody who signs"),
    (
        "book.yaml",
        "title: x\nsource: x\nparties: [{party: AAA}]\n",
        "is nobody who signs: say of each the party",
    ),
    ("sources.csv", "Source,Amount,amount\nCouncil,1,2\n", "“Amount” heads two columns"),
    ("sources.csv", "Source,Amount\n" + "A,1\n" * 5_001, "sources.csv: has more than 5,000 rows"),
    ("sources.csv", f"Source,Amount\n{'x' * 2_000_000},1\n", "cannot be read as CSV in UTF-8"),
    ("changes.csv", "Name\nEarly planning\n", "Changes: has 1 rows, and its rows are fixed: there are 2"),
    ("changes.csv", "Name\nLate planning\nTrusted assessors\n", "Changes, row 1, Name: stands fixed"),
]


@pytest.mark.parametrize(("file", "text", "sentence"), WRONG)
def test_a_folder_that_is_wrong_is_refused_with_its_place(own_database, folder, file, text, sentence):
    (folder / "pot" / "this-year" / file).write_text(text)
    with pytest.raises(BookRefused, match=sentence):
        load(folder)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        ("sources.csv", "Source,Amount\nCafé,1\n", "sources.csv: cannot be read as CSV in UTF-8"),
        ("book.yaml", "title: Café\nsource: x\n", "book.yaml: cannot be read as YAML in UTF-8"),
    ],
)
def test_a_file_that_is_not_in_utf_8_is_refused(own_database, folder, encoding, file, text, sentence):
    (folder / "pot" / "this-year" / file).write_bytes(text.encode(encoding))
    with pytest.raises(BookRefused, match=sentence):
        load(folder)


@pytest.mark.parametrize("name", ["this year", "año", "x" * 81, "2019.20"])
def test_a_folder_whose_name_is_no_address_is_refused(own_database, folder, name):
    (folder / "pot" / "this-year").rename(folder / "pot" / name)
    with pytest.raises(BookRefused, match="they become the address of the plan"):
        load(folder)


def test_sheets_without_what_says_what_the_plan_is_are_refused(own_database, folder):
    (folder / "pot/this-year/book.yaml").rename(folder / "pot/this-year/book.yml")
    with pytest.raises(BookRefused, match=r"pot/this-year: has sheets and no book.yaml"):
        load(folder)


def test_a_kind_that_is_not_known_is_refused(own_database, folder):
    (folder / "pot").rename(folder / "jar")
    with pytest.raises(BookRefused, match="jar: there is no such kind of plan: there are pot"):
        load(folder)
