"""Working days in England, and clear days counted with their proof."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A day that was not counted, and why."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class ClearDays:
    """The clear working days between two days, neither of which counts: the days and those left out."""

    first: date
    last: date
    counted: tuple[date, ...]
    left_out: tuple[LeftOut, ...]

    def __len__(self) -> int:
        return len(self.counted)


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> dict[date, str]:
    """The bank holidays of a year in England, with their names."""
    return dict(sorted(holidays.country_holidays("GB", subdiv="ENG", years=year).items()))


def why_not_worked(day: date) -> str:
    """Why nobody works on a day: the weekday or the bank holiday; empty for a working day."""
    if day.weekday() >= 5:
        return f"{day:%A}"
    return bank_holidays(day.year).get(day, "")


def is_working_day(day: date) -> bool:
    """Neither a Saturday, nor a Sunday, nor a bank holiday in England."""
    return not why_not_worked(day)


def working_days_after(day: date, count: int) -> date:
    """The day that lies so many working days after another; with a negative count, before it."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def clear_working_days(published: date, meeting: date) -> ClearDays:
    """The working days strictly between publication and meeting, and the days left out with the reason."""
    counted: list[date] = []
    left_out: list[LeftOut] = []
    if published <= meeting:
        left_out.append(LeftOut(published, "day of publication"))
    for day in _between(published, meeting):
        if reason := why_not_worked(day):
            left_out.append(LeftOut(day, reason))
        else:
            counted.append(day)
    if published < meeting:
        left_out.append(LeftOut(meeting, "day of the meeting"))
    return ClearDays(published, meeting, tuple(counted), tuple(left_out))


def latest_notice(meeting: date, clear_days: int = 5) -> ClearDays:
    """The last working day for the notice of a meeting, as `first`, with the days that prove it."""
    day = working_days_after(meeting, -clear_days) if clear_days else meeting
    return clear_working_days(working_days_after(day, -1), meeting)


def _between(first: date, last: date) -> Iterator[date]:
    day = first + timedelta(days=1)
    while day < last:
        yield day
        day += timedelta(days=1)
