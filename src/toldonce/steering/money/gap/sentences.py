"""What a finance director would say of a gap: sentences made from the numbers, and true of them."""

from __future__ import annotations

from toldonce.steering.money.gap.controls import control_total
from toldonce.steering.money.gap.draws import Fan
from toldonce.steering.money.gap.saying import percent, roughly
from toldonce.steering.money.gap.told import Told, in_full
from toldonce.steering.sheets.saying import year_words

NEXT_TO_NOTHING = 50_000  # nearer than this to nothing, an amount in millions is said to be closed


def headline(told: Told) -> str:
    """The gap of the last year, what the solutions take off, and what is left or left over."""
    last, year = told.last, year_words(told.years[-1])
    gap, saved, left = int(told.gap[last]), int(told.saved[last]), int(told.left[last])
    if gap <= 0:
        return f"If nothing is done there is no gap in {year}: income is {roughly(-gap)} more than cost."
    solutions = f"the solutions save {roughly(saved)}{_paid(told)} and {_left(left)}"
    return f"If nothing is done the gap is {roughly(gap)} in {year}; {solutions}."


def _paid(told: Told) -> str:
    paid = int(told.to_achieve[told.last])
    return f", cost {roughly(paid)} to achieve that year" if paid else ""


def _left(left: int) -> str:
    if abs(left) < NEXT_TO_NOTHING:
        return "close it"
    return f"leave {roughly(left)} of it" if left > 0 else f"are {roughly(-left)} more than it"


def closed_or_left(left: int) -> str:
    """How a gap stands, after “the gap is”."""
    if abs(left) < NEXT_TO_NOTHING:
        return "closed"
    return f"open by {roughly(left)}" if left > 0 else f"closed with {roughly(-left)} to spare"


def delivery(told: Told) -> str:
    """What would be left if every solution delivered in full, where some are not sure to."""
    sure = in_full(told.plan)
    full, expected = int(sure.saved[sure.last]), int(told.saved[told.last])
    if full == expected:
        return "Every solution counts in full: no confidence below 100% is stated."
    return f"In full they would save {roughly(full)}; at their confidence {roughly(expected)} is expected."


def control(told: Told) -> str:
    """How far the control total is away, where one is set."""
    aim = control_total(told.plan)
    if aim is None:
        return "No control total is set."
    short = int(told.left[told.last]) + aim
    kind = (
        f"a surplus of {roughly(aim)}"
        if aim > 0
        else f"a deficit of {roughly(-aim)}"
        if aim < 0
        else "balance"
    )
    if short <= 0:
        return f"The control total, {kind}, is met with {roughly(-short)} to spare."
    return f"The control total, {kind}, is missed by {roughly(short)}."


def certainty(fan: Fan) -> str:
    """How often the draws close the gap, and between which amounts most of them lie."""
    low, high = fan.left[5][-1], fan.left[95][-1]
    year = year_words(fan.years[-1])
    if low == high:
        return "No assumption has a range, so every draw is the same."
    often = f"{percent(fan.closed, 0)} of {fan.draws:,} draws close the gap of {year}"
    met = "" if fan.control_met is None else f", {percent(fan.control_met, 0)} meet the control total"
    return f"{often}{met}; nine in ten leave between {roughly(low)} and {roughly(high)}."


def stretch(told: Told) -> str:
    """What would be left without the solutions that are not worked up, where there are any."""
    hopes = [at for at, each in enumerate(told.plan.solutions) if each.stretch]
    if not hopes:
        return ""
    amount = int(told.savings[hopes, told.last].sum())
    left = int(told.left[told.last]) + amount
    without = f"without it the solutions {_left(left)}"
    return f"{roughly(amount)} of it is stretch, which no plan stands behind yet: {without}."
