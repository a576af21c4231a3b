"""A portfolio of programmes as a kind of book."""

from __future__ import annotations

from toldonce.steering.plans.programmes import agreed_sheets, progress_sheets
from toldonce.steering.plans.programmes.checking import what_does_not_hold
from toldonce.steering.sheets.declaring import BookKind

PROGRAMMES = BookKind(
    "programmes",
    "Programmes",
    (
        progress_sheets.PORTFOLIO,
        agreed_sheets.PROGRAMMES,
        agreed_sheets.PROJECTS,
        agreed_sheets.MILESTONES,
        progress_sheets.PROGRESS,
        agreed_sheets.DEPENDENCIES,
        agreed_sheets.BENEFITS,
        agreed_sheets.TRAJECTORY,
        progress_sheets.MEASURED,
        progress_sheets.RISKS,
        agreed_sheets.LOGIC,
        agreed_sheets.LINKS,
        agreed_sheets.MONEY,
        progress_sheets.OUTTURN,
        progress_sheets.REPORTS,
        progress_sheets.REPORTED,
    ),
    "Programmes of change: what they do by when, what people get from them, what may go wrong, and how they go.",
    what_does_not_hold,
)
