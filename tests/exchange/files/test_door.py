"""Whatever comes as a file is a table, or is refused with a sentence; nothing breaks the door."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toldonce.exchange.files import heads, tables
from toldonce.exchange.files.errors import FileRefused, Unreadable
from toldonce.exchange.files.mapping import Mapping
from toldonce.exchange.files.reading import mapping_from
from toldonce.exchange.files.rows import Row, rows

LOANS = """
mapping: loans
title: Loans
feed: loans
columns:
  client: {from: [Client ID, client.id], required: true}
  item: {from: [Item]}
  lent: {from: [Lent on], type: date}
key: [client, item]
resources:
  person: {type: Patient, id: client, has: {active: true}}
"""
HEADS = "Client ID,Item,Lent on"


def mapping(**file: str) -> Mapping:
    told = "".join(f"  {name}: {words}\n" for name, words in file.items())
    return mapping_from((LOANS + (f"file:\n{told}" if file else "")).encode(), "loans")


def read(path: Path, used: Mapping | None = None) -> list[Row]:
    used = used or mapping()
    table = tables.opened(path, used)
    found = heads.found([cells for _, cells in table.lines()][: heads.LOOKED_AT], used)
    return list(rows(table, found, used, today=datetime(2026, 11, 26).date()))


def told(path: Path, used: Mapping | None = None) -> list[tuple]:
    return [tuple(row.values.get(name) for name in ("client", "item", "lent")) for row in read(path, used)]


def file(folder: Path, raw: bytes | str, name: str = "x.csv") -> Path:
    path = folder / name
    path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    return path


ROW = ("1", "Bed é", "2026-02-01")


@pytest.mark.parametrize(
    "raw",
    [
        f"{HEADS}\n1,Bed é,01/02/2026\n",
        f"\ufeff{HEADS}\r\n1,Bed é,01/02/2026\r\n",
        f"{HEADS}\n1,Bed é,01/02/2026\n".encode("cp1252"),
        f"{HEADS}\n1,Bed é,01/02/2026\n".encode("utf-16"),
        "Client ID;Item;Lent on\n1;Bed é;01/02/2026\n",
        "Client ID\tItem\tLent on\n1\tBed é\t01/02/2026\n",
        "Client ID|Item|Lent on\n1|Bed é|01/02/2026\n",
        f"Equipment store\nas at 1 March 2026,,\n\n{HEADS}\n1,Bed é,01/02/2026\n",
        "client_id,ITEM,lent-on\n,,\n1,Bed é,01/02/2026\n,,\n",
        '"Client ID","Item","Lent on"\n"1","Bed é","01/02/2026"\n',
        f"{HEADS},Notes\n1,Bed é,01/02/2026,=cmd|' /C calc'!A0\n",
        ",Loan,\nClient ID,Item,Lent on\n1,Bed é,01/02/2026\n",
    ],
    ids=range(12),
)
def test_a_table_is_read_however_it_is_written(tmp_path, raw):
    assert told(file(tmp_path, raw)) == [ROW]


def test_a_cell_may_hold_lines_and_quotes(tmp_path):
    path = file(tmp_path, f'{HEADS}\n1,"a ""large"" bed,\nwith rails",01/02/2026\n2,Bed,01/02/2026\n')
    assert [(row.line, row.values["item"]) for row in read(path)] == [
        (2, 'a "large" bed,\nwith rails'), (4, "Bed")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("", "is empty"),
        ("\ufeff\n\n", "is empty"),
        ("%PDF-1.7 ...", "is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old Excel"),
        (b"PK\x03\x04not a zip", "damaged"),
        ("Name,Colour\nAda,red\n", "None of the first 20 lines has the heads"),
        ("Item,Lent on\nBed,01/02/2026\n", "no column “Client ID”"),
        ("Client ID,Client ID,Item\n1,2,Bed\n", "stands twice in the file"),
        (f'{HEADS}\n1,"Bed,01/02/2026\n2,Bed,01/02/2026\n', "quotation mark"),
        ('{"rows": 1}', "There is no list"),
        ('[{"client": ', "is not JSON"),
        ("[]", "is empty"),
        ("[" * 5000, "is not JSON"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path, raw, why):
    with pytest.raises(FileRefused, match=why):
        read(file(tmp_path, raw))


def test_a_row_with_more_cells_than_heads_is_refused(tmp_path):
    good, bad = read(file(tmp_path, f"{HEADS}\n1,Bed,01/02/2026\n1,Bed, large,01/02/2026\n"))
    assert good.is_good
    assert any("more cells than there are heads" in fault.reason for fault in bad.faults)


# workbooks


def workbook(folder: Path, *sheets: tuple[str, list[list]], hidden: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, lines in sheets:
        sheet = book.create_sheet(title)
        sheet.sheet_state = "hidden" if title in hidden else "visible"
        for line in lines:
            sheet.append(line)
    path = folder / "x.xlsx"
    book.save(path)
    return path


TABLE = [["Client ID", "Item", "Lent on"], [1, "Bed é", datetime(2026, 2, 1)]]


def test_a_workbook_is_read_with_its_dates_and_numbers(tmp_path):
    assert told(workbook(tmp_path, ("Loans", TABLE))) == [ROW]


def test_hidden_sheets_are_left_aside_and_said(tmp_path):
    path = workbook(tmp_path, ("Secret", [["x"]]), ("Loans", TABLE), hidden=("Secret",))
    assert told(path) == [ROW]
    assert "The sheet “Secret” was left aside." in tables.opened(path, mapping()).notes


def test_the_mapping_names_the_sheet(tmp_path):
    path = workbook(tmp_path, ("Notes", [["x"]]), ("Loans", TABLE))
    assert told(path, mapping(sheet="loans")) == [ROW]
    with pytest.raises(Unreadable, match="no sheet “Nothing”, only “Notes”, “Loans”"):
        read(path, mapping(sheet="Nothing"))


def test_a_head_above_two_columns_belongs_to_both(tmp_path):
    lines = [
        ["Client", None, "Loan", None],
        ["ID", "Name", "Item", "Lent on"],
        [1, "Ada", "Bed é", "01/02/2026"],
    ]
    assert told(workbook(tmp_path, ("Loans", lines))) == [ROW]


def test_a_formula_without_a_result_is_refused_and_not_taken_for_empty(tmp_path):
    lines = [*TABLE, [2, "=CONCATENATE(A1,B1)", datetime(2026, 2, 1)]]
    good, bad = read(workbook(tmp_path, ("Loans", lines)))
    assert good.is_good
    assert [(fault.line, fault.column) for fault in bad.faults] == [(3, "Item")]


def test_blank_rows_and_a_false_size_do_not_matter(tmp_path):
    path = workbook(tmp_path, ("Loans", [*TABLE, [], [None, " ", None], TABLE[1]]))
    assert told(path) == [ROW, ROW]


def test_a_bomb_is_not_opened(tmp_path):
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (200 * 1024 * 1024))
    with pytest.raises(Unreadable, match="unpacks to far more than it is"):
        read(path)


def test_a_workbook_that_is_cut_short_is_refused(tmp_path):
    whole = workbook(tmp_path, ("Loans", TABLE)).read_bytes()
    for length in range(4, len(whole), 97):
        with pytest.raises(FileRefused):
            read(file(tmp_path, whole[:length], "cut.xlsx"))


@pytest.fixture
def loans(tmp_path) -> bytes:
    """A workbook, made once: it says when it was made, so that no two have the same bytes."""
    return workbook(tmp_path, ("Loans", TABLE)).read_bytes()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_workbook_with_any_byte_changed_is_read_or_refused(tmp_path, loans: bytes, data):
    whole = bytearray(loans)
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(file(tmp_path, bytes(whole), "broken.xlsx"))
    except FileRefused as why:
        assert str(why)


# JSON


def test_a_list_anywhere_in_json_is_a_table(tmp_path):
    document = {
        "sent": "today",
        "data": {"loans": [{"client": {"id": 1}, "item": "Bed é", "Lent_on": "2026-02-01"}]},
    }
    assert told(file(tmp_path, orjson.dumps(document), "x.json")) == [ROW]
    assert told(file(tmp_path, orjson.dumps(document), "x.json"), mapping(rows="data.loans")) == [ROW]


def test_json_line_by_line_refuses_the_line_that_is_none(tmp_path):
    path = file(
        tmp_path, '{"Client ID":"1","Item":"Bed é","Lent on":"2026-02-01"}\n{not json\n[1]\n', "x.ndjson"
    )
    good, *bad = read(path)
    assert good.is_good
    assert [(row.line, row.is_good) for row in bad] == [(2, False), (3, False)]


VACCINES = """
mapping: vaccines
title: Vaccines
feed: vaccines
columns:
  child: {from: [Child ID], required: true}
