"""Figures that are odd among their neighbours although no rule speaks of them: in grain, scale, sign, order or form."""

from __future__ import annotations

import itertools
import math
import re
import statistics
from collections.abc import Container, Iterator
from dataclasses import dataclass

from toldonce.figures.audit import printed
from toldonce.figures.audit.cells import NUMBER, Cell, Line, Table
from toldonce.figures.audit.findings import CERTAIN, LIKELY, POSSIBLE
from toldonce.figures.audit.grids import FORMULA_WITHOUT_VALUE
from toldonce.figures.audit.sequences import CUMULATIVE
from toldonce.figures.audit.sums import DIFFERENCE

GRAINS = {
    1000: 15,
    100: 15,
    50: 15,
    10: 15,
    7: 8,
    5: 12,
    3: 8,
}  # multiples of what, and of how many figures to say so
GRAIN_BITS = 12.0
PAGES = re.compile(r"\bpages?\b")
SPAN = re.compile(r"\b(?:19|20)?(\d{2})[/\-–](?:19|20)?(\d{2})\b")
THOUSANDFOLD = 2.5  # decades between a figure and what its row and its column make likely
SPREAD_AT_MOST = 0.8  # decades by which all other figures may be away from that
ROWS_AT_MOST = 60


@dataclass(frozen=True, slots=True)
class Oddity:
    """A cell that is odd, why, how sure that is, and the cells beside which it is odd."""

    kind: str
    strength: str
    cell: Cell
    sentence: str
    beside: tuple[Cell, ...] = ()


def of(table: Table, sound: Container[Cell]) -> list[Oddity]:
    """All that is odd in a table; the size and sign of cells that a rule finds sound are not."""
    lines = (*table.columns, *table.rows)
    sized = [*_scale(table), *(odd for line in lines for odd in (*_sign(line, table), *_fraction(line)))]
    found = [oddity for oddity in sized if oddity.cell not in sound]
    found += [*_broken(table), *_grain(table), *_periods(table)]
    found += [odd for line in lines for odd in _falling(line)]
    return list({(oddity.kind, oddity.cell): oddity for oddity in found}.values())


def _numbers(line: Line) -> list[Cell]:
    return [cell for cell in line.cells if cell.kind == NUMBER]


def _broken(table: Table) -> Iterator[Oddity]:
    for cell in table.cells:
        if printed.is_broken(cell.text):
            yield Oddity(
                "spreadsheet error", CERTAIN, cell, "the cell shows an error of the spreadsheet, not a figure"
            )
        if cell.text == FORMULA_WITHOUT_VALUE:
            yield Oddity(
                "formula",
                POSSIBLE,
                cell,
                "the file holds a formula here but not its value: open it, save it again",
            )


