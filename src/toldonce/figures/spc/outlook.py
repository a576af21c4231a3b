"""The chance of missing the target at the end of the year, with how often the same method was right in past years.

The method knows two models of the figures and takes, at each moment, the one that has erred least until then: figures
about a level, and figures about those of a year before, each smoothed by a weight of its own (simple exponential
smoothing; Hyndman, Forecasting: Principles and Practice). What remains of the year is then nearly normal with a known
mean and width. No forecast of the past knows anything of what came after it, so that its record is that of what a
board would have been told.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import NormalDist

from toldonce.figures import periods
from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing
from toldonce.figures.spc import judging
from toldonce.figures.spc.series import Series
from toldonce.figures.spc.smoothing import Smoothing, best_until, smoothings
from toldonce.figures.spc.targets import Aims

FEWEST = 13  # figures behind a forecast
YEAR_BEGINS = 4  # in April
EVEN = 0.5


class Closing(StrEnum):
    """Which number the year is judged by: the one of its last period, their mean, or their sum."""

    LAST = "the last period of the year"
    MEAN = "the mean of the year"
    TOTAL = "the total of the year"


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the method said when it knew `known` periods of the year that ends with `ends`, and what came of it."""

    ends: date
    known: int
    chance: float
    missed: bool
    base: float  # the share of earlier years that missed: what one would say who knew nothing else


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How right the method was on past years of the series; scores are Brier's: 0 is perfect, 0.25 is a coin."""

    forecasts: tuple[Forecast, ...]

    @property
    def years(self) -> int:
        return len({forecast.ends for forecast in self.forecasts})

    @property
    def brier(self) -> float:
        return _brier([(forecast.chance, forecast.missed) for forecast in self.forecasts])

    @property
    def brier_of_base(self) -> float:
        return _brier([(forecast.base, forecast.missed) for forecast in self.forecasts])

    @property
    def better(self) -> bool:
        """Whether the method was nearer to what came than the share of earlier years that missed."""
        return self.brier < self.brier_of_base

    def calibration(self, bands: int = 5) -> tuple[tuple[float, float, int, float], ...]:
        """Return for each band of chances: from, to, how many forecasts were in it, and the share that missed."""
        found: dict[int, list[bool]] = {}
        for forecast in self.forecasts:
            found.setdefault(min(int(forecast.chance * bands), bands - 1), []).append(forecast.missed)
        return tuple(
            (band / bands, (band + 1) / bands, len(missed), sum(missed) / len(missed))
            for band, missed in sorted(found.items())
        )


@dataclass(frozen=True, slots=True)
class Outlook:
    """The chance of missing the target of the year that is running, and the record of the method."""

    closing: Closing
    ends: date
    target: float
    known: int
    left: int
    chance: float
    track_record: TrackRecord | Missing


def outlook(
    series: Series, targets: Aims, *, closing: Closing = Closing.LAST, year_begins: int = YEAR_BEGINS
) -> Outlook | Missing:
    """Return the chance that the year of the last figure misses the target in force at its end."""
    if series.good is Good.NEITHER:
        return judging.NO_DIRECTION
    if series.every is None:
        return Missing("a series of events has no periods, and so no end of the year")
    values = [None if isinstance(point.value, Missing) else point.value for point in series.points]
    now = max((at for at, value in enumerate(values) if value is not None), default=-1)
    if now < 0:
        return Missing("no period has a figure")
    years = _Years(series, values, targets, closing, year_begins)
    year = years.of(series.points[now].on)
    chance = years.chance(year, now)
    if isinstance(chance, Missing):
        return chance
    target = targets.on(year[-1])
    assert not isinstance(target, Missing)
    known = sum(1 for day in year if day <= series.points[now].on)
    return Outlook(
        closing, year[-1], target.value, known, len(year) - known, chance, years.track_record(year)
    )


