"""Pounds, rows and accounts as sentences say them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from toldonce.steering.plans.better_care.accounts import Statement
from toldonce.steering.sheets.saying import listed, pounds

ROWS_AT_MOST = 6


def percent(share: Decimal | float) -> str:
    """A share in percentage points, with as many decimals as it has."""
    return f"{share}%"


def rows_of(numbers: Iterable[int]) -> str:
    """Rows as people name them: "row 3", "rows 3, 7 and 9", "12 rows from 3 to 40"."""
    rows = sorted(numbers)
    if len(rows) == 1:
        return f"row {rows[0]}"
    if len(rows) > ROWS_AT_MOST:
        return f"{len(rows)} rows from {rows[0]} to {rows[-1]}"
    return f"rows {listed([str(row) for row in rows])}"


def told(statements: Sequence[Statement]) -> str:
    """What statements say, those that say the same together."""
    by_amount: dict[str, list[str]] = {}
    for each in statements:
        by_amount.setdefault(_amount(each), []).append(_whose(each))
    return "; ".join(f"{listed(whose)} say{_s(whose)} {amount}" for amount, whose in by_amount.items())


def _amount(statement: Statement) -> str:
    if statement.exact:
        return pounds(statement.low)
    if statement.high == float("inf"):
        return f"at least {pounds(statement.low)}"
    return f"between {pounds(statement.low)} and {pounds(statement.high)}"


def _whose(statement: Statement) -> str:
    where = f" ({rows_of(statement.rows)})" if statement.rows else ""
    return f"“{statement.account.sheet.title}”{where}"


def _s(whose: Sequence[str]) -> str:
    return "s" if len(whose) == 1 else ""
