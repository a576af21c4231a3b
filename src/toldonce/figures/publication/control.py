"""Figures that count people, through disclosure control: each with the counts behind it, beside all that was released.

The rules are those of `figures.disclosure`; here figures become the counts that it asks for, and what it shows becomes
figures again. A rate is made of rounded parts, an interval of exact counts is not shown, and whatever is not shown says
the same, for another reason would tell how small the count is. A count that has changed by seven or fewer since it was
released stays as it was. A month goes through control beside the year that it lies in, whoever releases them and when.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toldonce.figures import disclosure
from toldonce.figures.attack import Told
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator, Unit
from toldonce.figures.publication import before
from toldonce.figures.publication.behind import has_nobody_below, numbers_of
from toldonce.figures.publication.counting import PER, Counting
from toldonce.figures.publication.errors import PublicationRefused
from toldonce.figures.publication.groups import Groups, Parents, Where
from toldonce.figures.publication.lying import kinds_and_parents
from toldonce.figures.publication.selecting import Said, Shown
from toldonce.figures.publication.spans import span
from toldonce.figures.publication.stretches import Stretch, counted_with, stretches

NOT_SHOWN = "Not shown: a small number of people, or one by which a small number could be worked out."
SLACK = disclosure.BASE // 2
MOST = 1000  # cells of one stretch that are tried together: twelve months of more would take minutes
Numbers = dict[Where, int]
Figures = Mapping[Where, int | Missing]


def controlled(said: Sequence[Said], proposal: int) -> list[Shown]:
    """What the public would see of figures that count people; raises PublicationRefused.

    The other figures of the proposal are kept already: they are known to an outsider exactly.
    """
    if not said:
        return []
    indicators = {each.pk: each for each in Indicator.objects.order_by("code")}
    counted, there = counted_with(said, indicators, proposal)
    told = [*before.released(counted), before.public(counted, proposal)]
    numbers = _as_released(numbers_of(said, indicators, counted), told)
    codes = {where.place for each in (numbers, there, *(one.numbers for one in told)) for where in each}
    kinds, parents = kinds_and_parents(codes)
    figures: dict[Where, int | Missing] = {}
    for stretch in stretches(numbers, told, there, counted):
        figures |= _figures(stretch, kinds, parents, counted)
    return [_shown(each, indicators[each.indicator], counted, numbers, figures) for each in said]


def _as_released(numbers: Numbers, told: Sequence[before.Released]) -> Numbers:
    """The counts, where one that has hardly changed stays as it was released last."""
    found = dict(numbers)
    for where, number in numbers.items():
        last = next(
            (each.numbers[where] for each in reversed(told) if where in each.numbers and not each.exact),
            number,
        )
        if abs(last - number) <= disclosure.SMALL:
            found[where] = last
    return found


def _figures(stretch: Stretch, kinds: Mapping[str, str], parents: Parents, counted: Counting) -> Figures:
    """What is shown of each count of a stretch."""
    known = set(stretch.numbers).union(stretch.left_out, *(each.numbers for each in stretch.told))
    hidden: set[Where] = set()
    tables: list[tuple[Groups, set[Where]]] = []
    for places in _tables_of_places({where.place for where in known}, kinds, parents):
        groups = _groups(stretch, places, parents, counted)
        mine = {where for where in stretch.numbers if where.place in places}
        tables.append((groups, mine))
        hidden |= _hidden(groups, mine, stretch)
    figures: dict[Where, int | Missing] = {}
    for groups, cells in tables:
        for where in sorted(cells, key=lambda each: len(groups.people(each))):
            figures[where] = _figure(where, groups, stretch.numbers, hidden, figures)
    return figures


def _tables_of_places(there: set[str], kinds: Mapping[str, str], parents: Parents) -> Iterator[set[str]]:
    """Places that make one another up: those of one kind with all above them, for each kind that has none below."""
    above = {place: set(_above(place, parents)) & there for place in there}
    middle = set().union(*above.values()) if above else set()
    for kind in sorted({kinds.get(place, "") for place in there - middle}):
        own = {place for place in there if kinds.get(place, "") == kind}
        yield own.union(*(above[place] for place in own))


def _above(place: str, parents: Parents) -> Iterator[str]:
    seen, waiting = {place}, [place]
    while waiting:
        for each in parents.get(waiting.pop(), ()):
            if each not in seen:
                seen.add(each)
                waiting.append(each)
                yield each


def _groups(stretch: Stretch, places: set[str], parents: Parents, counted: Counting) -> Groups:
    def mine(of: Mapping[Where, int]) -> Numbers:
        return {where: number for where, number in of.items() if where.place in places}

    latest: dict[Where, int] = {}
    for each in (*(released.numbers for released in stretch.told), stretch.numbers):
        latest |= each
    same = [
        {where: n for where, n in mine(each.numbers).items() if latest[where] == n} for each in stretch.told
    ]
    among = {key: above for key, above in counted.among.items() if counted.root(key) == stretch.root}
    told = [mine(stretch.numbers), *same]
    return Groups(stretch.root, told, parents, among, counted.less, mine(stretch.left_out))


def _hidden(groups: Groups, cells: set[Where], stretch: Stretch) -> set[Where]:
    """The cells that disclosure control withholds."""
    table = [_count(groups, where, stretch.numbers[where]) for where in sorted(cells)]
    earlier = [
        _release(groups, then, of_it)
        for then, of_it in zip(stretch.told, groups.told[1:], strict=True)
        if of_it
    ]
    few = _few_who_are_left_out(groups, [*table, *(count for each in earlier for count in each.counts)])
    if len(table) + len(few.counts) > MOST:
        raise PublicationRefused(
            f"{len(table)} counts make one another up, more than can be tried together ({MOST}): publish fewer parts, "
            "places or periods at once."
        )
    try:
        found = disclosure.protect(table, [*earlier, few])
    except (disclosure.Unsafe, ArithmeticError) as trouble:
        raise PublicationRefused(
            f"{groups.root}: with what was released before, these figures would give a small number away. {trouble}"
        ) from trouble
    return {where for where in cells if isinstance(found.shown[_name(where)], Missing)}


def _few_who_are_left_out(groups: Groups, known: Sequence[disclosure.Count]) -> disclosure.Release:
    """Who is not proposed and whom a difference could tell: small counts that are left out, and small rests."""
    left_out = [_count(groups, where, number) for where, number in groups.left_out.items()]
    counted = {each.people for each in (*known, *left_out)}
    rests = [
        disclosure.Count(f"a rest of {n}", people, n) for people, n in groups.rests() if people not in counted
    ]
    touched = frozenset().union(*(each.people for each in known))
    few = {each.people: each for each in (*left_out, *rests) if each.number <= disclosure.SMALL}
    return disclosure.Release(tuple(each for each in few.values() if each.people & touched), {}, ())


def _release(groups: Groups, then: before.Released, numbers: Mapping[Where, int]) -> disclosure.Release:
    """An earlier release as disclosure control knows it; an outsider knows a sum exactly, and others within a half."""
    counts = tuple(_count(groups, where, number, then.exact) for where, number in numbers.items())
    shown = {_name(where): then.shown[where] for where in numbers}
    told = tuple(
        Told(count.people, figure - slack, figure + slack)
        for count in counts
        if not isinstance(shown[count.name], Missing)
        for figure, slack in (
            (count.number, 0) if count.total else (disclosure.rounded(count.number), SLACK),
        )
    )
    basis = {
        _name(where): number
        for where, number in numbers.items()
        if not isinstance(then.shown[where], Missing)
    }
    return disclosure.Release(counts, shown, told, basis)


def _count(groups: Groups, where: Where, number: int, exact: bool = False) -> disclosure.Count:
    return disclosure.Count(_name(where), groups.people(where), number, exact or groups.is_sum(where))


def _name(where: Where) -> str:
    return " | ".join(map(str, where))


def _figure(
    where: Where, groups: Groups, numbers: Numbers, hidden: set[Where], figures: Mapping[Where, int | Missing]
) -> int | Missing:
    """What is shown of one count: a sum is the sum of what is shown, any other is rounded."""
    if where in hidden:
        return Missing(NOT_SHOWN)
    summands = [figures[each] for each in groups.summands(where) if each in figures]
    added = sum(each for each in summands if not isinstance(each, Missing))
    if summands:
        return added or Missing(NOT_SHOWN)
    return disclosure.rounded(numbers[where])


def _shown(said: Said, indicator: Indicator, counted: Counting, numbers: Numbers, figures: Figures) -> Shown:
    if said.suppressed:
        return Shown(said, None, None, None, None, None, NOT_SHOWN, True, "hidden by the source")
    keys = counted.keys[indicator.code]
    if has_nobody_below(said, keys):
        return Shown(said, None, None, None, None, None, NOT_SHOWN, True, _rule(0), 0, 0)
    if said.value is None:
        return Shown(said, None, None, None, None, None, said.missing, False)
    when = span(said.period, indicator.every)
    here = Where(keys.count, said.place, said.part, when)
    figure, behind = figures[here], numbers[here]
    if not keys.denominator:
        if isinstance(figure, Missing):
            return Shown(said, None, None, None, None, None, figure.reason, True, _rule(behind), behind)
        return Shown(said, None, None, float(figure), None, None, "", False, "", behind)
    whole = Where(keys.denominator, said.place, said.part, when)
    below = figures[whole]
    value = disclosure.rate(figure, below, PER[Unit(indicator.unit)])
    if isinstance(value, Missing):
        shown = None if isinstance(below, Missing) else float(below)
        return Shown(
            said, None, shown, None, None, None, NOT_SHOWN, True, _rule(min(behind, numbers[whole])), behind,
            numbers[whole],
        )  # fmt: skip
    return Shown(
        said, float(figure), float(below), value, None, None, "", False, "", behind, numbers[whole]  # type: ignore[arg-type]
    )  # fmt: skip


def _rule(number: int) -> str:
    """Which rule hides a count: for those who check the proposal, never for the public."""
    return (
        "seven people or fewer" if number <= disclosure.SMALL else "a small number could be worked out by it"
    )
