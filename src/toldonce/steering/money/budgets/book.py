"""The kind of book that a budget is."""

from __future__ import annotations

from toldonce.steering.money.budgets.checks import check
from toldonce.steering.money.budgets.declared import ACTUALS, CHANGES, LINES, PRINTED, PROFILE, TERMS
from toldonce.steering.sheets.declaring import BookKind

BUDGET = BookKind(
    "budget",
    "Budget",
    (TERMS, LINES, CHANGES, PROFILE, ACTUALS, PRINTED),
    "A budget by line for one year: opening, changes, profile, actual spending and forecast.",
    check,
)
