"""Which persons that share an identifier are one human being: a decision on what their source patients say.

Two NHS numbers are two people, unless somebody joined them by hand. Otherwise those are one who agree on the birth date
or on the whole name. Where too little is said to agree, they are one unless something contradicts; who fits two people
that contradict each other joins neither.

A change here puts one person's record into another's: `tests/record/test_who_is_who.py` says what must hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

Pair = tuple[int, int, str]  # two persons that share an identifier, and which


@dataclass(frozen=True, slots=True)
class Telling:
    """What one source patient says that can agree with another, or contradict it."""

    nhs_number: str | None = None
    family: str | None = None
    given: str | None = None
    birth_date: date | None = None


def joined(
    pairs: Iterable[Pair],
    tellings: Mapping[int, Iterable[Telling]],
    apart: Iterable[tuple[int, int]] = (),
) -> dict[int, tuple[int, str]]:
    """For each person who is another one, that person's number (the smaller) and what they share.

    `apart` are pairs of whom somebody said that they are two: nothing brings them together, not even a third.
    """
    groups = _Groups({person: set(told) for person, told in tellings.items()}, apart)
    waiting = sorted(set(pairs))
    for one, other, why in waiting:
        if groups.agree(one, other):
            groups.join(one, other, why)
    fitting = {
        (min(groups.root(one), groups.root(other)), max(groups.root(one), groups.root(other)), why)
        for one, other, why in waiting
        if groups.may_be_one(one, other)
    }
    for one, other, why in _unambiguous(fitting, groups):
        if groups.may_be_one(one, other):
            groups.join(one, other, why)
    return {person: (groups.root(person), why) for person, (_, why) in groups.into.items()}


class _Groups:
    """Persons, joined as the decision goes on."""

    def __init__(self, told: dict[int, set[Telling]], apart: Iterable[tuple[int, int]]) -> None:
        self.told = told
        self.apart = {frozenset(pair) for pair in apart}
        self.into: dict[int, tuple[int, str]] = {}

    def root(self, person: int) -> int:
        while person in self.into:
            person = self.into[person][0]
        return person

    def join(self, one: int, other: int, why: str) -> None:
        keep, move = sorted((self.root(one), self.root(other)))
        self.into[move] = (keep, why)
        self.told[keep] = self.told[keep] | self.told[move]
        self.apart |= {pair - {move} | {keep} for pair in self.apart if move in pair}

    def agree(self, one: int, other: int) -> bool:
        return self._are_apart_with(one, other) and any(_agree(a, b) for a, b in self._across(one, other))

    def may_be_one(self, one: int, other: int) -> bool:
        return self._are_apart_with(one, other) and not self.contradict(one, other)

    def contradict(self, one: int, other: int) -> bool:
        return not self._can_be_one(one, other) or any(_contradict(a, b) for a, b in self._across(one, other))

    def _are_apart_with(self, one: int, other: int) -> bool:
        return self.root(one) != self.root(other) and self._can_be_one(one, other)

    def _can_be_one(self, one: int, other: int) -> bool:
        roots = frozenset((self.root(one), self.root(other)))
        return roots not in self.apart and self._one_number(one, other)

    def _one_number(self, one: int, other: int) -> bool:
        numbers = [
            {each.nhs_number for each in self.told[self.root(person)]} - {None} for person in (one, other)
        ]
        return numbers[0] <= numbers[1] or numbers[1] <= numbers[0]

    def _across(self, one: int, other: int) -> Iterator[tuple[Telling, Telling]]:
        return product(self.told[self.root(one)], self.told[self.root(other)])


def _unambiguous(fitting: Iterable[Pair], groups: _Groups) -> list[Pair]:
    """The pairs of which neither fits two people that contradict each other."""
    fitting = sorted(fitting)
    beside: dict[int, set[int]] = defaultdict(set)
    for one, other, _ in fitting:
        beside[one].add(other)
        beside[other].add(one)
    torn = {
        person
        for person, others in beside.items()
        if any(groups.contradict(one, other) for one, other in combinations(sorted(others), 2))
    }
    return [pair for pair in fitting if torn.isdisjoint(pair[:2])]


def _agree(one: Telling, other: Telling) -> bool:
    return (one.birth_date is not None and one.birth_date == other.birth_date) or _same_name(one, other)


def _same_name(one: Telling, other: Telling) -> bool:
    return bool(one.family and one.given) and (one.family, one.given) == (other.family, other.given)


def _contradict(one: Telling, other: Telling) -> bool:
    return bool(
        one.birth_date
        and other.birth_date
        and one.birth_date != other.birth_date
        and not _same_name(one, other)
    )