class _Years:
    """The periods of a series by year, and the two models run once over all of it."""

    def __init__(
        self,
        series: Series,
        values: Sequence[float | None],
        targets: Aims,
        closing: Closing,
        year_begins: int,
    ) -> None:
        self.series, self.values, self.targets, self.closing = series, values, targets, closing
        self.year_begins = year_begins
        self.places = {point.on: at for at, point in enumerate(series.points)}
        assert series.every is not None  # a series of events has no years: `outlook` says so
        self.every = series.every
        self.models = smoothings(values, periods.IN_A_YEAR[self.every])

    def of(self, day: date) -> tuple[date, ...]:
        """Return the first days of all periods of the year in which a period begins."""
        begins = date(day.year - (day.month < self.year_begins), self.year_begins, 1)
        ends = date(begins.year + 1, self.year_begins, 1)
        first = day
        while (before := periods.following(first, self.every, -1)) >= begins:
            first = before
        days = [first]
        while (after := periods.following(days[-1], self.every)) < ends:
            days.append(after)
        return tuple(days)

    def chance(self, year: tuple[date, ...], now: int) -> float | Missing:
        """Return the chance of missing that one would have been told after the figure at `now`."""
        aim = self.targets.on(year[-1])
        if isinstance(aim, Missing):
            return Missing(f"the end of the year has no target: {aim.reason}")
        if sum(1 for value in self.values[: now + 1] if value is not None) < FEWEST:
            return Missing(f"fewer than {FEWEST} figures are known: too few to say what may come")
        known = [self.values[self.places[day]] for day in year if self.places.get(day, now + 1) <= now]
        if self.closing is not Closing.LAST and None in known:
            return Missing(f"a period of the year has no figure, so that {self.closing} cannot be known")
        left = sum(1 for day in year if day > self.series.points[now].on)
        model = best_until(self.models, now, left)
        if isinstance(model, Missing):
            return model
        return _chance(self.closing, known, model, now, left, aim.value, self.series.good)

    def track_record(self, running: tuple[date, ...]) -> TrackRecord | Missing:
        """Return what would have been said in every period of every past year whose end and target are known."""
        forecasts: list[Forecast] = []
        outcomes: list[bool] = []
        day = self.series.points[0].on
        while (year := self.of(day))[-1] < running[0]:
            day = periods.following(year[-1], self.every)
            missed = self._missed(year)
            if missed is None:
                continue
            base = sum(outcomes) / len(outcomes) if outcomes else EVEN
            forecasts += self._told(year, missed, base)
            outcomes.append(missed)
        return TrackRecord(tuple(forecasts)) if forecasts else NO_RECORD

    def _missed(self, year: tuple[date, ...]) -> bool | None:
        aim = self.targets.on(year[-1])
        known = [self.values[self.places[day]] if day in self.places else None for day in year]
        needed = known[-1:] if self.closing is Closing.LAST else known
        if isinstance(aim, Missing) or None in needed:
            return None
        figures = [value for value in needed if value is not None]
        result = math.fsum(figures) / (len(figures) if self.closing is Closing.MEAN else 1)
        return judging.meets(result, aim.value, self.series.good) is False

    def _told(self, year: tuple[date, ...], missed: bool, base: float) -> list[Forecast]:
        origins = [self.places[day] for day in year[:-1] if day in self.places]
        told = [(at, self.chance(year, at)) for at in origins if self.values[at] is not None]
        return [
            Forecast(year[-1], year.index(self.series.points[at].on) + 1, chance, missed, base)
            for at, chance in told
            if not isinstance(chance, Missing)
        ]


NO_RECORD = Missing("no past year of the series has a target, a result and enough figures before it")


def _chance(
    closing: Closing,
    known: Sequence[float | None],
    model: Smoothing,
    now: int,
    left: int,
    target: float,
    good: Good,
) -> float:
    """Return the chance that the number by which the year is judged comes out on the wrong side of the target."""
    figures = [value for value in known if value is not None]
    if closing is Closing.LAST:
        middle = model.ahead(now, left) if left else figures[-1]
        width = model.width(now) * math.sqrt(1 + max(left - 1, 0) * model.weight**2) if left else 0.0
    else:
        middle = math.fsum(figures) + math.fsum(model.ahead(now, step) for step in range(1, left + 1))
        width = model.width(now) * math.sqrt(
            sum((1 + model.weight * (left - step)) ** 2 for step in range(1, left + 1))
        )
        parts = len(figures) + left if closing is Closing.MEAN else 1
        middle, width = middle / parts, width / parts
    if width == 0:
        return float(judging.meets(middle, target, good) is False)
    below = NormalDist(middle, width).cdf(target)
    return below if good is Good.HIGHER else 1 - below


def _brier(told: Sequence[tuple[float, bool]]) -> float:
    return math.fsum((chance - missed) ** 2 for chance, missed in told) / len(told)
