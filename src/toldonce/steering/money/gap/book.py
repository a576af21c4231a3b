"""The kind of book that a financial gap is."""

from __future__ import annotations

from toldonce.steering.money.gap.checking import check
from toldonce.steering.money.gap.declared import SHEETS
from toldonce.steering.sheets.declaring import BookKind

GAP = BookKind(
    "gap",
    "Financial gap",
    tuple(SHEETS.values()),
    help="What happens if nothing is done, what each solution buys, and whether it adds up.",
    check=check,
)
