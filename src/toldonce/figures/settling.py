"""What is said anew against what was said before: new, revised or the same, decided by sets of rows, not one by one.

Figures are copied into `said`, a table of the transaction. Each is compared with what was said of the same indicator,
place, part and period just before its own `as_at` and just after it. If one of them is the same, that row's days are
widened and nothing is added; else a new revision is added, and no row is ever taken away. So files may come in any
order, and what is current is what was said at the latest day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.db import connection

ONE_FILE_AT_A_TIME = "lock table figures_figure in share row exclusive mode"  # readers go on, writers wait
STAGE = """
create temporary table said (
    n bigint generated always as identity, row integer, indicator_id bigint, place varchar,
    part varchar, period date, numerator double precision,
    denominator double precision, value double precision, low double precision, high double precision,
    missing text, suppressed boolean, as_at date, derivation varchar
) on commit drop
"""
COPY = """
copy said (row, indicator_id, place, part, period, numerator, denominator, value, low, high, missing, suppressed,
    as_at) from stdin (format binary)
"""
TYPES = (
    *("int4", "int8", "varchar", "varchar", "date", "float8", "float8", "float8", "float8", "float8"),
    *("text", "bool", "date"),
)
SAME = """(
    {0}.value is not distinct from {1}.value and {0}.numerator is not distinct from {1}.numerator
    and {0}.denominator is not distinct from {1}.denominator and {0}.low is not distinct from {1}.low
    and {0}.high is not distinct from {1}.high and {0}.missing = {1}.missing and {0}.suppressed = {1}.suppressed
)"""
KEY = """{0}.indicator_id = {1}.indicator_id and {0}.place = {1}.place and {0}.part = {1}.part
    and {0}.period = {1}.period"""
COMPARE = f"""
create temporary table compared on commit drop as
select said.n, said.as_at, before.id as before_id, after.id as after_id,
    before.id is not null and {SAME.format("before", "said")} as as_before,
    after.id is not null and {SAME.format("after", "said")}
        and (before.id is null or before.confirmed <= said.as_at) as as_after
from said
left join lateral (
    select * from figures_figure f where {KEY.format("f", "said")} and f.as_at <= said.as_at
    order by f.as_at desc, f.revision desc limit 1
) before on true
left join lateral (
    select * from figures_figure f where {KEY.format("f", "said")} and f.as_at > said.as_at
    order by f.as_at, f.revision limit 1
) after on true
"""
CONFIRM = """
update figures_figure f set confirmed = greatest(f.confirmed, c.as_at)
from compared c where f.id = c.before_id and c.as_before and f.confirmed < c.as_at
"""
ANTEDATE = """
update figures_figure f set as_at = c.as_at
from compared c where f.id = c.after_id and c.as_after and not c.as_before
"""
ADD = f"""
insert into figures_figure (indicator_id, place, part, period, revision, numerator, denominator, value, low, high,
    missing, suppressed, as_at, confirmed, status, checked_by, file_id, row, derivation)
select indicator_id, place, part, period,
    1 + case when before_id is null and after_id is null then 0 else (
        select max(revision) from figures_figure f where {KEY.format("f", "said")}
    ) end,
    numerator, denominator, value, low, high, missing, suppressed, said.as_at, said.as_at, 'draft', '', %s, row,
    coalesce(derivation, '')
from compared join said using (n) where not as_before and not as_after
"""
COUNT = """
select count(*) filter (where as_before or as_after),
    count(*) filter (where before_id is null and after_id is null),
    count(*) filter (where not as_before and not as_after and (before_id is not null or after_id is not null))
from compared
"""
REVISIONS = """
select said.row, i.code, said.place, said.part, said.period, now.value, now.missing, said.value, said.missing
from compared c join said using (n)
join figures_indicator i on i.id = said.indicator_id
join figures_figure now on now.id = coalesce(c.before_id, c.after_id)
where not c.as_before and not c.as_after
order by said.row, i.code limit %s
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """How many figures were new, revised (something else was said of the same before), or the same."""

    new: int = 0
    revised: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure of which something else was said before: what it was and what it is said to be now."""

    row: int
    indicator: str
    place: str
    part: str
    period: date
    was: float | str  # the reason, where there is no value
    now: float | str


def wait_for_the_turn() -> None:
    """Let one file at a time be settled: whoever comes second waits for the end of the transaction of the first."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_FILE_AT_A_TIME)


def stage(figures: Iterable[tuple[Any, ...]], as_at: date | None) -> int:
    """Copy figures into the table of this transaction and return how many there are."""
    count = 0
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists said, compared")
        cursor.execute("set local work_mem = '128MB'")  # a million figures are sorted and joined in it
        cursor.execute(STAGE)
        with cursor.copy(COPY) as copy:
            copy.set_types(TYPES)
            for count, figure in enumerate(figures, 1):  # noqa: B007
                copy.write_row((*figure, as_at))
        cursor.execute("analyze said")
    return count


def as_json(told: Any) -> str:
    """A value as PostgreSQL reads JSON."""
    return orjson.dumps(told).decode()


def compare() -> Settled:
    """Compare what is staged with what was said before; nothing is changed yet."""
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists compared")
        cursor.execute(COMPARE)
        cursor.execute(COUNT)
        same, new, revised = cursor.fetchone() or (0, 0, 0)
    return Settled(new, revised, same)


def revisions(at_most: int) -> list[Revision]:
    """The first revisions that were compared, in the order of the rows."""
    with connection.cursor() as cursor:
        cursor.execute(REVISIONS, [at_most])
        return [
            Revision(
                row, code, place, part, period, why if was is None else was, reason if now is None else now
            )
            for row, code, place, part, period, was, why, now, reason in cursor.fetchall()
        ]


def settle(file: int | None) -> None:
    """Write what was compared: widen the days of what was said already, add what is new or revised."""
    with connection.cursor() as cursor:
        cursor.execute(CONFIRM)
        cursor.execute(ANTEDATE)
        cursor.execute(ADD, [file])
