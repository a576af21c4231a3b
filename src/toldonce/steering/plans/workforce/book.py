"""The workforce plan as a book: what people type, each with its source, its date and who agreed it."""

from __future__ import annotations

from toldonce.steering.plans.workforce.checking import check
from toldonce.steering.plans.workforce.need_sheets import (
    CHANGES,
    COSTS,
    CRITERIA,
    DRIVERS,
    NEEDS,
    PROMISED,
    SCENARIOS,
)
from toldonce.steering.plans.workforce.people_sheets import (
    AGES,
    EMPLOYERS_SHEET,
    FLOWS,
    INTAKES,
    MOVES,
    PARTICIPATION,
    PIPELINES,
    PLAN,
    ROLES,
    STAFF,
)
from toldonce.steering.sheets.declaring import BookKind

WORKFORCE = BookKind(
    "workforce",
    "Workforce plan",
    (
        PLAN,
        ROLES,
        EMPLOYERS_SHEET,
        STAFF,
        AGES,
        PARTICIPATION,
        FLOWS,
        MOVES,
        PIPELINES,
        INTAKES,
        DRIVERS,
        NEEDS,
        COSTS,
        CRITERIA,
        SCENARIOS,
        CHANGES,
        PROMISED,
    ),
    help="Who is in post, who will leave and join, who is trained, what will be needed, and where the shortages are.",
    check=check,
)
