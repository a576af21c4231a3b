"""What waits for somebody who is away waits for the colleague who covers for them, from the day the cover begins."""

from __future__ import annotations

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

AT_A_TIME = 100


def turn() -> int:
    """Address what waits for those who are away to who covers for them; how many items that were."""
    today = timezone.localdate()
    in_force = Cover.objects.filter(ended=None, since__lte=today, until__gte=today)
    is_away = in_force.filter(account=OuterRef("colleague"), organisation=OuterRef("organisation"))
    is_covered = in_force.filter(account=OuterRef("meant_for"), organisation=OuterRef("organisation"))
    is_covered = is_covered.exclude(Exists(is_away))  # two who cover for each other would hand it to and fro
    items = list(waiting_for_somebody().filter(Exists(is_covered))[:AT_A_TIME])
    readers = Readers({each.meant_for for each in items}, today)
    return sum(_addressed(each, readers.instead_of(each.meant_for, each.organisation)) for each in items)


def _addressed(item: Item, stand_in: Actor | None) -> int:
    if stand_in is None:
        return 0
    away = account_named(item.meant_for)
    why = f"{away.name if away else 'A colleague'} is away, and {stand_in.name} covers."
    try:
        with transaction.atomic():
            address(by=SYSTEM, item=item, to=stand_in.account, why=why)
    except OutOfTurn:  # somebody took it in this moment
        return 0
    return 1
