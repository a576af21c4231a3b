"""From which day until which a figure counts, and which counts of two indicators are of the same people.

That a year holds the people of its months, or that a second indicator counts those of a first one by other places, is
said nowhere: it shows in the numbers, or in a definition that is word for word the same. Where a change could leak:
`same_people`, for counts of which nobody knows that they belong together are published beside each other.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

from toldonce.figures.disclosure import SMALL
from toldonce.figures.models import Every
from toldonce.figures.periods import following
from toldonce.figures.publication.errors import PublicationRefused

SHORTEST_FIRST = tuple(Every.values)
MOST_COMPARED = 500  # numbers of two indicators, until it is known whether they are the same


class Span(NamedTuple):
    """The days that a figure counts: the first one, and the first one after it."""

    first: date
    until: date

    def holds(self, other: Span) -> bool:
        """Whether another lies within it."""
        return self.first <= other.first and other.until <= self.until


class Series(NamedTuple):
    """What is counted at a place by one length of period: its numbers by the first day."""

    every: str
    definitions: set[tuple[bool, str]]  # of the indicators that count it, whether below the line, and how
    numbers: dict[tuple[str, str], dict[date, int]]  # by place and part
    beside: set[str]  # what the same indicators count on the other side of the line: more people, or fewer


def span(period: date, every: str) -> Span:
    """The days of a period."""
    return Span(period, following(period, every))


def outermost(spans: Iterable[Span]) -> dict[Span, Span]:
    """For each the longest in which it lies; raises PublicationRefused where two overlap and none holds the other."""
    found: dict[Span, Span] = {}
    open_ones: list[Span] = []
    for each in sorted(set(spans), key=lambda one: (one.first, -one.until.toordinal())):
        while open_ones and open_ones[-1].until <= each.first:
            open_ones.pop()
        if open_ones and not open_ones[-1].holds(each):
            raise PublicationRefused(
                f"The same people are counted from {open_ones[-1].first} and from {each.first}, by periods that "
                "overlap: what lies between could give a small number away. Publish one of the two."
            )
        open_ones.append(each)
        found[each] = open_ones[0]
    return found


def directly_within(spans: Iterable[Span]) -> dict[Span, list[Span]]:
    """For each those that lie in it, without one between that is there as well, in their order."""
    there = sorted(set(spans), key=lambda one: (one.first, -one.until.toordinal()))
    found: dict[Span, list[Span]] = {each: [] for each in there}
    open_ones: list[Span] = []
    for each in there:
        while open_ones and not open_ones[-1].holds(each):
            open_ones.pop()
        if open_ones:
            found[open_ones[-1]].append(each)
        open_ones.append(each)
    return found


def make_up(whole: Span, those: Sequence[Span]) -> bool:
    """Whether some spans, in their order, leave no day of another out."""
    edges = [whole.first, *(each.until for each in those)]
    return edges[-1] == whole.until and all(
        each.first == edge for each, edge in zip(those, edges, strict=False)
    )


def same_people(known: Mapping[str, Series], controlled: Container[str]) -> dict[str, str]:
    """For what counts the same people as others do, that of the shortest period which does, and the first by name.

    Two of which neither is `controlled` are public exactly, whether they are the same or not.
    """
    ordered = sorted(known, key=lambda key: (SHORTEST_FIRST.index(known[key].every), key))
    found: dict[str, str] = {}
    for at, one in enumerate(ordered):
        other_side = {found.get(key, key) for key in known[one].beside}
        others = (each for each in ordered[:at] if one in controlled or each in controlled)
        others = (each for each in others if found.get(each, each) not in other_side)
        other = next((each for each in others if _are_the_same(known[one], known[each])), None)
        if other is not None:
            found[one] = found.get(other, other)
    return found


def _are_the_same(one: Series, other: Series) -> bool:
    """Whether two count the same people: mostly the same numbers, or the sums of the shorter, or the same words."""
    same_words = bool(one.definitions & other.definitions)
    if one.every == other.every:
        pairs = list(islice(_pairs(one, other), MOST_COMPARED))
        agree = sum(number == another for number, another in pairs)
        return 4 * agree >= 3 * len(pairs) if pairs else same_words and not _share_a_cell(one, other)
    pairs = list(_sums(one, other))
    agree = sum(abs(number - added) <= max(SMALL, number // 100) for number, added in pairs)
    return same_words or (bool(pairs) and 2 * agree >= len(pairs))


def _pairs(one: Series, other: Series) -> Iterator[tuple[int, int]]:
    """The numbers of the same places, parts and periods; small ones are the same by chance."""
    for where in sorted(one.numbers.keys() & other.numbers.keys()):
        for period in sorted(one.numbers[where].keys() & other.numbers[where].keys()):
            pair = one.numbers[where][period], other.numbers[where][period]
            if max(pair) > SMALL:
                yield pair


def _share_a_cell(one: Series, other: Series) -> bool:
    shared = one.numbers.keys() & other.numbers.keys()
    return any(one.numbers[where].keys() & other.numbers[where].keys() for where in shared)


def _sums(longer: Series, shorter: Series) -> Iterator[tuple[int, int]]:
    """Each number of a longer period that shorter ones leave no day of out, and their sum."""
    for where, numbers in longer.numbers.items():
        parts = shorter.numbers.get(where, {})
        for period, number in numbers.items():
            at, until, added = period, following(period, longer.every), 0
            while at < until and at in parts:
                added, at = added + parts[at], following(at, shorter.every)
            if at == until:
                yield number, added
