"""What a file shows only as a whole: periods that stand twice, gaps, lone zeros, two units, a year that repeats itself.

Asked of the staged figures by sets. What stands twice or changes its unit is a fault and is refused; the rest are
doubts: they are kept with the file and shown, because only a person can say whether they are mistakes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db import connection

from toldonce.figures import periods
from toldonce.figures.kinds import Every
from toldonce.figures.receiving.noticing import RowFault

SHOWN = 50
LARGE = 20  # a value that hardly falls to nothing, or repeats itself, by chance
LEAP = 500  # times as large or as small as the period before: another unit

TWICE = """
select min(row), max(row), i.code, place, part, period, count(distinct (value, missing)) from said
join figures_indicator i on i.id = said.indicator_id
group by indicator_id, i.code, place, part, period having count(*) > 1 order by 1
"""
FORGET_REPEATED = """
delete from said later using said first
where later.indicator_id = first.indicator_id and later.place = first.place and later.part = first.part
    and later.period = first.period and later.n > first.n and later.value is not distinct from first.value
    and later.missing = first.missing
"""
FORGET_TWICE = """
delete from said using (
    select indicator_id, place, part, period from said group by 1, 2, 3, 4 having count(*) > 1
) twice
where said.indicator_id = twice.indicator_id and said.place = twice.place and said.part = twice.part
    and said.period = twice.period
"""
BESIDE = f"""
with beside as (
    select row, indicator_id, place, part, period, value, lag(period) over series as before,
        lag(value) over series as last, lead(value) over series as next
    from said window series as (partition by indicator_id, place, part order by period)
)
select beside.row, i.code, i.every, i.unit, place, part, period, value, before, last, next from beside
join figures_indicator i on i.id = beside.indicator_id
where (before is not null and period > before + case i.every when 'day' then 1 when 'week' then 7 when 'month' then 31
        when 'quarter' then 92 else 366 end)
    or (value = 0 and last >= {LARGE} and next >= {LARGE})
    or (greatest(value, last) >= {LEAP} * least(value, last) and least(value, last) > 0 and greatest(value, last) > 100)
    or (i.unit = 'percent' and value > 0 and value <= 1 and last > {LARGE}
        and (next is null or next > {LARGE} or next <= 1))
order by beside.row limit 2000
"""
REPEATED_YEAR = f"""
select said.period, count(*), min(said.row) from said
join figures_indicator i on i.id = said.indicator_id and i.every in ('month', 'quarter')
join said before on before.indicator_id = said.indicator_id and before.place = said.place and before.part = said.part
    and before.period = (said.period - interval '1 year')::date
where said.value >= {LARGE}
group by said.period having count(*) >= 3 and count(*) = count(*) filter (where said.value = before.value)
order by 1
"""


def settle_twice() -> tuple[list[RowFault], int]:
    """Take out periods that stand in two rows with different values, because nobody knows which is meant, and keep
    those that say the same once. Returns the faults, and how many figures only said the same again.
    """
    with connection.cursor() as cursor:
        cursor.execute(TWICE)
        found = cursor.fetchall()
        if not found:
            return [], 0
        faults = [_twice(*row) for row in found if row[-1] > 1]
        cursor.execute(FORGET_REPEATED)
        repeated = cursor.rowcount
        cursor.execute(FORGET_TWICE)
    return faults, repeated


def _twice(first: int, last: int, code: str, place: str, part: str, period: date, values: int) -> RowFault:
    where = " ".join(filter(None, (code, place, part)))
    return RowFault(last, "", f"{where} of {period} stands in row {first} already, with another value")


def beside(excused: Callable[[str, str, date], bool]) -> tuple[list[RowFault], list[str]]:
    """Faults (two units in one series) and doubts (gaps, lone zeros) that neighbouring periods show.

    `excused` says of an indicator, place and period whether it stands as it was said, because a fault of it is known.
    """
    faults: list[RowFault] = []
    zeros: list[str] = []
    gaps: dict[tuple[str, str], list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(BESIDE)
        for row, code, every, unit, place, part, period, value, before, last, next_ in cursor.fetchall():
            where, when = " ".join(filter(None, (code, place, part))), periods.words(period, every)
            if before is not None and periods.following(before, every) < period:
                gaps.setdefault((periods.words(before, every), when), []).append(where)
            if value == 0 and min(last or 0, next_ or 0) >= LARGE:
                zeros.append(f"row {row}: {where} of {when} is 0 between {last:g} and {next_:g}")
            elif (reason := _two_units(unit, value, last)) and not excused(code, place, period):
                faults.append(RowFault(row, "", f"{where} of {when} is {value:g} after {last:g}: {reason}"))
    return faults, [*zeros, *(_gap(*between, series) for between, series in gaps.items())]


def _gap(before: str, after: str, series: list[str]) -> str:
    more = f" and {len(series) - 1} more series have" if len(series) > 1 else " has"
    return f"{series[0]}{more} nothing between {before} and {after}"


def _two_units(unit: str, value: float | None, last: float | None) -> str:
    """Why a value seems to be in another unit than the one before it; "" where it does not."""
    if not value or not last:
        return ""
    if unit == "percent" and 0 < value <= 1 and last > LARGE:
        return "a fraction among percentages"
    leaps = max(value, last) >= LEAP * min(value, last) and max(value, last) > LARGE
    return "two units in one series" if leaps else ""


def repeated_years() -> list[str]:
    """Periods in which every value is that of a year before."""
    with connection.cursor() as cursor:
        cursor.execute(REPEATED_YEAR)
        return [
            f"row {row}: every figure of {periods.words(period, Every.MONTH)} ({count}) is that of a year before"
            for period, count, row in cursor.fetchall()
        ]
