"""The same people by two geographies: tables of places that make one another up, and what two of them have in common.

Practices in networks are one table, small areas in middle ones another. Where both hold the same number of people they
hold the same ones, and the sum of the one is what the other adds up to, though no place of the directory is all of it.
Where a change could leak: two tables of the same people of which one leaves somebody out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from toldonce.figures.disclosure import SMALL
from toldonce.figures.publication.before import Released
from toldonce.figures.publication.groups import Parents, Where
from toldonce.figures.publication.stretches import Stretch

EVERYBODY = "everybody of two geographies"  # no code of a place


@dataclass(frozen=True, slots=True)
class Table:
    """Places that make one another up, and those of them that have none below."""

    places: frozenset[str]
    smallest: frozenset[str]

    def parents(self, parents: Parents) -> Parents:
        """The places in which any lies, with those that lie in none here in everybody."""
        roots = [place for place in self.places if self.places.isdisjoint(_above(place, parents))]
        return {**parents, **{place: (*parents.get(place, ()), EVERYBODY) for place in roots}}


def tables_of_places(stretch: Stretch, kinds: Mapping[str, str], parents: Parents) -> list[Table]:
    """Places of one kind with all above them, for each kind that has none below."""
    there = {where.place for where in _everything(stretch)}
    above = {place: there.intersection(_above(place, parents)) for place in there}
    middle = set(chain.from_iterable(above.values()))
    tables = []
    for kind in sorted({kinds.get(place, "") for place in there - middle}):
        own = {place for place in there if kinds.get(place, "") == kind}
        tables.append(Table(frozenset(own.union(*(above[each] for each in own))), frozenset(own - middle)))
    return tables


def with_everybody(stretch: Stretch, tables: Sequence[Table]) -> Stretch:
    """A stretch in which an outsider knows exactly how many there are where two tables hold the same number."""
    sums: dict[Where, Counter[int]] = defaultdict(Counter)
    for where, number in _everything(stretch).items() if len(tables) > 1 else ():
        for at, table in enumerate(tables):
            if where.place in table.smallest:
                sums[where._replace(place=EVERYBODY)][at] += number
    both = Released(exact=True)
    for where, by_table in sums.items():
        (number, times), *_ = Counter(by_table.values()).most_common(1)
        if times > 1 and number > SMALL:
            both.tell(where, number, number)
    return replace(stretch, told=[*stretch.told, both]) if both.numbers else stretch


def _everything(stretch: Stretch) -> Mapping[Where, int]:
    found = dict(stretch.left_out)
    for each in (*(released.numbers for released in stretch.told), stretch.numbers):
        found |= each
    return found


def _above(place: str, parents: Parents) -> Iterator[str]:
    seen, waiting = {place}, [place]
    while waiting:
        for each in parents.get(waiting.pop(), ()):
            if each not in seen:
                seen.add(each)
                waiting.append(each)
                yield each
