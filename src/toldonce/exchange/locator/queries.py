"""Which pointers the locator was not told of, why, and what an operator does about it; never whom they are about."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from toldonce.exchange.locator.models import Pointer
from toldonce.exchange.locator.telling import NO_NUMBER, WITHHELD

# the first status that fits: from, to | what to do
BY_STATUS = (
    (401, 403, "Check TOLDONCE_LOCATOR_TOKEN, and that the organisation is registered as a producer."),
    (404, 404, "Check TOLDONCE_LOCATOR: the locator knows no such address."),
    (429, 429, "Nothing: the locator wants fewer questions, and it is tried again by itself."),
    (400, 499, "It refuses the pointer itself: report its codes to whoever supports Toldonce."),
    (500, 599, "Nothing yet: the locator is in trouble itself. If it lasts, tell its service desk."),
)
NO_ANSWER = "It is tried again by itself. If it lasts, check TOLDONCE_LOCATOR and the way to it."
TRACE = "Let the practice or `toldonce trace` find the number, have the plan signed again, or try again."


@dataclass(frozen=True, slots=True)
class InTrouble:
    """A pointer of which the locator was not told, and what to do next."""

    pointer: Pointer
    to_do: str


def in_trouble(limit: int) -> list[InTrouble]:
    """The pointers in trouble: those that nothing tries again first, then those that are tried again soonest."""
    rows = Pointer.objects.exclude(trouble__in=("", WITHHELD)).order_by(
        F("due").asc(nulls_first=True), "document"
    )
    return [InTrouble(row, to_do(row)) for row in rows[:limit]]


def to_do(pointer: Pointer) -> str:
    """What an operator does about a pointer in trouble."""
    if pointer.trouble == NO_NUMBER:
        return TRACE
    fitting = (what for least, most, what in BY_STATUS if least <= pointer.status <= most)
    return next(fitting, NO_ANSWER)


def counts() -> dict[str, int]:
    """How many pointers there are, by how far the locator knows of them."""
    every = Pointer.objects
    return {
        "Told": every.exclude(held="").count(),
        "Waiting to be told or taken back": every.filter(due__isnull=False).count(),
        "In trouble": every.exclude(trouble__in=("", WITHHELD)).count(),
        "Withheld, because the person objects or is sealed": every.filter(trouble=WITHHELD).count(),
    }
