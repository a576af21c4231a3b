"""Legal information: powers of attorney, deprivation of liberty, Mental Health Act, advance decisions."""

from __future__ import annotations

from toldonce.record.readings.emptiness import section
from toldonce.record.readings.flags import Mark, marks
from toldonce.record.readings.record import Record, Section


def legal(record: Record) -> Section[Mark]:
    """What the law says of who decides and what is refused, current ones first."""
    return section(record, "legal", *marks(record, "legal"))
