"""How the checks of plans say what they find: an error, a doubt, a row that stands there twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toldonce.steering.sheets.declaring import At, Finding, Grade, Row, Sheet
from toldonce.steering.sheets.kinds import Value


def error(sheet: Sheet, row: Row | None, column: str, says: str) -> Finding:
    """What must be put right before anything is worked out."""
    return Finding(At(sheet, row.number if row else None, column), says)


def doubt(sheet: Sheet, row: Row | None, column: str, says: str) -> Finding:
    """What may be right, and is said."""
    return Finding(At(sheet, row.number if row else None, column), says, Grade.DOUBT)


def twice(sheet: Sheet, rows: Sequence[Row], *columns: str) -> Iterator[Finding]:
    """The rows that say again what an earlier one says of the same thing."""
    first: dict[tuple[Value, ...], int] = {}
    for row in rows:
        key = tuple(row[column] for column in columns)
        if key in first and key != (None,) * len(key):
            yield error(sheet, row, columns[0], f"is the same as in row {first[key]}: each stands here once")
        first.setdefault(key, row.number)


def filled(row: Row, *columns: str) -> bool:
    """Whether these cells all have a value; where one has not, that is a finding of its own."""
    return all(row[column] is not None for column in columns)
