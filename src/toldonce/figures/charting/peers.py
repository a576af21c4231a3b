"""A place among its peers in one period: where it stands, and who is further out than chance carries a place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from toldonce.figures.comparison import sentences
from toldonce.figures.comparison.benchmark import Comparison, by_funnel
from toldonce.figures.comparison.peers import Standing, among_peers, ranks
from toldonce.figures.comparison.sentences import Wording
from toldonce.figures.missing import Missing
from toldonce.figures.models import Good, Indicator, Unit
from toldonce.figures.queries import Point
from toldonce.figures.rates import crude
from toldonce.figures.rates.dispersion import Dispersion, dispersion
from toldonce.figures.rates.errors import OptionRefused, ShapeRefused
from toldonce.figures.rates.estimates import Estimate
from toldonce.figures.rates.places import Places, crude_rates_of, proportions_of

PER = {Unit.PERCENT: 100.0, Unit.RATE_1000: 1_000.0, Unit.RATE_100000: 100_000.0}
UNIT_WORDS = {Unit.PERCENT: "%", Unit.RATE_1000: "per 1,000", Unit.RATE_100000: "per 100,000"}
NO_PARTS = Missing("this indicator is no share and no rate, so the size of a place says nothing about chance")


@dataclass(frozen=True, slots=True)
class Peer:
    """One place: its value with its 95% limits, and how it compares with the average of all."""

    place: str
    name: str
    estimate: Estimate
    counted: float | None
    size: float | None
    compared: Comparison | Missing
    rank: int | None  # 1 is the best, or the highest where neither way is good; None without a value

    @property
    def verdict(self) -> str:
        """The word under which its colour is chosen."""
        return sentences.colour_word(self.compared)

    @property
    def position(self) -> str:
        """Where it lies in the funnel, in words."""
        return sentences.funnel_position(self.compared)


@dataclass(frozen=True, slots=True)
class Peers:
    """All places of one period by rank, the sentence about one of them, and the spread behind the funnel."""

    here: str
    rows: tuple[Peer, ...]
    sentence: str
    spread: Dispersion | Missing
    standing: Standing | Missing


def among(indicator: Indicator, here: str, points: Mapping[str, Point], names: Mapping[str, str]) -> Peers:
    """Compare a place with the others that have a point in the same period; `here` must be among them."""
    codes = list(points)
    estimates = dict(zip(codes, _estimates(indicator, [points[code] for code in codes]), strict=True))
    spread = _spread(indicator, [points[code] for code in codes])
    signals = spread.signals() if not isinstance(spread, Missing) else [spread] * len(codes)
    average = 0.0 if isinstance(spread, Missing) else spread.places.average * spread.places.multiplier
    good = Good(indicator.good)
    ranked = ranks(estimates, good)
    rows = [
        Peer(
            code,
            names[code],
            estimates[code],
            points[code].numerator,
            points[code].denominator,
            by_funnel(signal, _number(estimates[code]), average, good),
            ranked.get(code),
        )
        for code, signal in zip(codes, signals, strict=True)
    ]
    rows.sort(key=lambda each: each.rank or len(codes) + 1)
    wording = Wording(indicator.name, UNIT_WORDS.get(Unit(indicator.unit), ""), 1)
    standing = among_peers(here, estimates, good)
    ours = next(each for each in rows if each.place == here)
    said = sentences.of_standing(standing, ours.compared, names[here], wording)
    return Peers(here, tuple(rows), said, spread, standing)


def _estimates(indicator: Indicator, points: list[Point]) -> list[Estimate]:
    """The value of each place, with limits where numerator and denominator are known."""
    per = PER.get(Unit(indicator.unit))
    if per is None or any(point.numerator is None or not point.denominator for point in points):
        return [Estimate(point.value, (), indicator.unit, "as it was told") for point in points]
    counted, of = [point.numerator for point in points], [point.denominator for point in points]
    made = crude.proportions if indicator.unit == Unit.PERCENT else crude.rates
    return list(made(_array(counted), _array(of), multiplier=per))


def _spread(indicator: Indicator, points: list[Point]) -> Dispersion | Missing:
    per = PER.get(Unit(indicator.unit))
    if per is None or all(point.numerator is None for point in points):
        return NO_PARTS
    counted, of = (
        _array([point.numerator for point in points]),
        _array([point.denominator for point in points]),
    )
    try:
        return dispersion(_places(indicator, counted, of, per))
    except (OptionRefused, ShapeRefused) as trouble:
        return Missing(f"{trouble}")


def _places(indicator: Indicator, counted: np.ndarray, of: np.ndarray, per: float) -> Places:
    made = proportions_of if indicator.unit == Unit.PERCENT else crude_rates_of
    return made(counted, of, multiplier=per)


def _array(values: list[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def _number(estimate: Estimate) -> float:
    return float("-inf") if isinstance(estimate.value, Missing) else estimate.value
