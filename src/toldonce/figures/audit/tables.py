"""Grids cut into tables: titles above, heads in one or several rows, labels at the left, notes below."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from toldonce.figures.audit import printed
from toldonce.figures.audit.cells import NIL, NUMBER, TEXT, UNKNOWN, Cell, Line, Table
from toldonce.figures.audit.grids import Grid, address

LABEL_HEADS = re.compile(r"(.*\bcode|code|rank|#|id|ref|year|month|week)", re.I)
TITLE = re.compile(r"\s*(table|figure|chart|appendix|annex)\b", re.I)
NOTE = re.compile(r"\s*(notes?\b|source|\*|†|‡|\d+\.\s|\(\d\)|\[\w\])", re.I)
YEARS_APART = 10

Places = list[tuple[int, list[int]]]  # rows of the grid, each with the columns that count


def tables_of(grid: Grid) -> list[Table]:
    """The tables of a grid, in the order in which they are read."""
    found = []
    for rows in _bands(grid):
        for columns in _blocks(grid, rows):
            table = _table(grid, rows, columns)
            if table:
                found.append(table)
    if len(found) < 2:
        return found
    return [_renamed(table, f"{table.name}, table {n}") for n, table in enumerate(found, 1)]


def _renamed(table: Table, name: str) -> Table:
    new = {cell: replace(cell, table=name) for cell in table.cells}
    rows, columns = (
        tuple(replace(line, cells=tuple(new[cell] for cell in line.cells)) for line in lines)
        for lines in (table.rows, table.columns)
    )
    return replace(table, name=name, rows=rows, columns=columns)


def _numbers(cells: tuple[str, ...] | list[str]) -> int:
    return sum(printed.read(cell) is not None for cell in cells)


def _years(cells: tuple[str, ...] | list[str]) -> int:
    """How many cells are calendar years: they go up or down in even steps, or one stands over an empty label."""
    years = [int(cell) for cell in cells if printed.is_year(cell)]
    if len(years) < 2:
        return len(years) if years and not cells[0] else 0
    once = list(dict.fromkeys(years))
    steps = {after - before for before, after in itertools.pairwise(once)}
    even = len(steps) == 1 and abs(next(iter(steps))) <= YEARS_APART
    # Under merged heads the same years come again and again, or each of them several times.
    in_turn = years == (once * len(years))[: len(years)] or years == sorted(years, key=once.index)
    return len(years) if even and in_turn else 0


def _texts(cells: tuple[str, ...] | list[str]) -> int:
    return sum(
        bool(cell)
        and printed.read(cell) is None
        and not printed.is_unknown(cell)
        and not printed.is_nil(cell)
        for cell in cells
    )


def _has_figures(cells: tuple[str, ...] | list[str]) -> bool:
    if _numbers(cells):
        return _numbers(cells) > _years(cells)
    return any(printed.is_unknown(cell) for cell in cells[1:]) and not _texts(cells[1:])


def _bands(grid: Grid) -> Iterator[list[int]]:
    """The rows of tables that stand one below another."""
    band: list[int] = []
    after_gap = seen_figures = False
    for number, cells in enumerate(grid.rows):
        if not any(cells):
            after_gap = True
            continue
        if seen_figures and _begins_anew(cells, after_gap):
            yield band
            band, seen_figures = [], False
        band.append(number)
        seen_figures = seen_figures or _has_figures(cells)
        after_gap = False
    if band:
        yield band


def _begins_anew(cells: tuple[str, ...], after_gap: bool) -> bool:
    """Whether a row below figures is the title or the head of another table."""
    filled = [cell for cell in cells if cell]
    if _numbers(cells) > _years(cells):
        return False
    if len(filled) == 1:
        return bool(TITLE.match(filled[0])) and not NOTE.match(filled[0])
    heads = _texts(cells[1:]) + _years(cells[1:])
    return heads >= 2 or (heads == 1 and after_gap and not cells[0])


def _blocks(grid: Grid, rows: list[int]) -> Iterator[list[int]]:
    """The columns of tables that stand side by side; columns that hold nothing are left out."""
    body = [grid.rows[row] for row in rows if _has_figures(grid.rows[row])]
    block: list[int] = []
    after_gap = False
    for column in range(len(grid.rows[0])):
        # A single title above may run across the gap between two tables.
        filled = [grid.rows[row][column] for row in rows if grid.rows[row][column]]
        within = [cells[column] for cells in body if cells[column]]
        if not within and len(filled) <= 1:
            after_gap = bool(block) and any(_numbers([cells[c] for cells in body]) for c in block)
            continue
        labels = _texts(within) * 2 > len(within) and len(within) >= 2
        if block and after_gap and labels:
            yield block
            block = []
        block.append(column)
        after_gap = False
    if block:
        yield block


def _table(grid: Grid, rows: list[int], columns: list[int]) -> Table | None:
    lines = {row: [grid.rows[row][column] for column in columns] for row in rows}
    first = next((row for row in rows if _has_figures(lines[row])), None)
    if first is None:
        return None
    last = max(row for row in rows if _has_figures(lines[row]))
    above = [row for row in rows if row < first and any(lines[row])]
    body = [row for row in rows if first <= row <= last and any(lines[row])]
    heads = [row for row in above if sum(bool(cell) for cell in lines[row]) > 1 or _only_right(lines[row])]
    top = min(heads, default=first)
    titles = [cell for row in above if row < top for cell in lines[row] if cell]
    lead = _label_count([lines[row] for row in body], [lines[row] for row in heads])
    names = _head_names([lines[row] for row in heads], len(columns), lead)
    section = lines[above[-1]][0] if above and above[-1] > top and above[-1] not in heads else ""
    return _filled(grid, lines, body, columns, lead, names, titles, section, rows)


def _only_right(cells: list[str]) -> bool:
    return len(cells) > 1 and not cells[0] and any(cells[1:])


def _label_count(body: list[list[str]], heads: list[list[str]]) -> int:
    """How many columns at the left are labels and not figures."""
    width = len(body[0])
    count = 0
    for column in range(width - 1):
        cells = [row[column] for row in body if row[column]]
        head = " ".join(row[column] for row in heads)
        named = bool(LABEL_HEADS.fullmatch(head.strip()))
        figures = _numbers(cells) - _years(cells)
        right = any(_numbers([row[c] for row in body]) for c in range(column + 1, width))
        if not right or (
            cells and figures * 2 >= len(cells) and not named and not _counts_rows(cells, count)
        ):
            break
        count += 1
    return count


def _counts_rows(cells: list[str], before: int) -> bool:
    """Whether a first column only numbers its rows."""
    return before == 0 and len(cells) > 2 and cells == [str(n) for n in range(1, len(cells) + 1)]


def _head_names(heads: list[list[str]], width: int, lead: int) -> list[str]:
    """The words above each column, those of a merged head above all the columns that it spans."""
    parts: list[list[str]] = [[] for _ in range(width)]
    for level, row in enumerate(heads):
        below = heads[level + 1 :]
        held = ""
        for column in range(lead, width):
            spans = any(each[column] for each in below)
            held = row[column] or (held if spans else "")
            if held and held not in parts[column]:
                parts[column].append(held)
    return [" ".join(part) for part in parts]


def _filled(
    grid: Grid,
    lines: dict[int, list[str]],
    body: list[int],
    columns: list[int],
    lead: int,
    names: list[str],
    titles: list[str],
    section: str,
    rows: list[int],
) -> Table | None:
    """The table of rows and columns whose parts are known."""
    numeric = [
        place for place in range(lead, len(columns)) if _is_numeric([lines[row][place] for row in body])
    ]
    if not numeric:
        return None
    corner = lines[rows[0]][0] if rows[0] < body[0] else ""
    units = _units({place: names[place] for place in numeric}, printed.unit_of(" ".join([*titles, corner])))
    found: list[tuple[str, str, str, list[Cell]]] = []
    outer = [""] * max(lead, 1)
    for row in body:
        label = _row_label(lines[row][:lead], outer)
        if not _has_figures(lines[row]) and not any(lines[row][place] for place in numeric):
            section = label
            continue
        said = printed.unit_of(label)
        own = said if said.name in ("%", "rate") or said.scale != 1 else None
        found.append(
            (
                label,
                section,
                " ".join(part for part in outer[:-1] if part) if outer[-1] else "",
                [
                    _cell(grid, (row, columns[place]), label, names[place], own or units[place])
                    for place in numeric
                ],
            )
        )
    made = tuple(Line(label, tuple(cells), section, within) for label, section, within, cells in found)
    across = tuple(
        Line(names[place], tuple(cells[n] for *_, cells in found)) for n, place in enumerate(numeric)
    )
    notes = [cell for row in rows if row > body[-1] for cell in lines[row] if cell]
    return Table(grid.name, " ".join(titles), made, across, tuple(notes))


def _units(names: dict[int, str], whole: printed.Unit) -> dict[int, printed.Unit]:
    """The unit of each column; one that says nothing has that of the title, or the only one that its neighbours say."""
    own = {place: printed.unit_of(name) for place, name in names.items()}
    said = {unit for unit in own.values() if unit.name not in ("", "%", "rate") or unit.scale != 1}
    silent = whole if whole != printed.Unit() else said.pop() if len(said) == 1 else printed.Unit()
    return {place: silent if unit == printed.Unit() else unit for place, unit in own.items()}


def _is_numeric(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and _texts(filled) * 2 <= len(filled) and _numbers(filled) > 0


def _row_label(cells: list[str], outer: list[str]) -> str:
    """The words of a row; where its first labels are left empty under a merged one, that one's."""
    for level, cell in enumerate(cells):
        if cell:
            outer[level] = cell
            outer[level + 1 :] = [""] * (len(outer) - level - 1)
        elif any(cells[level + 1 :]):
            continue
        else:
            outer[level:] = [""] * (len(outer) - level)
    return " ".join(part for part in outer if part)


def _cell(grid: Grid, place: tuple[int, int], row: str, column: str, unit: printed.Unit) -> Cell:
    text = grid.rows[place[0]][place[1]]
    number = printed.read(text, unit)
    kind = (
        NUMBER if number else NIL if printed.is_nil(text) else UNKNOWN if printed.is_unknown(text) else TEXT
    )
    return Cell(grid.name, address(*place), row, column, text, kind, number)
