"""From a cell to a number: with its sign of unit, hidden by the publisher, empty, or why it is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from toldonce.exchange.files.values import SPREADSHEET_ERROR, plain

NUMBER = re.compile(r"([£]?)\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][+-]?\d{1,2})?)\s*(%?)")
LARGEST = 10**18
EMPTY, SUPPRESSED = "empty", "suppressed"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says: a number, with the sign that stands beside it; or a word for why there is none."""

    number: float | None
    sign: str = ""  # £, % or nothing
    absence: str = ""  # EMPTY, SUPPRESSED, or a sentence about what is wrong


def read(cell: Any, empty: frozenset[str], suppressed: frozenset[str]) -> Cell:
    """The number in a cell."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _number(cell)
    said = plain(cell)
    if not said or said.casefold() in empty:
        return Cell(None, absence=EMPTY)
    if said.casefold() in suppressed:
        return Cell(None, absence=SUPPRESSED)
    if SPREADSHEET_ERROR.fullmatch(said):
        return Cell(None, absence=f"the spreadsheet could not work it out ({said})")
    found = NUMBER.fullmatch(said)
    if not found or not any(map(str.isdigit, found[2])):
        hint = ": write a point, not a comma, before decimals" if "," in said else ""
        return Cell(None, absence=f"“{said[:40]}” is not a number{hint}")
    return _number(float(found[2].replace(",", "")), found[1] or found[3])


def _number(number: float, sign: str = "") -> Cell:
    """A number that something could be counted as."""
    if number != number:
        return Cell(None, absence="is no number")
    if abs(number) >= LARGEST:
        return Cell(None, absence="is larger than anything that is counted")
    return Cell(float(number), sign)
