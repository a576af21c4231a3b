"""How amounts, shares, years and months of a gap are said in sentences."""

from __future__ import annotations

from toldonce.steering.sheets.saying import minus_sign

MILLION = 1_000_000


def roughly(amount: float) -> str:
    """`£158m`, `£87.4m`, `£1.81bn` or `£482,000`: as a finance director would say it."""
    sign, size = "−" if amount < 0 else "", abs(amount)
    if size >= 999.95 * MILLION:
        return f"{sign}£{_short(size / (1000 * MILLION), 2)}bn"
    if size >= 0.99995 * MILLION:
        return f"{sign}£{_short(size / MILLION, 1)}m"
    return f"{sign}£{round(size):,}"


def _short(number: float, digits: int) -> str:
    said = f"{number:.{digits}f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def percent(share: float, digits: int = 2) -> str:
    """`4%`, `5.53%`."""
    return minus_sign(f"{_short(share * 100, digits)}%")
