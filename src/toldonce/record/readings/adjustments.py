"""Reasonable adjustments and individual requirements."""

from __future__ import annotations

from toldonce.record.readings.emptiness import section
from toldonce.record.readings.flags import Mark, marks
from toldonce.record.readings.record import Record, Section


def adjustments(record: Record) -> Section[Mark]:
    """What has to be done differently for this person, current ones first."""
    return section(record, "adjustments", *marks(record, "adjustments"))
