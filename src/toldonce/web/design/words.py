"""How dates, numbers and names are said on a page: the same everywhere."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from toldonce.record.readings.moments import DAY, MONTH, TIME, YEAR, Moment

HERE = ZoneInfo("Europe/London")


def day(when: Moment | date | datetime | None) -> str:
    """`3 Feb 2026`, `Feb 2026` or `2026`, as precisely as it was told; empty when not known."""
    found = _local(when)
    if found is None:
        return ""
    told = getattr(when, "precision", DAY)
    if told == YEAR:
        return str(found.year)
    return f"{found:%b %Y}" if told == MONTH else f"{found.day} {found:%b %Y}"


def moment(when: Moment | date | datetime | None) -> str:
    """`3 Feb 2026, 14:05`, or the day alone when no time was told."""
    found = _local(when)
    if not isinstance(found, datetime) or getattr(when, "precision", TIME) != TIME:
        return day(when)
    return f"{day(when)}, {found:%H:%M}"


def machine(when: Moment | date | datetime | None) -> str:
    """The value of a `datetime` attribute, as precise as what was told."""
    found = _local(when)
    if found is None:
        return ""
    told = getattr(when, "precision", TIME)
    return (
        found.isoformat(timespec="minutes")
        if isinstance(found, datetime) and told == TIME
        else _precise(found, told)
    )


def _precise(found: date, told: str) -> str:
    return f"{found:%Y-%m-%d}"[: {YEAR: 4, MONTH: 7}.get(told, 10)]


def nhs_number(number: str | None) -> str:
    """`999 123 4567`."""
    digits = number or ""
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if len(digits) == 10 else digits


def sentence(text: str | None) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:] if text else ""


def counted(number: int, one: str, many: str = "") -> str:
    """`1 result`, `2 results`, `1,204 results`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def lasting(span: timedelta) -> str:
    """`3 days`, `5 hours` or `12 minutes`: the largest unit is enough."""
    minutes = int(span.total_seconds() // 60)
    if minutes >= 2880:
        return counted(minutes // 1440, "day")
    return counted(minutes // 60, "hour") if minutes >= 120 else counted(max(minutes, 0), "minute")


def _local(when: Moment | date | datetime | None) -> date | datetime | None:
    if isinstance(when, Moment):
        return when.here
    if isinstance(when, datetime) and when.tzinfo:
        return when.astimezone(HERE)
    return when


FILTERS = {
    "day": day,
    "moment": moment,
    "machine": machine,
    "nhs_number": nhs_number,
    "sentence": sentence,
    "counted": counted,
    "lasting": lasting,
}
