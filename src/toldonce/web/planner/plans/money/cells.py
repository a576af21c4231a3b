"""Where a number comes from: the address of the cells that it was made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from toldonce.steering.sheets.declaring import At
from toldonce.steering.sheets.queries import Opened
from toldonce.web.planner.plans.showing import address_of


@dataclass(frozen=True, slots=True)
class Origin:
    """Something that a number was made of: what it is, what it says, and the address of its cell."""

    what: str
    says: str
    address: str


def origin(
    opened: Opened, sheet: str, row: int | None, column: str, what: str = "", more: str = ""
) -> Origin:
    """A cell of a book with its words; `what` goes before the head of its column, `more` follows its value."""
    declared = opened.kind.by_key[sheet]
    head = declared.by_key[column].head
    says = "" if row is None else declared.by_key[column].kind.say(opened.contents[sheet][row - 1][column])
    address = address_of(opened, At(declared, row, column))
    return Origin(f"{what}: {head}" if what else head, f"{says}{f', {more}' if more else ''}", address)


def row_origin(opened: Opened, sheet: str, row: int, what: str = "") -> Origin:
    """A whole row of a book, such as the twelve months of a line."""
    declared = opened.kind.by_key[sheet]
    title = f"{what}: {declared.title.lower()}" if what else declared.title
    return Origin(title, f"row {row}", address_of(opened, At(declared, row)))


def cell(opened: Opened, sheet: str, row: int | None, column: str = "") -> str:
    """The address of a cell."""
    return address_of(opened, At(opened.kind.by_key[sheet], row, column))


def today() -> date:
    """The day of those who look."""
    return timezone.localdate()
