"""A book as a workbook: out and back without loss, through LibreOffice as well; what was broken in it is said."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from time import thread_time

import openpyxl
import pytest

from tests.steering.sheets.conftest import COLIN, FIONA, POT, TABLES, now, pot_called, row_of, said
from toldonce.steering.sheets.actions import Written, add_rows, edit, move_row, remove_rows, take
from toldonce.steering.sheets.declaring import ROWS_AT_MOST
from toldonce.steering.sheets.errors import BookRefused, ChangedMeanwhile, EditRefused
from toldonce.steering.sheets.workbooks import bounds
from toldonce.steering.sheets.workbooks.merging import Proposal, proposed
from toldonce.steering.sheets.workbooks.reading import Read, read
from toldonce.steering.sheets.workbooks.writing import workbook_of

HERE = {"kind": POT, "key": "this-year"}
HARD = {
    "sources": TABLES["sources"],
    "schemes": """
        scheme        | source  | amount     | area   | growth  | factor              | pooled
        =1+1          | Group   | 700        | health | 0.046%  | 0.1234567890123456789 | yes
        +44 @cmd      | Council | -100       | social | 100%    | 1.50                | no
        a_x0041_b é 日 _x000D_ | Council | 1000000000 |        | -12.50% | 0                   |
        """,
}


def changed(content: bytes, change: Callable[[openpyxl.Workbook], None]) -> bytes:
    """A workbook after somebody has changed it in a spreadsheet program."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def back(content: bytes) -> Read:
    return read(POT, "this-year", content)


def proposal(change: Callable[[openpyxl.Workbook], None], content: bytes | None = None) -> Proposal:
    file = back(changed(content or workbook_of(now()), change))
    assert [str(fault) for fault in file.faults] == []
    return proposed(now(), file)


def words(found: Proposal) -> list[str]:
    """What a proposal changes, in short."""
    cells = [f"{each.at}: {each.was} > {each.became}" for each in found.differences.cells]
    rows = [
        f"{each.what} {row[each.sheet.columns[0].key]}"
        for each in found.differences.rows
        if (row := each.became or each.was)
    ]
    return cells + rows


def as_read(file: Read) -> dict[str, list]:
    return {sheet: [(row.key, dict(row.values)) for row in rows] for sheet, rows in file.contents.items()}


def as_it_stands() -> dict[str, list]:
    return {sheet: [(row.key, dict(row.values)) for row in rows] for sheet, rows in now().contents.items()}


def test_what_goes_out_comes_back(own_database):
    pot_called("this-year", HARD)
    file = back(workbook_of(now()))
    assert (file.faults, as_read(file), file.version) == ([], as_it_stands(), 0)
    assert words(proposed(now(), file)) == []


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_what_it_saves_says_the_same(own_database, tmp_path):
    pot_called("this-year", HARD)
    (tmp_path / "plan.xlsx").write_bytes(workbook_of(now()))
    saved = tmp_path / "saved"
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx",
         "--outdir", saved, tmp_path / "plan.xlsx"], check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    content = (saved / "plan.xlsx").read_bytes()
    file = back(content)
    assert (file.faults, as_read(file), file.version) == ([], as_it_stands(), 0)
    sums = openpyxl.load_workbook(io.BytesIO(content), data_only=True)["Schemes"]
    assert (sums["A5"].value, sums["D5"].value) == ("Total", 1_000_000_600)


def test_words_are_no_formulas_and_sums_are(own_database):
    pot_called("this-year", HARD)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_of(now())))["Schemes"]
    assert [(sheet[cell].data_type, sheet[cell].value) for cell in ("B2", "D2", "D5")] == [
        ("s", "=1+1"), ("n", 700), ("f", "=SUM(D2:D4)"),
    ]  # fmt: skip


