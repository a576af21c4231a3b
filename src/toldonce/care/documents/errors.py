"""What is refused about documents; the message of each is the sentence shown to the person who asked.

DocumentRefused
    LetterRefused       a letter cannot be signed or sent as it is; `problems` says where
    NotYours            it was written by, or sent to, another organisation
    ChangedMeanwhile    somebody else changed the draft after it was opened
    NotNow              the document is not in a state in which this can be done
    Unreadable          what came in cannot be understood
"""

from collections.abc import Mapping


class DocumentRefused(Exception):
    """Something cannot be done with a document."""


class LetterRefused(DocumentRefused):
    """A letter cannot be signed or sent as it is."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


class NotYours(DocumentRefused):
    """The document was written by, or sent to, another organisation."""


class ChangedMeanwhile(DocumentRefused):
    """Somebody else changed the draft after it was opened."""


class NotNow(DocumentRefused):
    """The document is not in a state in which this can be done."""


class Unreadable(DocumentRefused):
    """What came in cannot be understood."""
