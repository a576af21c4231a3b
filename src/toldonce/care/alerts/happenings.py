"""The shapes in which detection tells what happened, and what turned out not to have happened."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from toldonce.care.alerts.kinds import KIND


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened; `key` is the same whoever tells it and however often."""

    kind: str
    key: str
    words: str
    references: tuple[str, ...]
    source: str = ""
    at: datetime | None = None
    is_urgent: bool = False
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was told before of these resources is not so any more."""

    kinds: tuple[str, ...]
    references: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Happening:
    """Facts of one kind about one person that one change told: one alert for whoever asked."""

    kind: str
    person: int
    pid: int
    told: datetime
    facts: tuple[Fact, ...]

    @property
    def words(self) -> str:
        """What happened, in a sentence or a few."""
        return "; ".join(dict.fromkeys(each.words for each in self.facts))

    @property
    def is_urgent(self) -> bool:
        """Whether it goes through quiet hours."""
        return KIND[self.kind].is_urgent or any(each.is_urgent for each in self.facts)

    @property
    def references(self) -> tuple[str, ...]:
        """The resources that tell it."""
        return tuple(dict.fromkeys(each for fact in self.facts for each in fact.references))

    @property
    def source(self) -> str:
        """The organisation that tells it all; empty where several do."""
        sources = {each.source for each in self.facts}
        return sources.pop() if len(sources) == 1 else ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its facts, in order."""
        return tuple(sorted(each.key for each in self.facts))

    @property
    def fingerprint(self) -> str:
        """One short key for all of its facts."""
        return hashlib.sha256("\n".join((self.kind, *self.keys)).encode()).hexdigest()
