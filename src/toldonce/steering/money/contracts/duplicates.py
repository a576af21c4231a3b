"""Contracts that may pay one provider twice for the same thing, found by service and title for a person to judge."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from toldonce.steering.money.contracts.register import Contract

ALIKE = 0.6  # of the words of two titles that they share
IDLE = {
    "and",
    "for",
    "of",
    "the",
    "in",
    "to",
    "a",
    "with",
    "service",
    "services",
    "scheme",
    "local",
    "enhanced",
}
EVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two contracts of one provider that overlap; `value` is that of the smaller, in a year."""

    one: Contract
    other: Contract
    why: str
    first: date
    last: date | None

    @property
    def value(self) -> int:
        return min(self.one.value, self.other.value)


def duplicates(contracts: Sequence[Contract]) -> tuple[Duplicate, ...]:
    """Every pair of contracts of one provider that may be the same, the larger values first."""
    by_provider: dict[str, list[Contract]] = defaultdict(list)
    for contract in contracts:
        by_provider[_folded(contract.provider)].append(contract)
    found = [each for theirs in by_provider.values() for each in _among(theirs)]
    return tuple(sorted(found, key=lambda each: (-each.value, each.one.number, each.other.number)))


def _among(contracts: Sequence[Contract]) -> Iterator[Duplicate]:
    words = {each.row: _words(each.title) for each in contracts}
    for one, other in combinations(contracts, 2):
        first = max(one.starts, other.starts)
        last = min(one.ends or EVER, other.ends or EVER)
        why = _why(one, other, words[one.row], words[other.row]) if first <= last else ""
        if why:
            yield Duplicate(one, other, why, first, None if last == EVER else last)


def _why(one: Contract, other: Contract, words: set[str], others: set[str]) -> str:
    """Why two contracts, of whose titles these are the words, may be the same; none where nothing says so."""
    if one.service and _folded(one.service) == _folded(other.service):
        if _folded(one.commissioner) != _folded(other.commissioner):
            return f"{one.commissioner} and {other.commissioner} both buy “{one.service}”"
        return f"{one.commissioner} buys “{one.service}” twice"
    if words and words == others:
        return "the titles say the same"
    if words and len(words & others) / len(words | others) >= ALIKE:
        return f"the titles share the words {', '.join(sorted(words & others))}"
    return ""


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _words(title: str) -> set[str]:
    return {_singular(word) for word in re.findall(r"[a-z0-9]+", title.casefold())} - IDLE


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
