"""An indicator by deprivation: its places in groups from the most to the least deprived, and the slope between them.

How deprived the people of a place are is a figure like others, of the indicator `deprivation`; how old they are is one
of `aged-65-and-over`. Where no table tells figures by age, age stands beside the groups, because it is not taken out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from toldonce.figures.charting.peers import NO_PARTS, PER
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator, Unit
from toldonce.figures.queries import Point
from toldonce.figures.rates import crude
from toldonce.figures.rates.errors import OptionRefused, ShapeRefused
from toldonce.figures.rates.estimates import Estimate, Estimates
from toldonce.figures.rates.groups import FEWEST_GROUPS, Kind, groups
from toldonce.figures.rates.inequality import Inequality, inequality
from toldonce.figures.rates.quantiles import quantiles

DEPRIVED, OLD = "deprivation", "aged-65-and-over"
PARTS = (5, 10)
SEED = 1  # so that the same figures have the same interval, whoever asks and when


@dataclass(frozen=True, slots=True)
class Group:
    """The places of one part, the most deprived being number 1, counted together."""

    number: int
    places: tuple[str, ...]
    scores: tuple[float, float]  # the lowest and the highest of its places
    counted: float
    of: float
    estimate: Estimate
    old: Estimate | Missing


@dataclass(frozen=True, slots=True)
class ByDeprivation:
    """The groups with the slope through them (most less least deprived) and the relative index (most over least)."""

    groups: tuple[Group, ...]
    line: tuple[float, float]  # where it begins, at the most deprived end, and where it ends
    slope: Estimate
    relative: Estimate
    left_out: Mapping[str, str]  # place -> why

    @property
    def shares(self) -> tuple[float, ...]:
        """Of everybody, the share who are in each group: the line runs over them, from 0 to 1."""
        everybody = sum(each.of for each in self.groups)
        return tuple(each.of / everybody for each in self.groups)


def by_deprivation(
    indicator: Indicator,
    points: Mapping[str, Point],
    scores: Mapping[str, Point],
    old: Mapping[str, Point],
    parts: int,
) -> ByDeprivation | Missing:
    """Put the places that have a figure and a score into so many groups of equally many places.

    `points` are one period of the indicator by place, `scores` and `old` the newest of deprivation and of age. Rates
    and percentages only; their numerators and denominators are added up for each group.
    Source: Fingertips public health technical guidance, on assigning deprivation categories and on the slope index.
    """
    if Unit(indicator.unit) not in PER:
        return NO_PARTS
    left_out = _left_out(points, scores)
    kept = [code for code in points if code not in left_out]
    if len(kept) < parts or parts < FEWEST_GROUPS:
        return Missing(
            f"{len(kept)} places have both a figure and a score of deprivation: {parts} groups need {parts} or more"
        )
    numbers = quantiles([_scores(scores, [code])[0] for code in kept], parts)
    members = [
        [code for code, number in zip(kept, numbers, strict=True) if number == at + 1] for at in range(parts)
    ]
    if not all(members):
        return Missing(
            f"so many places are equally deprived that {parts} groups cannot be made: ask for fewer"
        )
    return _slope(indicator, points, scores, old, members, left_out)


def _left_out(points: Mapping[str, Point], scores: Mapping[str, Point]) -> dict[str, str]:
    """The places that cannot be put into a group, each with its reason."""
    found = {}
    for code, point in points.items():
        if isinstance(point.value, Missing):
            found[code] = f"{point.value}"
        elif point.numerator is None or not point.denominator:
            found[code] = "it is not told of how many people the figure is"
        elif code not in scores or isinstance(scores[code].value, Missing):
            found[code] = "it is not known how deprived its people are"
    return found


def _slope(
    indicator: Indicator,
    points: Mapping[str, Point],
    scores: Mapping[str, Point],
    old: Mapping[str, Point],
    members: Sequence[Sequence[str]],
    left_out: Mapping[str, str],
) -> ByDeprivation | Missing:
    unit, per = Unit(indicator.unit), PER[Unit(indicator.unit)]
    counted, of = _added(points, members, "numerator"), _added(points, members, "denominator")
    estimates = _estimates(unit, counted, of, per)
    try:
        found = _inequality(unit, tuple(counted.tolist()), tuple(of.tolist()))
    except (OptionRefused, ShapeRefused) as trouble:
        return Missing(f"{trouble}")
    slope, relative = found.slope[0], found.relative[0]
    if isinstance(slope.value, Missing):
        return slope.value
    begin = float(found.start[0])
    made = tuple(
        Group(
            at + 1, tuple(those), _scores(scores, those), counted[at], of[at], estimates[at], _old(old, those)
        )
        for at, those in enumerate(members)
    )
    return ByDeprivation(made, (begin, begin - slope.value), slope, relative, left_out)


def _estimates(unit: Unit, counted: np.ndarray, of: np.ndarray, per: float) -> Estimates:
    made = crude.proportions if unit == Unit.PERCENT else crude.rates
    return made(counted, of, multiplier=per)


@lru_cache(maxsize=256)  # known by all that it is made of, so that one from here is never an old one
def _inequality(unit: Unit, counted: tuple[float, ...], of: tuple[float, ...]) -> Inequality:
    kind, per = Kind.PROPORTION if unit == Unit.PERCENT else Kind.RATE, PER[unit]
    found = _estimates(unit, np.array(counted), np.array(of), 1.0)
    made = groups(of, found.values, kind=kind, limits=(found.lower[0], found.upper[0]))
    # A negative multiplier turns the direction round: the most deprived less, and over, the least.
    return inequality(made, seed=SEED, multiplier=-per)


def _added(points: Mapping[str, Point], members: Sequence[Sequence[str]], what: str) -> np.ndarray:
    return np.array([sum(getattr(points[code], what) for code in those) for those in members], dtype=float)


def _scores(scores: Mapping[str, Point], those: Sequence[str]) -> tuple[float, float]:
    values = [value for code in those if not isinstance(value := scores[code].value, Missing)]
    return min(values), max(values)


def _old(old: Mapping[str, Point], those: Sequence[str]) -> Estimate | Missing:
    """The share of older people of a group, where it is told for every place of it."""
    told_of = [
        old[code]
        for code in those
        if code in old and old[code].numerator is not None and old[code].denominator
    ]
    if len(told_of) < len(those):
        return Missing(f"the ages of {len(those) - len(told_of)} of its {len(those)} places are not told")
    of = [sum(each.numerator or 0 for each in told_of), sum(each.denominator or 0 for each in told_of)]
    return crude.proportions(*of, multiplier=100)[0]
