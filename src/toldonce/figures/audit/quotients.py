"""Which lines are quotients of others: shares of a total, shares of each other, rates, prices, growth."""

from __future__ import annotations

import itertools
import math
import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from toldonce.figures.audit.cells import NUMBER, Cell, Line, plain
from toldonce.figures.audit.equations import Linear, Ratio, holds, residual
from toldonce.figures.audit.evidence import surprise
from toldonce.figures.audit.precision import of_exact_amounts
from toldonce.figures.audit.relations import Relation, weighed
from toldonce.figures.audit.rules import SAMPLE
from toldonce.figures.audit.sums import FEW, MEAN, TOTAL

GROWTH = re.compile(
    r"\bgrowth\b|\bchange\b|\bincrease\b|\bdecrease\b|\breduction\b|\buplift\b|\bvariance\b|\bvar\b|\brise\b|\bfall\b|\byear.on.year\b|\byoy\b|\b%\s?(diff|var|chg)"
)
YEARLY = re.compile(
    r"\bcagr\b|\bcompound\b|\bannual(ised)? (growth|change|increase)|\bper (annum|year)\b|\bp\.?a\.?\b"
)
SHARE = re.compile(r"\bshare\b|\bproportion\b|\bpercentage\b|% of|\bper cent\b|%")
SHARE_OF = re.compile(
    r"^(?P<top>.*?)[\s,:(\-–]*(?:as )?(?:an? )?(?:%|per ?cent|percentage|share|proportion) of (?:the )?"
    r"(?P<whole>.+?)\)?$"
)
YEAR = re.compile(r"\b((?:19|20)\d{2})(?:[/\-–]\d{2,4})?\b|\b(\d{2})/(\d{2})\b")
LINES_AT_MOST = 24
POWERS = range(-9, 10)


def relations(lines: Sequence[Line]) -> list[Relation]:
    """Every relation of quotients among the lines that the table gives evidence for."""
    numbers = [line for line in lines if line.figures]
    if len(numbers) > LINES_AT_MOST:
        return []
    found = [*_shares_of_totals(numbers), *_growths(numbers), *_triples(numbers), *_parts_of_hundred(numbers)]
    return _fewest_failing(found)


def hundreds(lines: Sequence[Line]) -> list[Relation]:
    """The rule that in each line those figures add up to a hundred which are shares in every line."""
    numbers = [line for line in lines if line.figures]
    across = list(zip(*(line.cells for line in numbers), strict=True))
    shares = [at for at, cells in enumerate(across) if all(map(_is_part_of_hundred, cells))]
    if len(shares) < 3 or len(numbers) < 3:
        return []
    made = [Linear(tuple((line.cells[at], 1.0) for at in shares), 100.0) for line in numbers]
    words = f"the {len(shares)} shares of each line add up to 100%"
    found = weighed("share", words, made, FEW) if sum(map(holds, made)) * 2 > len(made) else None
    return [found] if found else []


def _is_part_of_hundred(cell: Cell) -> bool:
    number = cell.printed
    words = cell.column.lower() + cell.row.lower()
    return (
        number is not None
        and number.unit == "%"
        and 0 <= number.value < 100
        and not (TOTAL.search(cell.column.lower()) or MEAN.search(words) or GROWTH.search(words))
    )


def _is_share(line: Line) -> bool:
    """Whether a line may hold shares or growth: points of a hundred, or fractions under a word that says so."""
    if line.unit == "%":
        return True
    said = SHARE.search(line.words) or GROWTH.search(line.words) or YEARLY.search(line.words)
    return bool(said) and all(abs(cell.value) <= 10 for cell in line.cells)


def _factors(line: Line) -> tuple[float, ...]:
    """What a whole may be in a line of shares: a hundred, or one where fractions stand under a head that says %."""
    if line.unit != "%":
        return (1.0,)
    return (100.0, 1.0) if all(map(_may_be_fraction, line.cells)) else (100.0,)


def _may_be_fraction(cell: Cell) -> bool:
    number = cell.printed
    return number is None or (abs(number.value) <= 1 and "%" not in cell.text and number.decimals != 1)


def _amounts(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.unit != "%"]


def _shares_of_totals(lines: Sequence[Line]) -> Iterator[Relation]:
    """A line of shares of one cell, or of the sum, of another line."""
    for share, amount in itertools.product(filter(_is_share, lines), _amounts(lines)):
        if share is amount:
            continue
        bases = [(base, factor) for factor in _factors(share) for base in _bases(share, amount, factor)]
        for base, factor in bases:
            made = _each(share, amount, lambda at, base=base: base, factor)
            claimed = bool(SHARE.search(share.words)) and not GROWTH.search(share.words)
            words = f"“{share.label}” = “{amount.label}” as a share of {base.row or base.column or base.text}"
            yield from _weighed("share", words, made, len(lines) ** 2 * len(bases), claimed)


