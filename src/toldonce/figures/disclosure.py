"""What may leave the population: no count of seven people or fewer, nor any way to work one out.

The rules, in this order:

1. A count of seven or fewer is withheld, nought too: that nobody has a disease tells as much as that everybody has it.
2. Every other count is rounded to five. A total is the sum of the rounded counts that are shown; a rate is one rounded
   count over another; neither is ever made from exact counts.
3. A count that has changed by seven or fewer since it was last shown under its name is shown as it was then.
4. Where one count alone is withheld of those that a total is the sum of, the smallest other one is withheld as well.
5. What is left is attacked (`attack.py`) as an outsider would who has all that was released before, and who knows from
   elsewhere the exact number behind each total. A group of seven or fewer must stay as uncertain as the first rule left
   it, anything from nought to seven; so must each group that is what one count has more than another, such as those
   who are in this table and not in the last. While the attack succeeds, the smallest count it leans on is withheld too.
6. What is withheld for whatever reason looks the same.

A change could leak in: `SMALL` and `BASE`; `_told` (what a figure gives away); `_secrets` (whom it is about); the order
in `protect`. The policy is docs/reference/disclosure.md; the attacks are in tests/figures/test_disclosure.py.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from toldonce.figures.attack import Told, bounds
from toldonce.figures.missing import Missing

SMALL = 7  # people: a count up to this is withheld
BASE = 5  # other counts are rounded to a multiple of this

WITHHELD = Missing("Withheld: seven people or fewer, or a count by which so few could be worked out.")
People = frozenset[Hashable]


class Unsafe(Exception):
    """The counts cannot be released beside what was released before; the message says why."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many people some groups hold, the smallest that any release tells apart; a total is a sum of other counts."""

    name: str
    people: People
    number: int
    total: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """What is shown of each count, and under lock the counts, what the figures tell, and the numbers they are of."""

    counts: tuple[Count, ...]
    shown: Mapping[str, int | Missing]
    told: tuple[Told, ...]
    basis: Mapping[str, int] = field(default_factory=dict)


def rounded(number: int) -> int:
    """A count rounded to five."""
    return BASE * round(number / BASE)


def shown(number: int) -> int | Missing:
    """What is shown of a count that stands alone."""
    return WITHHELD if number <= SMALL else rounded(number)


def rate(numerator: int | Missing, denominator: int | Missing, per: float = 100.0) -> float | Missing:
    """A rate of what is shown of two counts; missing if either is."""
    if isinstance(numerator, Missing):
        return numerator
    if isinstance(denominator, Missing):
        return denominator
    return (
        numerator / denominator * per
        if denominator
        else Missing("The denominator is nought: there is no rate.")
    )


def protect(counts: Iterable[Count], earlier: Sequence[Release] = ()) -> Release:
    """What may be shown of some counts, given all that was released before; raises Unsafe."""
    table = tuple(counts)
    _refuse_contradictions(table, earlier)
    before = {name: number for release in earlier for name, number in release.basis.items()}
    basis = {count.name: _basis(count, before) for count in table if count.number > SMALL}
    known = [told for release in earlier for told in release.told]
    secrets = _secrets(table, earlier)
    while True:
        _withhold_seconds(table, basis)
        told = {count.name: _told(count, basis[count.name], before) for count in table if count.name in basis}
        leans_on = _attacked(secrets, [*known, *told.values()])
        if leans_on is None:
            return Release(table, _figures(table, basis), tuple(told.values()), {**before, **basis})
        leaned_on = [count for count in table if told.get(count.name) in leans_on]
        if not leaned_on:
            raise Unsafe(
                "A count of seven or fewer follows from what was released before: release nothing about it."
            )
        smallest = min(leaned_on, key=lambda count: (count.total, count.number, count.name))
        del basis[smallest.name]


def _basis(count: Count, before: Mapping[str, int]) -> int:
    """The number that a figure is made of: the one it was made of before, unless that is far from it by now."""
    old = before.get(count.name, count.number)
    return old if abs(count.number - old) <= SMALL else count.number


def _withhold_seconds(table: Sequence[Count], basis: dict[str, int]) -> None:
    """Withhold the smallest other count of each total of which one alone is withheld, until there is none."""
    totals = [count for count in table if count.total]
    parts = {total.name: [c for c in table if not c.total and c.people <= total.people] for total in totals}

    def alone(withheld: Container[str]) -> list[str]:
        names = [total.name for total in totals if total.name in basis]
        return [name for name in names if sum(part.name in withheld for part in parts[name]) == 1]

    while True:
        hidden = {count.name for count in table if count.name not in basis}
        waiting = alone(hidden)
        if not waiting:
            return
        few = next(part for part in parts[waiting[0]] if part.name in hidden)
        others = [part for part in parts[waiting[0]] if part.name in basis]
        others = [part for part in others if not part.people & few.people] or others
        if not others:
            del basis[waiting[0]]  # a total of one count is that count
            continue
        # Of several the one that leaves fewest totals with one alone, so that a square closes and does not spread.
        second = min(others, key=lambda part: (len(alone({*hidden, part.name})), part.number, part.name))
        del basis[second.name]


def _told(count: Count, basis: int, before: Mapping[str, int]) -> Told:
    """Between which numbers a count lies for those who see its figure; a total is known from elsewhere."""
    if count.total:
        return Told(count.people, count.number, count.number)
    figure = rounded(basis)
    same = count.name in before and rounded(before[count.name]) == figure
    slack = BASE // 2 + (SMALL if same else 0)
    return Told(count.people, max(SMALL + 1, figure - slack), figure + slack)


def _secrets(table: Sequence[Count], earlier: Sequence[Release]) -> list[People]:
    """The groups that are too few, and those too few by which one count is larger than another."""
    counts = [*table, *(count for release in earlier for count in release.counts)]
    few = {count.people for count in counts if count.number <= SMALL}
    between = {
        large.people - small.people
        for large in counts
        for small in counts
        if large.number - small.number <= SMALL and small.people < large.people
    }
    return sorted(few | between, key=lambda people: (len(people), sorted(map(repr, people))))


def _attacked(secrets: Iterable[People], known: Sequence[Told]) -> tuple[Told, ...] | None:
    """What an attack leans on that narrows a secret; nothing if none is narrowed."""
    for people in secrets:
        found = bounds(people, known)
        if found.least > 0:
            return found.for_least
        if found.most < SMALL:
            return found.for_most
    return None


def _figures(table: Sequence[Count], basis: Mapping[str, int]) -> dict[str, int | Missing]:
    """What is shown of each count; totals last, because they are the sums of what is shown within them."""
    figures: dict[str, int | Missing] = {
        count.name: rounded(basis[count.name]) if count.name in basis else WITHHELD
        for count in table
        if not count.total
    }
    parts = [count for count in table if not count.total and count.name in basis]
    for total in (count for count in table if count.total):
        added = sum(rounded(basis[part.name]) for part in parts if part.people <= total.people)
        figures[total.name] = added if added and total.name in basis else WITHHELD
    return figures


def _refuse_contradictions(table: Sequence[Count], earlier: Sequence[Release]) -> None:
    """The same groups cannot hold two numbers: groups that changed since must carry their date."""
    numbers: dict[People, int] = {}
    for count in [*(count for release in earlier for count in release.counts), *table]:
        if numbers.setdefault(count.people, count.number) != count.number:
            raise Unsafe(
                f"{count.name} was {numbers[count.people]} before and is {count.number}: date its groups."
            )
