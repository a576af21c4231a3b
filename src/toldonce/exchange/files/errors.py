"""What a file is refused for.

FileTrouble
├── MappingFaults     the mapping file itself is not as it must be
├── NoMapping         there is no mapping of that name
└── FileRefused       nothing of the file was stored
    ├── Unreadable    it is not the table that it claims to be
    ├── ColumnsAmiss  a required column is missing, or two columns are one
    ├── FewerRows     so many rows are gone that the file may have been cut short
    ├── OlderFile     it was taken before, and a newer one after it
    └── BeingTaken    another file of the feed is being taken just now
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a mapping file: where and why."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" if self.place else self.reason


class FileTrouble(Exception):
    """A file, or its mapping, is refused; the message is a sentence for the one who gave it."""


class MappingFaults(FileTrouble):
    """The mapping file is not as it must be, at these places and for these reasons."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"The mapping {name} cannot be used: " + "; ".join(map(str, self.faults[:8])) + ".")


class NoMapping(FileTrouble):
    """There is no mapping of that name."""


class FileRefused(FileTrouble):
    """Nothing of the file was stored, for this reason."""


class Unreadable(FileRefused):
    """The file is not the table that it claims to be."""


class ColumnsAmiss(FileRefused):
    """A required column is missing, or one column stands twice."""


class FewerRows(FileRefused):
    """So many rows are gone since last time that the file may have been cut short."""


class OlderFile(FileRefused):
    """The file was taken before, and a newer one after it."""


class BeingTaken(FileRefused):
    """Another file of the same feed is being taken just now."""
