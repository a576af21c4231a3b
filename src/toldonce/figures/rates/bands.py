"""Age bands as people write them: read, put in order, and refused when they overlap or leave ages out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from toldonce.figures.rates.errors import BandsRefused

AGE, NUMBER, YEARS = r"(?:age[ds]?\s+)?", r"([0-9]{1,3})", r"\s*(?:years?|yrs?)?"
BETWEEN = re.compile(rf"{AGE}{NUMBER}\s*(?:-|–|—|_|to)\s*{NUMBER}{YEARS}")
UNDER = re.compile(rf"{AGE}(?:<|under)\s*{NUMBER}{YEARS}")
OPEN = re.compile(rf"{AGE}{NUMBER}{YEARS}\s*(?:\+|plus|(?:and|or|&)\s+(?:over|older|above)){YEARS}")
ONE = re.compile(rf"{AGE}{NUMBER}{YEARS}")


@dataclass(frozen=True, slots=True)
class Band:
    """The ages from the first to the last birthday of a band, both included; an open band has no last."""

    first: int
    last: int | None

    def __str__(self) -> str:
        if self.last is None:
            return f"{self.first}+"
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"

    @property
    def years(self) -> int | None:
        """How many years of age it holds; None when it is open."""
        return None if self.last is None else self.last - self.first + 1

    def holds(self, other: Band) -> bool:
        """Whether every age of the other is in this one."""
        if self.last is None:
            return other.first >= self.first
        return other.first >= self.first and other.last is not None and other.last <= self.last


@dataclass(frozen=True, slots=True)
class AgeBands:
    """Bands without overlap or gap, in the order in which the data have them."""

    bands: tuple[Band, ...]

    def __len__(self) -> int:
        return len(self.bands)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(str(band) for band in self.bands)

    @property
    def by_age(self) -> tuple[int, ...]:
        """Where the youngest band stands, then the next, and so on."""
        return tuple(sorted(range(len(self.bands)), key=lambda place: self.bands[place].first))


def age_bands(labels: Sequence[str | int]) -> AgeBands:
    """Read labels such as "0-4", "under 1", "85 and over", or the first ages alone (0, 1, 5, …, 90), in any order.

    First ages alone mean that each band ends where the next begins and that the last is open.
    """
    if not labels:
        raise BandsRefused("there are no age bands: name each of them, such as 0-4, 5-9, 90+")
    texts = [str(label).strip().lower() for label in labels]
    read = (
        _starts(texts)
        if all(re.fullmatch(NUMBER, text) for text in texts)
        else [_read(text) for text in texts]
    )
    for below, above in pairwise(sorted(read, key=lambda band: band.first)):
        _check_neighbours(below, above)
    return AgeBands(tuple(read))


def _starts(texts: list[str]) -> list[Band]:
    ages = [int(text) for text in texts]
    ascending = sorted(ages)
    last = {age: following - 1 for age, following in pairwise(ascending)}
    return [Band(age, last.get(age)) for age in ages]


def _read(text: str) -> Band:
    if found := BETWEEN.fullmatch(text):
        first, last = int(found[1]), int(found[2])
        if last < first:
            raise BandsRefused(f"the age band “{text}” ends before it begins: write the younger age first")
        return Band(first, last)
    if found := UNDER.fullmatch(text):
        if int(found[1]) == 0:
            raise BandsRefused(
                f"the age band “{text}” holds no age: write the first and the last age, such as 0-4"
            )
        return Band(0, int(found[1]) - 1)
    if found := OPEN.fullmatch(text):
        return Band(int(found[1]), None)
    if found := ONE.fullmatch(text):
        return Band(int(found[1]), int(found[1]))
    raise BandsRefused(f"the age band “{text[:40]}” cannot be read: write it as 5-9, under 1 or 90+")


def _check_neighbours(below: Band, above: Band) -> None:
    if below.last is None or below.last >= above.first:
        raise BandsRefused(
            f"the age bands {below} and {above} overlap: each age belongs to one band, so correct one"
        )
    if below.last + 1 < above.first:
        gap = Band(below.last + 1, above.first - 1)
        raise BandsRefused(f"no age band holds {gap}: it is missing between {below} and {above}, so add it")
