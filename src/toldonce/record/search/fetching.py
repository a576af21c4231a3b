"""Candidates from PostgreSQL, in windows and in order, as they were at one moment.

A moment is a snapshot of PostgreSQL. What was current then is a row of `resource` that the snapshot saw, or a row of
`resource_history` that it saw and whose replacement it did not: so the pages of a search neither lose nor repeat
anything while others write.

Across people, a search with tokens first asks the index for at most RARE rows and sorts those. When there are more,
the tokens are common enough to be met soon while going through the type in order; PostgreSQL's own estimate for
arrays is too often wrong by ten to choose between the two. Where all matches are wanted, the index is worth MANY.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import orjson
import psycopg
from django.db import connection

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.record import bodies
from toldonce.record.search.dates import EVER, NEVER
from toldonce.record.search.extract import long_token
from toldonce.record.search.indexed import CLINICAL_DATE
from toldonce.record.search.plan import Either, Narrowing, Within
from toldonce.record.store import COLUMNS, RTYPE_NAME, Stored

RARE, MANY = 1000, 50_000
FIRST_WINDOW, LAST_WINDOW, WHOLE_WINDOW = 32, 2000, 5000
FEW_PIDS = 1000


class Found(NamedTuple):
    """A candidate: the stored version and its JSON."""

    stored: Stored
    resource: dict[str, Any]


Key = tuple[datetime | None, str]
Accept = Callable[[dict[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Order:
    """An order that PostgreSQL can follow: by a column, what has no value last, then by id."""

    column: str = "id"
    descending: bool = False

    @property
    def sql(self) -> str:
        """The order of rows that are sorted anyway."""
        if self.column == "id":
            return f"id {self._direction}"
        return f"{self.column} {self._direction} nulls last, id"

    @property
    def _direction(self) -> str:
        return "desc" if self.descending else "asc"

    def key(self, id: str, updated: datetime, clinical_date: datetime | None) -> Key:
        """Where a resource stands in this order."""
        return {"id": None, "updated": updated, "clinical_date": clinical_date}[self.column], id

    def key_of(self, row: Sequence[Any]) -> Key:
        """Where a row of COLUMNS stands in this order."""
        return self.key(row[2], row[4], row[6])

    def after(self, key: Key) -> tuple[str, list[Any]]:
        """The condition for all that comes after a key."""
        condition, values = self._rest(key)
        if self.column == "clinical_date" and key[0] is not None:
            condition = f"({condition} or clinical_date is null)"
        return condition, values

    def _rest(self, key: Key) -> tuple[str, list[Any]]:
        """The condition for what comes after a key and has a value, or like the key has none."""
        (value, id), sign, column = key, "<" if self.descending else ">", self.column
        if column == "id":
            return f"id {sign} %s", [id]
        if value is None:
            return f"{column} is null and id > %s", [id]
        return f"({column} {sign}= %s and ({column} {sign} %s or id > %s))", [value, value, id]

    def stretches(self, after: Key | None) -> list[Stretch]:
        """The order in stretches, each of which an index gives from the key on; the undated are one of their own."""
        condition, values = self._rest(after) if after else ("true", [])
        if self.column == "id":
            return [Stretch(condition, values, f"id {self._direction}")]
        if self.column == "updated":
            return [Stretch(condition, values, f"updated {self._direction}, id")]
        if after is not None and after[0] is None:
            return [Stretch(condition, values, "id")]
        nulls = "last" if self.descending else "first"  # as the index has it, forwards or backwards
        dated = Stretch(
            f"clinical_date is not null and {condition}",
            values,
            f"clinical_date {self._direction} nulls {nulls}, id",
        )
        return [dated, Stretch("clinical_date is null", [], "id")]


class Stretch(NamedTuple):
    """A part of an order: its condition, and the order inside it as an index has it."""

    condition: str
    values: list[Any]
    sql: str


def natural_order(rtype: str) -> Order:
    """Newest first; by id where a type has no clinical date."""
    return Order("clinical_date", descending=True) if CLINICAL_DATE.get(rtype) else Order()


def present() -> str:
    """The present moment, as a snapshot."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_snapshot()::text")
        return cursor.fetchall()[0][0]


