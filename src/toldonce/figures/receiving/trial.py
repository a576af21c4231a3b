"""A file read through, checked and compared with what is there: all that is known before anything is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from toldonce.figures import places, settling
from toldonce.figures.errors import FiguresRefused
from toldonce.figures.receiving import doubts, lines
from toldonce.figures.receiving.amounts import Said
from toldonce.figures.receiving.mapping import Mapping
from toldonce.figures.receiving.noticing import Notice
from toldonce.figures.receiving.rows import Reading
from toldonce.figures.receiving.withdrawing import kinds_of, stage_withdrawals
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
    notice: Notice
    rows: int = 0
    figures: int = 0
    refused: int = 0
    repeated: int = 0
    withdrawn: int = 0
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    settled: Settled = field(default_factory=Settled)
    revisions: list[Revision] = field(default_factory=list)

    def report(self) -> dict[str, Any]:
        """The trial as it is kept and shown."""
        return {
            "rows": self.rows,
            "figures": self.figures,
            "refused": self.refused,
            "repeated": self.repeated,
            "withdrawn": self.withdrawn,
            "faults": [asdict(each) for each in self.notice.faults[:SHOWN]],
            "faults_in_all": self.notice.faults_in_all,
            "notes": self.notes,
            "doubts": self.doubts[:SHOWN],
            "doubts_in_all": len(self.doubts),
            "known_faults": dict(self.notice.known),
            "left_out": dict(self.notice.left.most_common(SHOWN)),
            **asdict(self.settled),
            "revisions": [asdict(each) | {"period": f"{each.period}"} for each in self.revisions],
        }


def tried(path: Path, mapping: Mapping, as_at: date, progress: Progress) -> Trial:
    """Read a file into the staged figures of this transaction and compare it; raises FileRefused, FiguresRefused."""
    reading = Reading(lines.opened(path, mapping), kinds_of(mapping), places.known())
    trial = Trial(mapping, as_at, reading.notice)
    trial.figures = settling.stage(_counted(reading.figures(), progress), as_at)
    trial.rows, trial.refused = reading.rows, reading.refused
    if not trial.rows:
        raise FiguresRefused(
            "The file has heads and no rows: nothing was stored. Ask the sender whether that is so."
        )
    _look(trial, reading)
    trial.withdrawn = stage_withdrawals(path, mapping)
    trial.settled = settling.compare()
    trial.revisions = settling.revisions(SHOWN)
    return trial


def _counted(figures: Iterator[Said], progress: Progress) -> Iterator[Said]:
    for number, figure in enumerate(figures, 1):
        if number % STEP == 0:
            progress(number)
        yield figure


def _look(trial: Trial, reading: Reading) -> None:
    """Gather what only the file as a whole shows."""
    trial.notes = list(reading.lines.table.notes)
    if unknown := reading.lines.heads.unknown:
        trial.notes.append(f"Nobody reads these columns: {', '.join(unknown[:SHOWN])}.")
    twice, trial.repeated = doubts.settle_twice()
    faults, trial.doubts = doubts.beside(trial.mapping.stands_as_said)
    trial.doubts += doubts.repeated_years()
    trial.refused += len(twice) + len(faults)
    trial.notice.add([*twice, *faults])


def revises_much(trial: Trial) -> bool:
    """Whether suspiciously much of what was there would be something else by this file."""
    there = trial.settled.revised + trial.settled.same
    return there >= FEW and trial.settled.revised * 100 > trial.mapping.revised_at_most * there
