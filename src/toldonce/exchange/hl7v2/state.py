"""What is known of one thing: for each field the last word, and every event that matters.

Folding is commutative, associative and idempotent, so that messages may come late, twice and in any order:
`tests/exchange/hl7v2/test_state.py` holds it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Address = tuple[str, str, str]  # scope, kind, key


@dataclass(slots=True)
class Fact:
    """What one message says about one thing."""

    address: Address
    stamp: str
    fields: dict[str, Any] = field(default_factory=dict)
    events: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class State:
    """The last word for each field, as [stamp, value], and the events by their stamp; None was deleted."""

    fields: dict[str, list] = field(default_factory=dict)
    events: dict[str, dict[str, Any]] = field(default_factory=dict)

    def told(self, name: str) -> Any:
        """The last word for a field; None where nothing was said or it was deleted."""
        return self.fields[name][1] if name in self.fields else None

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"fields": self.fields, "events": self.events}


def fold(state: State, fact: Fact) -> bool:
    """Take a fact into a state and tell whether it changed.

    The same stamp is the same message: it is read by newer tables, and its newer reading counts.
    """
    changed = False
    for name, value in fact.fields.items():
        known = state.fields.get(name)
        if known is None or known[0] < fact.stamp or (known[0] == fact.stamp and known[1] != value):
            state.fields[name] = [fact.stamp, value]
            changed = True
    for key, event in fact.events.items():
        if state.events.get(key) != event:
            state.events[key] = event
            changed = True
    return changed


def folded(one: State, other: State) -> State:
    """Two states of what turns out to be one thing, as one."""
    made = State(dict(one.fields), {**one.events, **other.events})
    for name, known in other.fields.items():
        if name not in made.fields or made.fields[name][0] < known[0]:
            made.fields[name] = known
    return made
