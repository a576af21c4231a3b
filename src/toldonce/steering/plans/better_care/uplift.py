"""The minimum for social care: last year's amount and its uplift, to the pound, and what printed figures leave open.

The rule: this year's minimum is last year's amount times one plus the uplift, rounded to the whole pound, halves up.
A printed figure stands for anything that rounds to it; so does a printed rate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from toldonce.steering.plans.better_care import sheets
from toldonce.steering.sheets.declaring import At, Contents, Finding, Grade, Row
from toldonce.steering.sheets.saying import listed, pounds

HUNDRED = 100
Between = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Uplift:
    """Amounts in pounds to the nearest `nearest`; the rate in percentage points to the nearest `rate_nearest`."""

    row: int
    partner: str
    base: int
    rate: Decimal
    minimum: int
    increase: int | None
    nearest: int
    rate_nearest: Decimal

    @property
    def exact(self) -> bool:
        """Whether nothing of it is rounded to more than the pound."""
        return self.nearest == 1 and not self.rate_nearest

    @property
    def as_they_stand(self) -> int:
        """The minimum in whole pounds if the base and the rate were exactly what is printed."""
        return half_up(self.base * (1 + Fraction(self.rate) / HUNDRED))

    @property
    def implied_rates(self) -> Between:
        """The rates, in percentage points, that lead from the printed base to the printed minimum."""
        least, most = self._open(self.minimum)
        low, high = self._open(self.base)
        return (least / high - 1) * HUNDRED, (most / low - 1) * HUNDRED

    @property
    def implied_rate(self) -> Fraction:
        """The rate between the amounts as they stand."""
        return (Fraction(self.minimum, self.base) - 1) * HUNDRED

    @property
    def possible(self) -> bool:
        """Whether some base and some rate that are printed so make a minimum that is printed so."""
        least, most = self.implied_rates
        half = Fraction(self.rate_nearest) / 2
        return least <= Fraction(self.rate) + half and Fraction(self.rate) - half <= most

    @property
    def at_the_printed_rate(self) -> list[int]:
        """What the minimum could be printed as if the rate were exactly what is printed."""
        factor = 1 + Fraction(self.rate) / HUNDRED
        low, high = (end * factor for end in self._open(self.base))
        first, last = half_up(low / self.nearest), half_up(high / self.nearest)
        return [each * self.nearest for each in range(first, last + 1)]

    @property
    def possible_increases(self) -> tuple[int, int]:
        """The least and the largest increase that the printed minimum and base leave open."""
        slack = self.nearest if self.nearest > 1 else 0
        return self.minimum - self.base - slack, self.minimum - self.base + slack

    def _open(self, amount: int) -> Between:
        half = Fraction(self.nearest, 2) if self.nearest > 1 else Fraction(1, 2)
        return Fraction(amount) - half, Fraction(amount) + half


def half_up(number: Fraction) -> int:
    """The nearest whole number, of two equally near ones the larger."""
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


def uplifts(contents: Contents) -> list[Uplift]:
    """The rows of the sheet that say all that is needed."""
    return [_uplift(row) for row in contents.get("minimum", ()) if _is_whole(row)]


def _is_whole(row: Row) -> bool:
    needed = ("partner", "base", "rate", "minimum", "nearest", "rate_nearest")
    return all(row[each] is not None for each in needed) and not _is_lost_in_rounding(row)


def _is_lost_in_rounding(row: Row) -> bool:
    """Whether last year's amount rounds to nothing, so that no rate leads from it to this year's."""
    return 2 * int(row["base"] or 0) <= int(row["nearest"] or 0)  # type: ignore[arg-type]


def _uplift(row: Row) -> Uplift:
    said = (row["partner"], row["base"], row["rate"], row["minimum"], row["increase"])
    return Uplift(row.number, *said, int(row["nearest"]), row["rate_nearest"])  # type: ignore[arg-type]


def findings(contents: Contents) -> Iterator[Finding]:
    """Where an uplift does not come to its minimum, and what of it rounding explains."""
    for row in contents.get("minimum", ()):
        if row["base"] and row["nearest"] and _is_lost_in_rounding(row):
            base, nearest = (pounds(int(row[each])) for each in ("base", "nearest"))  # type: ignore[arg-type]
            says = f"{base} is nothing to the nearest {nearest}: is it thousands of pounds?"
            yield Finding(At(sheets.MINIMUM, row.number, "base"), says)
    for uplift in uplifts(contents):
        yield from _of_the_minimum(uplift)
        yield from _of_the_increase(uplift)


def _of_the_minimum(uplift: Uplift) -> Iterator[Finding]:
    at = At(sheets.MINIMUM, uplift.row, "minimum")
    computed = uplift.as_they_stand
    if computed == uplift.minimum:
        return
    sentence = (
        f"{uplift.rate}% on {pounds(uplift.base)} makes {pounds(computed)}, not {pounds(uplift.minimum)}"
    )
    if uplift.exact:
        yield Finding(at, f"{sentence}: both are said to be exact.", should=computed)
    elif not uplift.possible:
        yield Finding(at, f"{sentence}, and no rounding explains that.", should=computed)
    else:
        yield Finding(at, f"{sentence}; {what_is_implied(uplift)}", Grade.ROUNDING)


def what_is_implied(uplift: Uplift) -> str:
    """The rate that the printed amounts imply, beside the rate that is printed."""
    low, high = uplift.implied_rates
    printed = listed([pounds(each) for each in uplift.at_the_printed_rate])
    return (
        f"the printed amounts imply an uplift from {_points(low)} to {_points(high)} ({_points(uplift.implied_rate)} "
        f"as they stand), which is printed as {uplift.rate}%. Exactly {uplift.rate}% would be printed as {printed}."
    )


def _points(rate: Fraction) -> str:
    return f"{float(rate):.3f}%"


def _of_the_increase(uplift: Uplift) -> Iterator[Finding]:
    difference = uplift.minimum - uplift.base
    least, most = uplift.possible_increases
    if uplift.increase is None or uplift.increase == difference:
        return
    at = At(sheets.MINIMUM, uplift.row, "increase")
    says = f"{pounds(uplift.increase)} is said, and the amounts differ by {pounds(difference)}"
    if least <= uplift.increase <= most:
        yield Finding(at, f"{says}: rounding explains it.", Grade.ROUNDING)
    else:
        yield Finding(at, f"{says}.", should=difference)
