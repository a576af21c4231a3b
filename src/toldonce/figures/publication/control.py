"""Figures that count people, through disclosure control: each with the counts behind it, beside all that was released.

The rules are those of `figures.disclosure`; here figures become the counts that it asks for, and what it shows becomes
figures again. A rate is made of rounded parts, an interval of exact counts is not shown, and whatever is not shown says
the same, for another reason would tell how small the count is. A count that has changed by seven or fewer since it was
released stays as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from toldonce.figures import disclosure
from toldonce.figures.attack import Told
from toldonce.figures.missing import ZERO_BELOW, Missing
from toldonce.figures.models import Indicator, Unit
from toldonce.figures.publication import before
from toldonce.figures.publication.counting import PER, Counting, Keys, counting
from toldonce.figures.publication.errors import PublicationRefused
from toldonce.figures.publication.groups import Groups, Where
from toldonce.figures.publication.lying import kinds_and_parents
from toldonce.figures.publication.selecting import Said, Shown

NOT_SHOWN = "Not shown: a small number of people, or one by which a small number could be worked out."
SLACK = disclosure.BASE // 2
MOST = 1000  # cells of one period that are tried together: twelve months of more would take minutes
Numbers = dict[Where, int]
Figures = Mapping[Where, int | Missing]


def controlled(said: Sequence[Said], proposal: int) -> list[Shown]:
    """What the public would see of figures that count people; raises PublicationRefused.

    The other figures of the proposal are kept already: they are known to an outsider exactly.
    """
    if not said:
        return []
    indicators = {each.pk: each for each in Indicator.objects.order_by("code")}
    mine, once = {each.indicator for each in said}, before.codes()
    counted = counting(each for each in indicators.values() if each.pk in mine or each.code in once)
    earlier, public = before.released(counted), before.public(counted, proposal)
    shown: list[Shown] = []
    for period, those in _by_period(said).items():
        told = [*earlier.get(period, []), *([public[period]] if period in public else [])]
        numbers = _as_released(_numbers(those, indicators, counted), told)
        figures = _figures(numbers, told, counted)
        shown += [_shown(each, indicators[each.indicator], counted, numbers, figures) for each in those]
    return shown


def _by_period(said: Sequence[Said]) -> Mapping[date, list[Said]]:
    found: dict[date, list[Said]] = defaultdict(list)
    for each in said:
        found[each.period].append(each)
    return found


def _numbers(said: Sequence[Said], indicators: Mapping[int, Indicator], counted: Counting) -> Numbers:
    """The counts behind the figures of a period; raises PublicationRefused where one is told twice, differently."""
    found: Numbers = {}
    for each in said:
        indicator = indicators[each.indicator]
        for where, number in counts_behind(each, indicator, counted.keys[indicator.code]):
            if found.setdefault(where, number) != number:
                raise PublicationRefused(
                    f"{where.key} is {found[where]:,} and {number:,} for {each.place} in {each.period}: figures that "
                    "do not agree cannot be published together."
                )
    return found


def counts_behind(said: Said, indicator: Indicator, keys: Keys) -> Iterator[tuple[Where, int]]:
    """The counts behind one figure: none where it has no value, unless it has none because nobody is below the line."""
    if has_nobody_below(said, keys):
        yield Where(keys.count, said.place, said.part), 0
        yield Where(keys.denominator, said.place, said.part), 0
        return
    if said.value is None or said.suppressed:
        return
    pairs = [(keys.count, said.value)]
    if keys.denominator:
        pairs = [(keys.count, said.numerator), (keys.denominator, said.denominator)]
    for key, number in pairs:
        if number is None or number != int(number) or number < 0:
            raise PublicationRefused(
                f"{indicator.name} of {said.place} in {said.period}: there is no whole count of people behind it, so "
                "it cannot go through disclosure control."
            )
        yield Where(key, said.place, said.part), int(number)


def has_nobody_below(said: Said, keys: Keys) -> bool:
    """Whether a figure is missing only because its denominator is nought: to say so would tell a small count."""
    return (
        bool(keys.denominator)
        and said.value is None
        and not said.suppressed
        and said.missing.endswith(ZERO_BELOW)
    )


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


def _figures(numbers: Numbers, told: Sequence[before.Released], counted: Counting) -> Figures:
    """What is shown of each count of a period."""
    known = set(numbers).union(*(each.numbers for each in told))
    kinds, parents = kinds_and_parents({where.place for where in known})
    hidden: set[Where] = set()
    roots = defaultdict(set)
    for where in numbers:
        roots[counted.root(where.key)].add(where)
    tables: list[tuple[Groups, set[Where]]] = []
    for root, cells in roots.items():
        there = {where.place for where in known if counted.root(where.key) == root}
        for places in _tables_of_places(there, kinds, parents):
            groups = _groups(root, places, numbers, told, parents, counted)
            mine = {where for where in cells if where.place in places}
            tables.append((groups, mine))
            hidden |= _hidden(groups, mine, numbers, told)
    figures: dict[Where, int | Missing] = {}
    for groups, cells in tables:
        for where in sorted(cells, key=lambda each: len(groups.people(each))):
            figures[where] = _figure(where, groups, numbers, hidden, figures)
    return figures


def _tables_of_places(
    there: set[str], kinds: Mapping[str, str], parents: Mapping[str, str]
) -> Iterator[set[str]]:
    """Places that make one another up: those of one kind with all above them, for each kind that has none below."""
    above = {place: set(_above(place, parents)) & there for place in there}
    middle = set().union(*above.values()) if above else set()
    for kind in sorted({kinds.get(place, "") for place in there - middle}):
        own = {place for place in there if kinds.get(place, "") == kind}
        yield own.union(*(above[place] for place in own))


def _above(place: str, parents: Mapping[str, str]) -> Iterator[str]:
    seen = {place}
    while (place := parents.get(place, "")) and place not in seen:
        seen.add(place)
        yield place


def _groups(
    root: str, places: set[str], numbers: Numbers, told: Sequence[before.Released], parents: Mapping[str, str],
    counted: Counting,
) -> Groups:  # fmt: skip
    def mine(of: Mapping[Where, int]) -> Numbers:
        return {
            where: number
            for where, number in of.items()
            if where.place in places and counted.root(where.key) == root
        }

    latest: dict[Where, int] = {}
    for each in (*(released.numbers for released in told), numbers):
        latest |= each
    same = [{where: n for where, n in mine(each.numbers).items() if latest[where] == n} for each in told]
    among = {key: above for key, above in counted.among.items() if counted.root(key) == root}
    return Groups(root, [mine(numbers), *same], parents, among, counted.less)


def _hidden(
    groups: Groups, cells: set[Where], numbers: Numbers, told: Sequence[before.Released]
) -> set[Where]:
    """The cells that disclosure control withholds."""
    if len(cells) > MOST:
        raise PublicationRefused(
            f"{len(cells)} counts of one period make one another up, more than can be tried together ({MOST}): publish "
            "fewer parts or places at once."
        )
    table = [_count(groups, where, numbers[where]) for where in sorted(cells)]
    earlier = [
        _release(groups, then, of_it) for then, of_it in zip(told, groups.told[1:], strict=True) if of_it
    ]
    try:
        found = disclosure.protect(table, earlier)
    except (disclosure.Unsafe, ArithmeticError) as trouble:
        raise PublicationRefused(
            f"{groups.root}: with what was released before, these figures would give a small number away. {trouble}"
        ) from trouble
    return {where for where in cells if isinstance(found.shown[_name(where)], Missing)}


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
    return " | ".join(where)


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
    here = Where(keys.count, said.place, said.part)
    figure, behind = figures[here], numbers[here]
    if not keys.denominator:
        if isinstance(figure, Missing):
            return Shown(said, None, None, None, None, None, figure.reason, True, _rule(behind), behind)
        return Shown(said, None, None, float(figure), None, None, "", False, "", behind)
    whole = Where(keys.denominator, said.place, said.part)
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
