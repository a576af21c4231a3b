"""The smallest groups of people that cells tell apart: by place, by part, by period, by numerator.

`figures.disclosure` asks of each count which smallest groups it is made of. Here that is worked out from what is known
of the cells: which place lies in which, that the whole is made of its parts and a year of its months, that a numerator
is among its denominator.
Where the numbers say that a relation does not hold (parts that add up to more than the whole), there is none.
Where a change could leak: a relation that an outsider knows and that is left out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, combinations, product
from typing import NamedTuple

from toldonce.figures.publication.spans import Span, directly_within, make_up

WHOLE = ""  # the part that is no part
REST = "the rest of "
ALONE = "nothing to do with others: "
PARTS, PLACES, PERIODS = "parts", "places", "periods"


class Where(NamedTuple):
    """What is counted, for which place, which part of it, and in which period."""

    key: str
    place: str
    part: str
    span: Span


Numbers = Mapping[Where, int]
Group = tuple[
    str, str, str, frozenset[str]
]  # place, part, period, and the numerators that its people are among


@dataclass(frozen=True)
class Groups:
    """The smallest groups behind the cells of all releases (`told`, one mapping for each) that count the same people.

    The first of `told` is what is proposed, then what was released, oldest first. `root` is the key that counts all of
    them, `among` gives for each numerator the key that it is among, `less` the numerator that a key leaves out of its
    denominator, `parents` the place in which a place lies, and `left_out` what could be shown and is not proposed.
    """

    root: str
    told: Sequence[Numbers]
    parents: Mapping[str, str]
    among: Mapping[str, str] = field(default_factory=dict)
    less: Mapping[str, str] = field(default_factory=dict)
    left_out: Numbers = field(default_factory=dict)

    def people(self, where: Where) -> frozenset[Group]:
        """The smallest groups that a cell counts."""
        found = frozenset(
            (place, part, period, those)
            for place in self._smallest_places(where.place)
            for part in self._smallest_parts(where.part)
            for period in self._smallest_periods(where.span)
            for those in self._those(where.key)
        )
        return found - self._nobody

    def is_sum(self, where: Where) -> bool:
        """Whether a cell is the sum of others that are there."""
        return bool(self.summands(where))

    def summands(self, where: Where) -> list[Where]:
        """The cells that add up to one: its parts, the places or the periods in it; none where it is no sum."""
        return next((found for found, _ in self._sums(where, self._tables)), [])

    def rests(self) -> Iterator[tuple[frozenset[Group], int]]:
        """What a period has more than the shorter ones in it, of which one is not told: its people, and how many."""
        everything = self._everything
        for where, number in everything.items():
            those = self._periods_in(where, everything)
            if those:
                people = self.people(where).difference(*(self.people(each) for each in those))
                rest = number - sum(everything[each] for each in those)
                if people and rest >= 0:
                    yield people, rest

    def _sums(self, where: Where, tables: Sequence[Numbers]) -> Iterator[tuple[list[Where], str]]:
        """Each way in which a cell is the sum of others in one of these tables, and what they are: parts, places."""
        for numbers in tables:
            ways = {PARTS: self._parts_in, PLACES: self._places_in, PERIODS: self._periods_that_make_up}
            for way, found_in in ways.items():
                found = found_in(where, numbers) if where in numbers else []
                if found and sum(numbers[each] for each in found) == numbers[where]:
                    yield found, way

    @cached_property
    def _tables(self) -> list[Numbers]:
        """Each release, and all of them laid together, the newest on top."""
        together: dict[Where, int] = {}
        for numbers in (*self.told[1:], *self.told[:1]):
            together |= numbers
        return [*self.told, together]

    @cached_property
    def _everything(self) -> Numbers:
        """What is told and what could be."""
        return {**self.left_out, **self._tables[-1]}

    @cached_property
    def _cells(self) -> list[Where]:
        return sorted(self._everything)

    @cached_property
    def _children(self) -> Mapping[str, list[str]]:
        """The places that are there and lie in a place, without one between that is there as well."""
        there = {where.place for where in self._cells}
        children: dict[str, list[str]] = {place: [] for place in there}
        for place in sorted(there):
            above = self.parents.get(place, "")
            while above and above not in there:
                above = self.parents.get(above, "")
            if above:
                children[above].append(place)
        return children

    @cached_property
    def _parts(self) -> list[str]:
        return sorted({where.part for where in self._cells} - {WHOLE})

    def _parts_in(self, where: Where, numbers: Numbers) -> list[Where]:
        parts = self._parts if where.part == WHOLE else []
        return [each for part in parts if (each := where._replace(part=part)) in numbers]

    def _places_in(self, where: Where, numbers: Numbers) -> list[Where]:
        return [
            each
            for place in self._children.get(where.place, ())
            if (each := where._replace(place=place)) in numbers
        ]

    @cached_property
    def _within(self) -> Mapping[Span, list[Span]]:
        return directly_within(where.span for where in self._cells)

    def _periods_in(self, where: Where, numbers: Numbers) -> list[Where]:
        return [each for span in self._within[where.span] if (each := where._replace(span=span)) in numbers]

    def _periods_that_make_up(self, where: Where, numbers: Numbers) -> list[Where]:
        found = self._periods_in(where, numbers)
        return found if make_up(where.span, [each.span for each in found]) else []

    def _smallest_periods(self, span: Span) -> frozenset[str]:
        those = self._within[span]
        own = f"{span.first} to {span.until}"
        if not those:
            return frozenset((own,))
        return frozenset(chain((REST + own,), *(self._smallest_periods(each) for each in those)))

    @cached_property
    def _overlapping(self) -> bool:
        """Whether parts add up to more than their whole anywhere, so that people are in several of them."""
        return any(
            sum(numbers[each] for each in self._parts_in(where, numbers)) > number
            for numbers in (*self._tables, self._everything)
            for where, number in numbers.items()
        )

    @cached_property
    def _unconnected(self) -> set[str]:
        """Places that hold less than the places in them, so that they cannot be made of these."""
        return {
            where.place
            for numbers in (*self._tables, self._everything)
            for where, number in numbers.items()
            if sum(numbers[each] for each in self._places_in(where, numbers)) > number
        }

    def _smallest_places(self, place: str) -> frozenset[str]:
        children = self._children.get(place, ())
        if not children:
            return frozenset((place,))
        if place in self._unconnected:
            return frozenset((ALONE + place,))
        return frozenset(chain((REST + place,), *(self._smallest_places(each) for each in children)))

    def _smallest_parts(self, part: str) -> frozenset[str]:
        if part != WHOLE or not self._parts:
            return frozenset((part,))
        return frozenset((ALONE,)) if self._overlapping else frozenset((*self._parts, REST))

    @cached_property
    def _nobody(self) -> set[Group]:
        """The groups in which nobody is, because the others add up."""
        empty: set[Group] = set()
        for where in self._cells:
            for _, way in self._sums(where, [*self._tables, self._everything]):
                places, parts = self._smallest_places(where.place), self._smallest_parts(where.part)
                periods = self._smallest_periods(where.span)
                empty.update(
                    product(
                        (REST + where.place,) if way == PLACES else places,
                        (REST,) if way == PARTS else parts,
                        (f"{REST}{where.span.first} to {where.span.until}",) if way == PERIODS else periods,
                        self._those(where.key),
                    )
                )
        return empty

    @cached_property
    def _every_those(self) -> list[frozenset[str]]:
        """The sets of numerators that somebody can be among: with each also what that one is among."""
        every = chain.from_iterable(
            combinations(sorted(self.among), size) for size in range(len(self.among) + 1)
        )
        return [those for each in every if self._is_closed(those := frozenset(each))]

    def _is_closed(self, those: Iterable[str]) -> bool:
        return all(self.among[each] in (self.root, *those) for each in those)

    def _those(self, key: str) -> list[frozenset[str]]:
        if key == self.root:
            return self._every_those
        if key in self.less:
            return [those for those in self._every_those if self.less[key] not in those]
        return [those for those in self._every_those if key in those]
