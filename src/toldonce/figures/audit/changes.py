"""Changes that only words claim: two amounts and a "change" or "% change" that does not follow from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toldonce.figures.audit.cells import NUMBER, Line
from toldonce.figures.audit.claims import Claim
from toldonce.figures.audit.equations import EVERYTHING, Equation, Linear, Ratio, holds
from toldonce.figures.audit.quotients import GROWTH, YEARLY
from toldonce.figures.audit.relations import Relation
from toldonce.figures.audit.slips import slip
from toldonce.figures.audit.sums import DIFFERENCE

FEW = 2  # rows; where more rows than that do not follow the words, the words mean something else
NEAR = 0.5


def broken(lines: Sequence[Line], found: Sequence[Relation]) -> list[Claim]:
    """The claims of change that do not hold, of lines for which no rule was found."""
    spoken_for = {cell for relation in found for each in relation.equations for cell in each.cells[:1]}
    amounts = [line for line in lines if line.figures and line.unit not in ("%", "rate")]
    claims: list[Claim] = []
    for line in lines:
        if line.figures and not any(cell in spoken_for for cell in line.cells):
            claims += _growth(line, amounts) if line.unit == "%" else _difference(line, amounts, found)
    return claims


def _growth(line: Line, amounts: list[Line]) -> list[Claim]:
    if not GROWTH.search(line.words) or YEARLY.search(line.words):
        return []
    plain = [each for each in amounts if not DIFFERENCE.search(each.words)]
    made = [
        (before, after, [*_ratios(line, before, after)])
        for before in plain
        for after in plain
        if before is not after
    ]
    if len(plain) < 2 or any(holds(each) for _, _, several in made for each in several):
        return []
    before, after = plain[-2:]
    return _claims(
        f"“{line.label}” = the growth from “{before.label}” to “{after.label}”", _ratios(line, before, after)
    )


def _ratios(line: Line, before: Line, after: Line) -> Iterator[Ratio]:
    for share, first, last in zip(line.cells, before.cells, after.cells, strict=True):
        if share.kind == first.kind == last.kind == NUMBER and first.value:
            yield Ratio(share, last, first, 100.0, 100.0)


def _difference(line: Line, amounts: list[Line], found: Sequence[Relation]) -> list[Claim]:
    if not DIFFERENCE.search(line.words) or any(
        line.cells[0] in each.cells for one in found for each in one.equations
    ):
        return []
    others = [each for each in amounts if each is not line and not DIFFERENCE.search(each.words)]
    if len(others) != 2 or {line.unit, *(each.unit for each in others)} - {""} - {others[0].unit}:
        return []
    made = [
        Linear(((change, 1.0), (last, -1.0), (first, 1.0)))
        for change, first, last in zip(line.cells, others[0].cells, others[1].cells, strict=True)
        if change.kind == first.kind == last.kind == NUMBER
    ]
    turned = [Linear((each.terms[0], *((cell, -factor) for cell, factor in each.terms[1:]))) for each in made]
    if any(map(holds, [*made, *turned])):
        return []
    return _claims(f"“{line.label}” = “{others[1].label}” − “{others[0].label}”", made)


def _claims(words: str, made: Iterator[Equation] | Sequence[Equation]) -> list[Claim]:
    several = list(made)
    if len(several) > FEW:
        return []
    return [Claim(words, each, True) for each in several if _is_near(each)]


def _is_near(equation: Equation) -> bool:
    """Whether a change is so near to what it should be that it must be meant."""
    cell = equation.cells[0]
    allowed = equation.allowed(cell)
    if allowed == EVERYTHING:
        return False
    middle = (allowed[0] + allowed[1]) / 2
    return abs(cell.value - middle) <= NEAR * max(abs(middle), abs(cell.value)) or bool(slip(cell, allowed))
