"""What is noticed while a file is read: faults with row and column, what is left out, known faults that are met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

FAULTS_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a file, in which row and column (0 and "" are the file as a whole)."""

    row: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = f"row {self.row}" + (f", {self.column}" if self.column else "")
        return f"{where}: {self.reason}" if self.row else self.reason


@dataclass(slots=True)
class Notice:
    """Everything that was noticed; the first few hundred faults are kept with their words, all are counted."""

    faults: list[RowFault] = field(default_factory=list)
    faults_in_all: int = 0
    left: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(
        default_factory=Counter
    )  # figures by the reason of the known fault that touched them

    def fault(self, row: int, column: str, reason: str) -> None:
        """Note what is wrong in a row."""
        self.add([RowFault(row, column, reason)])

    def add(self, faults: Iterable[RowFault]) -> None:
        """Note several faults."""
        for each in faults:
            self.faults_in_all += 1
            if len(self.faults) < FAULTS_AT_MOST:
                self.faults.append(each)