def pids_of(patients: Iterable[str]) -> frozenset[int]:
    """The numbers of source patients by the ids of their Patient resources."""
    wanted = list(patients)
    if not wanted:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute("select pid from patient where id = any(%s)", [wanted])
        return frozenset(row[0] for row in cursor.fetchall())


# --- conditions --------------------------------------------------------------------------------------------------


class Where:
    """A condition in SQL as it grows."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.values: list[Any] = []

    def add(self, sql: str, *values: Any) -> None:
        self.parts.append(sql)
        self.values += values

    @property
    def sql(self) -> str:
        return " and ".join(self.parts)


def _where(narrowing: Narrowing, use_index: bool) -> Where:
    """The narrowing in SQL; without `use_index`, tokens are written so that the index on them is left alone."""
    where = Where()
    is_by_tokens = use_index and bool(narrowing.eithers)
    column = (
        "rtype + 0" if is_by_tokens else "rtype"
    )  # a token names the type: no index on the type is wanted
    where.add(f"{column} = %s and body is not null", RTYPE[narrowing.rtype])
    if narrowing.pids is not None:
        where.add("pid = any(%s)", list(narrowing.pids))
    if narrowing.ids is not None:
        where.add("id = any(%s)", list(narrowing.ids))
    for within in narrowing.updated:
        _add_range(where, "updated", within, "")
    long = f" or {'tokens @> array[%s]::bigint[]' if use_index else '%s = any(tokens)'}"
    for within in narrowing.clinical:
        _add_range(where, "clinical_date", within, long, long_token(narrowing.rtype))
    _add_tokens(where, narrowing.eithers, use_index)
    return where


def _add_range(where: Where, column: str, within: Within, long: str, token: int = 0) -> None:
    sides, values = [], []
    if within.start != NEVER:
        sides, values = [f"{column} >= %s"], [within.start]
    if within.end != EVER:
        sides, values = [*sides, f"{column} < %s"], [*values, within.end]
    if not sides:
        return
    if within.or_long:
        where.add(f"(({' and '.join(sides)}){long})", *values, token)
    else:
        where.add(" and ".join(sides), *values)


def _add_tokens(where: Where, eithers: Sequence[Either], use_index: bool) -> None:
    single = [next(iter(each.tokens)) for each in eithers if len(each.tokens) == 1 and not each.patients]
    if use_index and single:
        where.add("tokens @> %s::bigint[]", single)
    for either in eithers:
        if use_index and len(either.tokens) == 1 and not either.patients:
            continue
        _add_either(where, either, use_index)


def _add_either(where: Where, either: Either, use_index: bool) -> None:
    parts, values = [], []
    if either.patients:
        parts, values = ["pid = any(%s)"], [list(pids_of(either.patients))]
    if len(either.tokens) == 1 and not use_index:
        parts, values = [*parts, "%s = any(tokens)"], [*values, next(iter(either.tokens))]
    elif either.tokens:
        tokens = "tokens" if use_index else "(tokens || '{}')"
        parts, values = [*parts, f"{tokens} && %s::bigint[]"], [*values, list(either.tokens)]
    met = " or ".join(parts)
    # On the way along an order, PostgreSQL must not believe that next to nothing meets the tokens: it would then read
    # and sort the whole type. Of a case it believes that half is met.
    where.add(f"({met})" if use_index else f"case when {met} then true end", *values)


SEEN = (
    "(pg_visible_in_snapshot(xid, %s::pg_snapshot) or xid = coalesce(pg_current_xact_id_if_assigned(), '0'))"
)
NOT_YET_REPLACED = (
    "replaced_xid >= pg_snapshot_xmin(%s::pg_snapshot)"
    " and not pg_visible_in_snapshot(replaced_xid, %s::pg_snapshot)"
    " and replaced_xid <> coalesce(pg_current_xact_id_if_assigned(), '0')"
)


def selected(where: Where, moment: str, tail: str, tail_values: Sequence[Any]) -> tuple[str, list[Any]]:
    """What was current at a moment, from both tables; `tail` puts each half in order and limits it."""
    now = f"select {COLUMNS} from resource where {where.sql} and {SEEN} {tail}"
    then = (
        f"select {COLUMNS} from resource_history where {where.sql} and {SEEN} and {NOT_YET_REPLACED} {tail}"
    )
    return f"({now}) union all ({then})", [
        *where.values, moment, *tail_values, *where.values, moment, moment, moment, *tail_values,
    ]  # fmt: skip


# --- windows -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """Candidates to be read in an order as they were at a moment; `of_all` if it will go on to the end."""

    narrowing: Narrowing
    order: Order
    moment: str
    of_all: bool = False

    @property
    def rare(self) -> int:
        return MANY if self.of_all else RARE

    def windows(self, after: Key | None, wanted: int) -> Iterator[list[tuple]]:
        """Rows after a key, window by window; the windows grow."""
        if self.narrowing.is_empty:
            return
        window = WHOLE_WINDOW if self.of_all else max(FIRST_WINDOW, wanted)
        rows = None if is_inside_people(self.narrowing) else self.by_tokens(after, window)
        if rows is None:
            yield from self.going_through(after, window)
            return
        yield rows
        while len(rows) == window:
            window = _wider(window)
            rows = self.by_tokens(self.order.key_of(rows[-1]), window) or []
            yield rows

    def by_tokens(self, after: Key | None, window: int) -> list[tuple] | None:
        """A window of rows after a key if the index finds few candidates in all; None if it finds more."""
        if not self.narrowing.is_indexed:
            return None
        sql, values = _hits(self.narrowing, self.moment, self.rare)
        beyond, beyond_values = self.order.after(after) if after else ("true", [])
        rows = rows_of(
            f"""with hit as materialized ({sql}), number as materialized (select count(*) n from hit)
                select {COLUMNS}, n from number left join
                    (select * from hit where {beyond} order by {self.order.sql} limit %s) as found on true
                order by {self.order.sql}""",
            [*values, *beyond_values, window],
        )
        return None if rows[0][-1] > self.rare else [row for row in rows if row[1] is not None]

    def going_through(self, after: Key | None, window: int) -> Iterator[list[tuple]]:
        """Rows after a key, in the order of an index."""
        for stretch in self.order.stretches(after):
            while True:
                rows = self.in_stretch(stretch, window)
                yield rows
                if len(rows) < window:
                    break
                stretch = self.order.stretches(self.order.key_of(rows[-1]))[0]
                window = _wider(window)

    def in_stretch(self, stretch: Stretch, window: int) -> list[tuple]:
        """A window of rows of a stretch."""
        where = _where(self.narrowing, use_index=False)
        where.add(stretch.condition, *stretch.values)
        sql, values = selected(where, self.moment, f"order by {stretch.sql} limit %s", [window])
        return rows_of(f"{sql} order by {stretch.sql} limit %s", [*values, window])


def _wider(window: int) -> int:
    return max(window, min(window * 4, LAST_WINDOW))


def is_inside_people(narrowing: Narrowing) -> bool:
    """Whether the compartments or the ids asked for are so few that nothing else is needed to find rows."""
    few = (narrowing.pids, narrowing.ids)
    return any(each is not None and len(each) <= FEW_PIDS for each in few)


def _hits(narrowing: Narrowing, moment: str, most: int) -> tuple[str, list[Any]]:
    """At most so many rows of either table that the index on tokens finds, and one more if there are."""
    where = _where(narrowing, use_index=True)
    return selected(where, moment, "limit %s", [most + 1])


def _are_few(narrowing: Narrowing, moment: str) -> bool:
    sql, values = _hits(narrowing, moment, RARE)
    return rows_of(f"select count(*) from ({sql}) as hit", values)[0][0] <= RARE


def rows_of(sql: str, values: Sequence[Any]) -> list[tuple]:
    """Rows in PostgreSQL's binary format, which Python reads in a tenth of the time."""
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(sql.encode(), values, binary=True).fetchall()


