"""What a dry run counts of each column: filled, empty, bad, unknown; with examples that tell of nobody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from toldonce.exchange.files.heads import Spot
from toldonce.exchange.files.mapping import Column, Mapping
from toldonce.exchange.files.templates import Coded
from toldonce.exchange.files.values import example

EXAMPLES = 5
UNKNOWN_SHOWN, UNKNOWN_KEPT = 20, 1000


@dataclass(slots=True)
class ColumnCount:
    """What was found in one column."""

    name: str
    head: str
    kind: str
    found: bool
    filled: int = 0
    empty: int = 0
    bad: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)


class Counts:
    """The counts of every column of a mapping in one file."""

    def __init__(self, mapping: Mapping, at: dict[Spot, int]) -> None:
        there = {(group, column) for group, _, column in at}
        self.columns: dict[Spot, ColumnCount] = {}
        for column in mapping.columns:
            self.columns["", 0, column.name] = _count(column, "", ("", column.name) in there)
        for group in mapping.groups:
            for column in group.columns:
                is_there = (group.name, column.name) in there or (group.name, "") in there
                self.columns[group.name, 0, column.name] = _count(column, f"{group.name}.", is_there)

    def filled(self, where: Spot, told: Any) -> None:
        """A cell that was read; a code that its list does not have is counted by its words."""
        count = self.columns[where]
        count.filled += 1
        if isinstance(told, Coded) and told.code is None and len(count.unknown) < UNKNOWN_KEPT:
            count.unknown[told.said[:60]] += 1

    def empty(self, where: Spot) -> None:
        """A cell without a value."""
        self.columns[where].empty += 1

    def bad(self, where: Spot, column: Column, said: str, why: str) -> None:
        """A cell that could not be read, and why."""
        count = self.columns[where]
        count.bad += 1
        count.reasons[why] += 1
        shown = example(column, said)
        if len(count.examples) < EXAMPLES and shown not in count.examples:
            count.examples.append(shown)


def _count(column: Column, before: str, found: bool) -> ColumnCount:
    return ColumnCount(f"{before}{column.name}", column.heads[0], column.kind, found)
