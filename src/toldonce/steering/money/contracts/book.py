"""The kind of book that a register of contracts is."""

from __future__ import annotations

from toldonce.steering.money.contracts.checks import check
from toldonce.steering.money.contracts.declared import ACTIVITY, CONTRACTS, LINES, PLAN, TERMS, VARIATIONS
from toldonce.steering.money.contracts.declared_buying import LOTS, PROGRESS, STAGES
from toldonce.steering.money.contracts.declared_quality import CLOCKS, MEASURES, NOTICES, SCHEMES
from toldonce.steering.sheets.declaring import BookKind

REGISTER = BookKind(
    "contracts",
    "Register of contracts",
    (
        TERMS,
        CONTRACTS,
        LINES,
        PLAN,
        ACTIVITY,
        VARIATIONS,
        SCHEMES,
        MEASURES,
        NOTICES,
        CLOCKS,
        LOTS,
        STAGES,
        PROGRESS,
    ),
    "Contracts with providers: activity and price by month, variations, quality, notices, and what is bought next.",
    check,
)
