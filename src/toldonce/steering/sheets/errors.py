"""What is refused of books; the message of each is the sentence shown to the person who asked.

SheetsError
├── NoSuchBook         there is no book of this kind and key
├── BookRefused        a book, or the folder or file that it comes from, cannot be taken
├── EditRefused        a change cannot be made like this; `cells` say where
│   ├── ChangedMeanwhile   somebody else has changed the same cells since they were seen
│   └── Unsure             amounts may be pounds or thousands; nothing is done until somebody says which
└── StateRefused       this cannot be done with a book in its state, or by this person
    └── StillWrong     a book with errors cannot be submitted; `cells` say where
"""

from __future__ import annotations

from collections.abc import Sequence

from toldonce.steering.sheets.declaring import Finding


class SheetsError(Exception):
    """Something that a book was asked for cannot be done; `cells` say at which cells, where it is about some."""

    def __init__(self, sentence: str, cells: Sequence[Finding] = ()) -> None:
        super().__init__(sentence)
        self.cells = tuple(cells)


class NoSuchBook(SheetsError):
    """There is no book of this kind and key."""


class BookRefused(SheetsError):
    """A book, or the folder or file that it comes from, cannot be taken."""


class EditRefused(SheetsError):
    """A change cannot be made like this."""


class ChangedMeanwhile(EditRefused):
    """Somebody else has changed the same cells since they were seen."""


class Unsure(EditRefused):
    """Amounts may be pounds or something else; `times` is what they may have to be multiplied by to be pounds."""

    def __init__(self, sentence: str, times: int) -> None:
        super().__init__(sentence)
        self.times = times


class StateRefused(SheetsError):
    """This cannot be done with a book in its state, or by this person."""


class StillWrong(StateRefused):
    """A book with errors cannot be submitted."""
