"""What a letter says, while it is written and once it is signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from toldonce.care.documents.headings import KINDS, MEDICINES, Kind

UNCHANGED, STARTED, CHANGED, STOPPED = "unchanged", "started", "changed", "stopped"
CHANGES = {UNCHANGED: "Continued", STARTED: "Started", CHANGED: "Changed", STOPPED: "Stopped"}
NEEDS_REASON = frozenset({STARTED, CHANGED, STOPPED})
LONGEST, MOST_LINES = 10_000, 60


@dataclass(frozen=True, slots=True)
class MedicineLine:
    """One medicine of a letter: how it is taken, what happened to it, and why."""

    name: str
    dose: str = ""
    change: str = UNCHANGED
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One thing that the receiver is asked to do, and until when."""

    what: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class LetterText:
    """Everything that a letter says under its headings."""

    kind: str
    parts: Mapping[str, str]
    medicines: tuple[MedicineLine, ...] = ()
    actions: tuple[ActionLine, ...] = ()

    @property
    def of_kind(self) -> Kind:
        """The kind of letter, with its headings."""
        return KINDS[self.kind]

    def part(self, slug: str) -> str:
        """What is written under a heading."""
        return self.parts.get(slug, "").strip()

    def kept(self) -> dict[str, Any]:
        """The letter as its row keeps it."""
        actions = [{"what": each.what, "due": each.due and each.due.isoformat()} for each in self.actions]
        return {
            "kind": self.kind,
            "parts": dict(self.parts),
            "medicines": [asdict(each) for each in self.medicines],
            "actions": actions,
        }


def letter_from(kept: Mapping[str, Any]) -> LetterText:
    """The letter that a row keeps."""
    return LetterText(
        kind=kept["kind"],
        parts=kept["parts"],
        medicines=tuple(MedicineLine(**each) for each in kept["medicines"]),
        actions=tuple(
            ActionLine(each["what"], date.fromisoformat(each["due"]) if each["due"] else None)
            for each in kept["actions"]
        ),
    )


def problems_of(text: LetterText) -> dict[str, str]:
    """What keeps a letter from being signed, by field: what is missing, why, and what to write."""
    found = {
        each.slug: f"“{each.title}” is empty, and whoever reads the letter needs it. {each.hint}"
        for each in text.of_kind.required
        if each.slug != MEDICINES and not text.part(each.slug)
    }
    return found | _too_long(text) | _medicines(text.medicines) | _actions(text.actions)


def _too_long(text: LetterText) -> dict[str, str]:
    return {
        slug: f"This part has {len(words):,} characters. At most {LONGEST:,} can be sent: shorten it."
        for slug, words in text.parts.items()
        if len(words) > LONGEST
    }


def _medicines(lines: Sequence[MedicineLine]) -> dict[str, str]:
    found = {}
    for number, each in enumerate(lines):
        if each.change in NEEDS_REASON and not each.reason.strip():
            word = CHANGES[each.change].lower()
            found[f"medicine-{number}-reason"] = (
                f"{each.name} was {word}. Say why, so that the practice neither undoes it nor asks."
            )
        if each.change != STOPPED and not each.dose.strip():
            found[f"medicine-{number}-dose"] = f"{each.name} has no dose. Write how it is taken."
    return found


def _actions(lines: Sequence[ActionLine]) -> dict[str, str]:
    return {
        f"action-{number}": "An action has a date and no words. Write what is to be done, or take the date away."
        for number, each in enumerate(lines)
        if not each.what.strip()
    }
