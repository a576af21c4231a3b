"""Days as whole numbers (proleptic ordinals) and the text that FHIR wants of them, in British local time."""

from datetime import date, timedelta
from functools import cache

YEAR = 365.25


def _last_sunday(year: int, month: int) -> int:
    """The ordinal of the last Sunday of a month of 31 days."""
    last = date(year, month, 31)
    return last.toordinal() - (last.weekday() + 1) % 7


@cache
def _summer(year: int) -> tuple[int, int]:
    return _last_sunday(year, 3), _last_sunday(year, 10)


class _Texts(dict):
    """Ordinal to text, filled on first use."""

    def __missing__(self, day: int) -> str:
        text = self[day] = date.fromordinal(day).isoformat()
        return text


class _Zones(dict):
    def __missing__(self, day: int) -> str:
        begin, end = _summer(date.fromordinal(day).year)
        text = self[day] = "+01:00" if begin <= day < end else "+00:00"
        return text


DAY = _Texts()
_ZONE = _Zones()
_CLOCK = [f"T{m // 60:02d}:{m % 60:02d}:00" for m in range(1440)]


def moment(day: int, minute: int) -> str:
    """A FHIR dateTime: the minute of the day may run over into the days that follow."""
    if not 0 <= minute < 1440:
        day, minute = day + minute // 1440, minute % 1440
    return DAY[day] + _CLOCK[minute] + _ZONE[day]


def years_before(day: int, years: int) -> int:
    """The same date so many years earlier (29 February becomes the 28th)."""
    when = date.fromordinal(day)
    try:
        return when.replace(year=when.year - years).toordinal()
    except ValueError:
        return (when - timedelta(days=1)).replace(year=when.year - years).toordinal()


def age_at(birth: int, day: int) -> int:
    """Whole years of age."""
    born, now = date.fromordinal(birth), date.fromordinal(day)
    return now.year - born.year - ((now.month, now.day) < (born.month, born.day))