def test_it_says_what_it_is(pot):
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_of(now())))["About"]
    told = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert (told["Title"], told["State"], told["Version"], told["Contents"]) == (
        "Pot of this-year", "Draft", 0, now().digest,
    )  # fmt: skip


def test_what_was_edited_in_it_is_proposed_and_taken(pot):
    def edited(book: openpyxl.Workbook) -> None:
        sheet = book["Schemes"]
        sheet["D3"] = 150.0
        sheet["F3"], sheet["F3"].number_format = 0.046, "0.0%"
        sheet["H4"] = True
        sheet.append([None, "Beds", "Council", "£50"])

    found = proposal(edited)
    assert words(found) == [
        "Schemes, row 2, Amount: 100 > 150", "Schemes, row 2, Growth: None > 4.6",
        "Schemes, row 3, Pooled: None > True", "added Beds",
    ]  # fmt: skip
    take(by=FIONA, **HERE, differences=found.differences, seen=0, reason="edited in a file")
    assert said("schemes", "scheme", "amount", "growth") == [
        ("Stroke", "700", "4.6%"), ("Carers", "150", "4.6%"), ("Reablers", "200", ""), ("Beds", "50", ""),
    ]  # fmt: skip


def test_rows_are_known_wherever_they_stand(pot):
    def sorted_by_name(book: openpyxl.Workbook) -> None:
        sheet = book["Schemes"]
        rows = [[(cell.value, cell.number_format) for cell in row] for row in sheet["A2:H4"]]
        for at, row in enumerate(sorted(rows, key=lambda row: row[1])):
            for column, (value, shape) in enumerate(row):
                cell = sheet.cell(at + 2, column + 1)
                cell.value, cell.number_format = value, shape

    found = proposal(sorted_by_name)
    assert words(found) == ["moved Stroke"]
    take(by=FIONA, **HERE, differences=found.differences, seen=0, reason="sorted")
    assert said("schemes", "scheme") == [("Carers",), ("Reablers",), ("Stroke",)]


def schemes(*rows: str) -> Callable[[openpyxl.Workbook], None]:
    """Write rows over those of Schemes: the scheme whose line stands there or none, scheme, source, amount."""

    def write(book: openpyxl.Workbook) -> None:
        sheet = book["Schemes"]
        there = {
            f"{sheet.cell(at, 2).value}": [(cell.value, cell.number_format) for cell in sheet[at][4:]]
            for at in range(2, sheet.max_row)
        }
        sheet.delete_rows(2, sheet.max_row)
        for at, row in enumerate(rows, 2):
            line, scheme, source, amount = (cell.strip() for cell in row.split("|"))
            sheet.append([row_of(line) if line else None, scheme, source, int(amount)])
            for column, (value, shape) in enumerate(there.get(scheme, []), 5):
                cell = sheet.cell(at, column, value)
                cell.number_format = shape

    return write


STRAYED = (
    "Schemes: 3 lines stand beside rows that they do not belong to, as when a sheet is sorted without its column "
    "“Line”. These rows are known by “Scheme”."
)
SORTED = [  # the rows of a file, each with the scheme whose line stands beside it; what would change; how it is known
    (
        "the line sorted with the others",
        ["Carers | Carers | Council | 100", "Reablers | Reablers | Council | 200", "Stroke | Stroke | Group | 700"],
        ["moved Stroke"],
        [],
    ),
    (
        "all columns sorted but the line",
        ["Stroke | Carers | Council | 100", "Carers | Reablers | Council | 200", "Reablers | Stroke | Group | 700"],
        ["moved Stroke"],
        [STRAYED],
    ),
    (
        "sorted without the line, and one given another name and amount",
        ["Stroke | Carers | Council | 150", "Carers | Enablers | Council | 200", "Reablers | Stroke | Group | 700"],
        ["Schemes, row 1, Amount: 100 > 150", "Schemes, row 2, Scheme: Reablers > Enablers", "moved Stroke"],
        [STRAYED],
    ),
    (
        "the lines emptied, one row new, one gone",
        [" | Reablers | Council | 200", " | Stroke | Group | 650", " | Beds | Council | 50"],
        ["Schemes, row 2, Amount: 700 > 650", "removed Carers", "moved Reablers", "added Beds"],
        ["Schemes: 2 rows without their line are known by “Scheme”."],
    ),
    (
        "a row copied with its name stays a new one",
        ["Stroke | Stroke | Group | 700", "Carers | Carers | Council | 100", "Reablers | Reablers | Council | 200",
         " | Carers | Council | 1"],
        ["added Carers"],
        [],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "changes", "known"), [each[1:] for each in SORTED], ids=[each[0] for each in SORTED]
)
def test_rows_are_known_by_their_names_where_their_lines_are_lost(pot, rows, changes, known):
    found = proposal(schemes(*rows))
    assert (sorted(words(found)), found.known) == (sorted(changes), known)