def _accepted(rows: Iterable[Sequence[Any]], accept: Accept | None) -> Iterator[Found]:
    """Expands and reads one body after the other; what is not accepted is forgotten at once."""
    expand = bodies.press().expand
    for row in rows:
        body = expand(row[8], row[7])
        resource = orjson.loads(body)
        if accept is None or accept(resource):
            pid, rtype, id, version, updated, arrival, date, *_ = row
            yield Found(Stored(pid, RTYPE_NAME[rtype], id, version, updated, arrival, date, body), resource)


# --- what comes out ----------------------------------------------------------------------------------------------


def in_order(
    narrowing: Narrowing, order: Order, moment: str, after: Key | None, wanted: int, accept: Accept | None
) -> Iterator[Found]:
    """The accepted candidates after a key; bodies are read as they are asked for."""
    for rows in Reading(narrowing, order, moment).windows(after, wanted):
        yield from _accepted(rows, accept)


def all_of(narrowing: Narrowing, moment: str, accept: Accept | None) -> Iterator[Found]:
    """All accepted candidates, newest first."""
    reading = Reading(narrowing, natural_order(narrowing.rtype), moment, of_all=True)
    for rows in reading.windows(None, WHOLE_WINDOW):
        yield from _accepted(rows, accept)


def all_if_few(narrowing: Narrowing, moment: str, accept: Accept | None) -> Iterator[Found] | None:
    """All accepted candidates, or None if there are more than RARE candidates to look at."""
    if is_inside_people(narrowing) or narrowing.is_empty:
        return all_of(narrowing, moment, accept)
    if narrowing.is_indexed:
        rows = Reading(narrowing, Order(), moment).by_tokens(None, 2 * RARE + 2)
        return None if rows is None else _accepted(rows, accept)
    return all_of(narrowing, moment, accept) if _are_few(narrowing, moment) else None


