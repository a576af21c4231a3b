"""What the pages of one plan have in common: its title and state, and the links to its sheets and other pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from toldonce.steering.sheets.queries import Opened
from toldonce.web.planner.plans.tabs import tabs_of

EVERY = (("Overview", "book"),)
BEHIND = (("History", "plan-changes"), ("Compare", "plan-compare"), ("Files", "plan-file"))


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to a page of the plan; `here` where it is the page that is shown."""

    label: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Tabs:
    """The pages of the plan as a whole, and its sheets."""

    pages: list[Tab]
    sheets: list[Tab]

    @property
    def current(self) -> str:
        """The label of the page that is shown."""
        return next((tab.label for tab in [*self.sheets, *self.pages] if tab.here), "")


def framed(opened: Opened, current: str, **more: Any) -> dict[str, Any]:
    """What the template of a page of a plan needs beside its own; `current` is the label of the page."""
    return {"opened": opened, "book": opened.book, "tabs": tabs(opened, current), **more}


def tabs(opened: Opened, current: str) -> Tabs:
    """The overview, the kind's own pages, history, comparison and files; and every sheet."""
    kind, key = opened.kind.key, opened.book.key
    plain = [(label, reverse(name, args=[kind, key])) for label, name in EVERY]
    own = [(label, reverse(name, args=[key])) for label, name in tabs_of(kind)]
    behind = [(label, reverse(name, args=[kind, key])) for label, name in BEHIND]
    sheets = [
        (sheet.title, reverse("plan-sheet", args=[kind, key, sheet.key])) for sheet in opened.kind.sheets
    ]
    return Tabs(
        [Tab(label, address, label == current) for label, address in plain + own + behind],
        [Tab(label, address, label == current) for label, address in sheets],
    )