def test_names_that_are_written_the_other_way_round_are_new_names(pot):
    def renamed(book: openpyxl.Workbook) -> None:
        book["Schemes"]["B2"], book["Schemes"]["B3"] = "Carers", "Stroke"

    found = proposal(renamed)
    assert words(found) == [
        "Schemes, row 1, Scheme: Stroke > Carers", "Schemes, row 2, Scheme: Carers > Stroke",
    ]  # fmt: skip
    assert found.known == []


def test_rows_that_no_column_tells_apart_are_known_while_they_say_the_same(own_database):
    pot_called(
        "this-year",
        TABLES | {"schemes": """
            scheme | source  | amount
            Beds   | Council | 300
            Beds   | Group   | 200
            Baths  | Group   | 500
            """},
    )  # fmt: skip
    found = proposal(schemes(" | Beds | Group | 200", " | Beds | Council | 300", " | Baths | Group | 499"))
    assert sorted(words(found)) == ["added Baths", "moved Beds", "removed Baths"]
    assert found.known == [
        "Schemes: 2 rows without their line are known by all of their cells.",
        (
            "Schemes: no column tells its rows apart, so a row without its line that says anything else than before "
            "is shown as added, and the row that it was as removed."
        ),
    ]


def test_a_row_known_by_its_name_keeps_its_line_and_its_history(pot):
    before = {name: row_of(name) for name in ("Stroke", "Carers", "Reablers")}
    found = proposal(schemes(*SORTED[1][1]))
    take(by=FIONA, **HERE, differences=found.differences, seen=0, reason="sorted")
    assert {name: row_of(name) for name in before} == before
    assert said("schemes", "scheme", "amount") == [("Carers", "100"), ("Reablers", "200"), ("Stroke", "700")]


def test_a_row_that_is_not_in_it_any_more_is_removed(pot):
    assert words(proposal(lambda book: book["Schemes"].delete_rows(3))) == ["removed Carers"]


def test_the_last_result_of_a_formula_is_read_and_none_is_said(pot):
    file = back(changed(workbook_of(now()), lambda book: book["Sources"].__setitem__("C2", "=100+200")))
    assert [str(fault) for fault in file.faults] == [
        "Sources, C2: holds a formula without its result: open the file in a spreadsheet program and save it"
    ]


def heads(sheet: str, *said: str | None) -> Callable[[openpyxl.Workbook], None]:
    def write(book: openpyxl.Workbook) -> None:
        for at, head in enumerate(said, 1):
            book[sheet].cell(1, at).value = head

    return write


def put(sheet: str, cell: str, value: str | float) -> Callable[[openpyxl.Workbook], None]:
    return lambda book: book[sheet].__setitem__(cell, value)


