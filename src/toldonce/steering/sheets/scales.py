"""Whether amounts were written in thousands: heads that say so, and amounts a thousand times too small or too large."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from statistics import median

from toldonce.steering.sheets.declaring import At, Finding, Row, Sheet
from toldonce.steering.sheets.kinds import Pounds, Value

SCALES = (
    (re.compile(r"£\s?'?000,?000'?s?|£\s?m(illions?)?\b|\bmillions?\b", re.IGNORECASE), 1_000_000),
    (re.compile(r"£?\s?'?\b0{3}'?s?\b|£\s?k\b|\(k\)|\bthousands?\b", re.IGNORECASE), 1_000),
)
FROM, TO = Decimal("0.5"), Decimal(2)  # how near to a thousandth or to a thousand times is near
ENOUGH = 5  # amounts of a column that say what is usual in it
FAR = 200  # times from the middle amount of a column


def scale_of(head: str) -> int:
    """1,000 for a head such as “£000” or “£k”, 1,000,000 for “£m”, otherwise 1."""
    return next((times for said, times in SCALES if said.search(head)), 1)


def without_scale(head: str) -> str:
    """A head without what it says of thousands or millions, and without the signs around that."""
    for said, _ in SCALES:
        head = said.sub("", head)
    return " ".join(re.sub(r"[()\[\],:£]+", " ", head).split())


def strange_amounts(
    sheet: Sheet,
    rows: Sequence[Row],
    cells: Mapping[tuple[int, str], Value],
    added: Sequence[Mapping[str, Value]],
) -> str:
    """The first amount that may be meant in thousands, with its place, or "" where none is.

    It is looked for in new values of cells, by the keys of their row and column, and in rows that are added.
    """
    before = {row.key: row for row in rows}
    for column in sheet.columns:
        if not isinstance(column.kind, Pounds):
            continue
        told = {row: value for (row, name), value in cells.items() if name == column.key}
        for row, value in told.items():
            if doubt := strange_beside_before(before[row][column.key], value):
                return str(Finding(At(sheet, before[row].number, column.key), doubt))
        new = [*told.values(), *(values.get(column.key) for values in added)]
        others = [row[column.key] for key, row in before.items() if key not in told]
        if doubt := strange_beside_others(new, others):
            return str(Finding(At(sheet, None, column.key), doubt))
    return ""


def strange_beside_before(was: Value, became: Value) -> str:
    """A sentence where an amount became about a thousandth or a thousand times of what stood there, otherwise ""."""
    if not isinstance(was, int) or not isinstance(became, int) or not was or not became:
        return ""
    ratio = abs(Decimal(became) / was)
    if FROM / 1000 <= ratio <= TO / 1000:
        return f"{became:,} is about a thousandth of {was:,}, which stood there"
    if FROM * 1000 <= ratio <= TO * 1000:
        return f"{became:,} is about a thousand times {was:,}, which stood there"
    return ""


def strange_beside_others(became: Iterable[Value], others: Sequence[Value]) -> str:
    """A sentence where amounts are far from the other amounts of their column, otherwise ""."""
    usual = [abs(each) for each in others if isinstance(each, int) and each]
    new = [abs(each) for each in became if isinstance(each, int) and each]
    if len(usual) < ENOUGH or not new:
        return ""
    middle, other = median(new), median(usual)
    if middle * FAR < other:
        return f"{_rounded(middle)} is very little beside the other amounts of the column, about {_rounded(other)}"
    if middle > other * FAR:
        return (
            f"{_rounded(middle)} is very much beside the other amounts of the column, about {_rounded(other)}"
        )
    return ""


def _rounded(amount: float) -> str:
    return f"{round(amount):,}"
