"""Questions about requests: what is ours to do, what we wait for, and what is behind a resource."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from toldonce.care.referrals.models import Request
from toldonce.care.referrals.states import OVER, WORKING, State

OURS_TO_DO = (State.REQUESTED, State.ACCEPTED, State.BOOKED)


def to_do(organisation: str) -> QuerySet[Request]:
    """What is asked of an organisation and is its turn, what is due first."""
    return _all().filter(asked=organisation, state__in=OURS_TO_DO).order_by("due", "pk")


def to_reply(organisation: str) -> QuerySet[Request]:
    """What an organisation has asked and is itself asked about."""
    return _all().filter(asker=organisation, state=State.QUESTIONED).order_by("due", "pk")


def waiting_for(organisation: str) -> QuerySet[Request]:
    """What an organisation waits for others to do or to answer; its own tasks are its own to do."""
    found = _all().filter(asker=organisation, state__in=WORKING).exclude(asked=organisation)
    return found.exclude(state=State.QUESTIONED).order_by("due", "pk")


def waits_for_asker(organisation: str) -> QuerySet[Request]:
    """What is asked of an organisation and waits for the one who asked."""
    return _all().filter(asked=organisation, state=State.QUESTIONED).order_by("due", "pk")


def over(organisation: str) -> QuerySet[Request]:
    """What came to its end, the newest first."""
    return _all().filter(_of(organisation), state__in=OVER).order_by("-pk")


def request_of(reference: str, organisation: str) -> Request | None:
    """The request behind a ServiceRequest or a Task, if the organisation is one of its two sides."""
    rtype, _, id = reference.partition("/")
    if not id or rtype not in ("ServiceRequest", "Task"):
        return None
    field = {"request": id} if rtype == "ServiceRequest" else {"task": id}
    return _all().filter(_of(organisation), **field).first()


def request_numbered(number: int, organisation: str) -> Request | None:
    """A request, if the organisation is one of its two sides."""
    return _all().filter(_of(organisation), pk=number).first()


def _of(organisation: str) -> Q:
    return Q(asker=organisation) | Q(asked=organisation)


def _all() -> QuerySet[Request]:
    return Request.objects.prefetch_related("steps")
