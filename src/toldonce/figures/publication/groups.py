"""The smallest groups of people that the cells of one period tell apart: by place, by part, by numerator.

`figures.disclosure` asks of each count which smallest groups it is made of. Here that is worked out from what is known
of the cells: which place lies in which, that the whole is made of its parts, that a numerator is among its denominator.
Where the numbers say that a relation does not hold (parts that add up to more than the whole), there is none.
Where a change could leak: a relation that an outsider knows and that is left out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, combinations
from typing import NamedTuple

WHOLE = ""  # the part that is no part
REST = "the rest of "
ALONE = "nothing to do with others: "


class Where(NamedTuple):
    """What is counted, for which place, and which part of it, in one period."""

    key: str
    place: str
    part: str


Numbers = Mapping[Where, int]
Group = tuple[str, str, frozenset[str]]  # a place, a part, and the numerators that its people are among


@dataclass(frozen=True)
class Groups:
    """The smallest groups behind the cells of all releases (`told`, one mapping for each) that count the same people.

    `root` is the key that counts all of them, `among` gives for each numerator the key that it is among, `less` the
    numerator that a key leaves out of its denominator, and `parents` the place in which a place lies.
    """

    root: str
    told: Sequence[Numbers]
    parents: Mapping[str, str]
    among: Mapping[str, str] = field(default_factory=dict)
    less: Mapping[str, str] = field(default_factory=dict)

    def people(self, where: Where) -> frozenset[Group]:
        """The smallest groups that a cell counts."""
        found = frozenset(
            (place, part, those)
            for place in self._smallest_places(where.place)
            for part in self._smallest_parts(where.part)
            for those in self._those(where.key)
        )
        return found - self._nobody

    def is_sum(self, where: Where) -> bool:
        """Whether a cell is the sum of others that are there."""
        return bool(self.summands(where))

    def summands(self, where: Where) -> list[Where]:
        """The cells that add up to one: its parts, or the places in it; none where it is no sum."""
        for numbers in self.told:
            for found in (self._parts_in(where, numbers), self._places_in(where, numbers)):
                if where in numbers and found and sum(numbers[each] for each in found) == numbers[where]:
                    return found
        return []

    @cached_property
    def _cells(self) -> list[Where]:
        return sorted({where for numbers in self.told for where in numbers})

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
    def _overlapping(self) -> bool:
        """Whether parts add up to more than their whole anywhere, so that people are in several of them."""
        return any(
            sum(numbers[each] for each in self._parts_in(where, numbers)) > number
            for numbers in self.told
            for where, number in numbers.items()
        )

    @cached_property
    def _unconnected(self) -> set[str]:
        """Places that hold less than the places in them, so that they cannot be made of these."""
        return {
            where.place
            for numbers in self.told
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
        for where in [each for each in self._cells if self.is_sum(each)]:
            by_part = self.summands(where)[0].part != where.part
            places = self._smallest_places(where.place) if by_part else {REST + where.place}
            parts = {REST} if by_part else self._smallest_parts(where.part)
            empty |= {
                (place, part, those) for place in places for part in parts for those in self._those(where.key)
            }
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
