"""A mapping as it is used: what is read of each row, and what the row becomes."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from typing import Any

EMPTY = ("NULL", "N/A", "-", "--")
ABSENT_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Code:
    """What one word of a file means, for a time."""

    code: str
    display: str = ""
    system: str = ""
    since: str = ""  # days as YYYY-MM-DD; "" is open
    until: str = ""
    more: Map[str, Any] = field(default_factory=dict)

    def holds_on(self, day: str) -> bool:
        """Whether it was in use on a day; an unknown day fits every time."""
        return not day or ((not self.since or self.since <= day) and (not self.until or day <= self.until))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the heads that it is known by and how its cells are read."""

    name: str
    heads: tuple[str, ...]
    kind: str = "text"
    required: bool = False
    leave_if_bad: bool = False
    formats: tuple[str, ...] = ()
    past: bool = False
    at_least: float | None = None
    at_most: float | None = None
    pattern: re.Pattern[str] | None = None
    codes: Map[str, tuple[Code, ...]] = field(default_factory=dict)
    on: str = ""
    unknown: str = "text"
    otherwise: Any = None


@dataclass(frozen=True, slots=True)
class Group:
    """What stands several times in one row."""

    name: str
    columns: tuple[Column, ...]
    numbers: range = range(0)
    path: str = ""


Scope = Map[str, Any]  # the values of a row by the names of its columns; empty ones are not there
Built = Callable[[Scope], Any]


@dataclass(frozen=True, slots=True)
class Made:
    """One resource that a row becomes."""

    name: str
    rtype: str
    id: tuple[str, ...]
    build: Built
    holds: Callable[[Scope], bool]
    shared: str = ""
    group: str = ""
    only_new: bool = False
    absent: str = "delete"  # delete, keep or end
    ended: Built | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """Everything that one mapping file says."""

    name: str
    title: str
    feed: str
    digest: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    made: tuple[Made, ...]
    about: str = ""
    source: str = ""
    snapshot: bool = False
    absent_at_most: int = ABSENT_AT_MOST
    empty: frozenset[str] = frozenset()
    sheet: str = ""
    rows: str = ""
    delimiter: str = ""
    encoding: str = ""
    groups: tuple[Group, ...] = ()

    @property
    def every_column(self) -> tuple[Column, ...]:
        """The columns of the row and of its groups."""
        return (*self.columns, *(column for group in self.groups for column in group.columns))
