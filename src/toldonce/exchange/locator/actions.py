"""What an operator does with pointers."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from toldonce.directory.actors import Actor
from toldonce.exchange.locator.models import Pointer
from toldonce.ledger import actions as ledger


@transaction.atomic
def try_again(*, by: Actor, document: str) -> Pointer | None:
    """Let the locator be told of a pointer in trouble now; None where there is no such pointer any more."""
    pointer = Pointer.objects.select_for_update().filter(document=document).exclude(trouble="").first()
    if pointer is None:
        return None
    pointer.due = timezone.now()
    pointer.save(update_fields=["due"])
    subject = f"DocumentReference/{document}"
    ledger.write(by=by, act="locator.try-again", pids=[pointer.pid], subject=subject)
    return pointer
