"""What is earned above the price by quality: each measure against its thresholds, in whole pounds that add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from toldonce.steering.money.amounts import whole_pounds
from toldonce.steering.money.cells import said
from toldonce.steering.sheets.declaring import Contents, Row
from toldonce.steering.sheets.sharing import shared

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with what it is worth; `earned` is None while what was achieved is not known."""

    name: str
    share: Decimal
    better: str
    nothing_at: Decimal | None
    full_at: Decimal
    paid: str
    achieved: Decimal | None
    source: str
    worth: int
    row: int

    @property
    def part(self) -> Decimal | None:
        """How much of its worth is earned, from 0 to 1."""
        if self.achieved is None:
            return None
        side = 1 if self.better == "higher" else -1
        if (self.achieved - self.full_at) * side >= 0:
            return Decimal(1)
        if self.paid != "part" or self.nothing_at is None or (self.achieved - self.nothing_at) * side <= 0:
            return Decimal(0)
        return (self.achieved - self.nothing_at) / (self.full_at - self.nothing_at)

    @property
    def earned(self) -> int | None:
        return None if self.part is None else whole_pounds(self.worth * self.part)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A quality scheme of a contract: what it is worth, and its measures; what no measure is given is `unallotted`."""

    name: str
    contract: str
    kind: str
    share: Decimal
    worth: int
    measures: tuple[Measure, ...]
    unallotted: int
    row: int

    @property
    def earned(self) -> int:
        """What is earned by the measures whose result is known."""
        return sum(each.earned or 0 for each in self.measures)

    @property
    def lost(self) -> int:
        return sum(each.worth - each.earned for each in self.measures if each.earned is not None)

    @property
    def open(self) -> int:
        """What may still be earned, as its measures have no result yet."""
        return sum(each.worth for each in self.measures if each.earned is None)


def schemes_of(contents: Contents, contract: str, value: int) -> tuple[Scheme, ...]:
    """The quality schemes of a contract, whose planned value of the year is `value`."""
    rows = (row for row in contents["schemes"] if row["contract"] == contract and row["share"] is not None)
    return tuple(_scheme(contents, row, value) for row in rows)


def _scheme(contents: Contents, row: Row, value: int) -> Scheme:
    share = cast(Decimal, row["share"])
    worth = whole_pounds(value * Decimal(share) / HUNDRED)
    told = [each for each in contents["measures"] if each["scheme"] == row["scheme"] and _whole(each)]
    shares = [Decimal(cast(Decimal, each["share"])) for each in told]
    left = max(HUNDRED - sum(shares), Decimal(0))
    parts = shared(worth, [*shares, left]) if any(shares) else [*[0] * len(told), worth]
    measures = tuple(_measure(each, part) for each, part in zip(told, parts, strict=False))
    name, kind = said(row["scheme"]), said(row["kind"])
    return Scheme(name, said(row["contract"]), kind, share, worth, measures, parts[-1], row.number)


def _whole(row: Row) -> bool:
    return None not in (row["share"], row["full_at"], row["better"])


def _measure(row: Row, worth: int) -> Measure:
    return Measure(
        name=said(row["measure"]),
        share=cast(Decimal, row["share"]),
        better=said(row["better"]),
        nothing_at=cast("Decimal | None", row["nothing_at"]),
        full_at=cast(Decimal, row["full_at"]),
        paid=said(row["paid"]) or "whole",
        achieved=cast("Decimal | None", row["achieved"]),
        source=said(row["source"]),
        worth=worth,
        row=row.number,
    )


def earned(schemes: Iterable[Scheme]) -> int:
    """What all schemes have earned so far."""
    return sum(scheme.earned for scheme in schemes)
