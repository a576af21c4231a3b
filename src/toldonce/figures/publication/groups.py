"""The smallest groups of people that cells tell apart: by place, by part, by period, by numerator.

`figures.disclosure` asks of each count which smallest groups it is made of. Here that is worked out from what is known
of the cells: which place lies in which, that the whole is made of its parts and a year of its months, that a numerator
is among its denominator.
Where the numbers say that a relation does not hold (parts that add up to more than the whole), there is none.
Where a change could leak: a relation that an outsider knows and that is left out here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, combinations, product
from typing import NamedTuple

from toldonce.figures.publication.headings import ALONE, REST, Headings, Parts, headings_of
from toldonce.figures.publication.spans import Span, directly_within, make_up

Parents = Mapping[str, Collection[str]]  # by a place, those in which it lies
Way = frozenset[str]  # the headings by which a cell is divided, or one of these two
PLACES, PERIODS = frozenset(("by place",)), frozenset(("by period",))
NOWHERE: frozenset[str] = frozenset()


class Where(NamedTuple):
    """What is counted, for which place, which part of it, and in which period."""

    key: str
    place: str
    part: str
    span: Span


Numbers = Mapping[Where, int]
Group = tuple[
    str, Parts, str, frozenset[str]
]  # place, parts, period, and the numerators that its people are among


@dataclass(frozen=True)
class Groups:
    """The smallest groups behind the cells of all releases (`told`, one mapping for each) that count the same people.

    The first of `told` is what is proposed, then what was released, oldest first. `root` is the key that counts all of
    them, `among` gives for each numerator the key that it is among, `less` the numerator that a key leaves out of its
    denominator, `parents` the places in which a place lies, and `left_out` what could be shown and is not proposed.
    """

    root: str
    told: Sequence[Numbers]
    parents: Parents
    among: Mapping[str, str] = field(default_factory=dict)
    less: Mapping[str, str] = field(default_factory=dict)
    left_out: Numbers = field(default_factory=dict)

    def people(self, where: Where) -> frozenset[Group]:
        """The smallest groups that a cell counts."""
        return self._held(where) - self._nobody

    def is_sum(self, where: Where) -> bool:
        """Whether a cell is the sum of others that are there."""
        return bool(self.summands(where))

    def summands(self, where: Where) -> list[Where]:
        """The cells that add up to one: its parts, the places or the periods in it; none where it is no sum."""
        return next((found for found, _ in self._sums(where, self._tables)), [])

    def rests(self) -> Iterator[tuple[frozenset[Group], int]]:
        """What a cell has more than those that it is made of, one of which is not told: its people, and how many."""
        everything = self._everything
        for where, number in everything.items():
            for way, those in self._ways(where, everything):
                rest = number - sum(everything[each] for each in those)
                if rest >= 0 and self._is_divided(where, way):
                    people = self.people(where).difference(*(self.people(each) for each in those))
                    if people:
                        yield people, rest

    def _is_divided(self, where: Where, way: Way) -> bool:
        """Whether a cell is made of what lies in it that way: nowhere in it that has been found to hold more."""
        if way == PLACES:
            return where.place not in self._unconnected
        return not any(
            way & self._alone.get(each, NOWHERE) for each in self._smallest(where.place, where.span)
        )

    def _held(self, where: Where) -> frozenset[Group]:
        """The smallest groups of a cell, those in which nobody is among them."""
        return frozenset(
            (place, parts, period, those)
            for place, period in self._smallest(where.place, where.span)
            for parts in self._headings.smallest(where.part, self._alone.get((place, period), NOWHERE))
            for those in self._those(where.key)
        )

    def _sums(self, where: Where, tables: Sequence[Numbers]) -> Iterator[tuple[list[Where], Way]]:
        """Each way in which a cell is the sum of others in one of these tables, and what they are."""
        for numbers in tables:
            for way, found in self._ways(where, numbers) if where in numbers else ():
                no_day_left_out = way != PERIODS or make_up(where.span, [each.span for each in found])
                if no_day_left_out and sum(numbers[each] for each in found) == numbers[where]:
                    yield found, way

    def _ways(self, where: Where, numbers: Numbers) -> Iterator[tuple[Way, list[Where]]]:
        """How a cell is divided, and the cells of a table that lie in it: by headings, by place, by period."""
        divided = chain(
            (
                (way, [where._replace(part=each) for each in parts])
                for way, parts in self._divided[where.part]
            ),
            (
                (PLACES, [where._replace(place=each) for each in places])
                for places in self._families[where.place]
            ),
            ((PERIODS, [where._replace(span=each) for each in self._within[where.span]]),),
        )
        for way, those in divided:
            if found := [each for each in those if each in numbers]:
                yield way, found

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
            waiting, seen = [*self.parents.get(place, ())], {place}
            while waiting:
                above = waiting.pop()
                if above in there:
                    children[above].append(place)
                elif above not in seen:
                    waiting += self.parents.get(above, ())
                seen.add(above)
        return children

    @cached_property
    def _families(self) -> Mapping[str, list[list[str]]]:
        """The places in each place, in families that share nobody: practices, and beside them a sum of two of them."""
        found: dict[str, list[list[str]]] = {}
        for place, children in self._children.items():
            families: list[tuple[set[str], list[str]]] = []
            for child in sorted(children, key=lambda each: (len(self._within_place(each)), each)):
                mine = self._within_place(child)
                held = next((family for family in families if not family[0] & mine), None)
                if held is None:
                    families.append((set(mine), [child]))
                else:
                    held[0].update(mine)
                    held[1].append(child)
            found[place] = [members for _, members in families]
        return found

    def _within_place(self, place: str) -> frozenset[str]:
        """A place with all that lies in it."""
        return frozenset((place,)).union(
            *(self._within_place(each) for each in self._children.get(place, ()))
        )

    @cached_property
    def _headings(self) -> Headings:
        """By which headings parts divide what they are parts of."""
        told: dict[tuple[int, str, str, Span], dict[str, int]] = defaultdict(dict)
        for at, numbers in enumerate((*self._tables, self._everything)):
            for where, number in numbers.items():
                told[at, where.key, where.place, where.span][where.part] = number
        return headings_of({where.part for where in self._cells}, list(told.values()))

    @cached_property
    def _within(self) -> Mapping[Span, list[Span]]:
        return directly_within(where.span for where in self._cells)

    def _smallest_periods(self, span: Span) -> frozenset[str]:
        those = self._within[span]
        own = f"{span.first} to {span.until}"
        if not those:
            return frozenset((own,))
        return frozenset(chain((REST + own,), *(self._smallest_periods(each) for each in those)))

    @cached_property
    def _divided(self) -> Mapping[str, list[tuple[Way, Sequence[str]]]]:
        return {part: list(self._headings.families(part)) for part in {where.part for where in self._cells}}

    @cached_property
    def _alone(self) -> Mapping[tuple[str, str], set[str]]:
        """The headings whose parts add up to more than their whole, so that people are in several, by place and period.

        What is told of the smallest place and period counts: a network is not judged by one practice of it.
        """
        verdicts: dict[tuple[str, Span, str], bool] = {}
        for numbers in (*self._tables, self._everything):
            for where, number in numbers.items():
                for way, those in self._ways(where, numbers):
                    more = sum(numbers[each] for each in those) > number
                    for heading in way - PLACES - PERIODS:
                        about = (where.place, where.span, heading)
                        verdicts[about] = verdicts.get(about, False) or more
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        smallest = {about: self._smallest(*about[:2]) for about in verdicts}
        for about in sorted(verdicts, key=lambda each: (-len(smallest[each]), each)):
            for each in smallest[about]:
                (found[each].add if verdicts[about] else found[each].discard)(about[2])
        return found

    @cached_property
    def _unconnected(self) -> set[str]:
        """Places that hold less than the places in them, so that they cannot be made of these."""
        return {
            where.place
            for numbers in (*self._tables, self._everything)
            for where, number in numbers.items()
            for way, those in self._ways(where, numbers)
            if way == PLACES and sum(numbers[each] for each in those) > number
        }

    def _smallest(self, place: str, span: Span) -> Sequence[tuple[str, str]]:
        """The smallest places with the smallest periods."""
        return list(product(self._smallest_places(place), self._smallest_periods(span)))

    def _smallest_places(self, place: str) -> frozenset[str]:
        children = self._children.get(place, ())
        if not children:
            return frozenset((place,))
        if place in self._unconnected:
            return frozenset((ALONE + place,))
        return frozenset(chain((REST + place,), *(self._smallest_places(each) for each in children)))

    @cached_property
    def _nobody(self) -> set[Group]:
        """The groups in which nobody is, because the others add up."""
        empty: set[Group] = set()
        for where in self._cells:
            for those, way in self._sums(where, [*self._tables, self._everything]):
                if self._is_divided(where, way):
                    empty |= self._held(where).difference(*map(self._held, those))
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
