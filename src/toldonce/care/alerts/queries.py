"""Questions to alerts: what somebody was told, what they asked, and who covers for whom."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from toldonce.care.alerts.clockwork import Hours
from toldonce.care.alerts.models import Alert, Asking, Cover, HowTold
from toldonce.directory.actors import Actor
from toldonce.directory.models import Account, Post
from toldonce.record.access import CARING_ROLES


def told_to(reader: Actor) -> QuerySet[Alert]:
    """What was told to somebody and to their organisation, the newest first."""
    mine = Q(organisation=reader.organisation) & (Q(account="") | Q(account=reader.account))
    return Alert.objects.filter(mine).select_related("event", "asking").order_by("-raised", "-pk")


def alert_of(reader: Actor, number: int) -> Alert | None:
    """One alert that was told to somebody or to their organisation."""
    return told_to(reader).filter(pk=number).first()


def alert_for(reader: Actor, number: int) -> Alert | None:
    """One alert that somebody may open: told to them or to their organisation, or behind an item of its worklist."""
    ours = Alert.objects.filter(organisation=reader.organisation, pk=number).select_related("event", "asking")
    return ours.filter(Q(account__in=("", reader.account)) | Q(item__isnull=False)).first()


def alert_behind(item: int) -> Alert | None:
    """The alert that put an item on a worklist."""
    return Alert.objects.select_related("event", "asking").filter(item=item).first()


def references_behind(items: Collection[int]) -> dict[int, list[str]]:
    """The versions of resources on which the alerts rest that put these items on a worklist, by item."""
    return dict(Alert.objects.filter(item__in=items).values_list("item", "event__references"))


def askings_of(reader: Actor) -> list[Asking]:
    """What somebody asks for themselves in this post, without what has ended."""
    found = Asking.objects.filter(account=reader.account, organisation=reader.organisation, ended=None)
    return list(found.order_by("-made"))


def asking_of(reader: Actor, number: int) -> Asking | None:
    """One thing that somebody asks for themselves."""
    return Asking.objects.filter(
        account=reader.account, organisation=reader.organisation, pk=number, ended=None
    ).first()


def askings_about_person(reader: Actor, pids: list[int]) -> list[Asking]:
    """What somebody asks about one person."""
    return [each for each in askings_of(reader) if each.pid in pids]


def askings_of_organisation(code: str) -> list[Asking]:
    """What an organisation asks for everybody who works there, without what has ended."""
    return list(Asking.objects.filter(organisation=code, account="", ended=None).order_by("made"))


def organisations_asking(code: str, number: int) -> Asking | None:
    """One thing that an organisation asks."""
    return Asking.objects.filter(organisation=code, account="", pk=number, ended=None).first()


def covers_of(account: str, today: date) -> list[Cover]:
    """Who covers for somebody now or soon, the first first."""
    return list(Cover.objects.filter(account=account, ended=None, until__gte=today).order_by("since"))


def cover_numbered(account: str, number: int) -> Cover | None:
    """One cover that somebody arranged."""
    return Cover.objects.filter(account=account, pk=number, ended=None).first()


def colleagues_of(reader: Actor) -> list[Account]:
    """Who could cover: the others with a caring post at the organisation, by name."""
    held = Post.objects.filter(organisation=reader.organisation, until=None, role__in=CARING_ROLES)
    others = Account.objects.filter(pk__in=held.values("account"), is_active=True)
    return list(others.exclude(username=reader.account).order_by("name"))


def hours_of_all(accounts: Collection[str]) -> dict[str, Hours]:
    """The quiet hours and the digest of those of these accounts that chose them."""
    chosen = HowTold.objects.filter(account__in=accounts) if accounts else ()
    return {
        each.account: Hours(each.quiet_from, each.quiet_until, each.digest_at, each.digest_day)
        for each in chosen
    }


def hours_of(account: str) -> Hours:
    """An account's quiet hours and its digest, as it chose them or as they are."""
    return hours_of_all({account}).get(account, Hours())
