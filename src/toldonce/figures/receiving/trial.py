"""A file read through, checked and compared with what is there: all that is known before anything is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from toldonce.exchange.files import heads as heading
from toldonce.exchange.files import tables
from toldonce.figures import places, settling
from toldonce.figures.errors import FiguresRefused
from toldonce.figures.models import Indicator
from toldonce.figures.receiving import doubts
from toldonce.figures.receiving.mapping import Mapping
from toldonce.figures.receiving.rows import FAULTS_AT_MOST, Kind, Reading, RowFault, Said
from toldonce.figures.settling import Revision, Settled

SHOWN = 40  # doubts, revisions and words left out that a report holds
STEP = 50_000  # figures between two words of progress
FEW = 20  # figures there already, below which no share of them is suspicious
Progress = Callable[[int], None]


@dataclass(slots=True)
class Trial:
    """What a file would do."""

    mapping: Mapping
    as_at: date
    rows: int = 0
    figures: int = 0
    refused: int = 0
    repeated: int = 0
    faults: list[RowFault] = field(default_factory=list)
    faults_in_all: int = 0
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    known: list[tuple[str, int]] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
    settled: Settled = field(default_factory=Settled)
    revisions: list[Revision] = field(default_factory=list)

    def report(self) -> dict[str, Any]:
        """The trial as it is kept and shown."""
        return {
            "rows": self.rows,
            "figures": self.figures,
            "refused": self.refused,
            "repeated": self.repeated,
            "faults": [asdict(each) for each in self.faults[:SHOWN]],
            "faults_in_all": self.faults_in_all,
            "notes": self.notes,
            "doubts": self.doubts[:SHOWN],
            "doubts_in_all": len(self.doubts),
            "known_faults": [{"reason": reason, "figures": count} for reason, count in self.known],
            "left_out": dict(self.left.most_common(SHOWN)),
            **asdict(self.settled),
            "revisions": [asdict(each) | {"period": f"{each.period}"} for each in self.revisions],
        }


def tried(path: Path, mapping: Mapping, as_at: date, progress: Progress) -> Trial:
    """Read a file into the staged figures of this transaction and compare it; raises FileRefused, FiguresRefused."""
    table = tables.opened(path, mapping.table)
    first = [cells for _, cells in islice(table.lines(), heading.LOOKED_AT)]
    reading = Reading(mapping, table, heading.found(first, mapping.table), _kinds(mapping), places.known())
    trial = Trial(mapping, as_at)
    trial.figures = settling.stage(_counted(reading.figures(), progress), as_at)
    _look(trial, reading)
    if not trial.rows:
        raise FiguresRefused(
            "The file has heads and no rows: nothing was stored. Ask the sender whether that is so."
        )
    trial.settled = settling.compare()
    trial.revisions = settling.revisions(SHOWN)
    return trial


def _kinds(mapping: Mapping) -> dict[str, Kind]:
    wanted = mapping.indicators()
    found = {
        code: Kind(id, every)
        for code, id, every in Indicator.objects.filter(code__in=wanted).values_list("code", "id", "every")
    }
    if missing := sorted(wanted - found.keys()):
        raise FiguresRefused(
            f"The mapping {mapping.name} speaks of indicators that nobody has defined: {', '.join(missing)}."
        )
    return found


def _counted(figures: Iterator[Said], progress: Progress) -> Iterator[Said]:
    for number, figure in enumerate(figures, 1):
        if number % STEP == 0:
            progress(number)
        yield figure


def _look(trial: Trial, reading: Reading) -> None:
    """Gather what was noticed row by row, and what only the file as a whole shows."""
    trial.rows, trial.refused, trial.left = reading.rows, reading.refused, reading.left
    trial.faults, trial.faults_in_all = reading.faults, reading.faults_in_all
    trial.notes = list(reading.table.notes)
    if reading.heads.unknown:
        trial.notes.append(f"Nobody reads these columns: {', '.join(reading.heads.unknown[:SHOWN])}.")
    trial.known = [(reading.mapping.known[at].reason, count) for at, count in sorted(reading.touched.items())]
    twice = list(doubts.twice())
    trial.repeated = doubts.forget_repeated() if not twice else doubts.forget_twice()
    faults, trial.doubts = doubts.beside()
    trial.doubts += doubts.repeated_years()
    for fault in (*twice, *faults):
        trial.faults_in_all += 1
        trial.refused += 1
        trial.faults += [fault] if len(trial.faults) < FAULTS_AT_MOST else []


def revises_much(trial: Trial) -> bool:
    """Whether suspiciously much of what was there would be something else by this file."""
    there = trial.settled.revised + trial.settled.same
    return there >= FEW and trial.settled.revised * 100 > trial.mapping.revised_at_most * there
