"""When somebody may be told: quiet hours, and the hour of the digest, on the clocks of England."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from toldonce.record.readings.moments import LOCAL

DIGEST_AT = time(7, 30)
MONDAY = 0


@dataclass(frozen=True, slots=True)
class Hours:
    """Somebody's quiet hours, if they have any, and when their digest comes."""

    quiet_from: time | None = None
    quiet_until: time | None = None
    digest_at: time = DIGEST_AT
    digest_day: int = MONDAY


def quiet_until(hours: Hours, now: datetime) -> datetime | None:
    """When the quiet hours end that it is now, or None when it is not quiet."""
    begins, ends = hours.quiet_from, hours.quiet_until
    if begins is None or ends is None:
        return None
    here = now.astimezone(LOCAL)
    clock = here.time()
    if begins < ends:
        is_quiet, end_is_tomorrow = begins <= clock < ends, False
    else:
        is_quiet, end_is_tomorrow = clock >= begins or clock < ends, clock >= begins
    if not is_quiet:
        return None
    day = here.date() + timedelta(days=end_is_tomorrow)
    return datetime.combine(day, ends, LOCAL)


def next_digest(hours: Hours, now: datetime, *, weekly: bool) -> datetime:
    """When the next digest comes, after now."""
    here = now.astimezone(LOCAL)
    day = here.date()
    if weekly:
        day += timedelta(days=(hours.digest_day - day.weekday()) % 7)
    comes = datetime.combine(day, hours.digest_at, LOCAL)
    if comes > here:
        return comes
    return datetime.combine(day + timedelta(days=7 if weekly else 1), hours.digest_at, LOCAL)


def mail_due(hours: Hours, now: datetime, *, mail: str, is_urgent: bool) -> datetime | None:
    """When an e-mail may say that there is something: never, at once, or with the digest; urgent goes through."""
    if mail == "never":
        return None
    if mail in ("daily", "weekly") and not is_urgent:
        return next_digest(hours, now, weekly=mail == "weekly")
    return now if is_urgent else quiet_until(hours, now) or now
