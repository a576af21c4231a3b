"""The pages that a kind of book has of its own, beside those that every book has."""

from __future__ import annotations

# kind of book -> (label, name of the address) of each of its own pages; the address takes the key of a book
TABS: dict[str, tuple[tuple[str, str], ...]] = {
    "budget": (("Position", "budget-position"),),
    "contracts": (("Register", "contracts"), ("Work plan", "work-plan")),
    "fair-shares": (("Fair shares", "fair-shares"),),
}


def tabs_of(kind: str) -> tuple[tuple[str, str], ...]:
    """The pages that a kind of book has of its own."""
    return TABS.get(kind, ())
