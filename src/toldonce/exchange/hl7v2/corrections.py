"""How the messages of a feed are read: by its mapping, with the codes that operators corrected before it."""

from __future__ import annotations

from toldonce.exchange.hl7v2 import mapping
from toldonce.exchange.hl7v2.mapping import STANDARD, FeedMap
from toldonce.exchange.hl7v2.models import Correction, Feed


def map_of(feed: Feed) -> FeedMap:
    """How the messages of a feed are read, with the codes that operators corrected."""
    corrections = tuple(_corrected(each) for each in Correction.objects.filter(feed=feed).order_by("id"))
    return FeedMap(
        feed.code, feed.source, feed.mapping or STANDARD, feed.zone, corrections, is_test=feed.is_test
    )


def _corrected(row: Correction) -> mapping.Correction:
    system, _, code = row.target.rpartition("|")
    return mapping.Correction(row.table, row.local, code, row.display, system)
