"""What is shown of a neighbour: the sections that it told, and for each other one the sentence that says why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from toldonce.exchange.neighbours.neighbour import Neighbour
from toldonce.record.readings.record import Record


class Outcome(StrEnum):
    """How it went to ask a neighbour."""

    ANSWERED = "answered"
    NOBODY = "knows nobody"
    NOT_ANSWERING = "not answering"
    RESTING = "resting"
    WITHHELD = "withheld"
    NOT_MATCHED = "not matched"
    NOT_ASKED = "not asked"


SENTENCES: Mapping[Outcome, str] = {
    Outcome.NOBODY: "{name} knows nobody by this NHS number.",
    Outcome.NOT_ANSWERING: "{name} is not answering. What it knows is not shown here.",
    Outcome.RESTING: "{name} has not been answering, so it was not asked just now. Try again in half a minute.",
    Outcome.WITHHELD: "Withheld by {name}: it decides for itself what it shows, and it does not show this to you.",
    Outcome.NOT_MATCHED: (
        "{name} knows somebody by this NHS number whose name or date of birth differs: they could not be matched "
        "safely, so nothing is shown."
    ),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What one neighbour told about one person; it lives as long as the page is made."""

    neighbour: Neighbour
    outcome: Outcome
    sentence: str = ""
    record: Record | None = None
    silent: Mapping[str, str] = field(default_factory=dict)  # by section: why it is not shown
    remarks: Sequence[str] = ()


def without(neighbour: Neighbour, outcome: Outcome, sentence: str = "") -> Told:
    """Return that nothing is shown, and why."""
    return Told(neighbour, outcome, sentence or SENTENCES[outcome].format(name=neighbour.name))
