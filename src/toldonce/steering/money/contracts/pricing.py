"""What a month of a line costs: as planned with the variations in force, and as delivered under its form of payment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from toldonce.steering.money.amounts import whole_pounds
from toldonce.steering.money.contracts.register import Line, Variation
from toldonce.steering.sheets.sharing import shared

TWELFTHS = (1,) * 12
HUNDRED = Decimal(100)
Planned = tuple[int, Decimal, int]  # activity, price and value of a month


def in_force(variations: Sequence[Variation], first: date) -> tuple[Variation, ...]:
    """The variations that count in the month that begins on `first`."""
    return tuple(each for each in variations if each.since <= first)


def planned_for(line: Line, at: int, first: date | None = None) -> Planned:
    """What is planned for a month: with the variations that count on its first day, or as signed without one."""
    activity, price, value = line.planned[at], line.price, line.value
    counting = in_force(line.variations, first) if first and line.variations else ()
    if counting:
        activity = _varied(activity, counting)
        price = next((each.price for each in reversed(counting) if each.price is not None), price)
        value = next((each.value for each in reversed(counting) if each.value is not None), value)
    money = _twelfths(value)[at] if line.form == "block" else whole_pounds(activity * price)
    return activity, price, money


def _varied(activity: int, counting: Sequence[Variation]) -> int:
    """The planned activity with each variation upon those before it, rounded once."""
    exact = Decimal(activity)
    for each in counting:
        exact *= 1 + (each.more or 0) / HUNDRED
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@lru_cache(maxsize=1024)
def _twelfths(value: int) -> tuple[int, ...]:
    return tuple(shared(value, TWELFTHS))


def due_by_month(line: Line, planned: Sequence[Planned], delivered: Sequence[int | None]) -> list[int | None]:
    """What is due for each closed month; None where it is not reported, and of cost and volume from then on."""
    if line.form == "block":
        return [value for *_, value in planned[: len(delivered)]]
    if line.form == "cost and volume":
        sums = [
            _cost_and_volume(line, planned[: at + 1], delivered[: at + 1]) for at in range(len(delivered))
        ]
        return [_step(sums, at) for at in range(len(sums))]
    return [
        None if done is None else whole_pounds(done * price)
        for done, (_, price, _) in zip(delivered, planned, strict=False)
    ]


def _step(sums: Sequence[int | None], at: int) -> int | None:
    before, now = sums[at - 1] if at else 0, sums[at]
    return None if before is None or now is None else now - before


def _cost_and_volume(line: Line, planned: Sequence[Planned], delivered: Sequence[int | None]) -> int | None:
    """What is due for months together: the plan, and beyond the tolerance the marginal part of the last price."""
    if None in delivered:
        return None
    return beyond_tolerance(line, planned, sum(each or 0 for each in delivered))


def beyond_tolerance(line: Line, planned: Sequence[Planned], delivered: int) -> int:
    """The value of what was delivered in months together under cost and volume."""
    activity, value = sum(each[0] for each in planned), sum(each[2] for each in planned)
    band = activity * line.tolerance / HUNDRED
    off = Decimal(delivered - activity)
    outside = off - band if off > band else off + band if off < -band else Decimal(0)
    return value + whole_pounds(outside * planned[-1][1] * line.marginal / HUNDRED) if planned else value
