"""Accounts of the same money: each says amounts by some dimensions, and may leave some of them unsaid.

A cut names a value of some dimensions ("scheme carers, contributor the council"). What an account says of a cut lies
between the entries that certainly belong to it and those that may: between the two nobody guesses.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from toldonce.steering.sheets.declaring import Sheet


class Dimension(StrEnum):
    """By what money is looked at."""

    SCHEME = "scheme"
    PARTNER = "partner"
    SOURCE = "source"
    AREA = "area"
    POOL = "pool"


DIMENSIONS = tuple(Dimension)
Cut = tuple[tuple[Dimension, str], ...]  # always in the order of DIMENSIONS
Pattern = tuple[str | None, ...]


def cut(said: Mapping[Dimension, str] | Mapping[Dimension, str | None]) -> Cut:
    """The cut of what is said, whatever the order in which it was said."""
    return tuple((each, said[each]) for each in DIMENSIONS if said.get(each))  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Entry:
    """An amount in whole pounds, or None, at a row of a sheet; `said` of each of DIMENSIONS, None where it is not."""

    row: int
    pounds: int | None
    said: Pattern


@dataclass(frozen=True, slots=True)
class Statement:
    """What an account says of a cut: from `low` to `high` pounds, by these rows, give or take `slack` of rounding."""

    account: Account
    low: int
    high: float
    rows: frozenset[int]
    slack: float

    @property
    def exact(self) -> bool:
        """Whether it says one amount."""
        return self.low == self.high


@dataclass(frozen=True)
class Account:
    """Entries of one sheet; of money outside `only_within`, such as outside pools, it does not speak."""

    name: str
    sheet: Sheet
    dimensions: frozenset[Dimension]
    entries: Sequence[Entry]
    only_within: Dimension | None = None
    nearest: int = 1  # the amounts are to the nearest so many pounds

    def speaks_of(self, dimensions: Iterable[Dimension]) -> bool:
        """Whether it has entries at all and says these dimensions."""
        return bool(self.entries) and self.dimensions.issuperset(dimensions)

    @cached_property
    def _tallies(self) -> dict[tuple[Dimension, ...], _Tally]:
        return {}

    def _tally(self, dimensions: tuple[Dimension, ...]) -> _Tally:
        if dimensions not in self._tallies:
            self._tallies[dimensions] = _tally(self.entries, dimensions)
        return self._tallies[dimensions]

    def of(self, cut: Cut) -> Statement:
        """What it says of a cut of dimensions that it speaks of."""
        dimensions = tuple(dimension for dimension, _ in cut)
        low, high, rows = self._tally(dimensions).of(tuple(value for _, value in cut))
        slack = self.nearest / 2 * len(rows) if self.nearest > 1 else 0
        silent = self.only_within is not None and self.only_within not in dimensions
        return Statement(self, low, math.inf if silent else high, rows, slack)

    def cells(self, dimensions: tuple[Dimension, ...]) -> Iterable[tuple[str, ...]]:
        """The values of dimensions that its entries name together."""
        return self._tally(dimensions).said.keys()


@dataclass(frozen=True, slots=True)
class _Part:
    """The sum of what is known of entries alike, whether an amount of theirs is not said, and their rows."""

    pounds: int
    open: bool
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Tally:
    """Parts by the values of some dimensions; apart, the parts that leave one of them unsaid."""

    said: Mapping[tuple[str, ...], _Part]
    unsaid: Sequence[tuple[Pattern, _Part]]

    def of(self, wanted: tuple[str, ...]) -> tuple[int, float, frozenset[int]]:
        sure = self.said.get(wanted, _Part(0, False, ()))
        may = [part for pattern, part in self.unsaid if _may_be(pattern, wanted)]
        high = sure.pounds + sum(part.pounds for part in may)
        rows = frozenset(sure.rows).union(*(part.rows for part in may))
        return sure.pounds, math.inf if any(part.open for part in (sure, *may)) else high, rows


def _may_be(pattern: Pattern, wanted: tuple[str, ...]) -> bool:
    return all(said in (None, value) for said, value in zip(pattern, wanted, strict=True))


def _tally(entries: Sequence[Entry], dimensions: tuple[Dimension, ...]) -> _Tally:
    alike: dict[Pattern, list[Entry]] = defaultdict(list)
    for entry, pattern in zip(entries, _patterns(entries, dimensions), strict=True):
        alike[pattern].append(entry)
    parts = {pattern: _part(each) for pattern, each in alike.items()}
    unsaid = [(pattern, part) for pattern, part in parts.items() if None in pattern]
    said = {pattern: part for pattern, part in parts.items() if None not in pattern}
    return _Tally(said, unsaid)  # type: ignore[arg-type]


def _patterns(entries: Sequence[Entry], dimensions: Sequence[Dimension]) -> Iterable[Pattern]:
    """What each entry says of the dimensions: many entries by few dimensions, so column by column."""
    if not dimensions:
        return [()] * len(entries)
    places = [DIMENSIONS.index(each) for each in dimensions]
    return zip(*([entry.said[place] for entry in entries] for place in places), strict=True)


def _part(entries: Sequence[Entry]) -> _Part:
    known = [entry.pounds for entry in entries if entry.pounds is not None]
    return _Part(sum(known), len(known) < len(entries), tuple(entry.row for entry in entries))
