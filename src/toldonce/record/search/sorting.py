"""Putting matches in order: by a column where PostgreSQL can follow it, else by values read from the bodies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from toldonce.codes.fhir.definitions import search_parameters
from toldonce.record.search.comparing import addresses, measured, strings_of
from toldonce.record.search.criteria import SortKey
from toldonce.record.search.dates import SPANS
from toldonce.record.search.expressions import Branch, parameter_branches
from toldonce.record.search.extract import clinical_branches
from toldonce.record.search.fetching import Order
from toldonce.record.search.indexed import CLINICAL_DATE
from toldonce.record.search.words import plain

Json = Mapping[str, Any]


def order_of(rtype: str, sort: Sequence[SortKey]) -> Order | None:
    """The order in SQL for these keys; None where values must be read from the bodies."""
    keys = list(sort)
    if len(keys) == 2 and keys[1] == SortKey("_id"):
        keys.pop()
    if len(keys) != 1:
        return None
    code, descending = keys[0].code, keys[0].descending
    if code == "_id":
        return Order("id", descending)
    if code == "_lastUpdated":
        return Order("updated", descending)
    if CLINICAL_DATE.get(rtype) == (code,) and _begins_it(rtype):
        return Order("clinical_date", descending)
    return None


@cache
def _begins_it(rtype: str) -> bool:
    """Whether the clinical date is all that the parameter can be sorted by: no end without a beginning counts."""
    return all(branch.type in SPANS for branch in clinical_branches(rtype)[0])


def sort_value(rtype: str, key: SortKey) -> Callable[[Json], Any]:
    """A function from a resource to what it is sorted by: the least of its values, or the greatest if descending."""
    kind = search_parameters(rtype)[key.code].type
    pairs = [(branch.reader(), branch) for branch in parameter_branches(rtype, key.code)]
    choose = max if key.descending else min

    def value(resource: Json) -> Any:
        values = [
            made
            for read, branch in pairs
            for each in read(resource)
            for made in _comparable(kind, each, branch)
        ]
        return choose(values) if values else None

    return value


def _comparable(kind: str, value: Any, branch: Branch) -> Sequence[str | Decimal | datetime]:
    if kind == "date":
        found = SPANS[branch.type](value) if branch.type in SPANS else None
        return [found.start] if found else []
    if kind == "string":
        return [plain(each) for each in strings_of(value, branch.type)][:1]
    if kind in ("number", "quantity"):
        return [found.low for found in measured(value, branch.type) if found.low.is_finite()]
    if kind == "reference":
        return addresses(value, branch)[:1]
    return _coded(value)


def _coded(value: Any) -> Sequence[str]:
    """A code, an identifier, a truth or an address as text."""
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, str):
        return [value]
    codings = value.get("coding")
    if codings is not None:
        return [coding["code"] for coding in codings if coding.get("code")]
    found = value.get("code") or value.get("value")
    return [found] if isinstance(found, str) else []


def in_order(rows: list[tuple[list[Any], str]], sort: Sequence[SortKey]) -> list[str]:
    """The ids in order: by each key, what has no value last; at the end by id."""
    rows.sort(key=lambda row: row[1])
    for at, key in reversed(list(enumerate(sort))):
        with_value = [row for row in rows if row[0][at] is not None]
        with_value.sort(key=lambda row: row[0][at], reverse=key.descending)
        rows = with_value + [row for row in rows if row[0][at] is None]
    return [id for _, id in rows]
