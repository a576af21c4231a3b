"""Alerts for safety, and safeguarding."""

from __future__ import annotations

from toldonce.record.readings.emptiness import section
from toldonce.record.readings.flags import Mark, marks
from toldonce.record.readings.record import Record, Section


def alerts(record: Record) -> Section[Mark]:
    """Alerts for the safety of the person and of staff, current ones first."""
    return section(record, "alerts", *marks(record, "alerts"))


def safeguarding(record: Record) -> Section[Mark]:
    """Child protection, looked-after children, adults at risk, domestic abuse; current ones first."""
    told_as = ("Flag", "Condition", "Observation", "Communication", "ServiceRequest", "CarePlan")
    return section(record, "safeguarding", *marks(record, "safeguarding", *told_as))
