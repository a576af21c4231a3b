"""Each turn of a request as an item on the worklist of whoever's turn it is."""

from __future__ import annotations

from datetime import datetime

from toldonce.care.referrals.models import Request
from toldonce.care.referrals.states import Kind, State
from toldonce.care.worklist import actions as worklist
from toldonce.care.worklist.models import Item
from toldonce.directory.actors import SYSTEM, Actor
from toldonce.directory.queries import organisation

OPEN = ("waiting", "taken")
NEWS = {
    State.QUESTIONED: "asks for more information",
    State.BOOKED: "has booked an appointment",
    State.COMPLETED: "has answered",
    State.REJECTED: "has rejected it",
}


def raise_for_receiver(request: Request, by: Actor) -> None:
    """Let the receiver know that it is to act."""
    asker = request.asked_by or name_of(request.asker)
    _raise(
        request,
        by,
        request.asked,
        f"{Kind(request.kind).label} from {asker}, {name_of(request.asker)}",
        request.due,
    )


def raise_for_asker(request: Request, by: Actor, due: datetime) -> None:
    """Let the asker know what the receiver did."""
    if request.asker != request.asked and organisation(request.asker) is not None:
        _raise(request, by, request.asker, f"{name_of(request.asked)} {NEWS[State(request.state)]}", due)


def settle_turn(request: Request, by: Actor, organisation: str, outcome: str) -> None:
    """Take off the worklist of an organisation what it has done."""
    for item in _open(request, organisation):
        worklist.settle(by=by, item=item, outcome=outcome)


def withdraw_all(request: Request, why: str) -> None:
    """Take everything about a request off every worklist."""
    for item in Item.objects.filter(key__startswith=f"request/{request.pk}/", state__in=OPEN):
        worklist.withdraw(by=SYSTEM, item=item, why=why)


def take_turn(request: Request, by: Actor) -> None:
    """Make the one who accepted a request the owner of its item, unless a colleague has it."""
    for item in _open(request, request.asked):
        if item.owner == "":
            worklist.take(by=by, item=item)


def name_of(code: str) -> str:
    """The name of an organisation, or its code where the directory does not know it."""
    found = organisation(code)
    return found.name if found else code


def _open(request: Request, organisation: str) -> list[Item]:
    prefix = f"request/{request.pk}/"
    return list(Item.objects.filter(organisation=organisation, key__startswith=prefix, state__in=OPEN))


def _raise(request: Request, by: Actor, organisation: str, reason: str, due: datetime) -> None:
    worklist.raise_item(
        by=by,
        organisation=organisation,
        kind=request.kind,
        key=f"request/{request.pk}/{request.steps.count()}",
        pid=request.pid,
        title=request.title,
        reason=reason,
        due=due,
        refers=request.refers,
        urgent=request.priority in ("urgent", "asap", "stat"),
    )