NO_AMOUNT = "“1,00” is no amount of pounds: write 10919000, £10,919,000 or £10.919m"
GONE = "belongs, and no other column says it: it was renamed or taken out"
BROKEN = [
    (
        heads("Sources", "Line", "Amount", "Source"),
        "Sources, B1: says “Amount”, where “Source” belongs, which stands in column C: the columns were moved",
    ),
    (heads("Sources", "Line", "Source", "£000"), f"Sources, C1: says “£000”, where “Amount” {GONE}"),
    (lambda book: book["Schemes"].delete_cols(4), f"Schemes, D1: says “Area”, where “Amount” {GONE}"),
    (lambda book: book["Schemes"].delete_cols(1), f"Schemes, A1: says “Scheme”, where “Line” {GONE}"),
    (
        heads("Sources", "Line", "Source", "Amount", "Note"),
        "Sources, D1: “Note” is no column of the plan: take it out",
    ),
    (
        lambda book: book.remove(book["Schemes"]),
        "Schemes: is no worksheet of the file: it was renamed or taken out",
    ),
    (put("Sources", "C3", 12.5), "Sources, C3: “12.5” has pence: write whole pounds"),
    (put("Sources", "C3", "1,00"), f"Sources, C3: {NO_AMOUNT}"),
    (put("Sources", "A3", "x"), "Sources, A3: “x” is no line: leave it empty for a new row"),
]


@pytest.mark.parametrize(("change", "sentence"), BROKEN)
def test_what_was_broken_is_said_with_its_cell(pot, change, sentence):
    assert [str(fault) for fault in back(changed(workbook_of(now()), change)).faults] == [sentence]


def test_a_percentage_is_one_in_a_spreadsheet_as_well(pot):
    cell = openpyxl.load_workbook(io.BytesIO(workbook_of(now())))["Schemes"]["F2"]
    assert (cell.value, cell.number_format) == (0.046, "0.0####%")

    def pasted_as_a_value(book: openpyxl.Workbook) -> None:
        book["Schemes"]["F2"] = 0.05

    assert words(proposal(pasted_as_a_value)) == ["Schemes, row 1, Growth: 4.6 > 5"]


def test_a_percentage_of_a_workbook_whose_sign_is_only_written_behind_is_in_points(pot):
    def as_it_once_went_out(book: openpyxl.Workbook) -> None:
        cell = book["Schemes"]["F2"]
        cell.value, cell.number_format = 4.7, '0.0####"%"'

    assert words(proposal(as_it_once_went_out)) == ["Schemes, row 1, Growth: 4.6 > 4.7"]


def test_a_fraction_in_a_column_of_percentages_is_not_guessed(pot):
    def typed(book: openpyxl.Workbook) -> None:
        cell = book["Schemes"]["F3"]
        cell.value, cell.number_format = 0.046, "General"

    assert "if it is a fraction" in str(back(changed(workbook_of(now()), typed)).faults[0])


def test_a_row_that_was_copied_is_said(pot):
    line = row_of("Council", "sources")
    (fault,) = back(changed(workbook_of(now()), put("Sources", "A3", line))).faults
    assert str(fault) == "Sources, A3: is the line of A2 again: leave it empty for a new row"