def _bases(share: Line, amount: Line, whole: float) -> list[Cell]:
    """What shares of a line may be of: its totals, the cell with 100%, the largest, the sum of all that is no total."""
    cells = [cell for cell in amount.cells if cell.kind == NUMBER and cell.value]
    if not cells:
        return []
    marked = [
        cell
        for cell, part in zip(amount.cells, share.cells, strict=True)
        if cell in cells and (TOTAL.search(cell.row.lower()) or abs(part.value - whole) <= part.half + 1e-9)
    ]
    largest = max(cells, key=lambda cell: abs(cell.value))
    parts = [cell for cell in cells if cell not in marked]
    return list(
        dict.fromkeys([*marked, largest, *([_sum_of(parts)] if len(parts) > 1 and not marked else [])])
    )


def _sum_of(cells: list[Cell]) -> Cell:
    """A cell that is not in the table: the sum of others."""
    value, half = sum(cell.value for cell in cells), sum(cell.half for cell in cells)
    first = cells[0].printed
    assert first is not None
    span = f"{cells[0].address}:{cells[-1].address}"
    return Cell(
        cells[0].table, "", "their sum", "", f"sum of {span}", NUMBER, replace(first, value=value, half=half)
    )


def _growths(lines: Sequence[Line]) -> Iterator[Relation]:
    """A line of growth from one line to another, or from each cell of a line to the next."""
    amounts = _amounts(lines)
    for share, factor in ((line, factor) for line in lines if _is_share(line) for factor in _factors(line)):
        claimed = bool(GROWTH.search(share.words) or YEARLY.search(share.words))
        pairs = list(itertools.permutations([line for line in amounts if line is not share], 2))
        for before, after in pairs:
            if before.unit != after.unit:
                continue
            words = f"“{share.label}” = the growth from “{before.label}” to “{after.label}”"
            for power in _powers(share, before, after, lines):
                made = _each(share, after, lambda at, line=before: line.cells[at], factor, factor, power)
                yield from _weighed(
                    "growth", words, made, 2 * len(pairs), claimed and _nearby(lines, before, after)
                )
        for amount in amounts:
            if amount is share:
                continue
            words = f"“{share.label}” = the growth of “{amount.label}” from one line to the next"
            before_each = lambda at, line=amount: line.cells[at - 1] if at else None  # noqa: E731
            made = _each(share, amount, before_each, factor, factor)
            yield from _weighed("growth", words, made, 2 * len(pairs) + 2)


def _nearby(lines: Sequence[Line], before: Line, after: Line) -> bool:
    """Whether two lines are neighbours among those of figures: what "change" without more words compares."""
    amounts = _amounts(lines)
    return amounts.index(after) - amounts.index(before) == 1


def _powers(share: Line, before: Line, after: Line, lines: Sequence[Line]) -> list[float]:
    """Over how many years a growth may be compounded."""
    if not YEARLY.search(share.words):
        return [1.0]
    years = [_year(before.label), _year(after.label)]
    apart = (
        years[1] - years[0] if years[0] and years[1] else list(lines).index(after) - list(lines).index(before)
    )
    return [float(apart)] if apart > 1 else [1.0]


def _year(words: str) -> int:
    found = YEAR.search(words)
    return int(found[1]) if found and found[1] else 2000 + int(found[2]) if found and found[2] else 0


def _triples(lines: Sequence[Line]) -> Iterator[Relation]:
    """A line that is another over a third, times a power of ten: rates, prices, shares of each other."""
    tried = max(len(lines) * (len(lines) - 1) * (len(lines) - 2) / 2, 1.0)
    for part, top, bottom in itertools.permutations(lines, 3):
        twin = part.unit != "%" and bottom.unit != "%" and lines.index(bottom) > lines.index(part)
        if twin or top.unit == "%" or bottom.unit == "%":
            continue
        factor = _power_of_ten(part, top, bottom)
        if factor is None or (part.unit == "%" and factor not in _factors(part)):
            continue
        made = _each(part, top, lambda at, line=bottom: line.cells[at], factor)
        times = "" if factor == 1 or part.unit == "%" else f" × {factor:,.10g}"
        words = f"“{part.label}” = “{top.label}” ÷ “{bottom.label}”{times}"
        yield from _weighed("quotient", words, made, tried * 2, _says(part, top, bottom))


