"""Questions to the worklist: what is open for an organisation, for one of its people, and what nobody has taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from toldonce.care.worklist.models import Duty, Item, State

OPEN = (State.WAITING, State.TAKEN)
EVERYBODY = "*"  # nobody is on duty, so it stands at the top of everybody's list


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is open for an organisation, as one of its people sees it."""

    mine: int
    untaken: int
    overdue: int
    urgent: int

    @property
    def to_see(self) -> int:
        """What this reader has taken or could take."""
        return self.mine + self.untaken


@dataclass(frozen=True, slots=True)
class Neglected:
    """How much of an organisation's work nobody has taken although it is due, and since when."""

    organisation: str
    count: int
    oldest: datetime


def open_items(organisation: str) -> QuerySet[Item]:
    """What is open for an organisation: urgent first, then what is due first."""
    return Item.objects.filter(organisation=organisation, state__in=OPEN).order_by("-urgent", "due", "pk")


def settled_items(organisation: str) -> QuerySet[Item]:
    """What was settled or withdrawn, the last first."""
    return Item.objects.filter(organisation=organisation, settled__isnull=False).order_by("-settled")


def item_of(organisation: str, number: int) -> Item | None:
    """One item of an organisation."""
    return Item.objects.filter(organisation=organisation, pk=number).first()


def is_mine(account: str) -> Q:
    """What an account has taken, and what waits for it before all others."""
    return Q(owner=account) | Q(state=State.WAITING, meant_for=account)


def is_untaken(account: str) -> Q:
    """What waits, and this account may be the one to take it though it was not meant for it."""
    return Q(state=State.WAITING) & _is_for(account) & ~Q(meant_for=account)


def _is_for(account: str) -> Q:
    return Q(meant_for__in=("", account)) | ~Q(shown_to="")


def counts(organisation: str, account: str) -> Counts:
    """How much is open for an organisation and for one account of it."""
    found = open_items(organisation).aggregate(
        mine=Count("pk", filter=is_mine(account)),
        untaken=Count("pk", filter=is_untaken(account)),
        overdue=Count("pk", filter=Q(due__lt=timezone.now())),
        urgent=Count("pk", filter=Q(urgent=True)),
    )
    return Counts(**found)


def newest_item(organisation: str, account: str) -> Item | None:
    """The item that came in last, is still open and concerns an account."""
    found = open_items(organisation).filter(_is_for(account) | Q(owner=account))
    return found.order_by("-raised").first()


def waiting_for_somebody() -> QuerySet[Item]:
    """What waits for one account before all others, what is due first before the rest."""
    return Item.objects.filter(state=State.WAITING).exclude(meant_for="").order_by("due", "pk")


def on_duty(organisation: str, at: datetime | None = None) -> Duty | None:
    """Who is on duty for an organisation."""
    at = at or timezone.now()
    return (
        Duty.objects.filter(organisation=organisation, since__lte=at, until__gt=at).order_by("-since").first()
    )


def nobody_has_taken(limit: int) -> list[Item]:
    """What waits past half of its time and is shown to nobody who is on duty now, the longest overdue first."""
    now = timezone.now()
    late = Item.objects.filter(state=State.WAITING, raised__lte=now, due__lte=now + (now - F("raised")))
    on_duty_now = Duty.objects.filter(
        organisation=OuterRef("organisation"), account=OuterRef("shown_to"), since__lte=now, until__gt=now
    )
    return list(late.exclude(Exists(on_duty_now)).exclude(shown_to=EVERYBODY).order_by("due")[:limit])


def neglected() -> list[Neglected]:
    """The organisations with work past its due time that nobody has taken, the longest overdue first."""
    found = (
        Item.objects.filter(state=State.WAITING, due__lt=timezone.now())
        .values_list("organisation")
        .annotate(count=Count("pk"))
        .order_by()
    )
    oldest = dict(
        Item.objects.filter(state=State.WAITING, due__lt=timezone.now())
        .order_by("organisation", "due")
        .distinct("organisation")
        .values_list("organisation", "due")
    )
    rows = [Neglected(code, count, oldest[code]) for code, count in found if code in oldest]
    return sorted(rows, key=lambda row: row.oldest)
