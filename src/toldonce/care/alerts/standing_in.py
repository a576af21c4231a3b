"""What waits for somebody who is away waits for the colleague who covers for them, from the day the cover begins."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from toldonce.care.alerts.models import Cover
from toldonce.care.alerts.readers import Readers
from toldonce.care.worklist.actions import address
from toldonce.care.worklist.errors import OutOfTurn
from toldonce.care.worklist.models import Item
from toldonce.care.worklist.queries import waiting_for_somebody
from toldonce.directory.actors import SYSTEM, Actor
from toldonce.directory.queries import account_named

AT_A_TIME = 100  # of one account


def turn() -> int:
    """Address what waits for those who are away to who covers for them; how many items that were."""
    today = timezone.localdate()
    away = _away_and_waited_for(today)
    readers = Readers({account for account, _ in away}, today)
    return sum(_handed_on(*each, readers.instead_of(*each)) for each in away)


def _away_and_waited_for(today: date) -> list[tuple[str, str]]:
    """The accounts, each with the organisation, that somebody covers for and for which something waits."""
    covers = Cover.objects.filter(
        account=OuterRef("meant_for"), organisation=OuterRef("organisation"),
        ended=None, since__lte=today, until__gte=today,
    )  # fmt: skip
    found = waiting_for_somebody().filter(Exists(covers)).order_by("meant_for", "organisation")
    return list(found.values_list("meant_for", "organisation").distinct())


def _handed_on(account: str, organisation: str, stand_in: Actor | None) -> int:
    if stand_in is None:
        return 0
    items = waiting_for_somebody().filter(meant_for=account, organisation=organisation)[:AT_A_TIME]
    return sum(_addressed(each, stand_in) for each in items)


def _addressed(item: Item, stand_in: Actor) -> int:
    away = account_named(item.meant_for)
    why = f"{away.name if away else 'A colleague'} is away, and {stand_in.name} covers."
    try:
        with transaction.atomic():
            address(by=SYSTEM, item=item, to=stand_in.account, why=why)
    except OutOfTurn:  # somebody took it in this moment
        return 0
    return 1
