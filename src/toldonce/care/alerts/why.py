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


def item_title(event: Event, organisation: str) -> str:
    """What everybody at the organisation may see of an event without opening the record."""
    if is_for_every_role(event.kind, organisation):
        return f"{title_of(event.kind)}: {event.words}"
    return title_of(event.kind)


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
