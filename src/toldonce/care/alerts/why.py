"""Why did I get this: in a sentence for the item, and in full for the page."""

from __future__ import annotations

from toldonce.care.alerts.kinds import KIND, title_of
from toldonce.care.alerts.models import Alert, Asking, Event, Whom
from toldonce.directory.models import Post
from toldonce.directory.queries import account_named
from toldonce.record.access import CARING_ROLES
from toldonce.record.readings.sections import hidden_from

MEANT = {
    Whom.REGISTERED: "anybody registered with you",
    Whom.CASELOAD: "anybody on your caseload",
    Whom.STAYING: "anybody staying with you",
    Whom.WARD: "anybody on the ward",
    Whom.PERSON: "this person",
}


def why_told(alert: Alert) -> str:
    """The sentence that answers "why did I get this"."""
    asking, kind = alert.asking, title_of(alert.event.kind).lower()
    asked = "Your organisation asks" if asking.is_of_organisation else "You asked"
    if alert.covers:
        away = account_named(alert.covers)
        asked = f"You cover for {away.name if away else 'a colleague'}, who asked"
    relations = f" You may read it because of: {', '.join(alert.relations)}." if alert.relations else ""
    return f"{asked} to be told about {MEANT[Whom(asking.whom)]}: {kind}.{relations}"


GLANCE = 160  # characters of a title


def item_title(event: Event, organisation: str) -> str:
    """What everybody at the organisation may see of an event without opening the record."""
    title = title_of(event.kind)
    if not is_for_every_role(event.kind, organisation):
        return title
    words = shortened(event.words)
    return words if words.startswith(title.split(" ", 1)[0]) else f"{title}: {words}"


def shortened(words: str) -> str:
    """As many of several facts as are read at a glance, and how many more there are; none is cut in its middle."""
    parts = words.split("; ")
    shown = [part for n, part in enumerate(parts) if n == 0 or len("; ".join(parts[: n + 1])) <= GLANCE]
    more = len(parts) - len(shown)
    return "; ".join(shown) + (f"; and {more} more" if more else "")


def is_for_every_role(kind: str, organisation: str) -> bool:
    """Whether each caring role that somebody holds at the organisation sees the section that tells more."""
    held = Post.objects.filter(organisation=organisation, until=None, role__in=CARING_ROLES)
    section = KIND[kind].section
    return all(section not in hidden_from(role) for role in held.values_list("role", flat=True).distinct())


def sees_words(event: Event, role: str) -> bool:
    """Whether a role may see what happened, and not only that something did."""
    return KIND[event.kind].section not in hidden_from(role)


def asking_words(asking: Asking) -> str:
    """What was asked, in a line: `Admitted to hospital, died`."""
    said = ", ".join(title_of(kind).lower() for kind in asking.kinds)
    return said[:1].upper() + said[1:]
