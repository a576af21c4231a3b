"""What a file of figures would do, or did, in words for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

SHOWN = 12


def visible(said: Any) -> Any:
    """What is said of a file, with the NULs that it quotes shown as a sign: PostgreSQL takes none."""
    if isinstance(said, dict):
        return {visible(name): visible(each) for name, each in said.items()}
    if isinstance(said, list):
        return [visible(each) for each in said]
    return said.replace("\0", "␀") if isinstance(said, str) else said


def told(report: dict[str, Any]) -> str:
    """The report of a file as text."""
    return "\n".join(_lines(report))


def _lines(report: dict[str, Any]) -> Iterator[str]:
    yield (
        f"{report['rows']:,} rows, {report['figures']:,} figures: {report['new']:,} new, "
        f"{report['revised']:,} revised, {report['same']:,} the same; {report['refused']:,} rows refused."
    )
    if report.get("withdrawn"):
        yield f"{report['withdrawn']:,} figures withdrawn: the corrected mapping does not say them any more."
    yield from report["notes"]
    yield from _part("Refused", [_fault(each) for each in report["faults"]], report["faults_in_all"])
    yield from _part("Revised", [_revision(each) for each in report["revisions"]], report["revised"])
    yield from _part("Doubts, for a person to look at", report["doubts"], report["doubts_in_all"])
    known = [f"{reason} ({count:,} figures)" for reason, count in report["known_faults"].items()]
    yield from _part("Known faults", known, len(known))
    left = [f"{words} ({count:,} rows)" for words, count in report["left_out"].items()]
    yield from _part("Left out, because the mapping does not know them", left, len(left))


def _part(title: str, lines: list[str], in_all: int) -> Iterator[str]:
    if lines:
        yield f"\n{title}:"
        yield from (f"  {line}" for line in lines[:SHOWN])
        if in_all > SHOWN:
            yield f"  and {in_all - SHOWN:,} more"


def _fault(fault: dict[str, Any]) -> str:
    where = f"row {fault['row']}" + (f", {fault['column']}" if fault["column"] else "")
    return f"{where}: {fault['reason']}"


def _revision(revision: dict[str, Any]) -> str:
    what = " ".join(filter(None, (revision["indicator"], revision["place"], revision["part"])))
    return (
        f"row {revision['row']}: {what} {revision['period']} was {revision['was']} and is {revision['now']}"
    )
