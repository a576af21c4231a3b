"""What is refused of files that wait for the worker; the message is the sentence shown to the person who asked.

FiguresError
└── WaitingRefused     the worker cannot be given this file, or not now
"""

from __future__ import annotations

from toldonce.figures.errors import FiguresError


class WaitingRefused(FiguresError):
    """The worker cannot be given this file, or not now."""