def by_addresses(
    addresses: Collection[tuple[str, str]], moment: str, pids: Collection[int] | None
) -> list[Found]:
    """The resources of these types and ids, as they were."""
    if not addresses:
        return []
    where = Where()
    where.add(
        "(rtype, id) in (select * from unnest(%s::smallint[], %s::text[])) and body is not null",
        [RTYPE[rtype] for rtype, _ in addresses],
        [id for _, id in addresses],
    )
    if pids is not None:
        where.add("pid = any(%s)", list(pids))
    return list(_accepted(rows_of(*selected(where, moment, "", [])), None))


def having(either: Either, moment: str, pids: Collection[int] | None, most: int) -> list[Found]:
    """Resources of any type that have one of these tokens, or are about one of these patients."""
    where = Where()
    where.add("body is not null")
    _add_either(where, either, use_index=True)
    if pids is not None:
        where.add("pid = any(%s)", list(pids))
    return list(_accepted(rows_of(*selected(where, moment, "limit %s", [most])), None))


def number_of(rtype: str, moment: str, pids: Collection[int] | None) -> int:
    """How many resources of a type there were."""
    where = Where()
    where.add("rtype = %s and body is not null", RTYPE[rtype])
    if pids is not None:
        where.add("pid = any(%s)", list(pids))
    sql, values = selected(where, moment, "", [])
    return rows_of(f"select count(*) from ({sql}) as found", values)[0][0]


def estimated(narrowing: Narrowing) -> int:
    """How many rows PostgreSQL expects, without looking."""
    where = _where(narrowing, use_index=True)
    plan = rows_of(f"explain (format json) select 1 from resource where {where.sql}", where.values)[0][0]
    return int((plan if isinstance(plan, list) else orjson.loads(plan))[0]["Plan"]["Plan Rows"])
