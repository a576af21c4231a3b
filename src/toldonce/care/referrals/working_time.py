"""Time that counts: Monday to Friday, nine to five on the clocks of England, without bank holidays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from toldonce.directory.calendars import is_working_day, working_days_after

OPENS, CLOSES = time(9), time(17)
DAY = timedelta(hours=8)


def after(start: datetime, span: timedelta) -> datetime:
    """The moment at which so much working time has gone by since another."""
    moment, left = _opening(start), span
    while left > (room := _at(moment.date(), CLOSES) - moment):
        left -= room
        moment = _at(working_days_after(moment.date(), 1), OPENS)
    return moment + left


def between(start: datetime, end: datetime) -> timedelta:
    """The working time between two moments; none when the second is not later."""
    counted, day = timedelta(0), timezone.localdate(start)
    while day <= timezone.localdate(end):
        if is_working_day(day):
            opened, closed = max(start, _at(day, OPENS)), min(end, _at(day, CLOSES))
            counted += max(closed - opened, timedelta(0))
        day += timedelta(days=1)
    return counted


def _opening(start: datetime) -> datetime:
    """The first moment from here on that counts."""
    here = timezone.localtime(start)
    if is_working_day(here.date()) and here.time() < CLOSES:
        return max(here, _at(here.date(), OPENS))
    return _at(working_days_after(here.date(), 1), OPENS)


def _at(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
