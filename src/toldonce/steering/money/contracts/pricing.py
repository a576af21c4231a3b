"""What a year of a line costs: as signed, with the variations in force, and as delivered under its form of payment."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from toldonce.steering.money.amounts import times, whole_pounds
from toldonce.steering.money.contracts.register import Line
from toldonce.steering.sheets.sharing import shared

TWELFTHS = (1,) * 12
HUNDRED = Decimal(100)


class Planned(NamedTuple):
    """The twelve months of a line as planned: activity, the price of one, and the value."""

    activity: tuple[int, ...]
    price: tuple[Decimal, ...]
    value: tuple[int, ...]


def as_signed(line: Line) -> Planned:
    """What was planned when the contract was signed."""
    return Planned(line.planned, (line.price,) * 12, worth_as_signed(line))


def worth_as_signed(line: Line) -> tuple[int, ...]:
    """The values of the months when the contract was signed."""
    return _worth(line, line.planned, line.price, line.value)


def as_varied(line: Line, signed: Planned, firsts: Sequence[date]) -> Planned:
    """With each variation upon those before it, from the first day of a month on; its activity is rounded once."""
    planned, factor, price, value = signed, Decimal(1), line.price, line.value
    for each in line.variations:
        at = bisect_left(firsts, each.since)
        factor *= 1 + (each.more or 0) / HUNDRED
        price = price if each.price is None else each.price
        value = value if each.value is None else each.value
        activity = times(line.planned[at:], factor)
        planned = Planned(
            planned.activity[:at] + activity,
            planned.price[:at] + (price,) * len(activity),
            planned.value[:at] + _worth(line, activity, price, value),
        )
    return planned


def _worth(line: Line, activity: Sequence[int], price: Decimal, value: int) -> tuple[int, ...]:
    """The value of the last months of a year, as many as there are of their activity."""
    return _twelfths(value)[12 - len(activity) :] if line.form == "block" else times(activity, price)


@lru_cache(maxsize=1024)
def _twelfths(value: int) -> tuple[int, ...]:
    return tuple(shared(value, TWELFTHS))


def while_in_force(line: Line, planned: Planned, running: Sequence[bool]) -> Planned:
    """A plan without the months in which its contract is not in force; the price of the last that was stays."""
    if all(running):
        return planned
    latest, prices = line.price, []
    for price, runs in zip(planned.price, running, strict=True):
        latest = price if runs else latest
        prices.append(latest)
    return Planned(_running(planned.activity, running), tuple(prices), _running(planned.value, running))


def _running(months: Sequence[int], running: Sequence[bool]) -> tuple[int, ...]:
    return tuple(each if runs else 0 for each, runs in zip(months, running, strict=True))


def due_by_month(line: Line, planned: Planned, delivered: Sequence[int | None]) -> tuple[int | None, ...]:
    """What is due for each closed month; None where it is not reported, and of cost and volume from then on."""
    if line.form == "block":
        return planned.value[: len(delivered)]
    if line.form == "cost and volume":
        sums = [_cost_and_volume(line, planned, delivered[:count]) for count in range(1, len(delivered) + 1)]
        return tuple(_step(sums, at) for at in range(len(sums)))
    worth = at_prices([done or 0 for done in delivered], planned.price[: len(delivered)])
    return tuple([None if done is None else due for done, due in zip(delivered, worth, strict=True)])


def at_prices(counts: Sequence[int], prices: Sequence[Decimal]) -> tuple[int, ...]:
    """Counts of months at the prices of these months, which are mostly one price."""
    if prices and prices.count(prices[0]) == len(prices):
        return times(counts, prices[0])
    return tuple([whole_pounds(count * price) for count, price in zip(counts, prices, strict=True)])


def _step(sums: Sequence[int | None], at: int) -> int | None:
    before, now = sums[at - 1] if at else 0, sums[at]
    return None if before is None or now is None else now - before


def _cost_and_volume(line: Line, planned: Planned, delivered: Sequence[int | None]) -> int | None:
    """What is due for months together: the plan, and beyond the tolerance the marginal part of the last price."""
    if None in delivered:
        return None
    return beyond_tolerance(line, planned, len(delivered), sum(each or 0 for each in delivered))


def beyond_tolerance(line: Line, planned: Planned, months: int, delivered: int) -> int:
    """The value of what was delivered in the first months of a year together under cost and volume."""
    activity, value = sum(planned.activity[:months]), sum(planned.value[:months])
    band = activity * line.tolerance / HUNDRED
    off = Decimal(delivered - activity)
    outside = off - band if off > band else off + band if off < -band else Decimal(0)
    return value + whole_pounds(outside * planned.price[months - 1] * line.marginal / HUNDRED)
