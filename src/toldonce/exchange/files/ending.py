"""What becomes of resources whose row is gone: kept, deleted, or ended as the mapping says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from toldonce.codes.fhir import decimals
from toldonce.exchange.files import kept
from toldonce.exchange.files.mapping import Made, Mapping
from toldonce.record import store
from toldonce.record.writing import Draft, deletion, draft


def drafts(told: Iterable[str], mapping: Mapping, *, source: str, today: str) -> list[Draft]:
    """The drafts that end what `name Type/id` tells of, unless another row of the feed still tells it."""
    named = {made.name: made for made in mapping.made}
    wanted = {each: named[name] for each in told if (name := each.partition(" ")[0]) in named}
    wanted = {each: made for each, made in wanted.items() if made.absent != "keep"}
    if not wanted:
        return []
    still = {each.partition(" ")[2] for each in kept.still_told(source, mapping.feed, wanted)}
    rules = {each.partition(" ")[2]: made for each, made in wanted.items()}
    addresses = [tuple(each.split("/")) for each in rules.keys() - still]
    return list(_drafts(addresses, rules, {"source": source, "told": today}))


def _drafts(addresses: list, rules: dict[str, Made], scope: dict[str, Any]) -> Iterator[Draft]:
    for stored in store.read_many(addresses) if addresses else ():
        made = rules[f"{stored.rtype}/{stored.id}"]
        if made.ended is None:
            yield deletion(stored.rtype, stored.id)
        else:
            resource, document = decimals.parse(stored.body or b"{}")
            end = made.ended(scope) or {}
            yield draft(_with(resource, end), _with(document, end))


def _with(resource: dict, end: dict) -> dict:
    """The resource with the elements that end it; what an element already says inside, such as an end, it keeps."""
    merged = {name: _filled(resource.get(name), value) for name, value in end.items()}
    return {**resource, **merged}


def _filled(there: Any, value: Any) -> Any:
    if isinstance(there, dict) and isinstance(value, dict):
        return {**there, **{name: each for name, each in value.items() if name not in there}}
    return value
