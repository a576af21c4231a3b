"""Questions to the mailbox: what is due, what was given up, what was declined."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from toldonce.exchange.mailbox.models import Address, Outgoing, Received


def to_tell(limit: int) -> list[Outgoing]:
    """Envelopes whose new state whoever posted them does not know yet."""
    return list(
        Outgoing.objects.select_for_update(skip_locked=True).filter(told=False).order_by("pk")[:limit]
    )


def given_up() -> QuerySet[Outgoing]:
    """Envelopes that are not tried any more, the newest first."""
    return Outgoing.objects.filter(state=Outgoing.State.DEAD).order_by("-pk")


def in_trouble() -> QuerySet[Outgoing]:
    """Envelopes that were tried and could not be sent yet."""
    return Outgoing.objects.filter(state=Outgoing.State.WAITING, tries__gt=0).order_by("next_try")


def declined() -> QuerySet[Received]:
    """What came in and could not be taken, the newest first."""
    return Received.objects.exclude(reason="").order_by("-at")


def counts() -> dict[str, int]:
    """How many envelopes are in each state, and how many came in."""
    found = dict(Outgoing.objects.values_list("state").annotate(count=Count("pk")))
    return {state.label: found.get(state, 0) for state in Outgoing.State} | {
        "Came in": Received.objects.count()
    }


def organisation_of(mailbox: str) -> str:
    """The organisation behind a mailbox; the mailbox's own name where it is not known."""
    found = Address.objects.filter(mailbox=mailbox).first()
    return found.organisation if found else mailbox[:16]
