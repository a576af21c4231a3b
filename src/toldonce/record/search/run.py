"""Answering a search: a page of matches, what goes with them, their number, and where to go on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from django.core import signing

from toldonce.record import bodies
from toldonce.record.search import fetching, joining, sorting
from toldonce.record.search.criteria import BadSearch, Search, Total
from toldonce.record.search.fetching import Found, Order
from toldonce.record.search.including import included_with
from toldonce.record.search.joining import Asking, Resolved
from toldonce.record.search.parse import parse
from toldonce.record.store import Stored

SALT = "toldonce.record.search"
MOST_SORTED = 10_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer; `next` is given to `run` or `search_of` for the one after it."""

    matches: list[Stored]
    included: list[Stored]
    total: int | None
    next: str | None


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ended: the moment the search was asked, the last key in order, and the total if it was counted."""

    moment: str
    key: tuple[datetime | None, str] | None = None
    skip: int = 0
    total: int | None = None


def run(search: Search, *, only_pids: Collection[int] | None = None, after: str | None = None) -> Page:
    """Answers a search; with `after`, its next page, as the record was when the first one was asked.

    `only_pids` are the source patients about whom the reader may know, 0 standing for what is about nobody.
    """
    cursor = _opened(after, search) if after else Cursor(fetching.present())
    asking = Asking(cursor.moment, None if only_pids is None else frozenset(only_pids))
    total = cursor.total if after else _total(search, asking)
    if search.only_counts:
        return Page([], [], total, None)
    matches, following = _page(search, asking, replace(cursor, total=total))
    included = included_with(search.includes, matches, asking)
    return Page(_shown(matches), _shown(included), total, following and _sealed(search, following))


def count(search: Search, *, only_pids: Collection[int] | None = None) -> int:
    """How many resources match."""
    asking = Asking(fetching.present(), None if only_pids is None else frozenset(only_pids))
    return _count(search, asking)


def _page(search: Search, asking: Asking, cursor: Cursor) -> tuple[list[Found], Cursor | None]:
    resolved = joining.resolved(search.wanted, asking)
    order = (
        sorting.order_of(search.rtype, search.sort) if search.sort else fetching.natural_order(search.rtype)
    )
    if order is None:
        return _page_by_values(search, asking, cursor, resolved)
    return _page_by_column(search, asking, cursor, resolved, order)


def _page_by_column(
    search: Search, asking: Asking, cursor: Cursor, resolved: Resolved, order: Order
) -> tuple[list[Found], Cursor | None]:
    found = joining.first_matches(resolved, order, asking, cursor.key, search.count + 1)
    if len(found) <= search.count:
        return found, None
    matches = found[: search.count]
    last = matches[-1].stored
    return matches, replace(cursor, key=order.key(last.id, last.updated, last.clinical_date))


def _page_by_values(
    search: Search, asking: Asking, cursor: Cursor, resolved: Resolved
) -> tuple[list[Found], Cursor | None]:
    """All matches are read and sorted; as the record of a moment does not change, a page is a slice of them."""
    values = [sorting.sort_value(search.rtype, key) for key in search.sort]
    matches = joining.sift_all(resolved, asking)
    rows = [
        ([value(each.resource) for value in values], each.stored.id)
        for each in islice(matches, MOST_SORTED + 1)
    ]
    if len(rows) > MOST_SORTED:
        codes = ", ".join(key.code for key in search.sort)
        raise BadSearch(
            "_sort", f"more than {MOST_SORTED:,} resources match, too many to sort by {codes}: ask for fewer."
        )
    end = cursor.skip + search.count
    ids = sorting.in_order(rows, search.sort)
    found = fetching.by_addresses(
        [(search.rtype, id) for id in ids[cursor.skip : end]], asking.moment, asking.only_pids
    )
    place = {id: at for at, id in enumerate(ids)}
    found.sort(key=lambda each: place[each.stored.id])
    return found, replace(cursor, skip=end) if end < len(ids) else None


def _total(search: Search, asking: Asking) -> int | None:
    if search.only_counts or search.total is Total.ACCURATE:
        return _count(search, asking)
    if search.total is Total.ESTIMATE:
        return fetching.estimated(joining.resolved(search.wanted, asking).narrowing)
    return None


def _count(search: Search, asking: Asking) -> int:
    if not search.wanted.conditions:
        return fetching.number_of(search.rtype, asking.moment, asking.only_pids)
    return sum(1 for _ in joining.all_matches(search.wanted, asking))


def _shown(found: Sequence[Found]) -> list[Stored]:
    """The stored versions as they are served, attachments put back."""
    whole = bodies.inlined([each.stored.body for each in found])
    return [
        each.stored if body is each.stored.body else replace(each.stored, body=body)
        for each, body in zip(found, whole, strict=True)
    ]


# --- the link to the next page -----------------------------------------------------------------------------------


def _sealed(search: Search, cursor: Cursor) -> str:
    key = cursor.key and [cursor.key[0] and cursor.key[0].isoformat(), cursor.key[1]]
    content = [search.rtype, search.pairs, cursor.moment, key, cursor.skip, cursor.total]
    return signing.dumps(content, salt=SALT, compress=True)


def _content(sealed: str) -> list:
    try:
        return signing.loads(sealed, salt=SALT)
    except signing.BadSignature as trouble:
        raise BadSearch(
            "page", "this link to a page was not made here, or not all of it arrived."
        ) from trouble


def search_of(sealed: str) -> Search:
    """The search that a link to a next page goes on with; what was ignored in it is ignored again."""
    rtype, pairs, *_ = _content(sealed)
    return parse(rtype, [(name, value) for name, value in pairs], lenient=True)


def _opened(sealed: str, search: Search) -> Cursor:
    rtype, pairs, moment, key, skip, total = _content(sealed)
    if rtype != search.rtype or [tuple(pair) for pair in pairs] != list(search.pairs):
        raise BadSearch("page", "this link belongs to another search.")
    opened = key and (key[0] and datetime.fromisoformat(key[0]), key[1])
    return Cursor(moment, opened, skip, total)
