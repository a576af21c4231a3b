"""How a figure may have come to be wrong: swapped digits, a lost sign, thousands for pounds, a fraction for a share."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from toldonce.figures.audit.cells import Cell
from toldonce.figures.audit.equations import Interval, meet

SWAPPED = "two of its digits are swapped"
SIGN = "its sign is wrong"
FRACTION = "it is a fraction where the others are percentages"
PERCENTAGE = "it is a percentage where the others are fractions"
THOUSANDS = "it is in thousands where the others are in units, or the other way round"
POINT = "its decimal point has moved"
DIGIT = "one of its digits is another"
LOST = "one of its digits is lost"
DOUBLED = "it has one digit too many"
FAR = 0.25  # a swap that moves a figure by little more than what rounding allows fits by chance
LEAVES_OUT, TWICE = "it leaves out", "it counts twice"  # and the cell that a total does not count once
TELLING = frozenset({SWAPPED, SIGN, FRACTION, PERCENTAGE, THOUSANDS})


def slip(cell: Cell, allowed: Interval, value: float | None = None) -> str:
    """The slip that leads from a value that is allowed to what is printed; "" if none does.

    `value` is what the figures as printed make of it: a swap that leads there is one, however much rounding allows.
    """
    if not cell.printed or not cell.value:
        return ""
    if _near(-cell.value, cell.half, allowed):
        return SIGN
    scale = _scaled(cell, allowed)
    if scale:
        return scale
    number = cell.printed
    tried = ((SWAPPED, _swaps), (DIGIT, _others), (LOST, _longer), (DOUBLED, _shorter))
    digits = f"{abs(number.value) / number.scale:.{number.decimals}f}".replace(".", "")
    narrow = {SWAPPED: 0.02 * abs(number.value)}
    sign = -1 if number.value < 0 else 1
    for name, changed in tried:
        # Among many values that are allowed some slip would always fit: then only what is exact counts.
        within = allowed if _width(allowed) <= narrow.get(name, 20 * number.half) else None
        for other in changed(digits) if len(digits) > 1 else ():
            candidate = sign * int(other) * 10.0**-number.decimals * number.scale
            telling = name != SWAPPED or within is None or _width(within) <= FAR * abs(candidate - cell.value)
            if within and telling and _near(candidate, number.half * 0.999, within):
                return name
            if name == SWAPPED and value is not None and abs(candidate - value) <= number.half:
                return name
    return ""


def telling(slip: str) -> bool:
    """Whether a slip makes it likely that its cell is the one at fault."""
    return slip in TELLING or slip.startswith((LEAVES_OUT, TWICE))


def miscounted(total: Cell, value: float, parts: Iterable[Cell]) -> str:
    """Which one of its parts a total does not count, or counts twice; "" if none or several."""
    off = total.value - value
    within = total.half + 1e-9 * abs(value)
    found = [
        (said, part)
        for part in parts
        for said, size in ((LEAVES_OUT, -part.value), (TWICE, part.value))
        if abs(size) > 20 * part.half and abs(size - off) <= within
    ]
    return f"{found[0][0]} {found[0][1].address}, {found[0][1].name}" if len(found) == 1 else ""


def _width(interval: Interval) -> float:
    return interval[1] - interval[0]


def _scaled(cell: Cell, allowed: Interval) -> str:
    if abs(cell.value) < 20 * cell.half or allowed[0] <= 0 <= allowed[1]:
        return ""  # a single digit times a thousand is anything, and anything over a thousand is about nought
    for power in (2, -2, 3, -3, 1, -1, 6, -6):
        times = 10.0**power
        if meet(((cell.value - cell.half) * times, (cell.value + cell.half) * times), allowed):
            share = cell.printed is not None and cell.printed.unit == "%"
            if abs(power) == 2 and share:
                return FRACTION if power > 0 else PERCENTAGE
            return THOUSANDS if abs(power) in (3, 6) else POINT
    return ""


def _near(value: float, half: float, allowed: Interval) -> bool:
    return meet((value - half, value + half), allowed)


def _swaps(digits: str) -> Iterator[str]:
    for one, two in itertools.combinations(range(len(digits)), 2):
        if digits[one] != digits[two] and two - one <= 2:
            changed = list(digits)
            changed[one], changed[two] = changed[two], changed[one]
            yield "".join(changed)


def _others(digits: str) -> Iterator[str]:
    for place, digit in itertools.product(range(len(digits)), "0123456789"):
        if digits[place] != digit:
            yield digits[:place] + digit + digits[place + 1 :]


def _longer(digits: str) -> Iterator[str]:
    for place, digit in itertools.product(range(len(digits) + 1), "0123456789"):
        yield digits[:place] + digit + digits[place:]


def _shorter(digits: str) -> Iterator[str]:
    for place in range(len(digits)):
        yield digits[:place] + digits[place + 1 :]