key: child
groups:
  dose:
    GROUP
    columns:
      what: {from: ["Vaccine{n}", name], required: true}
      day: {from: ["Date{n}", given], type: date, required: true}
resources:
  child: {type: Patient, id: child, has: {active: true}}
"""


@pytest.mark.parametrize(
    ("group", "raw", "name"),
    [
        (
            "numbers: 1-3",
            "Child ID,Vaccine1,Date1,Vaccine2,Date2\n1,MMR,01/02/2026,BCG,02/02/2026\n",
            "x.csv",
        ),
        (
            "list: doses",
            '[{"Child ID":"1","doses":[{"name":"MMR","given":"2026-02-01"},{"name":"BCG","given":"2026-02-02"}]}]',
            "x.json",
        ),
    ],
)
def test_what_stands_several_times_in_a_row_is_read_each_time(tmp_path, group, raw, name):
    used = mapping_from(VACCINES.replace("GROUP", group).encode(), "vaccines")
    (row,) = read(file(tmp_path, raw, name), used)
    assert row.groups["dose"] == [
        {"n": 1, "what": "MMR", "day": "2026-02-01"}, {"n": 2, "what": "BCG", "day": "2026-02-02"}
    ]  # fmt: skip


def test_half_of_an_occurrence_is_a_fault(tmp_path):
    used = mapping_from(VACCINES.replace("GROUP", "numbers: 1-3").encode(), "vaccines")
    (row,) = read(file(tmp_path, "Child ID,Vaccine1,Date1\n1,MMR,\n"), used)
    assert [(fault.column, fault.reason[:20]) for fault in row.faults] == [("Date1", "is empty in number 1")]


# anything


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    raw=st.binary(max_size=600)
    | st.text(alphabet='Client ID,Itemo\n";\t|{}[]"0123456789é', max_size=300).map(str.encode)
)
def test_any_bytes_are_read_or_refused_with_a_sentence(tmp_path, raw):
    for name in ("x.csv", "x.xlsx", "x.json", "x.ndjson"):
        for start in (b"", f"{HEADS}\n".encode()):
            try:
                read(file(tmp_path, start + raw, name))
            except FileRefused as why:
                assert str(why).endswith(".")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="cannot be read"):
        tables.opened(tmp_path / "nothing.csv", mapping())


def test_more_cells_than_any_table_has_are_refused(tmp_path):
    with pytest.raises(Unreadable, match=r"more than 2,000 cells"):
        read(file(tmp_path, ",".join(["Client ID", "Item", *["x"] * 3000]) + "\n"))


def test_an_empty_zip_is_no_workbook(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as inside:
        inside.writestr("hello.txt", "hello")
    with pytest.raises(Unreadable, match="not a workbook"):
        read(file(tmp_path, packed.getvalue(), "x.xlsx"))
