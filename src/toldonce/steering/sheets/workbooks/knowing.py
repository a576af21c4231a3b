"""Which row of a plan a row of a file is: by its line, or by its name where the file was sorted or typed without lines.

The name of a row is what other sheets call it by, else its first cell, where no two rows have the same and none is
empty; else it is all of its cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from toldonce.steering.sheets.declaring import BookKind, Column, Row, Sheet
from toldonce.steering.sheets.kinds import Reference, Value

Name = Value | tuple[Value, ...]
BELOW_ALL = -(10**9)  # new rows of a file have negative keys from -1 on


def known_again(
    kind: BookKind, sheet: Sheet, base: Sequence[Row], file: Sequence[Row], told: list[str]
) -> list[Row]:
    """The rows of a file under the keys of those they are in `base`; `told` gets how, where lines do not say it."""
    naming = naming_column(kind, sheet, base)
    then, wanted = {row.key: row for row in base}, _wanted(sheet, naming, base, file)
    by = f"“{naming.head}”" if naming else "all of their cells"
    rows = _in_their_lines(sheet, naming, then, file, wanted)
    if strayed := sum(row.key != before.key for row, before in zip(rows, file, strict=True)):
        told.append(
            f"{sheet.title}: {strayed} lines stand beside rows that they do not belong to, as when a sheet is sorted "
            f"without its column “Line”. These rows are known by {by}."
        )
    named = _named(then, rows, wanted)
    if found := sum(row.key != before.key for row, before in zip(named, rows, strict=True)):
        told.append(f"{sheet.title}: {found} rows without their line are known by {by}.")
    here = {row.key for row in named}
    if naming is None and not here <= then.keys() and not then.keys() <= here:
        told.append(
            f"{sheet.title}: no column tells its rows apart, so a row without its line that says anything else than "
            "before is shown as added, and the row that it was as removed."
        )
    return named


def naming_column(kind: BookKind, sheet: Sheet, rows: Sequence[Row]) -> Column | None:
    """The column by which rows of a sheet are called, if it tells these apart."""
    called = [
        column.kind.column
        for other in kind.sheets
        for column in other.columns
        if isinstance(column.kind, Reference) and column.kind.sheet == sheet.key
    ]
    for column in [*(sheet.by_key[key] for key in called), sheet.columns[0]]:
        names = [row[column.key] for row in rows]
        if None not in names and len(set(names)) == len(names):
            return column
    return None


def _wanted(sheet: Sheet, naming: Column | None, base: Sequence[Row], file: Sequence[Row]) -> dict[int, int]:
    """The keys that rows of the file have by their names, where a name stands once in both."""
    name_of = _name_by(sheet, naming)
    then, now = Counter(map(name_of, base)), Counter(map(name_of, file))
    keys = {name_of(row): row.key for row in base}
    return {row.key: keys[name_of(row)] for row in file if then[name_of(row)] == now[name_of(row)] == 1}


def _name_by(sheet: Sheet, naming: Column | None) -> Callable[[Row], Name]:
    if naming:
        return lambda row: row[naming.key]
    return lambda row: tuple(row[column.key] for column in sheet.columns)


def _in_their_lines(
    sheet: Sheet,
    naming: Column | None,
    then: Mapping[int, Row],
    file: Sequence[Row],
    wanted: Mapping[int, int],
) -> list[Row]:
    """The rows with the lines of their names, where their other cells say that lines were left behind, not renamed."""
    others = [column.key for column in sheet.columns if column is not naming]

    def alike(row: Row, key: int) -> int:
        return sum(row[column] == then[key][column] for column in others)

    strayed = [row for row in file if row.key in then and wanted.get(row.key, row.key) != row.key]
    by_line = sum(alike(row, row.key) for row in strayed)
    if sum(alike(row, wanted[row.key]) for row in strayed) <= by_line:
        return list(file)
    keys = {row.key: wanted[row.key] for row in strayed}
    displaced = [row.key for row in file if row.key not in keys and row.key in keys.values()]
    free = [key for key in keys if key not in keys.values()]
    if len(displaced) == len(free) == 1:  # the one of them that was given another name
        keys[displaced[0]] = free[0]
    else:
        keys |= {key: BELOW_ALL - key for key in displaced}
    return [replace(row, key=keys.get(row.key, row.key)) for row in file]


def _named(then: Mapping[int, Row], file: Sequence[Row], wanted: Mapping[int, int]) -> list[Row]:
    """The rows that have no line of the sheet under the key of their name, where no other row has it."""
    taken = {row.key for row in file}
    return [
        replace(row, key=wanted[row.key])
        if row.key not in then and wanted.get(row.key, row.key) not in taken
        else row
        for row in file
    ]
