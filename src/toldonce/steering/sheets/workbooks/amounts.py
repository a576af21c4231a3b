"""Whether the amounts that a file changes may be thousands, and the same changes with them made pounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from toldonce.steering.sheets.comparing import Comparison, RowDifference
from toldonce.steering.sheets.declaring import At, BookKind, Contents, Finding, Row, Sheet
from toldonce.steering.sheets.errors import BookRefused
from toldonce.steering.sheets.kinds import NotUnderstood, Pounds, Value
from toldonce.steering.sheets.scales import strange_amounts


def strange_amount(kind: BookKind, now: Contents, differences: Comparison) -> str:
    """The first amount of a file that may be meant in thousands beside what stands now; "" where there is none."""
    for sheet in kind.sheets:
        cells = {
            (each.row.key, each.column.key): each.became for each in differences.cells if each.sheet is sheet
        }
        added = [
            each.became.values
            for each in differences.rows
            if each.sheet is sheet and each.was is None and each.became
        ]
        if doubt := strange_amounts(sheet, now[sheet.key], cells, added):
            return doubt
    return ""


def multiplied(differences: Comparison, times: int) -> Comparison:
    """The same differences with every amount that becomes something times so much. Raises BookRefused."""
    cells = [
        replace(
            each,
            became=_times(each.sheet, each.row.number, {each.column.key: each.became}, times)[
                each.column.key
            ],
        )
        for each in differences.cells
    ]
    return Comparison(cells, [_row(each, times) for each in differences.rows])


def _row(each: RowDifference, times: int) -> RowDifference:
    row = each.became
    if each.was is not None or row is None:
        return each
    values = _times(each.sheet, row.number, row.values, times)
    return replace(each, became=Row(row.key, row.number, values, row.version))


def _times(sheet: Sheet, number: int, values: Mapping[str, Value], times: int) -> dict[str, Value]:
    """Values of a row with its amounts times so much, each still within what its column takes."""
    made = dict(values)
    for key, value in values.items():
        kind = sheet.by_key[key].kind
        if isinstance(kind, Pounds) and isinstance(value, int):
            try:
                made[key] = kind.read(f"{value * times}")
            except NotUnderstood as trouble:
                raise BookRefused(f"{Finding(At(sheet, number, key), str(trouble))}.") from trouble
    return made
