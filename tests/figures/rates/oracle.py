"""Our numbers beside those of the published test vectors of PHEindicatormethods, which lie outside the project."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isnan, nan
from pathlib import Path

import numpy as np

from toldonce.figures.missing import Missing
from toldonce.figures.rates.bands import AgeBands, age_bands
from toldonce.figures.rates.crude import proportions, rates
from toldonce.figures.rates.estimates import Estimate, Estimates
from toldonce.figures.rates.groups import groups
from toldonce.figures.rates.indirect import reference, standardised_ratios
from toldonce.figures.rates.inequality import inequality
from toldonce.figures.rates.standard import EUROPEAN_1976, EUROPEAN_2013
from toldonce.figures.rates.standardised import directly_standardised

BOTH = ("95_0", "99_8")
# The vectors write the band 55-59 as 55-69, which would overlap the next.
MISPRINT = {"55-69": "55-59"}
Row = dict[str, str]
Number = float | Missing


@dataclass(frozen=True, slots=True)
class Pair:
    """One number of ours and the one that is wanted; nan where the vector has none."""

    what: str
    ours: Number
    wanted: float

    @property
    def difference(self) -> float:
        """How far apart they are, relative to the one that is wanted; infinite when only one of them is missing."""
        if isinstance(self.ours, Missing) or isnan(self.wanted):
            return 0.0 if isinstance(self.ours, Missing) and isnan(self.wanted) else float("inf")
        return abs(self.ours - self.wanted) / (abs(self.wanted) or 1.0)


def _read(folder: Path, name: str) -> list[Row]:
    with (folder / f"{name}.csv").open() as file:
        return list(csv.DictReader(file))


def _number(text: str) -> float:
    return float(text) if text else nan


def _column(rows: list[Row], name: str) -> list[float]:
    return [_number(row[name]) for row in rows]


def _bands(rows: list[Row], name: str) -> AgeBands:
    return age_bands([MISPRINT.get(row[name], row[name]) for row in rows])


def _pairs(what: str, found: Estimate, row: Row, levels: tuple[str, ...] = BOTH) -> Iterator[Pair]:
    yield Pair(what, found.value, _number(row["value"]))
    for level, limit in zip(levels, found.limits, strict=True):
        yield Pair(f"{what}, lower {level}", limit.lower, _number(row[f"lower{level}cl"]))
        yield Pair(f"{what}, upper {level}", limit.upper, _number(row[f"upper{level}cl"]))


def _crude(folder: Path, name: str, function: Callable[..., Estimates]) -> Iterator[Pair]:
    for row in _read(folder, name):
        (found,) = function(
            [_number(row["Numerator"])],
            [_number(row["Denominator"])],
            multiplier=float(row["multiplier"]),
            confidence=[95, 99.8],
        )
        yield from _pairs(f"{row['Area']} x {row['multiplier']}", found, row)


def _standardised(folder: Path) -> Iterator[Pair]:
    rows = _read(folder, "testdata_DSR_ISR__testdata_multiarea")
    for wanted in _read(folder, "testdata_DSR_ISR__testresults_DSR"):
        of_area = [row for row in rows if row["area"] == wanted["area"]]
        if not of_area:
            continue  # results whose counts are not published beside them
        per = wanted["statistic"].removeprefix("dsr per ")
        (found,) = directly_standardised(
            _column(of_area, "count"),
            _column(of_area, "pop"),
            EUROPEAN_2013,
            bands=_bands(of_area, "ageband"),
            multiplier=float(per) if per.isdigit() else 1,
            confidence=[95, 99.8],
            unknown_is_zero=True,
        )
        yield from _pairs(wanted["area"], found, wanted)


def _standard_of_1976(folder: Path) -> Iterator[Pair]:
    """Compare value and 95% limits; those at 99.8% are printed ten times too large, beyond the value itself."""
    rows = _read(folder, "testdata_DSR_ISR__testdata_1976")
    bands = _bands(rows, "Age Band")
    yield from (
        Pair(f"weight of {name}", float(ours), wanted)
        for name, ours, wanted in zip(
            bands.names, EUROPEAN_1976.weights(bands), _column(rows, "esp1976"), strict=True
        )
    )
    wanted = _read(folder, "testdata_DSR_ISR__testresults_DSR")[3]
    assert wanted["area"] == "testdata_1976" and float(wanted["lower99_8cl"]) > float(wanted["value"])
    (found,) = directly_standardised(
        _column(rows, "count"), _column(rows, "pop"), EUROPEAN_1976, bands=bands, multiplier=10_000
    )
    yield from _pairs(wanted["area"], found, wanted, ("95_0",))


def _reference(folder: Path) -> Iterator[Pair]:
    rows = _read(folder, "testdata_DSR_ISR__refdata")
    events, people = _column(rows, "refcount"), _column(rows, "refpop")
    nation = reference(events, people, bands=_bands(rows, "Age Band"))
    yield Pair("the reference against itself", standardised_ratios(events, people, nation)[0].value, 1.0)


def _slopes(folder: Path) -> Iterator[Pair]:
    """Compare slopes of life expectancy with a weighted regression by another library: the vectors hold no results."""
    places = defaultdict(list)
    for row in sorted(_read(folder, "LE_testdata"), key=lambda row: int(row["Decile"])):
        places[row["Sex"], row["GeoCode"]].append(row)
    whole = [
        rows for rows in places.values() if len(rows) == 10
    ]  # one place has a single decile, and so no slope
    people, values, errors = (
        np.array([_column(rows, name) for rows in whole]) for name in ("Pop", "LifeExp", "SE")
    )
    found = inequality(groups(people, values, errors=errors), seed=1, repetitions=1000)
    for place, rows in enumerate(whole):
        shares = people[place] / people[place].sum()
        slope, start = np.polyfit(np.cumsum(shares) - shares / 2, values[place], 1, w=np.sqrt(shares))
        yield Pair(f"slope of {rows[0]['GeoCode']}", found.slope[place].value, float(slope))
        yield Pair(
            f"ratio of {rows[0]['GeoCode']}", found.relative[place].value, float((start + slope) / start)
        )


CASES: dict[str, Callable[[Path], Iterator[Pair]]] = {
    "crude rates": lambda folder: _crude(folder, "testdata_Rate__testdata_Rate", rates),
    "proportions": lambda folder: _crude(folder, "testdata_Proportion__testdata_Prop", proportions),
    "directly standardised rates, 2013": _standardised,
    "directly standardised rates, 1976": _standard_of_1976,
    "standardised ratio of the reference": _reference,
    "slope and relative index, against a regression": _slopes,
}
