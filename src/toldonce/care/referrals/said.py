"""What another system says in a ServiceRequest or a Task: its words, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.elements import first, listed, text_of, words
from toldonce.record.readings.record import Record, Resource

LONGEST = 10_000
NOTHING = "Told by another system"


@dataclass(frozen=True, slots=True)
class Said:
    """Words of somebody at an organisation."""

    words: str
    name: str
    organisation: str


def question(record: Record, told: Resource, asker: str) -> Said:
    """What is asked: the reasons of a ServiceRequest or the description of a Task, with the notes beside it."""
    reasons = [words(each) for each in listed(told.get("reasonCode"))]
    asked = "\n".join(filter(None, [*reasons, text_of(told.get("description")), *_notes(told)]))
    return Said(asked[:LONGEST], record.author_of(told)[:200], asker)


def answer(told: Resource, sender: str) -> Said:
    """What became of it: the last note, or else the outcome or the reason of its state."""
    output = (text_of(each.get("valueString")) for each in listed(told.get("output")))
    reasons = (words(told.get(name)) for name in ("statusReason", "businessStatus"))
    found = next(filter(None, (*reversed(_notes(told)), *output, *reasons)), NOTHING)
    author = text_of(first(list(reversed(listed(told.get("note"))))).get("authorString"))
    return Said(found[:LONGEST], author[:200], sender)


def _notes(told: Resource) -> list[str]:
    return [text for each in listed(told.get("note")) if (text := text_of(each.get("text")))]
