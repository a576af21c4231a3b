"""The kind of book that fair shares are."""

from __future__ import annotations

from toldonce.steering.money.fair_shares.checks import check
from toldonce.steering.money.fair_shares.declared import (
    BOARDS,
    NETWORKS,
    POTS,
    PRACTICES,
    SPEND,
    TERMS,
    WEIGHTS,
)
from toldonce.steering.sheets.declaring import BookKind

FAIR_SHARES = BookKind(
    "fair-shares",
    "Fair shares",
    (TERMS, POTS, SPEND, NETWORKS, PRACTICES, WEIGHTS, BOARDS),
    "An amount divided by weighted population to practices, networks and places, and held against spend.",
    check,
)
