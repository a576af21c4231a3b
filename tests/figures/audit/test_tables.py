"""Tables as people publish them: where they begin and end, what their words are."""

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.figures.audit import grids
from toldonce.figures.audit.errors import Unreadable
from toldonce.figures.audit.tables import tables_of


def read(text):
    return tables_of(grids.of_text(text))


def labels(lines):
    return [line.label for line in lines]


def test_titles_above_units_in_a_second_head_and_notes_below():
    (table,) = read(
        """Annex B: what was spent,,
        Scheme,2018/19,2019/20
        ,£000,£000
        Carers,"1,148","1,200"
        Equipment,300,310

        Source: the pooled budget,,"""
    )
    assert table.title == "Annex B: what was spent"
    assert labels(table.columns) == ["2018/19 £000", "2019/20 £000"]
    assert labels(table.rows) == ["Carers", "Equipment"]
    assert [cell.value for cell in table.rows[0].cells] == [1_148_000, 1_200_000]
    assert [cell.address for cell in table.rows[1].cells] == ["B5", "C5"]
    assert table.notes == ("Source: the pooled budget",)


def test_a_merged_head_stands_above_all_its_columns_and_a_merged_label_beside_all_its_rows():
    (table,) = read(
        """,,Available,,Occupied,
        Trust,Type,2019,2020,2019,2020
        Harbour,Acute,20,21,18,19
        ,Community,5,6,5,5"""
    )
    assert labels(table.columns) == ["Available 2019", "Available 2020", "Occupied 2019", "Occupied 2020"]
    assert labels(table.rows) == ["Harbour Acute", "Harbour Community"]


def test_a_row_of_words_alone_is_the_section_of_the_rows_below():
    (table,) = read("Source,£000\nCouncil,\n- grant,20\n- other,30\nHealth,50")
    assert [(row.section, row.label) for row in table.rows[:2]] == [
        ("Council", "- grant"),
        ("Council", "- other"),
    ]


def test_tables_one_below_another():
    one, two = read(
        "Area,Beds\nNorth,12\nSouth,13\n\nTable 2: staff\nGroup,2019,2020\nNurses,20,21\nOthers,30,33"
    )
    assert (labels(one.rows), labels(two.rows)) == (["North", "South"], ["Nurses", "Others"])
    assert labels(two.columns) == ["2019", "2020"]
    assert (one.name, two.name) == ("table, table 1", "table, table 2")


def test_tables_side_by_side():
    one, two = read("North,,,South,\nMonth,In,,Month,In\nApril,120,,April,220\nMay,131,,May,231")
    assert [cell.address for cell in two.rows[0].cells] == ["E3"]
    assert labels(one.columns) == labels(two.columns) == ["In"]


def test_years_are_a_head_and_figures_that_look_like_years_are_figures():
    (table,) = read("Month,Opening,Closing\nApril,1663,1750\nMay,1750,2015\nJune,2015,1952")
    assert labels(table.columns) == ["Opening", "Closing"]
    (table,) = read("Area,2019,2020,2021\nNorth,1,2,3\nSouth,4,5,6")
    assert labels(table.columns) == ["2019", "2020", "2021"]


@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_whatever_stands_between_cells(between):
    (table,) = read(
        f"Area{between}Beds{between}Staff\nNorth{between}12{between}30\nSouth{between}13{between}31"
    )
    assert [[cell.value for cell in row.cells] for row in table.rows] == [[12, 30], [13, 31]]


def test_a_table_of_a_document_in_markdown():
    (table,) = read("| Area | Beds |\n|------|-----:|\n| North | 12 |\n| South | 13 |")
    assert [cell.value for row in table.rows for cell in row.cells] == [12, 13]


