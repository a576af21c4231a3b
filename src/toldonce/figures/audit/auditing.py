"""The audit of tables: find the rules that their figures follow, then the figures that do not."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from toldonce.figures.audit import (
    changes,
    claims,
    grids,
    leaks,
    oddities,
    quotients,
    repeats,
    sequences,
    shares,
    sums,
)
from toldonce.figures.audit.cells import NUMBER, UNKNOWN, Cell, Line, Table
from toldonce.figures.audit.equations import Equation, Linear, as_rounded, holds, residual
from toldonce.figures.audit.findings import (
    CERTAIN,
    LIKELY,
    POSSIBLE,
    STRENGTHS,
    Audit,
    Finding,
    Rounding,
    Shown,
    shown,
)
from toldonce.figures.audit.precision import precision_of
from toldonce.figures.audit.printed import as_printed
from toldonce.figures.audit.relations import Relation
from toldonce.figures.audit.repair import Change, Fault, Repair
from toldonce.figures.audit.tables import tables_of

CERTAIN_BITS = 25.0
PROOF_AT_MOST = 40  # cells


def audit_files(paths: Sequence[Path]) -> Audit:
    """The audit of all tables of some files together; raises Unreadable."""
    return audit([table for path in paths for grid in grids.of_file(path) for table in tables_of(grid)])


def audit_text(text: str, name: str = "table") -> Audit:
    """The audit of a table as it is pasted; raises Unreadable."""
    return audit(tables_of(grids.of_text(text, name)))


def audit(tables: Sequence[Table]) -> Audit:
    """The audit of some tables: rules, findings with their proof, what rounding explains, what could not be checked."""
    read = [_read(table, lines) for table in tables for lines in (table.rows, table.columns)]
    relations = [*chain.from_iterable(each.relations for each in read), *repeats.across(tables)]
    claimed = [_of_claim(claim) for each in read for claim in each.claims]
    repair = Repair([*relations, *claimed], precision_of(tables, relations))
    why = {id(each): relation for relation in [*relations, *claimed] for each in relation.equations}
    findings = [_finding(fault, why) for fault in repair.faults()]
    findings += map(_of_leak, leaks.narrowest(leak for each in read for leak in each.leaks))
    findings += _odd(tables, {finding.cell for finding in findings}, _sound(relations))
    figures = [cell for table in tables for cell in table.cells if cell.kind == NUMBER]
    checked = {
        cell for relation in relations for each in relation.equations for cell in each.cells if cell.address
    }
    return Audit(
        tables=tuple(table.name for table in tables),
        figures=len(figures),
        checked=len(checked),
        rules=tuple(_rule(relation) for relation in relations),
        findings=tuple(sorted(findings, key=lambda each: STRENGTHS.index(each.strength))),
        roundings=tuple(_roundings(relations, repair)),
        unchecked=(*chain.from_iterable(each.left_out for each in read), *_unchecked(tables, checked)),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """What one direction of a table says: its rules, claims that do not hold, what it gives away and leaves out."""

    relations: list[Relation]
    claims: list[claims.Claim]
    leaks: list[leaks.Leak]
    left_out: list[str]


def _read(table: Table, lines: Sequence[Line]) -> _Read:
    found = [
        *sums.relations(lines),
        *quotients.relations(lines),
        *quotients.hundreds(lines),
        *sequences.relations(lines),
    ]
    twice = sums.counted_twice(found)
    return _Read(
        relations=[relation for relation in found if relation not in twice],
        claims=[
            *claims.twice(lines, twice),
            *claims.broken(lines, found, table.title),
            *changes.broken(lines, found),
            *shares.broken(lines, found),
        ],
        leaks=list(leaks.of(lines, found)),
        left_out=[_of_left_out(table, line, total) for line, total in sums.left_out(lines, found)],
    )


def _of_left_out(table: Table, line: Line, total: Line) -> str:
    one, whole = (f"“{each.label}” ({each.cells[0].address})" for each in (line, total))
    return f"{table.name}: {one} is not in {whole}, the sum of the other lines: a part of one of them, or left out"


def _of_claim(claim: claims.Claim) -> Relation:
    return Relation("claim", claim.words, (claim.equation,), 0.0, claim.by_words)


def _of_leak(leak: leaks.Leak) -> Finding:
    least, most = max(0.0, math.ceil(leak.least)), math.floor(leak.most)
    value = f"{least:,.0f}" if least == most else f"between {least:,.0f} and {most:,.0f}"
    sentence = f"the figure is kept back but the table gives it away: it is {value}"
    proof = tuple(map(shown, leak.proof))
    return Finding("disclosure", LIKELY, sentence, shown(leak.cell), rules=(leak.rule,), proof=proof)


def _rule(relation: Relation) -> str:
    good, bad = len(relation.holding), len(relation.failing)
    return f"{relation.words}: holds {good} of {good + bad} times ({relation.bits:.0f} bits)"


def _finding(fault: Fault, why: dict[int, Relation]) -> Finding:
    change = fault.change
    rules = list(dict.fromkeys(why[id(each)] for each in change.mended))
    return Finding(
        kind=rules[0].kind,
        strength=_strength(fault, rules),
        sentence=_sentence(fault, rules),
        cell=shown(change.cell),
        should_be=_should_be(change),
        between=_between(change),
        slip=change.slip,
        rules=tuple(rule.words for rule in rules),
        proof=tuple(_proof(change)),
        instead=tuple((shown(other.cell), _should_be(other)) for other in fault.instead),
    )


def _strength(fault: Fault, rules: list[Relation]) -> str:
    bits = sum(rule.bits for rule in rules)
    if _may_be_rounding(fault.change):
        return LIKELY
    if fault.told and len(fault.change.mended) > 1 and bits >= CERTAIN_BITS and not fault.change.broken:
        return CERTAIN
    return LIKELY if bits > 0 or fault.change.slip or rules[0].claimed else POSSIBLE


def _may_be_rounding(change: Change) -> bool:
    return all(holds(as_rounded(each)) for each in change.mended)


def _sentence(fault: Fault, rules: list[Relation]) -> str:
    change = fault.change
    times = len(change.mended)
    if _may_be_rounding(change):
        return "rounding would explain it, but so much of the table is exact that its figures are not rounded"
    rule = f"{times} rules do not hold" if times > 1 else f"{rules[0].words} does not hold"
    if fault.told:
        return f"{rule}; this figure alone would mend {'them' if times > 1 else 'it'}"
    return f"{rule}; which of its {len(fault.instead) + 1} figures is wrong the table does not tell"


def _should_be(change: Change) -> str:
    return _written(change, change.value)


def _between(change: Change) -> str:
    low, high = (_written(change, end) for end in change.allowed)
    return f"{low} to {high}" if low != high else ""


def _written(change: Change, value: float) -> str:
    """A value as the cell would show it, without a sign that only the head says."""
    assert change.cell.printed is not None
    words = as_printed(value, change.cell.printed, _decimals(change))
    return words if re.search(r"%|per ?cent", change.cell.text, re.IGNORECASE) else words.rstrip("%")


def _decimals(change: Change) -> int:
    """With how many decimals the figures of sums are printed that a cell stands in: its own may have lost them."""
    sums = [each for each in change.mended if isinstance(each, Linear)]
    others = [
        cell.printed for each in sums for cell in each.cells if cell is not change.cell and cell.printed
    ]
    return min((number.decimals for number in others), default=0)


def _proof(change: Change) -> list[Shown]:
    cells = (cell for each in change.mended for cell in each.cells if cell is not change.cell)
    return [shown(cell) for cell in list(dict.fromkeys(cells))[:PROOF_AT_MOST]]


def _sound(relations: Iterable[Relation]) -> set[Cell]:
    return {cell for relation in relations for each in relation.holding for cell in each.cells}


def _odd(tables: Sequence[Table], named: set[Shown], sound: set[Cell]) -> list[Finding]:
    """The findings that no rule speaks of, about cells that are not named yet."""
    found = [
        Finding(odd.kind, odd.strength, odd.sentence, shown(odd.cell), proof=tuple(map(shown, odd.beside)))
        for table in tables
        for odd in oddities.of(table, sound)
        if shown(odd.cell) not in named
    ]
    for table in tables:
        pairs = list(repeats.twice(table))
        labels = [pair for pair in pairs if pair[0].startswith("the label")]
        for said, cells in pairs:
            if (said, cells) in labels and len(labels) > 1:
                continue  # labels that repeat throughout are the way the table is built
            strength = POSSIBLE if (said, cells) in labels else LIKELY
            found.append(Finding("repeat", strength, said, shown(cells[1]), proof=(shown(cells[0]),)))
    return found


def _roundings(relations: Iterable[Relation], repair: Repair) -> Iterable[Rounding]:
    for relation in relations:
        for equation in relation.equations:
            off = _off_by(equation)
            mended = any(repair.mended(cell) for cell in equation.cells)
            if off and abs(off[0]) <= off[1] and not mended and repair.holds(equation):
                yield Rounding(relation.words, shown(equation.cells[0]), *off)


def _off_by(equation: Equation) -> tuple[float, float] | None:
    """By how much a sum is off in printed units, and how much rounding explains; nothing if it is even."""
    number = equation.cells[0].printed
    if not isinstance(equation, Linear) or number is None:
        return None
    off = residual(equation) / number.scale
    most = sum(abs(factor) * cell.half for cell, factor in equation.terms) / number.scale
    return (round(off, 9), round(most, 9)) if abs(off) > 1e-9 * max(1, abs(number.value)) else None


def _unchecked(tables: Sequence[Table], checked: set[Cell]) -> Iterable[str]:
    """Sentences about figures of which nothing in the tables says what they should be."""
    for table in tables:
        if sum(column.figures > 0 for column in table.columns) > quotients.LINES_AT_MOST:
            most = f"looked for only among {quotients.LINES_AT_MOST} columns or fewer"
            yield f"{table.name}: shares, rates and growth are {most}, and this has {len(table.columns)}"
        for column in table.columns:
            left = [cell for cell in column.cells if cell.kind == NUMBER and cell not in checked]
            name = f"column “{column.label}”" if column.label else f"the column of {column.cells[0].address}"
            if left and len(left) == column.figures:
                yield f"{table.name}: {name}: no rule was found for its {len(left)} figures"
            elif left:
                some = ", ".join(cell.address for cell in left[:8])
                yield f"{table.name}: {name}: no rule was found for {some}{' …' if len(left) > 8 else ''}"
        hidden = [cell for cell in table.cells if cell.kind == UNKNOWN]
        if hidden:
            some = ", ".join(f"{cell.address} ({cell.text})" for cell in hidden[:8])
            yield f"{table.name}: {len(hidden)} figures are kept back or not known: {some}"
        texts = [cell for cell in table.cells if cell.kind == "text"]
        if texts:
            some = ", ".join(f"{cell.address} (“{cell.text[:20]}”)" for cell in texts[:8])
            yield f"{table.name}: {len(texts)} cells among the figures are not read as numbers: {some}"
