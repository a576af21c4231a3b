"""A dry run: everything that a file holds, everything that is wrong with it, and what taking it would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from toldonce.exchange.files import heads, kept, making, tables
from toldonce.exchange.files.counting import UNKNOWN_SHOWN, Counts
from toldonce.exchange.files.errors import FewerRows, Unreadable
from toldonce.exchange.files.heads import Heads
from toldonce.exchange.files.mapping import Mapping
from toldonce.exchange.files.rows import Row, RowFault, rows
from toldonce.exchange.files.tables import Table

FAULTS_AT_MOST = 100_000  # kept of one file; all are counted
TWICE = "another row of the file has the same key and says something else: nobody knows which is right"


@dataclass(slots=True)
class Trial:
    """What was found in one file, before anything is stored."""

    mapping: Mapping
    table: Table
    heads: Heads
    counts: Counts
    today: date
    rows: int = 0
    states: Counter[str] = field(default_factory=Counter)  # new, changed, same, gone, refused, repeated
    made: Counter[str] = field(default_factory=Counter)  # resources by type
    faults: list[RowFault] = field(default_factory=list)
    faults_in_all: int = 0
    gone: frozenset[bytes] = frozenset()
    twice: frozenset[bytes] = frozenset()
    before: Map[bytes, bytes] = field(default_factory=dict)
    keyless: int = 0

    @property
    def notes(self) -> list[str]:
        """What a reader of the report should know besides the numbers."""
        told = list(self.table.notes)
        if self.heads.unknown:
            told.append(
                "Nobody knows these columns, and they are not read: "
                + ", ".join(self.heads.unknown[:40])
                + "."
            )
        if self.mapping.snapshot and self.keyless:
            told.append(
                f"{self.keyless:,} rows have no key that can be read: so nothing is ended or deleted by this file."
            )
        return told


def tried(path: Path, mapping: Mapping, source: str, *, today: date, whole: bool = True) -> Trial:
    """Read a file through; raises Unreadable, ColumnsAmiss. With `whole`, resources are made and checked as well."""
    table = tables.opened(path, mapping)
    first = [cells for _, (_, cells) in zip(range(heads.LOOKED_AT), table.lines(), strict=False)]
    found = heads.found(first, mapping)
    trial = Trial(
        mapping, table, found, Counts(mapping, found.at), today, before=kept.digests(source, mapping.feed)
    )
    _read(trial, source, whole)
    if not trial.rows:
        raise Unreadable(
            "The file has heads and no rows: nothing was stored. Ask the sender whether that is so."
        )
    return trial


def _read(trial: Trial, source: str, whole: bool) -> None:
    seen: dict[bytes, bytes] = {}
    twice: set[bytes] = set()
    refused: set[bytes] = set()
    for row in rows(trial.table, trial.heads, trial.mapping, today=trial.today, counts=trial.counts):
        trial.rows += 1
        _look(trial, row, source, whole)
        if not row.key:
            trial.keyless += 1
        if not row.is_good:
            refused.add(row.key)
        elif seen.get(row.key, row.digest) != row.digest:
            twice.add(row.key)
        elif row.key in seen:
            trial.states["repeated"] += 1
        else:
            seen[row.key] = row.digest
            trial.states[kept.changed(trial.before, row.key, row.digest)] += 1
    _settle(trial, seen, twice, refused)


def _look(trial: Trial, row: Row, source: str, whole: bool) -> None:
    """Make and check the resources of a row, and note what is wrong with it."""
    if row.is_good and whole:
        made = making.resources(row, trial.mapping, source=source, told=trial.today.isoformat())
        row.faults += making.faults(row, made)
        trial.made.update(each.made.rtype for each in made if row.is_good)
    if not row.is_good:
        trial.states["refused"] += 1
        note(trial, row.faults)


def _settle(trial: Trial, seen: Map[bytes, bytes], twice: set[bytes], refused: set[bytes]) -> None:
    """Which keys stand twice, and which rows of last time are gone; a row that was refused is not gone."""
    trial.twice = frozenset(twice)
    for key in twice:
        trial.states[kept.changed(trial.before, key, seen[key])] -= 1
    if trial.mapping.snapshot and not trial.keyless:
        trial.gone = frozenset(trial.before.keys() - seen.keys() - refused)
    trial.states["gone"] = len(trial.gone)
    if twice:
        for row in rows(trial.table, trial.heads, trial.mapping, today=trial.today):
            if row.is_good and row.key in twice:
                trial.states["refused"] += 1
                note(trial, [RowFault(row.line, ", ".join(trial.mapping.key), TWICE)])


def note(trial: Trial, faults: list[RowFault]) -> None:
    """Keep faults for the quarantine, the first hundred thousand; all are counted."""
    trial.faults_in_all += len(faults)
    trial.faults += faults[: max(0, FAULTS_AT_MOST - len(trial.faults))]


def has_fewer(trial: Trial) -> bool:
    """Whether suspiciously much of last time is not in the file."""
    return len(trial.gone) * 100 > trial.mapping.absent_at_most * len(trial.before)


def refuse_fewer(trial: Trial, *, confirmed: bool) -> None:
    """Refuse a file from which suspiciously much is gone, unless somebody has looked and confirms it."""
    was, gone = len(trial.before), len(trial.gone)
    if confirmed or not has_fewer(trial):
        return
    raise FewerRows(
        f"{gone:,} of the {was:,} rows of last time are not in this file ({gone / was:.0%}; the mapping allows "
        f"{trial.mapping.absent_at_most}%): it may have been cut short, so nothing was stored. If it is right, confirm "
        "that there are fewer."
    )


def report(trial: Trial) -> dict:
    """The trial as it is kept and shown: numbers, columns, notes; no name and no number of anybody."""
    return {
        "rows": trial.rows,
        "states": {name: trial.states[name] for name in ("new", "changed", "same", "gone", "refused", "repeated")},
        "resources": dict(sorted(trial.made.items())),
        "faults": trial.faults_in_all,
        "fewer": has_fewer(trial),
        "notes": trial.notes,
        "columns": [
            {
                "name": each.name, "head": each.head, "type": each.kind, "found": each.found, "filled": each.filled,
                "empty": each.empty, "bad": each.bad, "reasons": dict(each.reasons.most_common(8)),
                "examples": each.examples, "unknown": dict(each.unknown.most_common(UNKNOWN_SHOWN)),
            }
            for each in trial.counts.columns.values()
        ],
    }  # fmt: skip
