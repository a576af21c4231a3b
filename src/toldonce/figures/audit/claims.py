"""Totals that only words claim: nothing in the table adds up to them, and how far the nearest sum is away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toldonce.figures.audit.cells import NIL, NUMBER, Line
from toldonce.figures.audit.equations import Equation, Linear, as_printed, meet, residual
from toldonce.figures.audit.relations import Relation
from toldonce.figures.audit.rules import NOT_ADDED
from toldonce.figures.audit.slips import TELLING, slip
from toldonce.figures.audit.sums import WITHIN, total_line

PARTIAL = re.compile(r"\btop\b|\blargest\b|\bselected\b|\bmain\b|\bexample|\bof which\b|\bsome\b")
LINES_AT_MOST = 200
NEAR = 0.25  # a total that is further from its parts than this share of itself is another total
FEW = 2  # figures; a line that adds up in none of more than that is another total
NEAR_UNCLAIMED, LINES_UNCLAIMED = 0.02, 4


@dataclass(frozen=True, slots=True)
class Claim:
    """A line that its words or its place make a total, the sum nearest to it, and whether words say so."""

    words: str
    equation: Equation
    by_words: bool


def broken(lines: Sequence[Line], found: Sequence[Relation], title: str) -> list[Claim]:
    """The claims that hold nowhere although the parts are there."""
    totals = {relation.total for relation in found if relation.kind in ("sum", "average", "balance")}
    claims = []
    for place, line in enumerate(lines if len(lines) <= LINES_AT_MOST else []):
        if (
            total_line(line)
            and place not in totals
            and line.unit not in NOT_ADDED
            and not PARTIAL.search(title.lower())
        ):
            claims += _nearest(lines, place, totals)
    if not claims and not found:
        claims += _unclaimed(lines)
    return claims


def twice(lines: Sequence[Line], counted: Mapping[Relation, frozenset[int]]) -> Iterator[Claim]:
    """The totals that count some lines twice, as what they should be: the sum of the lines without those."""
    for relation, again in counted.items():
        assert relation.total is not None
        parts = [lines[place] for place in sorted(relation.lines - again - {relation.total})]
        names = " + ".join(f"“{part.label}”" for part in parts)
        words = f"“{lines[relation.total].label}” = {names}, which are the sums of the other lines"
        yield from (Claim(words, each, True) for each in _equations(lines[relation.total], parts))


def _nearest(lines: Sequence[Line], place: int, totals: set[int | None]) -> list[Claim]:
    """The claim of a line about each of its figures, for the run of parts that comes nearest."""
    best: list[Linear] = []
    best_parts: list[Line] = []
    for parts in _runs(lines, place, totals):
        made = list(_equations(lines[place], parts))
        if made and (not best or _away(made) < _away(best)):
            best, best_parts = made, parts
    if (
        not best
        or len(best) > FEW
        or any(meet(each.allowed(each.cells[0]), as_printed(each.cells[0])) for each in best)
    ):
        return []
    run = f"the sum of the {len(best_parts)} from “{best_parts[0].label}” to “{best_parts[-1].label}”"
    words = f"“{lines[place].label}” = {run}"
    return [Claim(words, each, True) for each in best if _is_near(each)]


def _runs(lines: Sequence[Line], place: int, totals: set[int | None]) -> Iterator[list[Line]]:
    """The lines before a total back to the one before it, all of them, and those after it."""
    total = lines[place]

    def whole(places: Sequence[int]) -> list[Line]:
        near = [lines[each] for each in places]
        return [
            line
            for line in near
            if line.figures and line.unit == total.unit and not WITHIN.search(line.words)
        ]

    marks = [at for at in range(place) if at in totals or total_line(lines[at])]
    yield whole(range(marks[-1] + 1 if marks else 0, place))
    yield whole([at for at in range(place) if at not in marks])
    if marks:
        yield whole([*marks])
        yield whole([*marks, *range(marks[-1] + 1, place)])
    if place == 0:
        yield whole(range(1, len(lines)))


def _equations(total: Line, parts: list[Line]) -> Iterator[Linear]:
    for at, cell in enumerate(total.cells):
        own = [part.cells[at] for part in parts]
        filled = [each for each in own if each.kind == NUMBER]
        if cell.kind == NUMBER and len(filled) > 1 and all(each.kind in (NUMBER, NIL) for each in own):
            yield Linear(((cell, 1.0), *((each, -1.0) for each in filled)))


def _away(made: list[Linear]) -> float:
    return min(abs(residual(each)) / max(abs(each.cells[0].value), 1e-9) for each in made)


def _is_near(equation: Linear) -> bool:
    """Whether a figure is so near to the sum of its parts that it must be meant; a mean of them is not."""
    total, parts = equation.cells[0], [abs(cell.value) for cell in equation.cells[1:]]
    if min(parts) <= abs(total.value) <= max(parts) and len(parts) > 2:
        return False
    near = abs(residual(equation)) <= NEAR * max(abs(total.value), sum(parts))
    return near or (abs(total.value) >= 200 * total.half and bool(slip(total, equation.allowed(total))))


def _unclaimed(lines: Sequence[Line]) -> Iterator[Claim]:
    """A first or last line that nearly is the sum of all others: a total without the word."""
    whole = [line for line in lines if line.figures]
    if len(whole) <= LINES_UNCLAIMED or len({line.unit for line in whole}) > 1 or whole[0].unit in NOT_ADDED:
        return
    for total, parts in ((whole[0], whole[1:]), (whole[-1], whole[:-1])):
        made = list(_equations(total, parts))
        if 0 < len(made) <= FEW and all(_is_close(each) for each in made):
            words = f"“{total.label}” = the sum of the {len(parts)} others"
            yield from (Claim(words, each, False) for each in made)


def _is_close(equation: Linear) -> bool:
    total = equation.cells[0]
    allowed = equation.allowed(total)
    near = abs(residual(equation)) <= NEAR_UNCLAIMED * abs(total.value)
    meant = total.value - residual(equation)
    return not meet(allowed, as_printed(total)) and (near or slip(total, allowed, meant) in TELLING)
