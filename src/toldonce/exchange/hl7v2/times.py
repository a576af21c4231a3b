"""HL7's times as FHIR writes them: as exact as they were sent, with the offset of the message or of the feed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

_HL7 = re.compile(
    r"(?P<year>\d{4})(?:(?P<month>\d\d)(?:(?P<day>\d\d)(?:(?P<hour>\d\d)(?:(?P<minute>\d\d)"
    r"(?:(?P<second>\d\d)(?:\.(?P<part>\d{1,9}))?)?)?)?)?)?(?P<offset>[+-]\d{4})?"
)
_AS_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(\.\d+)?)?)?(Z|[+-]\d\d:?\d\d)?")
YEAR, MONTH, DAY, MINUTE, SECOND = 4, 6, 8, 12, 14


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as it was said: the instant at which it begins, and how many digits of it were said."""

    at: datetime
    digits: int

    @property
    def fhir(self) -> str:
        """As a FHIR dateTime: a year, a month, a day, or an instant to the second or closer."""
        if self.digits == YEAR:
            return f"{self.at:%Y}".zfill(4)
        if self.digits == MONTH:
            return self.at.date().isoformat()[:7]
        if self.digits == DAY:
            return self.at.date().isoformat()
        return self.at.isoformat(timespec="milliseconds" if self.at.microsecond else "seconds")

    @property
    def fhir_date(self) -> str:
        """As a FHIR date, without the time of day."""
        return self.fhir[:10]

    @property
    def fhir_instant(self) -> str:
        """As a FHIR instant, which is exact: what was not said is the beginning of what was."""
        return self.at.isoformat(timespec="milliseconds" if self.at.microsecond else "seconds")


@lru_cache(65536)
def moment(text: str, zone: str) -> Moment | None:
    """Read a DTM, TS, DT, or what senders put in its place; None when it is no time that can be.

    A time that the clocks skipped in spring is read as if they had not been put forward; of one that comes twice in
    autumn the first is meant.
    """
    plain = _plain(text.strip())
    found = _HL7.fullmatch(plain)
    if not found or found["year"] == "0000":
        return None
    try:
        return _moment(found, zone)
    except (ValueError, OverflowError):
        return None


def _plain(text: str) -> str:
    if text.endswith("Z") and text[:-1].replace(".", "").isdigit():
        return f"{text[:-1]}+0000"
    iso = _AS_ISO.fullmatch(text)
    if not iso:
        return re.sub(r"(?<=\d{8}) (?=\d{2,6}$)", "", text)
    *digits, part, offset = iso.groups("")
    offset = "+0000" if offset == "Z" else offset.replace(":", "")
    return "".join(digits) + part + (offset if digits[3] else "")


def _moment(found: re.Match, zone: str) -> Moment:
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    if found["hour"] is None:
        digits = DAY if found["day"] else MONTH if found["month"] else YEAR
        return Moment(datetime(year, month, day, tzinfo=ZoneInfo(zone)), digits)
    hour, minute, second = int(found["hour"]), int(found["minute"] or 0), int(found["second"] or 0)
    part = int((found["part"] or "").ljust(6, "0")[:6])
    after = timedelta(days=1) if hour == 24 and not minute and not second else timedelta()
    at = (
        datetime(year, month, day, 0 if after else hour, minute, min(second, 59), part, _zone(found, zone))
        + after
    )
    at = at.replace(tzinfo=timezone(at.utcoffset() or timedelta()))
    at.astimezone(UTC)  # raises at the edges of time
    return Moment(at, SECOND if found["second"] else MINUTE)


def _zone(found: re.Match, zone: str) -> timezone | ZoneInfo:
    if not found["offset"]:
        return ZoneInfo(zone)
    sign = -1 if found["offset"][0] == "-" else 1
    return timezone(sign * timedelta(hours=int(found["offset"][1:3]), minutes=int(found["offset"][3:])))


@lru_cache(4096)
def day(text: str) -> date | None:
    """Read the day of a DT or DTM; None when less than a day is said."""
    told = moment(text, "UTC")
    return told.at.date() if told and told.digits >= DAY else None
