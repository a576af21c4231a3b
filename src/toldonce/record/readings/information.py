"""Information and advice given, and messages about the person."""

from __future__ import annotations

from toldonce.record.readings.emptiness import section
from toldonce.record.readings.flags import Mark, marks
from toldonce.record.readings.record import Record, Section


def information(record: Record) -> Section[Mark]:
    """What was said or sent, newest first."""
    return section(
        record, "information", *marks(record, "information", "Communication", "CommunicationRequest")
    )
