"""What nobody has taken is shown to someone: whoever is on duty, or else everybody of the organisation."""

from __future__ import annotations

from django.db import transaction

from toldonce.care.worklist.actions import show_to
from toldonce.care.worklist.errors import OutOfTurn
from toldonce.care.worklist.models import Item
from toldonce.care.worklist.queries import EVERYBODY, nobody_has_taken, on_duty
from toldonce.directory.actors import SYSTEM

AT_A_TIME = 100


def turn() -> int:
    """Show what has waited for half of its time to whoever is on duty; how many items that were."""
    return sum(map(_shown, nobody_has_taken(AT_A_TIME)))


def _shown(item: Item) -> int:
    duty = on_duty(item.organisation)
    why = f"Nobody took it within half of its time; {duty.name if duty else 'nobody'} is on duty."
    try:
        with transaction.atomic():
            show_to(by=SYSTEM, item=item, account=duty.account if duty else EVERYBODY, why=why)
    except OutOfTurn:  # somebody took it in this moment
        return 0
    return 1