def parts_changed(content: bytes, change: Callable[[str, str], str]) -> bytes:
    """A workbook as another program might write it: each part of the archive, by its name, as text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name).decode()))
    return out.getvalue()


def test_whole_numbers_may_be_written_with_a_nought_behind_the_point(pot):
    edit(by=COLIN, **HERE, cells=[Written(row_of("Carers"), "amount", "150", "100")], reason="more")
    written = workbook_of(now())
    file = back(parts_changed(written, lambda _, part: re.sub(r"<v>(\d+)</v>", r"<v>\1.0</v>", part)))
    assert (file.faults, file.version, as_read(file)) == ([], 1, as_it_stands())


def test_cells_of_a_line_are_read_in_whatever_order_they_are_written(pot):
    def turned(name: str, part: str) -> str:
        cells = re.compile(r'(<c r="B2".*?</c>)(<c r="C2".*?</c>)(<c r="D2".*?</c>)')
        return cells.sub(r"\3\2\1", part) if "sheet3" in name else part

    written = workbook_of(now())
    assert (turned_file := parts_changed(written, turned)) != written
    assert as_read(back(turned_file)) == as_it_stands()


def test_lines_of_words_that_were_pasted_into_excel_end_once(pot):
    file = back(changed(workbook_of(now()), put("Schemes", "B2", "Stroke_x000D_\nat home")))
    assert file.contents["schemes"][0]["scheme"] == "Stroke\nat home"


def test_rows_of_fixed_sheets_stay(pot):
    found = proposal(lambda book: book["Changes"].append([None, "More", "x"]))
    with pytest.raises(EditRefused, match="is added, and the rows of this sheet are fixed"):
        take(by=FIONA, **HERE, differences=found.differences, seen=0, reason="x")


def test_what_others_changed_since_stays_and_what_collides_is_said(pot):
    content = workbook_of(now())
    here = {"by": COLIN, **HERE, "reason": "meanwhile"}
    edit(**here, cells=[Written(row_of("Carers"), "amount", "120", "100")])
    edit(**here, cells=[Written(row_of("Stroke"), "area", "social", "Health care")])
    remove_rows(**here, rows={row_of("Reablers"): 1})
    add_rows(**here, sheet="schemes", rows=[{"scheme": "Beds", "amount": "5"}])

    def edited(book: openpyxl.Workbook) -> None:
        sheet = book["Schemes"]
        sheet["D2"], sheet["D3"], sheet["D4"] = 650, 150, 250
        sheet.append([None, "Beds", None, 5])
        sheet.append([None, "Baths", "Group", 50])
        sheet.append([999_999, "Lost", "Group", 1])

    found = proposal(edited, content)
    assert words(found) == ["Schemes, row 1, Amount: 700 > 650", "added Baths"]
    assert found.left == [
        "Schemes, row 2, Amount: the file says “150”, and here “100” became “120”",
        "Schemes, a new row of the file, “Beds”, is the same as one that was added here since it was made",
        "Schemes, line 999999 of the file is none of this sheet: leave the line empty for a new row",
        "Schemes, row 3 of then was removed here since the file was made",
    ]


def test_a_row_edited_here_is_not_removed_by_an_older_file(pot):
    content = workbook_of(now())
    edit(by=COLIN, **HERE, cells=[Written(row_of("Carers"), "amount", "120", "100")], reason="meanwhile")
    move_row(by=COLIN, **HERE, row=row_of("Carers"), after=None, reason="order")
    found = proposal(lambda book: book["Schemes"].delete_rows(3), content)
    assert words(found) == []
    assert found.left == ["Schemes, row 1 is not in the file, and was edited here since it was made"]


def test_a_plan_that_was_edited_after_the_file_was_shown_is_looked_at_again(pot):
    found = proposal(put("Sources", "C2", 310))
    edit(by=COLIN, **HERE, cells=[Written(row_of("Carers"), "amount", "120", "100")], reason="meanwhile")
    with pytest.raises(ChangedMeanwhile, match="compare the file again"):
        take(by=FIONA, **HERE, differences=found.differences, seen=0, reason="x")


def test_a_file_of_another_plan_and_what_is_no_workbook_are_refused(pot, tmp_path):
    content = workbook_of(now())
    with pytest.raises(BookRefused, match="was made of another plan"):
        read(POT, "last-year", content)
    for rubbish in (b"", b"PK\x03\x04", content[:2000], Path(__file__).read_bytes()):
        with pytest.raises(BookRefused, match="cannot be read as a workbook"):
            back(rubbish)


def test_another_worksheet_is_left_aside_with_a_note(pot):
    file = back(changed(workbook_of(now()), lambda book: book.create_sheet("Workings")))
    assert (file.faults, file.notes) == (
        [],
        ["The worksheet “Workings” is none of the plan's and was left aside."],
    )


def packed_anew(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one of its parts changed byte by byte."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name.endswith(part) else old.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    "damage",
    [
        lambda xml: xml[:-40],
        lambda xml: xml.replace(b'r="B2"', b'r="ZZZZZZ2"'),
        lambda xml: re.sub(rb's="\d+"', b's="999"', xml),
        lambda xml: xml.replace(b"<v>", b"<v>x", 1),
    ],
    ids=["cut off", "a column that cannot be", "a style that is not there", "a number that is none"],
)
def test_a_workbook_that_is_damaged_inside_is_refused(pot, damage):
    content = packed_anew(workbook_of(now()), "sheet3.xml", damage)
    assert content != packed_anew(workbook_of(now()), "sheet3.xml", bytes)
    with pytest.raises(BookRefused, match="cannot be read as a workbook"):
        back(content)


def filled(rows: int, row: bytes) -> Callable[[bytes], bytes]:
    return lambda xml: xml.replace(b"</sheetData>", (b"<row>" + row + b"</row>") * rows + b"</sheetData>")


MUCH = "holds far more than any plan"
HOSTILE = {  # what somebody put into which part, and what is said of it
    "rows of empty cells": ("sheet3.xml", filled(5_000, b"<c/>" * 400), MUCH),
    "one row of empty cells": ("sheet3.xml", filled(1, b"<c/>" * 900_000), MUCH),
    "styles": ("styles.xml", lambda xml: xml.replace(b"</cellXfs>", b"<xf/>" * 21_000 + b"</cellXfs>"), MUCH),
    "a long style": (
        "styles.xml", lambda xml: xml.replace(b"</numFmts>", b'<numFmt formatCode="' + b"x" * 2_000 + b'"/></numFmts>'),
        MUCH,
    ),
    "worksheets": (
        "workbook.xml", lambda xml: xml.replace(b"</sheets>", b"<sheet/>" * 21_000 + b"</sheets>"), MUCH,
    ),
    "letters that stand for many": (
        "sheet3.xml", lambda xml: b'<!DOCTYPE worksheet [<!ENTITY a "<c/><c/>">]>' + xml, "declares words of its own",
    ),
    "the same in two bytes a letter": (
        "sheet3.xml", lambda xml: "<!DOCTYPE x>".encode("utf-16") + xml, "declares words of its own",
    ),
    "words that no cell holds": (
        "sheet3.xml", filled(1, b'<c t="inlineStr"><is><t>' + b"w" * 32_768 + b"</t></is></c>"), "32,767 letters",
    ),
}  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_workbook_that_would_keep_a_worker_busy_is_refused_at_once(pot, hostile):
    part, change, says = HOSTILE[hostile]
    content, began = packed_anew(workbook_of(now()), part, change), thread_time()
    with pytest.raises(BookRefused, match=says):
        back(content)
    assert thread_time() - began < 2


def test_a_workbook_that_takes_longer_than_any_plan_is_left(pot, monkeypatch):
    monkeypatch.setattr(bounds, "SECONDS_AT_MOST", 0.0)
    with pytest.raises(BookRefused, match="takes longer to read than any plan"):
        back(workbook_of(now()))


def test_a_full_sheet_of_many_columns_is_no_more_than_a_plan(pot):
    row = b'<c t="inlineStr"><is><t>Some words of a scheme</t></is></c><c><v>1000</v></c>' * 12
    bounds.refuse_what_is_too_much(packed_anew(workbook_of(now()), "sheet3.xml", filled(ROWS_AT_MOST, row)))


def test_a_workbook_that_unpacks_to_far_more_than_a_plan_is_not_opened(pot):
    content = packed_anew(workbook_of(now()), "sheet3.xml", lambda xml: xml + b" " * 33 * 2**20)
    assert len(content) < 2**20
    with pytest.raises(BookRefused, match="unpacks to far more"):
        back(content)
