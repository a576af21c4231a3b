"""Until when a document is to be acknowledged: one row for each kind of letter.

The days are our own choice until an organisation agrees on others: transfer of care asks that practices act on what a
discharge summary says, and names no number of days.
"""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone

from toldonce.directory.calendars import working_days_after

WORKING_DAYS = {"discharge": 2, "emergency": 2, "clinic": 5}
OF_ANYTHING_ELSE = 5
END_OF_DAY = time(18, 0)


def due_after(sent: datetime, kind: str) -> datetime:
    """The end of the working day by which a document that was delivered now is to be acknowledged."""
    day = working_days_after(timezone.localdate(sent), WORKING_DAYS.get(kind, OF_ANYTHING_ELSE))
    return timezone.make_aware(datetime.combine(day, END_OF_DAY))
