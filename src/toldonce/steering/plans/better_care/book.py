"""A Better Care Fund plan as a kind of book."""

from __future__ import annotations

from toldonce.steering.plans.better_care import sheets
from toldonce.steering.plans.better_care.checking import what_does_not_hold
from toldonce.steering.plans.better_care.signing import signers
from toldonce.steering.sheets.declaring import BookKind

BETTER_CARE = BookKind(
    "better-care",
    "Better Care Fund plan",
    (
        sheets.ABOUT,
        sheets.PARTNERS,
        sheets.SOURCES,
        sheets.SCHEMES,
        sheets.SPENDING,
        sheets.AREAS,
        sheets.TOTALS,
        sheets.MINIMUM,
        sheets.POOLS,
        sheets.CONTRIBUTIONS,
        sheets.QUARTERS,
        sheets.METRICS,
        sheets.MATURITY,
        sheets.CONDITIONS,
        sheets.NARRATIVE,
    ),
    "Money that the NHS and councils plan together. It is submitted when every view of it agrees.",
    what_does_not_hold,
    signers,
)
