"""Shares that only words claim: a surplus as a percentage of a named total, where nothing else in the table says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toldonce.figures.audit.cells import NUMBER, Line, plain
from toldonce.figures.audit.claims import FEW, LINES_AT_MOST, Claim
from toldonce.figures.audit.equations import Ratio, holds, residual
from toldonce.figures.audit.quotients import GROWTH, SHARE_OF
from toldonce.figures.audit.relations import Relation
from toldonce.figures.audit.slips import slip
from toldonce.figures.audit.sums import MEAN, TOTAL

SHARE_ALONE = re.compile(r"^(?P<top>.+?)[\s,:]*\(?(?:%|per ?cent)\)?$")
NEAR = 0.25  # a share that is further from what it is claimed to be than this part of it is another share


def broken(lines: Sequence[Line], found: Sequence[Relation]) -> list[Claim]:
    """The claims of shares that hold nowhere although both figures are there."""
    known = {cell for relation in found for equation in relation.equations for cell in equation.cells[:1]}
    claims = []
    for share in lines if len(lines) <= LINES_AT_MOST else ():
        if share.unit == "%" and not known.intersection(share.cells) and not _is_something_else(share):
            for top, whole in _claimed(share, lines):
                claims += _of(share, top, whole, lines)
    return claims


def _is_something_else(share: Line) -> bool:
    return bool(GROWTH.search(share.words) or MEAN.search(share.words))


def _claimed(share: Line, lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Of which line a share is, and of which whole: as its words say, or else of the one total of the table."""
    amounts = [line for line in lines if line.unit not in ("%", "rate") and line.figures]
    said = SHARE_OF.match(share.words)
    alone = None if said else SHARE_ALONE.match(share.words)
    if said:
        wholes = [line for line in amounts if plain(line.label) == plain(said["whole"])]
    else:
        wholes = [line for line in amounts if TOTAL.search(line.words)]
    name = plain((said or alone)["top"]) if said or alone else plain(share.label)  # type: ignore[index]
    tops = [line for line in amounts if name and plain(line.label) == name]
    if len(wholes) == len(tops) == 1 and wholes[0] is not tops[0] and wholes[0].unit == tops[0].unit:
        yield tops[0], wholes[0]


def _of(share: Line, top: Line, whole: Line, lines: Sequence[Line]) -> list[Claim]:
    made = _ratios(share, top, whole)
    words = f"“{share.label}” = “{top.label}” as a share of “{whole.label}”"
    others = (_ratios(share, top, line) for line in lines if line not in (share, top, whole))
    if not made or len(made) > FEW or any(map(holds, made)):
        return []
    if any(map(holds, (each for those in others for each in those))):
        return []  # it is a share of something else
    return [Claim(words, each, True) for each in made if _is_near(each)]


def _ratios(share: Line, top: Line, whole: Line) -> list[Ratio]:
    return [
        Ratio(part, amount, base, 100.0)
        for part, amount, base in zip(share.cells, top.cells, whole.cells, strict=True)
        if part.kind == amount.kind == base.kind == NUMBER and base.value
    ]


def _is_near(equation: Ratio) -> bool:
    meant = equation.part.value - residual(equation)
    return abs(residual(equation)) <= NEAR * abs(meant) or bool(
        slip(equation.part, equation.allowed(equation.part))
    )
