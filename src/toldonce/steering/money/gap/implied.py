"""Which base and which growth a stated gap implies: one equation, solved for each of its letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toldonce.steering.sheets.sharing import whole


@dataclass(frozen=True, slots=True)
class Stated:
    """A gap that is stated: pounds a year after so many years of growth; income over cost in the base year."""

    gap: int
    years: int
    cost_growth: float
    income_growth: float
    income_to_cost: float = 1.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A base and a growth of costs that make the same gap; None where no base does."""

    cost_growth: float
    base: int | None


def _for_each_pound(stated: Stated) -> float:
    costs = (1 + stated.cost_growth) ** stated.years
    return costs - stated.income_to_cost * (1 + stated.income_growth) ** stated.years


def base_implied(stated: Stated) -> int | None:
    """The base cost that makes the gap at the stated growth; None where growth makes no gap of that sign."""
    each = _for_each_pound(stated)
    if abs(each) < 1e-12 or stated.gap / each <= 0:
        return None
    return whole(stated.gap / each)


def growth_implied(base: int, stated: Stated) -> float | None:
    """The growth of costs a year that makes the gap on a base, at the stated growth of income."""
    if base <= 0 or stated.years < 1:
        return None
    grown = stated.gap / base + stated.income_to_cost * (1 + stated.income_growth) ** stated.years
    return grown ** (1 / stated.years) - 1 if grown > 0 else None


def pairs(stated: Stated, rates: Sequence[float]) -> list[Pair]:
    """For each growth of costs the base that makes the gap."""
    return [Pair(rate, base_implied(_at(stated, rate))) for rate in rates]


def _at(stated: Stated, rate: float, years: int | None = None) -> Stated:
    return Stated(
        stated.gap,
        stated.years if years is None else years,
        rate,
        stated.income_growth,
        stated.income_to_cost,
    )


def by_years(stated: Stated, years: Sequence[int]) -> list[tuple[int, int | None]]:
    """The base that is implied if growth has run for another number of years."""
    return [(each, base_implied(_at(stated, stated.cost_growth, each))) for each in years]
