"""A portfolio of programmes as a kind of book."""

from __future__ import annotations

from toldonce.steering.plans.programmes.checking import what_does_not_hold
from toldonce.steering.plans.programmes.sheets import SHEETS
from toldonce.steering.sheets.declaring import BookKind

PROGRAMMES = BookKind(
    "programmes",
    "Programmes",
    SHEETS,
    "Programmes of change: what they do by when, what people get from them, what may go wrong, and how they go.",
    what_does_not_hold,
)
