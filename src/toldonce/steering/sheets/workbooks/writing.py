"""A book as an XLSX file: one worksheet for each sheet, amounts as numbers, sums as formulas, and what it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from toldonce.steering.sheets.agreeing.parties import how_it_holds
from toldonce.steering.sheets.declaring import Column, Row, Sheet
from toldonce.steering.sheets.kinds import Day, Number, Percent, Pounds, Value, Whole, Words
from toldonce.steering.sheets.queries import Opened, signatures
from toldonce.steering.sheets.workbooks.shape import (
    ABOUT,
    KEY,
    KIND,
    LIKE_AN_ESCAPE,
    TOTAL,
    VERSION,
    heads,
    titles,
)

BOLD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")
GREY = PatternFill("solid", fgColor="E8EDEE")
FORMATS = {
    Pounds: '"£"#,##0;[Red]-"£"#,##0',
    Whole: "#,##0",
    Percent: "0.0####%",  # a percentage as spreadsheets know it: what is typed or pasted into it is one as well
    Number: "#,##0.######",
    Day: "dd/mm/yyyy",
}
DIGITS_OF_A_NUMBER = 15  # that a spreadsheet keeps; a number with more is written as text


def workbook_of(opened: Opened) -> bytes:
    """The book as the bytes of an XLSX file."""
    book = Workbook(write_only=True)
    _about(book, opened)
    for title, sheet in titles(opened.kind).items():
        _worksheet(book.create_sheet(title), sheet, opened.contents[sheet.key])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _about(book: Workbook, opened: Opened) -> None:
    sheet, plan = book.create_sheet(ABOUT), opened.book
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 90
    told = [
        ("Title", plan.title),
        (KIND, opened.kind.key),
        (KEY, plan.key),
        (VERSION, plan.version),
        ("State", plan.get_state_display()),
        ("Source", plan.source),
        ("About", plan.about),
        ("Invented", "Yes: it is made up" if plan.invented else "No"),
        ("Contents", opened.digest),
    ]
    for each in signatures(plan):
        holds = how_it_holds(opened, each)
        told.append(("Signature", f"{each.name}, {each.capacity}, {each.at:%d/%m/%Y}: {holds}"))
    told += [("Does not hold", f"{each.grade}: {each}") for each in opened.findings]
    told += [
        (f"{table.title}: {column.head}", column.help)
        for table in opened.kind.sheets
        for column in table.columns
        if column.help
    ]
    for name, words in told:
        sheet.append([_words(sheet, name, BOLD), words if isinstance(words, int) else _words(sheet, words)])


def _worksheet(worksheet: Any, sheet: Sheet, rows: Any) -> None:
    worksheet.freeze_panes = "B2"
    for number, column in enumerate(sheet.columns, 2):
        worksheet.column_dimensions[get_column_letter(number)].width = (
            40 if type(column.kind) is Words else 18
        )
    worksheet.append([_words(worksheet, head, BOLD, GREY) for head in heads(sheet)])
    for row in rows:
        worksheet.append([row.key, *(_cell(worksheet, column, row) for column in sheet.columns)])
    if any(column.total for column in sheet.columns):
        worksheet.append(_sums(worksheet, sheet, len(rows)))


def _sums(worksheet: Any, sheet: Sheet, count: int) -> list[Any]:
    line: list[Any] = [_words(worksheet, TOTAL, BOLD)]
    for number, column in enumerate(sheet.columns, 2):
        letter = get_column_letter(number)
        cell = WriteOnlyCell(
            worksheet, f"=SUM({letter}2:{letter}{max(count + 1, 2)})" if column.total else None
        )
        cell.font, cell.number_format = BOLD, FORMATS.get(type(column.kind), "General")
        line.append(cell)
    return line


def _cell(worksheet: Any, column: Column, row: Row) -> Any:
    value = row[column.key]
    if value is None:
        return None
    number = _as_number(column, value)
    if number is None:
        return _words(worksheet, column.kind.say(value))
    cell = WriteOnlyCell(worksheet, number)
    cell.number_format = FORMATS[type(column.kind)]
    return cell


def _as_number(column: Column, value: Value) -> Any:
    """What a spreadsheet counts with, None where it would not come back as it went."""
    if type(column.kind) not in FORMATS or isinstance(value, bool | str):
        return None
    if isinstance(value, Decimal):
        value = value.scaleb(-2) if type(column.kind) is Percent else value
        return float(value) if len(value.as_tuple().digits) <= DIGITS_OF_A_NUMBER else None
    if isinstance(value, date):
        return value if value.year > 1900 else None
    return value if value is not None and abs(value) < 10**DIGITS_OF_A_NUMBER else None


def _words(worksheet: Any, words: str, font: Font | None = None, fill: PatternFill | None = None) -> Any:
    """Words that no program takes for a formula, now or after they were edited."""
    cell = WriteOnlyCell(worksheet, LIKE_AN_ESCAPE.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", words)))
    cell.data_type, cell.number_format, cell.quotePrefix, cell.alignment = "s", "@", True, WRAPPED
    if font:
        cell.font = font
    if fill:
        cell.fill = fill
    return cell
