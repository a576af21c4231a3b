"""A block of cells from a spreadsheet, laid upon a sheet: by its heads where it has some, else from one cell on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from toldonce.steering.sheets.declaring import Column, Row, Sheet
from toldonce.steering.sheets.errors import EditRefused, Unsure
from toldonce.steering.sheets.kinds import NotUnderstood, Percent, Pounds, Value, tidied
from toldonce.steering.sheets.scales import scale_of, strange_amounts, without_scale

MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 2_000, 100, 2_000_000
CR_LF, LF = "\r\n", "\n"
Block = Sequence[Sequence[str]]


@dataclass
class Pasted:
    """What a block does: cells of rows that are there, by row key and column, and rows that come behind the last."""

    cells: dict[tuple[int, str], str] = field(default_factory=dict)
    added: list[dict[str, str]] = field(default_factory=list)


def block_of(text: str) -> list[list[str]]:
    """The cells of what a spreadsheet puts on the clipboard: tabs between them, quotes around those with line ends."""
    rows: list[list[str]] = [[]]
    cell: list[str] = []
    quoted, at = False, 0
    text = text.replace(CR_LF, LF).strip(LF)
    while at < len(text):
        letter = text[at]
        if quoted and letter == '"':
            quoted = text[at + 1 : at + 2] == '"'
            at += quoted
            cell += '"' if quoted else ""
        elif letter == '"' and not cell and text.find('"', at + 1) > 0:
            quoted = True
        elif letter in "\t\n" and not quoted:
            rows[-1].append("".join(cell).strip())
            cell = []
            rows += [[]] if letter == LF else []
        else:
            cell.append(letter)
        at += 1
    rows[-1].append("".join(cell).strip())
    return rows


def pasted(
    sheet: Sheet,
    rows: Sequence[Row],
    block: Block,
    *,
    row: int | None = None,
    column: str = "",
    times: int = 0,
) -> Pasted:
    """What a block does to a sheet from the cell at `row` (a key; None: behind the last) and `column` on.

    `times` answers the question of `Unsure`: 1 where its amounts are pounds, 1,000 where they are thousands. Raises
    EditRefused where it does not fit, Unsure where its amounts may be thousands.
    """
    _refuse_oversize(block)
    heads = heads_of(sheet, block[0])
    columns = heads or _columns_from(sheet, column, max(map(len, block)))
    cells = block[1:] if heads else block
    if not heads:
        _refuse_heads_among_others(sheet, block[0], columns)
    if heads and not times:
        _ask_about_heads(block[0], columns)
    values = [[_scaled(each, at, times) for at, each in zip(columns, line, strict=False)] for line in cells]
    laid = _laid(sheet, rows, columns, values, row)
    if not times:
        _ask_about_amounts(sheet, rows, laid)
    return laid


def heads_of(sheet: Sheet, line: Sequence[str]) -> list[Column | None]:
    """The columns that a line names, if it is a line of heads; raises EditRefused for a head that is no column."""
    found = _named(sheet, line)
    if sum(each is not None for each in found) < max(1, len([cell for cell in line if cell]) / 2):
        return []
    _refuse_what_is_no_head(sheet, line, found)
    for each in found:
        if each is not None and found.count(each) > 1:
            raise EditRefused(f"“{each.head}” stands twice above what was pasted: leave one of them out.")
    return found


def _named(sheet: Sheet, line: Sequence[str]) -> list[Column | None]:
    """The column that each cell names, None where it names none."""
    known = {_plain(name): column for column in sheet.columns for name in _names(column)}
    return [known.get(_plain(cell)) or known.get(_plain(without_scale(cell))) for cell in line]


def _names(column: Column) -> list[str]:
    """What a column may be called, one of percentages with its sign as well."""
    return [column.head, column.key, *([f"{column.head} %"] if isinstance(column.kind, Percent) else [])]


def _refuse_what_is_no_head(sheet: Sheet, line: Sequence[str], named: Sequence[Column | None]) -> None:
    for cell, each in zip(line, named, strict=True):
        if cell and each is None:
            heads = ", ".join(column.head for column in sheet.columns)
            raise EditRefused(f"“{cell[:60]}” is no column of “{sheet.title}”: there are {heads}.")


def _refuse_heads_among_others(sheet: Sheet, line: Sequence[str], columns: Sequence[Column | None]) -> None:
    """A first line of which few cells are heads, one of them where its column could not hold it."""
    named = _named(sheet, line)
    for cell, head, column in zip(line, named, columns, strict=False):
        if head is not None and column is not None and not _understood(column, cell):
            _refuse_what_is_no_head(sheet, line, named)


def _plain(head: str) -> str:
    return " ".join(head.casefold().replace("*", "").split())


def _refuse_oversize(block: Block) -> None:
    if not any(cell for line in block for cell in line):
        raise EditRefused("Nothing was pasted: copy cells in a spreadsheet first.")
    if len(block) > MOST_ROWS or max(map(len, block)) > MOST_COLUMNS:
        raise EditRefused(f"Paste {MOST_ROWS:,} rows and {MOST_COLUMNS} columns at most, or take a file.")


def _columns_from(sheet: Sheet, column: str, wide: int) -> list[Column]:
    keys = list(sheet.by_key)
    if column and column not in keys:
        raise EditRefused(f"The sheet “{sheet.title}” has no column “{column[:40]}”.")
    columns = list(sheet.columns)[keys.index(column) if column else 0 :]
    if wide > len(columns):
        raise EditRefused(
            f"The block has {wide} columns, and from “{columns[0].head}” on there are {len(columns)}: begin further "
            "left, or copy the heads with it."
        )
    return columns[:wide]


def _ask_about_heads(line: Sequence[str], columns: Sequence[Column | None]) -> None:
    for cell, column in zip(line, columns, strict=False):
        if (
            column is not None
            and isinstance(column.kind, Pounds)
            and (times := scale_of(cell)) > scale_of(column.head)
        ):
            unit = "millions" if times > 1_000 else "thousands"
            raise Unsure(f"The head “{cell[:60]}” says {unit} of pounds, and this sheet holds pounds.", times)


def _scaled(said: str, column: Column | None, times: int) -> str:
    """An amount in pounds where it was written in thousands; what is no plain number is left for its column."""
    if times <= 1 or column is None or not isinstance(column.kind, Pounds):
        return said
    try:
        number, unit = column.kind.parted(tidied(said))
    except NotUnderstood:
        return said
    return f"{number * times:f}" if unit == 1 else said


def _laid(
    sheet: Sheet, rows: Sequence[Row], columns: Sequence[Column | None], lines: Block, first: int | None
) -> Pasted:
    keys = [row.key for row in rows]
    if first is not None and first not in keys:
        raise EditRefused("The row that this is pasted upon is not there any more: open the page again.")
    start = keys.index(first) if first is not None else len(keys)
    laid = Pasted()
    for number, line in enumerate(lines, start):
        told = {column.key: said for column, said in zip(columns, line, strict=False) if column is not None}
        if number < len(keys):
            laid.cells.update({(keys[number], key): said for key, said in told.items()})
        elif any(told.values()):
            laid.added.append(told)
    if laid.added and not sheet.grows:
        raise EditRefused(
            f"The block has {len(laid.added)} rows more than “{sheet.title}”, whose rows are fixed."
        )
    return laid


def _ask_about_amounts(sheet: Sheet, rows: Sequence[Row], laid: Pasted) -> None:
    cells = {(row, key): _value(sheet.by_key[key], said) for (row, key), said in laid.cells.items()}
    added = [{key: _value(sheet.by_key[key], said) for key, said in row.items()} for row in laid.added]
    if doubt := strange_amounts(sheet, rows, cells, added):
        raise Unsure(f"{doubt}.", 1_000)


def _understood(column: Column, said: str) -> bool:
    return not said or _value(column, said) is not None


def _value(column: Column, said: str) -> Value:
    try:
        return column.kind.read(said)
    except NotUnderstood:
        return None
