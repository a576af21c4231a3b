"""What the record refuses.

RecordTrouble
├── NotThere          nobody ever wrote it
├── Deleted           it was there and was deleted
├── Invalid           it breaks a rule of FHIR R4
├── Conflict          somebody else wrote first
├── Ambiguous         a condition meets several resources
├── Dangling          a transaction refers to something that is not there
├── ReadOnly          it is kept in the directory, not here
└── Busy              the store could not do it now; nothing was stored
    └── Unsure        the store went away at the last moment; whether it was stored is not known
"""

from __future__ import annotations

from collections.abc import Sequence

from toldonce.codes.fhir.validation import Problem


class RecordTrouble(Exception):
    """The record refuses; the message is a sentence for the one who asked."""


class NotThere(RecordTrouble):
    """Nobody ever wrote this resource."""


class Deleted(RecordTrouble):
    """The resource was there and was deleted."""


class Invalid(RecordTrouble):
    """The resource breaks a rule of FHIR R4, at these places and for these reasons."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(f"{problem.place}: {problem.reason}" for problem in self.problems[:5]))


class Conflict(RecordTrouble):
    """Somebody else wrote this resource first: read it again and repeat the change."""


class Ambiguous(RecordTrouble):
    """The condition meets several resources, so it is not known which one is meant."""


class Dangling(RecordTrouble):
    """A reference inside a transaction leads to nothing."""


class ReadOnly(RecordTrouble):
    """The resource is kept in the directory and cannot be written here."""


class Busy(RecordTrouble):
    """The store could not do it now; nothing was stored, so it may be tried again."""


class Unsure(Busy):
    """The store went away at the last moment: read again what is there before you repeat the change."""
