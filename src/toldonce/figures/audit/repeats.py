"""What is given twice: the same figure in two places, the same row, the same label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toldonce.figures.audit.cells import NUMBER, Cell, Line, Table, plain
from toldonce.figures.audit.equations import Linear, holds
from toldonce.figures.audit.evidence import surprise
from toldonce.figures.audit.relations import ENOUGH, Relation
from toldonce.figures.audit.sums import TOTAL

Identity = frozenset[str]
ROWS_AT_MOST = 60  # among more, rows of small counts are the same by chance


def across(tables: Sequence[Table]) -> list[Relation]:
    """Figures that two tables give under the same words, where enough of them agree to say that they are the same."""
    found = []
    for at, one in enumerate(tables):
        for other in tables[at + 1 :]:
            relation = _repeated(one, other)
            if relation:
                found.append(relation)
    return found


def _repeated(one: Table, other: Table) -> Relation | None:
    here, there = _identities(one), _identities(other)
    made = [
        Linear(((here[identity], 1.0), (there[identity], -1.0)))
        for identity in here
        if identity in there and _same_unit(here[identity], there[identity])
    ]
    good = [equation for equation in made if holds(equation)]
    bits = sum(map(surprise, good))
    if bits < ENOUGH or len(good) * 2 < len(made):
        return None
    return Relation("repeat", f"{one.name} and {other.name} give the same figures", tuple(made), bits)


def _same_unit(one: Cell, other: Cell) -> bool:
    return bool(
        one.printed
        and other.printed
        and {one.printed.unit, other.printed.unit} in ({"£"}, {"£", ""}, {""}, {"%"}, {"rate"})
    )


def _identities(table: Table) -> dict[Identity, Cell]:
    """Each figure by its words, whichever of them are the row's; words that fit two figures are left out."""
    found: dict[Identity, Cell | None] = {}
    for row in table.rows:
        label = plain(row.label) or "total"
        for cell in row.cells:
            if cell.kind == NUMBER:
                words = frozenset({_total(label), _total(plain(cell.column)) or "total"})
                found[words] = None if words in found else cell
    return {words: cell for words, cell in found.items() if cell}


def _total(label: str) -> str:
    return "total" if TOTAL.fullmatch(label) else label


def twice(table: Table) -> Iterator[tuple[str, list[Cell]]]:
    """Rows that are given twice, and labels that are given twice with other figures."""
    again = len(table.rows) - len({(row.section, row.label) for row in table.rows})
    if again > max(1, len(table.rows) // 10):
        return  # rows that repeat their labels throughout are the way the table is built
    few = again * 10 <= len(table.rows)
    seen: dict[tuple[str, str, bool], Line] = {}
    for row in table.rows:
        key = (plain(row.section), plain(row.label), row.unit == "%")  # a surplus, and the surplus as a share
        first = seen.setdefault(key, row)
        if first is row or not key[1]:
            continue
        if not any(cell.value for cell in row.cells):
            continue
        same = [cell.value for cell in first.cells] == [cell.value for cell in row.cells]
        if not few and not (same and row.figures > 1):
            continue  # in a small table "Other" may well be given twice
        said = "the row is given twice" if same else "the label is given twice with different figures"
        yield said, [first.cells[0], row.cells[0]]
    yield from _same_figures(table)


def _same_figures(table: Table) -> Iterator[tuple[str, list[Cell]]]:
    """Rows under different labels whose figures are all the same and cannot be so by chance."""
    seen: dict[tuple[float, ...], Line] = {}
    for row in table.rows if len(table.rows) <= ROWS_AT_MOST else ():
        figures = tuple(cell.value for cell in row.cells if cell.kind == NUMBER)
        telling = [cell for cell in row.cells if cell.printed and abs(cell.value) >= 200 * cell.half]
        if len(telling) < 3 or len(set(figures)) < 3:
            continue
        first = seen.setdefault(figures, row)
        if first is not row and plain(first.label) != plain(row.label) and not _is_total_of(first, row):
            yield "two rows have the same figures under different labels", [first.cells[0], row.cells[0]]


def _is_total_of(one: Line, other: Line) -> bool:
    return any(TOTAL.search(line.words) or not line.label for line in (one, other))
