"""What is refused on the way to the public; the message of each is the sentence shown to the person who asked.

FiguresError
└── PublicationRefused     this cannot be published, or not like this
    ├── NotAnother         the same account proposed it and wants to check or release it
    └── NotWhatWasChecked  something has happened since it was looked at
"""

from __future__ import annotations

from toldonce.figures.errors import FiguresError


class PublicationRefused(FiguresError):
    """This cannot be published, or not like this."""


class NotAnother(PublicationRefused):
    """The same account proposed it and wants to check or release it."""


class NotWhatWasChecked(PublicationRefused):
    """Something has happened since it was looked at."""
