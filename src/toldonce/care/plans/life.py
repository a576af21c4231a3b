"""The life of a plan, stated once: from which state which step leads where, and what FHIR calls the state."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a plan stands; a draft is not in the record."""

    DRAFT = "draft"
    SIGNED = "signed"
    SUPERSEDED = "superseded"
    ENDED = "ended"
    DISCARDED = "discarded"


STEPS: dict[tuple[State, str], State] = {
    (State.DRAFT, "save"): State.DRAFT,
    (State.DRAFT, "discard"): State.DISCARDED,
    (State.DRAFT, "sign"): State.SIGNED,
    (State.SIGNED, "review"): State.SIGNED,
    (State.SIGNED, "supersede"): State.SUPERSEDED,
    (State.SIGNED, "end"): State.ENDED,
}
CARE_PLAN_STATUS = {State.SIGNED: "active", State.SUPERSEDED: "completed", State.ENDED: "revoked"}
SUPERSEDED_WORDS = "Superseded by a newer plan"
REASONS = {
    "withdrawn": "The person has withdrawn it",
    "improved": "It is no longer needed",
    "wrong": "It was signed for the wrong person or by mistake",
    "died": "The person has died",
}
IN_ERROR = "wrong"


def can(state: State, step: str) -> bool:
    """Whether a step may be taken from a state."""
    return (state, step) in STEPS
