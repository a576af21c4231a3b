"""An audit as people read it."""

from __future__ import annotations

from collections.abc import Iterator

from toldonce.figures.audit.findings import Audit, Finding, Shown

PROOF_SHOWN, LINES_SHOWN = 8, 20


def told(audit: Audit, rules: bool = False) -> str:
    """The audit as plain text: findings first, then what rounding explains, then what could not be checked."""
    return "\n".join(_lines(audit, rules))


def _lines(audit: Audit, rules: bool) -> Iterator[str]:
    many = len(audit.tables) > 1
    for number, finding in enumerate(audit.findings, 1):
        yield from _finding(number, finding, many)
        yield ""
    if audit.roundings:
        yield f"Rounding explains {_count(len(audit.roundings), 'difference')}:"
        for each in audit.roundings[:LINES_SHOWN]:
            off = f"off by {each.off_by:+,.10g}, rounding explains {each.at_most:,.10g}"
            yield f"  {each.cell.address} {each.cell.name}: {off}"
        yield from _more(len(audit.roundings))
        yield ""
    if audit.unchecked:
        yield "Not checked:"
        yield from (f"  {sentence}." for sentence in audit.unchecked[:LINES_SHOWN])
        yield from _more(len(audit.unchecked))
        yield ""
    if rules and audit.rules:
        yield "Rules that the figures follow:"
        yield from (f"  {rule}" for rule in audit.rules)
        yield ""
    yield (
        f"{_count(len(audit.findings), 'finding')}; {_count(len(audit.tables), 'table')}, {audit.checked} of "
        f"{_count(audit.figures, 'figure')} checked by {_count(len(audit.rules), 'rule')}."
    )


def _finding(number: int, finding: Finding, many: bool) -> Iterator[str]:
    where = f"{finding.cell.table}: " if many else ""
    yield f"{number}. {where}{finding.cell.address} {finding.cell.name} ({finding.strength}, {finding.kind})"
    if finding.should_be:
        between = f", or anything from {finding.between}" if finding.between else ""
        yield f"   printed {finding.cell.printed}, should be {finding.should_be}{between}"
    else:
        yield f"   printed {finding.cell.printed}"
    yield f"   {finding.sentence}{f'; {finding.slip}' if finding.slip else ''}."
    for rule in finding.rules:
        yield f"   rule: {rule}"
    if finding.proof:
        yield f"   from {_cells(finding.proof)}"
    if finding.instead:
        others = [f"{cell.address} {cell.printed} → {value}" for cell, value in finding.instead[:PROOF_SHOWN]]
        yield f"   or instead {'; '.join(others)}{' …' if len(finding.instead) > PROOF_SHOWN else ''}"


def _cells(cells: tuple[Shown, ...]) -> str:
    some = "; ".join(f"{cell.address} {cell.printed}" for cell in cells[:PROOF_SHOWN])
    return some + (f"; and {len(cells) - PROOF_SHOWN} more" if len(cells) > PROOF_SHOWN else "")


def _more(count: int) -> Iterator[str]:
    if count > LINES_SHOWN:
        yield f"  and {count - LINES_SHOWN} more: --json tells all."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
