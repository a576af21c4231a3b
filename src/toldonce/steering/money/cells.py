"""What every book of money asks of its cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from toldonce.steering.sheets.declaring import At, Contents, Finding, Sheet


def said(value: Any) -> str:
    """The words of a cell; none where it is empty."""
    return str(value) if value is not None else ""


def repeated(contents: Contents, sheet: Sheet, *columns: str) -> Iterator[Finding]:
    """The rows that say again, in these columns together, what a row above them says: they would count twice."""
    rows = contents[sheet.key]
    told = [tuple([row.values[column] for column in columns]) for row in rows]
    if len(set(told)) == len(told):
        return
    seen: dict[tuple, int] = {}
    for row, words in zip(rows, told, strict=True):
        if None not in words and words in seen:
            says = f"“{words[0]}” stands in row {seen[words]} already: it would be counted twice"
            yield Finding(At(sheet, row.number, columns[0]), says)
        seen.setdefault(words, row.number)
