"""Standard populations, and how their bands are fitted to the bands of data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toldonce.figures.rates.bands import AgeBands, Band, age_bands
from toldonce.figures.rates.errors import BandsRefused
from toldonce.figures.rates.intervals import Numbers


@dataclass(frozen=True, slots=True)
class Standard:
    """How many people of each age band a standard population has, out of its total."""

    name: str
    bands: AgeBands
    people: tuple[float, ...]

    def weights(self, wanted: AgeBands) -> Numbers:
        """Return its people in each band of the data, joining its own bands where the data are coarser."""
        return np.array([sum(self._people_in(band)) for band in wanted.bands])

    def _people_in(self, wanted: Band) -> list[float]:
        for band in self.bands.bands:
            if band != wanted and not wanted.holds(band) and _share_an_age(band, wanted):
                raise BandsRefused(
                    f"the {self.name} has the ages {band} in one band and cannot be split at {wanted}: "
                    f"join the bands of the data until they hold {band} whole"
                )
        inside = [
            people for band, people in zip(self.bands.bands, self.people, strict=True) if wanted.holds(band)
        ]
        if not inside:
            raise BandsRefused(
                f"the {self.name} has nobody aged {wanted}: take a standard that has, or leave the band out"
            )
        return inside


def _share_an_age(one: Band, other: Band) -> bool:
    below, above = sorted([one, other], key=lambda band: band.first)
    return below.last is None or below.last >= above.first


def _standard(name: str, table: str) -> Standard:
    rows = [line.split() for line in table.strip().splitlines()]
    return Standard(name, age_bands([row[0] for row in rows]), tuple(float(row[1]) for row in rows))


# Eurostat, Revision of the European Standard Population (2013), of 100,000.
EUROPEAN_2013 = _standard(
    "European Standard Population 2013",
    """
    0 1000
    1-4 4000
    5-9 5500
    10-14 5500
    15-19 5500
    20-24 6000
    25-29 6000
    30-34 6500
    35-39 7000
    40-44 7000
    45-49 7000
    50-54 7000
    55-59 6500
    60-64 6000
    65-69 5500
    70-74 5000
    75-79 4000
    80-84 2500
    85-89 1500
    90-94 800
    95+ 200
    """,
)

# Waterhouse and others, Cancer incidence in five continents III (IARC 1976), of 100,000.
EUROPEAN_1976 = _standard(
    "European Standard Population 1976",
    """
    0 1600
    1-4 6400
    5-9 7000
    10-14 7000
    15-19 7000
    20-24 7000
    25-29 7000
    30-34 7000
    35-39 7000
    40-44 7000
    45-49 7000
    50-54 7000
    55-59 6000
    60-64 5000
    65-69 4000
    70-74 3000
    75-79 2000
    80-84 1000
    85+ 1000
    """,
)
