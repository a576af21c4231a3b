"""The exact counts behind figures that count people, each as what is counted, where, of which part and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from toldonce.figures.missing import ZERO_BELOW
from toldonce.figures.models import Indicator
from toldonce.figures.publication.counting import Counting, Keys
from toldonce.figures.publication.errors import PublicationRefused
from toldonce.figures.publication.groups import Where
from toldonce.figures.publication.selecting import Said
from toldonce.figures.publication.spans import span

Indicators = Mapping[int, Indicator]


def numbers_of(said: Sequence[Said], indicators: Indicators, counted: Counting) -> dict[Where, int]:
    """The counts behind figures; raises PublicationRefused where one is told twice, differently."""
    found: dict[Where, int] = {}
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
    """The counts behind one figure; raises PublicationRefused where one is no whole count."""
    for where, number in told_behind(said, indicator, keys):
        if not is_whole(number):
            raise PublicationRefused(
                f"{indicator.name} of {said.place} in {said.period}: there is no whole count of people behind it, so "
                "it cannot go through disclosure control."
            )
        yield where, int(number or 0)


def whole_counts(
    said: Iterable[Said], indicators: Indicators, keys: Mapping[str, Keys]
) -> Iterator[tuple[Indicator, Where, int]]:
    """The counts behind figures of these keys with their indicator, where there are whole ones."""
    for each in said:
        indicator = indicators[each.indicator]
        if indicator.code in keys:
            for where, number in told_behind(each, indicator, keys[indicator.code]):
                if is_whole(number):
                    yield indicator, where, int(number or 0)


def told_behind(said: Said, indicator: Indicator, keys: Keys) -> Iterator[tuple[Where, float | None]]:
    """What is told of the counts behind one figure: nothing where it has no value, unless nobody is below the line."""
    when = span(said.period, indicator.every)
    pairs: list[tuple[str, float | None]] = [(keys.count, said.value)]
    if has_nobody_below(said, keys):
        pairs = [(keys.count, 0), (keys.denominator, 0)]
    elif said.value is None or said.suppressed:
        return
    elif keys.denominator:
        pairs = [(keys.count, said.numerator), (keys.denominator, said.denominator)]
    for key, number in pairs:
        yield Where(key, said.place, said.part, when), number


def is_whole(number: float | None) -> bool:
    """Whether a number may be a count."""
    return number is not None and number >= 0 and number == int(number)


def has_nobody_below(said: Said, keys: Keys) -> bool:
    """Whether a figure is missing only because its denominator is nought: to say so would tell a small count."""
    return (
        bool(keys.denominator)
        and said.value is None
        and not said.suppressed
        and said.missing.endswith(ZERO_BELOW)
    )
