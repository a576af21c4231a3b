"""Who must sign a book, which signatures hold for what it says now, and whose are missing."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.steering.sheets.models import Signature
from toldonce.steering.sheets.queries import Opened, signatures


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation (by its code) and the capacity in which somebody of it must sign."""

    code: str
    capacity: str


def parties(opened: Opened) -> list[Party]:
    """Who must sign, in the order of the book."""
    return [Party(each["party"], each["capacity"]) for each in opened.book.parties]


def holding(opened: Opened) -> list[Signature]:
    """The signatures of exactly what the book says now; any other is void and still shown."""
    return [each for each in signatures(opened.book) if each.digest == opened.digest]


def outstanding(opened: Opened) -> list[Party]:
    """The parties whose signature does not hold, or is not there."""
    signed = {(each.party, each.capacity) for each in holding(opened)}
    return [each for each in parties(opened) if (each.code, each.capacity) not in signed]
