"""What may be done with an item, stated once: from which states each act leads to which."""

from toldonce.care.worklist.models import State

ACTS: dict[str, tuple[frozenset[State], State]] = {
    "take": (frozenset({State.WAITING, State.TAKEN}), State.TAKEN),
    "hand over": (frozenset({State.WAITING, State.TAKEN}), State.TAKEN),
    "put back": (frozenset({State.TAKEN}), State.WAITING),
    "settle": (frozenset({State.WAITING, State.TAKEN}), State.SETTLED),
    "withdraw": (frozenset({State.WAITING, State.TAKEN}), State.WITHDRAWN),
    "reopen": (frozenset({State.SETTLED}), State.WAITING),
    "address": (frozenset({State.WAITING}), State.WAITING),
    "show": (frozenset({State.WAITING}), State.WAITING),
}


def leads_to(act: str, state: str) -> State | None:
    """The state to which an act leads from another, or None where it cannot be done."""
    froms, to = ACTS[act]
    return to if state in froms else None