def test_lines_copied_from_a_document():
    (table,) = read("Opening budget 2015/16 £1,019m\nAcute services £513m\nPrescribing £115m")
    assert labels(table.rows) == ["Opening budget 2015/16", "Acute services", "Prescribing"]
    assert [cell.value for row in table.rows for cell in row.cells] == [1.019e9, 513e6, 115e6]
    (table,) = read(
        "Scheme       2018/19   2019/20\nCarers         1,148     1,200\nHomes          9,447     9,500"
    )
    assert labels(table.columns) == ["2018/19", "2019/20"]
    assert [cell.value for cell in table.rows[0].cells] == [1148, 1200]


def workbook(tmp_path, fill):
    book = openpyxl.Workbook()
    fill(book.active)
    path = tmp_path / "table.xlsx"
    book.save(path)
    return path


def test_a_workbook_shows_what_its_formats_show(tmp_path):
    def fill(sheet):
        sheet.title = "Spend"
        sheet["A1"], sheet["B1"], sheet["C1"] = "Scheme", "£m", "% change"
        sheet["A2"], sheet["B2"], sheet["C2"] = "Carers", 1.148, 0.0462
        sheet["B2"].number_format, sheet["C2"].number_format = "#,##0.0", "0.0%"
        sheet["A3"], sheet["B3"], sheet["C3"] = "Equipment", "=1+1", 0.1

    (grid,) = grids.of_file(workbook(tmp_path, fill))
    assert grid.name == "table.xlsx, sheet Spend"
    assert grid.rows == (
        ("Scheme", "£m", "% change"),
        ("Carers", "1.1", "4.6%"),
        ("Equipment", grids.FORMULA_WITHOUT_VALUE, "0.1"),
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "nothing to audit"),
        (b"%PDF-1.7", "is no table"),
        (b"\xd0\xcf\x11\xe0", "old Excel"),
        (b"PK\x03\x04 broken", "cannot be read as a workbook"),
        (b"\x00\x01\x02", "is no table"),
        (b"a,b\n" * 30_000, "audit it in parts"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path, content, said):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=said):
        grids.of_file(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Unreadable, match="cannot be read"):
        grids.of_file(tmp_path / "no.csv")


def test_cells_are_named_as_a_spreadsheet_names_them():
    assert [grids.address(0, column) for column in (0, 25, 26, 701, 702)] == [
        "A1",
        "Z1",
        "AA1",
        "ZZ1",
        "AAA1",
    ]


@given(st.text(alphabet='a1,;|\t\n"-().%£ *\x85\u2028', max_size=200))
def test_any_text_is_tables_or_a_sentence(text):
    try:
        found = read(text)
    except Unreadable:
        return
    assert all(len(row.cells) == len(table.columns) for table in found for row in table.rows)


def test_an_archive_that_is_no_workbook(tmp_path):

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "no workbook")
    path = tmp_path / "table.xlsx"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(Unreadable, match="cannot be read as a workbook"):
        grids.of_file(path)


def test_a_workbook_that_unpacks_to_far_more_than_it_is(tmp_path):
    path = tmp_path / "table.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (grids.UNPACKED_AT_MOST + 1))
    with pytest.raises(Unreadable, match="unpacks to more than 100 MB"):
        grids.of_file(path)


@pytest.mark.parametrize("far", ["XFD1", "A1048576", "XFD1048576"])
def test_a_sheet_with_one_cell_far_away_is_read_no_further_than_a_table_goes(tmp_path, far):
    def fill(sheet):
        sheet["A1"], sheet[far] = 1, 2

    with pytest.raises(Unreadable, match="audit it in parts"):
        grids.of_file(workbook(tmp_path, fill))


def test_a_sheet_that_is_merged_from_end_to_end_is_one_cell(tmp_path):
    def fill(sheet):
        sheet["A1"] = "A title"
        sheet["A3"], sheet["B3"] = "Carers", 5

    path = workbook(tmp_path, fill)
    merged = b'<mergeCells count="1"><mergeCell ref="C1:XFD1048576"/></mergeCells>'
    rewritten(
        path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", b"</sheetData>" + merged)
    )
    (grid,) = grids.of_file(path)
    assert grid.rows[2] == ("Carers", "5")


def rewritten(path, part, change):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
