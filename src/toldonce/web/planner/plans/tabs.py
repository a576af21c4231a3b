"""The pages that a kind of book has of its own, beside those that every book has."""

from __future__ import annotations

# kind of book -> (label, name of the address) of each of its own pages; the address takes the key of a book
TABS: dict[str, tuple[tuple[str, str], ...]] = {
    "better-care": (
        ("Money together", "better-care-money"),
        ("Conditions and metrics", "better-care-rules"),
        ("Narrative, live", "better-care-narrative"),
        ("Quarterly monitoring", "better-care-quarters"),
        ("Submission", "better-care-submission"),
    ),
    "budget": (("Position", "budget-position"),),
    "contracts": (
        ("Register", "contracts"),
        ("Work plan", "work-plan"),
    ),
    "fair-shares": (("Fair shares", "fair-shares"),),
    "gap": (
        ("The gap", "gap-result"),
        ("How sure", "gap-certainty"),
        ("Assumptions", "gap-assumptions"),
        ("Scenarios compared", "gap-scenarios"),
        ("Does it add up", "gap-implied"),
    ),
    "programmes": (
        ("Portfolio", "programmes-portfolio"),
        ("Timeline", "programmes-timeline"),
        ("Benefits followed", "programmes-benefits"),
        ("Risks", "programmes-risks"),
        ("Logic models", "programmes-logic"),
        ("Reports", "programmes-reports"),
        ("Board paper", "programmes-paper"),
    ),
    "workforce": (
        ("Need and supply", "workforce-outlook"),
        ("Scenarios compared", "workforce-scenarios"),
        ("What if", "workforce-what-if"),
        ("Cost", "workforce-bill"),
    ),
}


def tabs_of(kind: str) -> tuple[tuple[str, str], ...]:
    """The pages that a kind of book has of its own."""
    return TABS.get(kind, ())