def _grain(table: Table) -> Iterator[Oddity]:
    """Figures that are not multiples of what all others are multiples of: one that was typed or not rounded."""
    cells = [cell for cell in table.cells if cell.printed and cell.value and cell.printed.unit != "%"]
    whole = [cell for cell in cells if cell.printed and cell.printed.decimals == 0]
    if not whole or len(whole) < len(cells):
        return
    for grain, at_least in GRAINS.items():
        off = [cell for cell in whole if round(abs(cell.value) / (2 * cell.half)) % grain]
        bits = (len(whole) - len(off)) * math.log2(grain) - math.log2(len(whole) * len(GRAINS))
        if len(whole) - len(off) < at_least or bits < GRAIN_BITS or len(off) > max(1, len(whole) // 25):
            continue
        for cell in off:
            yield Oddity(
                "grain",
                POSSIBLE,
                cell,
                f"the other {len(whole) - len(off)} figures of the table are multiples of {grain}, this one is not",
            )
        return


def _scale(table: Table) -> Iterator[Oddity]:
    """Figures that are hundreds of times what their row and their column make likely."""
    logs = {
        cell: math.log10(abs(cell.value))
        for line in table.columns
        if line.unit != "%" and not DIFFERENCE.search(line.words)
        for cell in line.cells
        if cell.value
    }
    rows = [[cell for cell in row.cells if cell in logs] for row in table.rows]
    columns = [[cell for cell in column.cells if cell in logs] for column in table.columns]
    if not 3 <= len(rows) <= ROWS_AT_MOST or len(columns) < 3:
        return
    middle = statistics.median(logs.values()) if logs else 0.0
    row_of = {cell: cells for cells in rows for cell in cells}
    column_of = {cell: cells for cells in columns for cell in cells}
    away = {
        cell: logs[cell] - _median(row_of[cell], logs) - _median(column_of[cell], logs) + middle
        for cell in logs
        if len(row_of[cell]) > 2 and len(column_of[cell]) > 2
    }
    far = [cell for cell, size in away.items() if THOUSANDFOLD <= abs(size) <= 2 * 3 - THOUSANDFOLD]
    near = [abs(size) for cell, size in away.items() if cell not in far]
    if not near or len(far) > 1 or max(near) > SPREAD_AT_MOST:
        return
    for cell in far:
        larger = "more" if away[cell] > 0 else "less"
        yield Oddity(
            "scale",
            LIKELY,
            cell,
            f"the figure is about {10 ** abs(away[cell]):,.0f} times {larger} than its row and its column make likely",
        )


def _median(cells: list[Cell], logs: dict[Cell, float]) -> float:
    return statistics.median(logs[cell] for cell in cells)


def _sign(line: Line, table: Table) -> Iterator[Oddity]:
    """A count below nought among counts."""
    numbers = _numbers(line)
    below = [cell for cell in numbers if cell.value < 0]
    if len(below) != 1 or len(numbers) < 5 or sum(cell.value < 0 for cell in table.cells) > 1:
        return
    cell = below[0]
    words = f"{table.title} {cell.row} {cell.column}".lower()
    count = cell.printed and cell.printed.decimals == 0 and cell.printed.unit == ""
    if count and not DIFFERENCE.search(words):
        yield Oddity(
            "sign", POSSIBLE, cell, "the figure is below nought among counts that are not", tuple(numbers[:3])
        )


def _falling(line: Line) -> Iterator[Oddity]:
    """A running total or a page number that falls."""
    numbers = _numbers(line)
    rising = CUMULATIVE.search(line.words) or PAGES.search(line.words)
    if not rising or len(numbers) < 3:
        return
    for before, after in itertools.pairwise(numbers):
        if after.value < before.value - before.half - after.half:
            yield Oddity(
                "order",
                LIKELY if CUMULATIVE.search(line.words) else POSSIBLE,
                after,
                f"the figure is less than the one before it, {before.text}, in a line that can only rise",
                (before,),
            )


def _fraction(line: Line) -> Iterator[Oddity]:
    """A fraction among percentages."""
    numbers = [cell for cell in _numbers(line) if cell.value]
    small = [cell for cell in numbers if abs(cell.value) < 1]
    if line.unit != "%" or len(small) != 1 or len(numbers) < 4:
        return
    cell, others = small[0], [each for each in numbers if each is not small[0]]
    finer = min(cell.half * 10, 1.0) < min(each.half for each in others) * 1.5
    if finer and min(abs(each.value) for each in others) > 5 and abs(cell.value) * 100 > 5:
        yield Oddity(
            "fraction",
            POSSIBLE,
            cell,
            f"the figure is a fraction among percentages: {cell.value * 100:.10g}% would be like the others",
            tuple(others[:3]),
        )


def _periods(table: Table) -> Iterator[Oddity]:
    """Years of a head or of labels that are not one year long although the others are."""
    for lines in (table.rows, table.columns):
        spans = [(line, SPAN.search(line.label)) for line in lines]
        whole = [(line, (int(found[2]) - int(found[1])) % 100) for line, found in spans if found]
        odd = [(line, years) for line, years in whole if years != 1]
        if len(whole) > 3 and len(odd) == 1:
            line, years = odd[0]
            yield Oddity(
                "period",
                POSSIBLE,
                line.cells[0],
                f"“{line.label}” spans {years} years where the others span one",
            )
