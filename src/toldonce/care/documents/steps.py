"""The history of a delivery."""

from __future__ import annotations

from toldonce.care.documents.models import Delivery, DeliveryStep
from toldonce.directory.actors import Actor


def note_step(delivery: Delivery, by: Actor, state: str, note: str = "") -> None:
    """Keep one change of state in the history of a delivery."""
    DeliveryStep.objects.create(
        delivery=delivery,
        state=state,
        account=by.account,
        name=by.name,
        organisation=by.organisation,
        note=note,
    )
