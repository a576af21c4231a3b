"""The periods of the bi-monthly and the quarterly report: two and three months that begin with the financial year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

KINDS = {"bi-monthly": 2, "quarterly": 3}
TITLES = {"bi-monthly": "Bi-monthly report", "quarterly": "Quarterly report"}


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """The months of one report, from the first day of the first to before the first day of the month after them."""

    kind: str
    begins: date
    ends: date  # not part of it any more

    @property
    def words(self) -> str:
        """`June and July 2025`, `April to June 2025`, `December 2025 and January 2026`."""
        last = _later(self.ends, -1)
        first = f"{self.begins:%B}" if self.begins.year == last.year else f"{self.begins:%B %Y}"
        return f"{first} {'and' if KINDS[self.kind] == 2 else 'to'} {last:%B %Y}"

    @property
    def slug(self) -> str:
        """As the address has it: 2025-06."""
        return f"{self.begins:%Y-%m}"


def period_of(kind: str, day: date) -> ReportPeriod:
    """The period of a report in which a day lies."""
    months = KINDS[kind]
    begins = _later(day, -((day.month - 4) % months))
    return ReportPeriod(kind, begins, _later(begins, months))


def period_called(kind: str, slug: str) -> ReportPeriod | None:
    """The period that an address names, None where none begins with that month."""
    try:
        day = date.fromisoformat(f"{slug}-01")
    except ValueError:
        return None
    found = period_of(kind, day) if kind in KINDS else None
    return found if found and found.begins == day else None


def newest(kind: str, day: date, count: int) -> list[ReportPeriod]:
    """The last periods that had begun by a day, newest first."""
    found = [period_of(kind, day)]
    while len(found) < count:
        found.append(period_of(kind, _later(found[-1].begins, -1)))
    return found


def _later(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
