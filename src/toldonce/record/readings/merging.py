"""Bringing together what several sources say about one thing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from toldonce.record.readings.elements import codings, plain, words
from toldonce.record.readings.moments import Moment, latest, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource


def names_of(concept: Any) -> list[Hashable]:
    """The codes and the plain words by which two tellings of one thing are recognised."""
    keys: list[Hashable] = list(codings(concept))
    if said := plain(words(concept)):
        keys.append(said)
    return keys


def together(
    resources: Iterable[Resource], keys_of: Callable[[Resource], Sequence[Hashable]]
) -> list[list[Resource]]:
    """Groups of resources that share a key, directly or through another; the order within is kept."""
    group_of: dict[Hashable, list[Resource]] = {}
    groups: list[list[Resource]] = []
    for resource in resources:
        group: list[Resource] = [resource]
        for key in keys_of(resource) or (id(resource),):
            known = group_of.get(key)
            if known is not None and known is not group:
                group = _united(known, group, group_of)
            group_of[key] = group
        groups.append(group)
    distinct = {id(group): group for group in groups if group}
    return list(distinct.values())


def _united(
    older: list[Resource], newer: list[Resource], group_of: dict[Hashable, list[Resource]]
) -> list[Resource]:
    older.extend(newer)
    newer.clear()
    for key, group in group_of.items():
        if group is newer:
            group_of[key] = older
    return older


def newest_told(record: Record, group: Sequence[Resource], *dates: str) -> list[tuple[Resource, Provenance]]:
    """The tellings with their provenance, newest first."""
    told = [(resource, record.provenance(resource, *dates)) for resource in group]
    return sorted(told, key=newest_first(lambda each: each[1].recorded))


def last_confirmed(told_by: Iterable[Provenance]) -> Moment | None:
    """When any source last said it."""
    return latest(*(each.recorded for each in told_by))


def best_words(group: Sequence[Resource], name: str = "code") -> str:
    """The name to show: of the newest telling that has one."""
    return next((said for resource in group if (said := words(resource.get(name)))), "")
