"""What a workbook of a book looks like: its worksheets, its heads, and what stands beside them."""

from __future__ import annotations

import re

from toldonce.steering.sheets.declaring import BookKind, Sheet

ABOUT = "About"
LINE = "Line"  # the head of the first column: by it a row is known when the file comes back
TOTAL = "Total"  # what that column says in the row of sums
KIND, KEY, VERSION = "Kind of plan", "Plan", "Version"  # what the sheet About says that the file came from
FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
LONGEST_TITLE = 31
LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # spreadsheets take _x0041_ for the letter A
PASTED_END = re.compile(
    r"(?<!_x005F)_x000D_(?=\n)"
)  # how Excel keeps the end of a line of words that were pasted
ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")


def titles(kind: BookKind) -> dict[str, Sheet]:
    """The sheets of a kind by the titles of their worksheets, which Excel allows only so much of."""
    found: dict[str, Sheet] = {}
    for sheet in kind.sheets:
        title = FORBIDDEN.sub(" ", sheet.title)[:LONGEST_TITLE].strip()
        if title in found or title == ABOUT:
            title = f"{title[: LONGEST_TITLE - 3]} {len(found) + 1}"
        found[title] = sheet
    return found


def heads(sheet: Sheet) -> list[str]:
    """The heads of a worksheet, the column of lines first."""
    return [LINE, *(column.head for column in sheet.columns)]
