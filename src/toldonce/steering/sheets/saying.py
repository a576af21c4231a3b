"""How amounts, differences, years and several things in a row are said, alike in every plan."""

from __future__ import annotations

from collections.abc import Sequence

from toldonce.steering.sheets.kinds import FinancialYear


def pounds(amount: float) -> str:
    """Whole pounds in full, with the minus before the pound sign: £10,919,000, −£1,204."""
    return f"{'−' if amount < 0 else ''}£{abs(amount):,.0f}"


def signed(amount: int) -> str:
    """A difference in pounds, which says its sign when it is more as well: +£1,200, −£300, £0."""
    return f"{'+' if amount > 0 else ''}{pounds(amount)}"


def minus_sign(number: str) -> str:
    """A number as it is written, with a minus sign in place of the hyphen."""
    return number.replace("-", "−")


def year_words(year: int) -> str:
    """A financial year by the year in which it begins: 2015/16."""
    return FinancialYear().say(year)


def listed(words: Sequence[str]) -> str:
    """Words in a row: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
