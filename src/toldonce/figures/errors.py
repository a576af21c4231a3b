"""What is refused of figures; the message of each is the sentence shown to the person who asked.

FiguresError
├── FiguresRefused     a file, or figures that were typed, cannot be taken
├── EditRefused        an indicator cannot be edited like this
│   └── ChangedMeanwhile   somebody else has edited it since it was seen
└── CheckRefused       figures cannot be checked by this person
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class FiguresError(Exception):
    """Something that figures were asked for cannot be done."""


class FiguresRefused(FiguresError):
    """A file, or figures that were typed, cannot be taken; `faults` say where, and nothing of them was stored."""

    def __init__(self, sentence: str, faults: Sequence[Any] = ()) -> None:
        super().__init__(sentence)
        self.faults = tuple(faults)


class EditRefused(FiguresError):
    """An indicator cannot be edited like this."""


class ChangedMeanwhile(EditRefused):
    """Somebody else has edited it since it was seen; `changes` say what is different now."""

    def __init__(self, sentence: str, changes: Any = ()) -> None:
        super().__init__(sentence)
        self.changes = changes


class CheckRefused(FiguresError):
    """Figures cannot be checked by this person."""
