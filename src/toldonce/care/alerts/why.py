"""Why did I get this: in a sentence for the item, and in full for the page."""

from __future__ import annotations

from collections.abc import Collection

from toldonce.care.alerts.kinds import KIND, title_of
from toldonce.care.alerts.models import Alert, Asking, Event, Whom
from toldonce.directory.queries import account_named, roles_held
from toldonce.record.access import CARING_ROLES
from toldonce.record.readings.sections import hidden_from

MEANT = {
    Whom.REGISTERED: "anybody registered with you",
    Whom.CASELOAD: "anybody on your caseload",
    Whom.STAYING: "anybody staying with you",
    Whom.WARD: "anybody on the ward",
    Whom.PERSON: "this person",
}


def why_told(alert: Alert, colleague: str = "") -> str:
    """The sentence that answers "why did I get this", or for others why the colleague of this name got it."""
    asking, kind = alert.asking, title_of(alert.event.kind).lower()
    asked = "Your organisation asks" if asking.is_of_organisation else f"{colleague or 'You'} asked"
    if alert.covers:
        away = account_named(alert.covers)
        covers = f"{colleague} covers" if colleague else "You cover"
        asked = f"{covers} for {away.name if away else 'a colleague'}, who asked"
    may_read = alert.relations and not colleague
    relations = f" You may read it because of: {', '.join(alert.relations)}." if may_read else ""
    return f"{asked} to be told about {MEANT[Whom(asking.whom)]}: {kind}.{relations}"


GLANCE = 160  # characters of several facts in a title
LONGEST = 300  # characters of a title


class Titles:
    """The titles of items, for which it is read once which roles are held at the organisations."""

    def __init__(self, organisations: Collection[str]) -> None:
        self._hidden: dict[str, set[str]] = {}
        for code, role in roles_held(organisations, CARING_ROLES):
            self._hidden.setdefault(code, set()).update(hidden_from(role))

    def of(self, event: Event, organisation: str) -> str:
        """What everybody at the organisation may see of an event without opening the record."""
        title = title_of(event.kind)
        if KIND[event.kind].section in self._hidden.get(organisation, ()):
            return title
        words = shortened(event.words)
        return (words if words.startswith(title.split(" ", 1)[0]) else f"{title}: {words}")[:LONGEST]


def shortened(words: str) -> str:
    """As many of several facts as are read at a glance, and how many more there are; none is cut in its middle."""
    parts = words.split("; ")
    shown = [part for n, part in enumerate(parts) if n == 0 or len("; ".join(parts[: n + 1])) <= GLANCE]
    more = len(parts) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more else "")


def sees_words(event: Event, role: str) -> bool:
    """Whether a role may see what happened, and not only that something did."""
    return KIND[event.kind].section not in hidden_from(role)


def asking_words(asking: Asking) -> str:
    """What was asked, in a line: `Admitted to hospital, died`."""
    said = ", ".join(title_of(kind).lower() for kind in asking.kinds)
    return said[:1].upper() + said[1:]
