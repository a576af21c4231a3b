"""The history of a delivery."""

from __future__ import annotations

from toldonce.care.documents.models import Delivery, DeliveryStep
from toldonce.care.documents.states import after
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


def locked(delivery: Delivery) -> Delivery:
    """The delivery as it is now, held until the transaction ends."""
    return Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)


def move(delivery: Delivery, act: str, by: Actor, note: str = "") -> None:
    """Bring a delivery into the state after an act; NotNow where that cannot be done."""
    delivery.state = after(act, delivery.state)
    delivery.note = note or delivery.note
    delivery.save(update_fields=["state", "note"])
    note_step(delivery, by, delivery.state, note)
