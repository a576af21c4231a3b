"""What the pages of one plan have in common: its title and state, and the links to its sheets and other pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from toldonce.steering.sheets.queries import Opened
from toldonce.web.planner.plans.tabs import tabs_of

EVERY = (("Overview", "plan"),)
BEHIND = (("History", "plan-changes"), ("Compare", "plan-compare"))


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to a page of the plan; `here` where it is the page that is shown."""

    label: str
    address: str
    here: bool


def framed(opened: Opened, current: str, **more: Any) -> dict[str, Any]:
    """What the template of a page of a plan needs beside its own; `current` is the label of the page."""
    return {"opened": opened, "book": opened.book, "tabs": tabs(opened, current), **more}


def tabs(opened: Opened, current: str) -> list[Tab]:
    """The overview, the kind's own pages, its sheets, then history and comparison."""
    kind, key = opened.kind.key, opened.book.key
    plain = [(label, reverse(name, args=[kind, key])) for label, name in EVERY]
    own = [(label, reverse(name, args=[key])) for label, name in tabs_of(kind)]
    sheets = [
        (sheet.title, reverse("plan-sheet", args=[kind, key, sheet.key])) for sheet in opened.kind.sheets
    ]
    behind = [(label, reverse(name, args=[kind, key])) for label, name in BEHIND]
    return [Tab(label, address, label == current) for label, address in plain + own + sheets + behind]
