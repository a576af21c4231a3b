"""The states of a document on its way to one receiver, and the moves between them: one table."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from toldonce.care.documents.errors import NotNow


class State(models.TextChoices):
    """Where a document is on its way to one receiver."""

    WAITING = "waiting", "Waiting to be sent"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered, not opened"
    OPENED = "opened", "Opened, not acknowledged"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    FILED = "filed", "Filed"
    RETURNED = "returned", "Returned"
    UNDELIVERABLE = "undeliverable", "Could not be delivered"
    SUPERSEDED = "superseded", "Replaced by a newer version"


SENDER, RECEIVER, MAILBOX = "sender", "receiver", "mailbox"


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that can be done with a delivery: from which states, to which, and by whom."""

    after: frozenset[State]
    to: State
    who: str


def _move(to: State, who: str, *after: State) -> Move:
    return Move(frozenset(after), to, who)


MOVES = {
    "send": _move(State.SENT, MAILBOX, State.WAITING),
    "deliver": _move(State.DELIVERED, MAILBOX, State.WAITING, State.SENT),
    "fail": _move(State.UNDELIVERABLE, MAILBOX, State.WAITING, State.SENT),
    "try again": _move(State.SENT, MAILBOX, State.UNDELIVERABLE),
    "open": _move(State.OPENED, RECEIVER, State.SENT, State.DELIVERED),
    "acknowledge": _move(State.ACKNOWLEDGED, RECEIVER, State.OPENED),
    "file": _move(State.FILED, RECEIVER, State.ACKNOWLEDGED),
    "return": _move(State.RETURNED, RECEIVER, State.SENT, State.DELIVERED, State.OPENED),
    "hear accepted": _move(State.ACKNOWLEDGED, MAILBOX, State.SENT, State.DELIVERED, State.OPENED),
    "hear returned": _move(State.RETURNED, MAILBOX, State.SENT, State.DELIVERED, State.OPENED),
    "supersede": _move(
        State.SUPERSEDED,
        SENDER,
        State.WAITING,
        State.SENT,
        State.DELIVERED,
        State.OPENED,
        State.RETURNED,
        State.UNDELIVERABLE,
    ),
}
UNOPENED = (State.SENT, State.DELIVERED)
TO_DO = (State.DELIVERED, State.OPENED)
BACK = (State.RETURNED, State.UNDELIVERABLE)


def can(act: str, state: str) -> bool:
    """Whether something can be done with a delivery in a state."""
    return state in MOVES[act].after


def after(act: str, state: str) -> State:
    """The state after an act; NotNow with a sentence where it cannot be done."""
    move = MOVES[act]
    if state not in move.after:
        wanted = " or ".join(sorted(one.label.lower() for one in move.after))
        raise NotNow(
            f"The document is in the state “{State(state).label.lower()}”, and this is done only when it is {wanted}. "
            "Look at its history below to see what was done, and by whom."
        )
    return move.to
