"""What runs along a line: figures that are carried forward, running totals, differences from one cell to the next."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Iterator, Sequence

from toldonce.figures.audit.cells import NUMBER, Line
from toldonce.figures.audit.equations import Linear, holds
from toldonce.figures.audit.evidence import surprise
from toldonce.figures.audit.relations import Relation, linear, weighed
from toldonce.figures.audit.rules import NOT_ADDED, SAMPLE

LINES_AT_MOST = 24
OPENING = re.compile(
    r"\bopening\b|\bstart(ing)?\b|\bbegin(ning)?\b|\bbrought forward\b|\bb/f(wd)?\b|\bat (the )?start\b"
)
CUMULATIVE = re.compile(r"\bcumulative\b|\byear to date\b|\bytd\b|\brunning total\b")
STEPS_AT_MOST = 400
STEPS = 16.0  # half units of the last place


def relations(lines: Sequence[Line]) -> list[Relation]:
    """Every relation from one cell of a line to the next that the table gives evidence for."""
    numbers = [line for line in lines if line.figures > 2 and line.unit not in NOT_ADDED]
    if len(numbers) > LINES_AT_MOST:
        return []
    tried = 4.0 * len(numbers) ** 2
    return [
        relation
        for one, two in itertools.permutations(numbers, 2)
        for kind, words, made in _rules(one, two)
        if _promises(made) and (relation := weighed(kind, words, made, tried, _claimed(kind, one)))
    ]


def _rules(one: Line, two: Line) -> Iterator[tuple[str, str, list[Linear]]]:
    """The rules that may lead from one line to another."""
    steps = list(zip(one.cells, one.cells[1:], two.cells, two.cells[1:], strict=False))[:STEPS_AT_MOST]
    carried = [
        linear([(after, 1.0), (before, -1.0)]) for _, after, before, _ in steps if after.kind == NUMBER
    ]
    if _moves(one):
        words = f"“{one.label}” begins with “{two.label}” of the line before"
        yield "carried forward", words, _kept(carried)
    running = [
        linear([(after, 1.0), (before, -1.0), (added, -1.0)])
        for before, after, _, added in steps
        if after.kind == before.kind == NUMBER
    ]
    yield "running total", f"“{one.label}” = itself in the line before + “{two.label}”", _kept(running)
    moved = [
        linear([(now, 1.0), (after, -1.0), (before, 1.0)])
        for _, now, before, after in steps
        if now.kind == after.kind == before.kind == NUMBER
    ]
    yield "difference", f"“{one.label}” = “{two.label}” − that of the line before", _kept(moved)


def _moves(line: Line) -> bool:
    """Whether a line goes up and down so much that a figure of it is not the last one again by chance."""
    numbers = [cell for cell in line.cells if cell.printed]
    steps = [abs(after.value - before.value) for before, after in itertools.pairwise(numbers)]
    return bool(steps) and statistics.median(steps) > STEPS * max(cell.half for cell in numbers)


def _claimed(kind: str, line: Line) -> bool:
    words = {"running total": CUMULATIVE, "carried forward": OPENING}.get(kind)
    return bool(words and words.search(line.words))


def _kept(made: list[Linear | None]) -> list[Linear]:
    return [equation for equation in made if equation]


def _promises(made: list[Linear]) -> bool:
    some = made[:SAMPLE]
    if not any(map(holds, some)):  # so it is with most that is tried, and to weigh it is dear
        return False
    sample = [equation for equation in some if surprise(equation) > 1]
    return len(sample) > 1 and sum(map(holds, sample)) * 2 >= len(sample)
