"""The states of a request and the moves between them, stated once: buttons, checks and FHIR follow from the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models

from toldonce.care.referrals.errors import NotNow


class Kind(models.TextChoices):
    """What is asked: to see a person, to answer a question, or to do something."""

    REFERRAL = "referral", "Referral"
    ADVICE = "advice", "Advice and guidance"
    TASK = "task", "Task"


class State(models.TextChoices):
    """Where a request stands."""

    REQUESTED = "requested", "Waiting for the receiver"
    QUESTIONED = "questioned", "Waiting for more information"
    ACCEPTED = "accepted", "Accepted"
    BOOKED = "booked", "Booked"
    COMPLETED = "completed", "Completed"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"


ASKER, ASKED, BOTH = "asker", "asked", "both"
STAYS = None
WORKING = (State.REQUESTED, State.QUESTIONED, State.ACCEPTED, State.BOOKED)
OVER = (State.COMPLETED, State.REJECTED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that can be done: its button, by whom, after which states, to which state, and what must be said."""

    words: str
    who: str
    after: frozenset[State]
    to: State | None
    said: str = ""  # what is missing when nothing is written; empty where nothing need be


def _move(words: str, who: str, to: State | None, *after: State, said: str = "") -> Move:
    return Move(words, who, frozenset(after), to, said)


ASK = _move(
    "Ask for more information", ASKED, State.QUESTIONED, State.REQUESTED, State.ACCEPTED,
    said="Write what you need to know, so that the one who asks can answer it.",
)  # fmt: skip
REPLY = _move(
    "Answer and send it back", ASKER, State.REQUESTED, State.QUESTIONED,
    said="Write the answer to what you were asked.",
)  # fmt: skip
SAY = _move("Add a message", BOTH, STAYS, *WORKING, said="Write the message.")
WITHDRAW = _move("Withdraw it", ASKER, State.WITHDRAWN, *WORKING, said="Say why it is withdrawn.")
REJECT = _move(
    "Reject it", ASKED, State.REJECTED, State.REQUESTED, State.ACCEPTED,
    said="Say why it is rejected and what the one who asks should do instead.",
)  # fmt: skip
REDIRECT = _move(
    "Send it on to another organisation", ASKED, State.REQUESTED, State.REQUESTED, State.ACCEPTED,
    said="Say why it goes to somebody else.",
)  # fmt: skip
MOVES: Mapping[Kind, Mapping[str, Move]] = {
    Kind.REFERRAL: {
        "accept": _move("Accept it", ASKED, State.ACCEPTED, State.REQUESTED),
        "book": _move(
            "Book an appointment", ASKED, State.BOOKED, State.REQUESTED, State.ACCEPTED, State.BOOKED
        ),
        "complete": _move(
            "Complete it", ASKED, State.COMPLETED, State.ACCEPTED, State.BOOKED, said="Say how it ended."
        ),
        "ask": ASK,
        "redirect": REDIRECT,
        "reject": REJECT,
        "reply": REPLY,
        "say": SAY,
        "withdraw": WITHDRAW,
    },
    Kind.ADVICE: {
        "answer": _move(
            "Send the answer",
            ASKED,
            State.COMPLETED,
            State.REQUESTED,
            State.ACCEPTED,
            said="Write the answer.",
        ),
        "ask": ASK,
        "redirect": REDIRECT,
        "reject": REJECT,
        "reply": REPLY,
        "say": SAY,
        "withdraw": WITHDRAW,
    },
    Kind.TASK: {
        "accept": _move("Begin it", ASKED, State.ACCEPTED, State.REQUESTED),
        "complete": _move(
            "It is done", ASKED, State.COMPLETED, State.REQUESTED, State.ACCEPTED, said="Say what came of it."
        ),
        "ask": ASK,
        "reject": _move(
            "It cannot be done", ASKED, State.REJECTED, State.REQUESTED, State.ACCEPTED, said="Say why not."
        ),
        "reply": REPLY,
        "say": SAY,
        "withdraw": WITHDRAW,
    },
}


@dataclass(frozen=True, slots=True)
class InFhir:
    """A state as Task and ServiceRequest say it."""

    task: str
    request: str
    business: str = ""


IN_FHIR = {
    State.REQUESTED: InFhir("requested", "active"),
    State.QUESTIONED: InFhir("on-hold", "on-hold", "More information was asked for"),
    State.ACCEPTED: InFhir("accepted", "active"),
    State.BOOKED: InFhir("in-progress", "active", "An appointment is booked"),
    State.COMPLETED: InFhir("completed", "completed"),
    State.REJECTED: InFhir("rejected", "revoked"),
    State.WITHDRAWN: InFhir("cancelled", "revoked"),
}
OF_TASK = {
    **{each.task: state for state, each in IN_FHIR.items()},
    "received": State.REQUESTED,
    "ready": State.REQUESTED,
    "failed": State.REJECTED,
}
OF_REQUEST = {
    "active": State.REQUESTED,
    "on-hold": State.QUESTIONED,
    "completed": State.COMPLETED,
    "revoked": State.WITHDRAWN,
    "entered-in-error": State.WITHDRAWN,
}


def may(act: str, kind: str, state: str, who: str) -> bool:
    """Whether the asker or the asked can do something with a request of a kind in a state."""
    move = MOVES[Kind(kind)].get(act)
    return move is not None and state in move.after and move.who in (who, BOTH)


def next_state(act: str, kind: str, state: str) -> State:
    """The state after an act; NotNow with a sentence where it cannot be done."""
    move = MOVES[Kind(kind)].get(act)
    if move is None or state not in move.after:
        raise NotNow(
            f"The {Kind(kind).label.lower()} is in the state “{State(state).label.lower()}”, and this cannot be done "
            "with it now. Somebody may have been first: look at what was said below."
        )
    return move.to or State(state)
