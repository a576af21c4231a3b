"""What has to go through disclosure control together: all that counts the same people within one longest period.

Beside what is proposed stand what was released before, by whichever indicator, and what could be shown and is left out:
of a year without one of its months, that month is the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from toldonce.figures.publication import before
from toldonce.figures.publication.behind import Indicators, whole_counts
from toldonce.figures.publication.counting import COUNTED, PER, Counting, counting
from toldonce.figures.publication.groups import Where
from toldonce.figures.publication.models import Handling
from toldonce.figures.publication.selecting import Extent, Said, chosen
from toldonce.figures.publication.spans import Series, Span, outermost, same_people

Numbers = Mapping[Where, int]


@dataclass
class Stretch:
    """The counts of the same people within one longest period."""

    root: str = ""
    numbers: dict[Where, int] = field(default_factory=dict)
    told: list[before.Released] = field(default_factory=list)
    left_out: dict[Where, int] = field(default_factory=dict)


def counted_with(said: Sequence[Said], indicators: Indicators, proposal: int) -> tuple[Counting, Numbers]:
    """What figures count, beside what was released before; and every such count that there is, proposed or not."""
    mine, once = {each.indicator for each in said}, before.codes(proposal, Handling.PEOPLE)
    exact = before.codes(proposal, Handling.PUBLIC)
    people = [each for each in indicators.values() if each.pk in mine or each.code in once]
    others = [each for each in indicators.values() if each.code in exact and each.unit in (*COUNTED, *PER)]
    others = [each for each in others if each not in people]
    everything = list(chosen([each.pk for each in (*people, *others)], Extent()))
    alone = Counting({each.code: counting([each]).keys[each.code] for each in (*people, *others)})
    controlled = {key for each in people for key in alone.keys[each.code]}
    same = same_people(_series(everything, indicators, alone, proposal), controlled)
    told_again = {*same, *same.values()}
    others = [each for each in others if told_again.intersection(alone.keys[each.code])]
    counted = counting([*people, *others], same)
    there = whole_counts(everything, indicators, {each.code: counted.keys[each.code] for each in people})
    return counted, {where: number for _, where, number in there}


def _series(
    everything: Sequence[Said], indicators: Indicators, alone: Counting, proposal: int
) -> Mapping[str, Series]:
    """What is counted by which period, each indicator taken `alone`; nothing where there is one alone.

    What was published and does not count any more is as well known as what does.
    """
    told = [indicators[each] for each in sorted({each.indicator for each in everything})]
    if len(told) == 1:
        return {}
    found: dict[str, Series] = {}
    for each in told:
        keys = alone.keys[each.code]
        for key in filter(None, keys):
            series = found.setdefault(key, Series(each.every, set(), defaultdict(dict), set()))
            series.definitions.add((key == keys.denominator, each.definition.strip().casefold()))
            series.beside.update(set(filter(None, keys)) - {key})
    for _, where, number in whole_counts(everything, indicators, alone.keys):
        found[where.key].numbers[where.place, where.part][where.span.first] = number
    for release in reversed([before.public(alone, proposal), *before.released(alone)]):
        for where, number in release.numbers.items():
            if where.key in found:
                found[where.key].numbers[where.place, where.part].setdefault(where.span.first, number)
    return found


def stretches(
    numbers: Numbers, told: Sequence[before.Released], there: Numbers, counted: Counting
) -> Iterator[Stretch]:
    """What is proposed, in parts that have nothing to do with each other; raises PublicationRefused."""
    within = _Within(chain(numbers, there, *(each.numbers for each in told)), counted)
    known = set(numbers).union(*(each.numbers for each in told))
    found: dict[tuple[str, Span], Stretch] = {}
    for where, number in numbers.items():
        found.setdefault(within(where), Stretch(within(where)[0])).numbers[where] = number
    for where, number in there.items():
        if where not in known and within(where) in found:
            found[within(where)].left_out[where] = number
    for each in told:
        for stretch, part in _divided(each, within).items():
            if stretch in found:
                found[stretch].told.append(part)
    yield from found.values()


class _Within:
    """In which stretch a count lies: what counts everybody, and the longest period."""

    def __init__(self, known: Iterable[Where], counted: Counting) -> None:
        spans: dict[str, set[Span]] = defaultdict(set)
        self.roots: dict[str, str] = {}
        for where in known:
            root = self.roots.setdefault(where.key, counted.root(where.key))
            spans[root].add(where.span)
        self.longest = {root: outermost(those) for root, those in spans.items()}

    def __call__(self, where: Where) -> tuple[str, Span]:
        root = self.roots[where.key]
        return root, self.longest[root][where.span]


def _divided(told: before.Released, within: _Within) -> Mapping[tuple[str, Span], before.Released]:
    found: dict[tuple[str, Span], before.Released] = defaultdict(lambda: before.Released(told.exact))
    for where, number in told.numbers.items():
        part = found[within(where)]
        part.numbers[where], part.shown[where] = number, told.shown[where]
    return found
