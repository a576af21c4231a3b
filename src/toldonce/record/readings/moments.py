"""Dates as they were written: a year stays a year and a day stays a day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")
YEAR, MONTH, DAY, TIME = "year", "month", "day", "time"


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A point in time with the precision in which it was told."""

    at: datetime
    precision: str = TIME

    @property
    def day(self) -> date:
        """The calendar day in England."""
        return self.here.date()

    @property
    def here(self) -> datetime:
        """The time on the clocks of England; a date without a time stays as it was told."""
        if self.precision != TIME:
            return self.at
        try:
            return self.at.astimezone(LOCAL)
        except OverflowError:
            return self.at

    @property
    def words(self) -> str:
        """The date in words for people: 3 March 2019, March 2019 or 2019."""
        day = self.day
        if self.precision == YEAR:
            return str(day.year)
        if self.precision == MONTH:
            return f"{day:%B} {day.year}"
        return f"{day.day} {day:%B} {day.year}"

    @property
    def clock(self) -> str:
        """The time of day in England, empty when no time was told."""
        return f"{self.here:%H:%M}" if self.precision == TIME else ""

    @property
    def last_instant(self) -> datetime:
        """The end of the year, month, day or second that was told."""
        if self.precision == TIME:
            return self.at
        last = self.at.replace(month=12) if self.precision == YEAR else self.at
        if self.precision != DAY:
            last = last.replace(day=monthrange(last.year, last.month)[1])
        return last.replace(hour=23, minute=59, second=59)

    def __str__(self) -> str:
        return self.words


def moment(text: object) -> Moment | None:
    """Reads a FHIR date, dateTime or instant; None when there is none or it is not a date."""
    return _parsed(text) if isinstance(text, str) else None


@lru_cache(maxsize=65536)
def _parsed(text: str) -> Moment | None:
    try:
        if len(text) == 10:
            return Moment(datetime(int(text[:4]), int(text[5:7]), int(text[8:]), tzinfo=UTC), DAY)
        if len(text) == 4:
            return Moment(datetime(int(text), 1, 1, tzinfo=UTC), YEAR)
        if len(text) == 7:
            return Moment(datetime(int(text[:4]), int(text[5:]), 1, tzinfo=UTC), MONTH)
        at = datetime.fromisoformat(text)
        return Moment(at if at.tzinfo else at.replace(tzinfo=LOCAL))
    except (ValueError, OverflowError):
        return None


def newest_first(moment_of):
    """A sort key for newest first, in which what has no date comes last."""

    def key(item):
        told = moment_of(item)
        return -told.at.timestamp() if told else float("inf")

    return key


def latest(*told: Moment | None) -> Moment | None:
    """The latest of those that are known."""
    known = [each for each in told if each]
    return max(known, default=None)


def earliest(*told: Moment | None) -> Moment | None:
    """The earliest of those that are known."""
    known = [each for each in told if each]
    return min(known, default=None)