def _says(part: Line, top: Line, bottom: Line) -> bool:
    """Whether the words of a share name both figures: "North as % of England"."""
    said = SHARE_OF.match(part.words)
    return bool(said) and (plain(said["top"]), plain(said["whole"])) == (
        plain(top.label),
        plain(bottom.label),
    )


def _power_of_ten(part: Line, top: Line, bottom: Line) -> float | None:
    """The power of ten by which part = top ÷ bottom in the middle of a sample; nothing if it is none."""
    found = []
    for one, two, three in zip(part.cells, top.cells, bottom.cells, strict=True):
        if one.value and two.value and three.value and one.value * two.value * three.value > 0:
            found.append(math.log10(one.value * three.value / two.value))
        if len(found) >= SAMPLE:
            break
    if len(found) < 2:
        return None
    middle = sorted(found)[len(found) // 2]
    whole = round(middle)
    return 10.0**whole if whole in POWERS and abs(middle - whole) < 0.05 else None


def _parts_of_hundred(lines: Sequence[Line]) -> Iterator[Relation]:
    """A line of shares that add up to a hundred without a total being printed."""
    for line in lines:
        cells = [cell for cell in line.cells if cell.kind == NUMBER]
        if line.unit != "%" or len(cells) != len(line.cells) or len(cells) < 3 or MEAN.search(line.words):
            continue
        if any(TOTAL.search(cell.row.lower()) or cell.value < 0 or cell.value >= 100 for cell in cells):
            continue
        equation = Linear(tuple((cell, 1.0) for cell in cells), 100.0)
        if holds(equation):
            yield Relation("share", f"“{line.label}” adds up to 100%", (equation,), surprise(equation))


def _each(
    part: Line,
    top: Line,
    bottom: Callable[[int], Cell | None],
    factor: float,
    offset: float = 0.0,
    power: float = 1.0,
) -> list[Ratio]:
    """The equation of every place along the lines at which all three figures are printed."""
    made = []
    for at, (share, amount) in enumerate(zip(part.cells, top.cells, strict=True)):
        base = bottom(at)
        if (
            share.kind == amount.kind == NUMBER
            and base
            and base.kind == NUMBER
            and base.value
            and base not in (share, amount)
        ):
            made.append(Ratio(share, amount, base, factor, offset, power))
    return made


def _weighed(
    kind: str, words: str, made: Sequence[Ratio], tried: float, claimed: bool = False
) -> Iterator[Relation]:
    """The relation of some quotients, of exact amounts if they may be that, else of rounded ones."""
    if not any(map(holds, made[: 2 * SAMPLE])):
        return
    for several in (of_exact_amounts(made), made):
        sample = [equation for equation in several[: 2 * SAMPLE] if surprise(equation) > 0]
        if sample and sum(map(holds, sample)) * 2 >= len(sample):
            relation = weighed(kind, words, several, tried, claimed)
            if relation:
                yield relation
                return


def _fewest_failing(found: list[Relation]) -> list[Relation]:
    """Of relations for the same line of quotients those with fewest exceptions, and of two bases the one that fits."""
    fewest: dict[object, int] = {}
    nearest: dict[object, float] = {}
    for relation in found:
        key, same = _line_of(relation), _tops_of(relation)
        fewest[key] = min(fewest.get(key, len(relation.failing)), len(relation.failing))
        nearest[same] = min(nearest.get(same, math.inf), _misfit(relation))
    return [
        relation
        for relation in found
        if len(relation.failing) == fewest[_line_of(relation)]
        and _misfit(relation) <= nearest[_tops_of(relation)]
    ]


def _tops_of(relation: Relation) -> object:
    """What two relations have in common that differ in their bases alone: growth on the year before or on this year."""
    first = relation.equations[0]
    return (first.part, first.top, first.offset) if isinstance(first, Ratio) else relation


def _misfit(relation: Relation) -> float:
    """How far the shares of a relation are from what their amounts make them, in the middle of them."""
    away = [abs(residual(equation)) for equation in relation.equations]
    return statistics.median(away) if away else 0.0


def _line_of(relation: Relation) -> object:
    """The line of shares that a relation is about; of a rate or a price, all three lines, for each may be in many."""
    first = relation.equations[0].cells
    percent = first[0].printed is not None and first[0].printed.unit == "%"
    return first[0] if percent or relation.kind in ("share", "growth") else frozenset(first)
