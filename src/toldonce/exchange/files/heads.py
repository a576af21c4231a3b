"""Which columns of a file are which: heads by name, in one line or two, wherever the table begins."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from toldonce.exchange.files.errors import ColumnsAmiss
from toldonce.exchange.files.mapping import Column, Mapping
from toldonce.exchange.files.values import plain

LOOKED_AT = 20  # lines in which the heads must stand

Spot = tuple[str, int, str]  # group ("" is the row itself), number within it (0 is none), column


@dataclass(frozen=True, slots=True)
class Heads:
    """Where each column of the mapping stands in the file, and which columns nobody knows."""

    at: dict[Spot, int]
    unknown: tuple[str, ...]
    after: int  # lines of the file before its first row
    width: int


def known_as(head: str) -> str:
    """A head without letter case, punctuation and underscores."""
    return " ".join(re.findall(r"[^\W_]+", head.casefold()))


def found(lines: Sequence[Sequence[Any]], mapping: Mapping) -> Heads:
    """The heads among the first lines; raises ColumnsAmiss with what is missing or stands twice."""
    wanted = list(_wanted(mapping))
    best = max(_candidates(lines), key=lambda each: _score(each[1], wanted), default=None)
    if best is None or not _score(best[1], wanted):
        heads = ", ".join(
            f"“{each}”" for each in (column.heads[0] for column in mapping.columns if column.required)
        )
        raise ColumnsAmiss(
            f"None of the first {LOOKED_AT} lines has the heads of the mapping {mapping.name}: it needs {heads}."
        )
    after, names = best
    return _placed(names, after, wanted, mapping)


def _candidates(lines: Sequence[Sequence[Any]]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Each line, and each pair of lines (a head above several), as the long and the short name of every column."""
    told = [[plain(cell) for cell in line] for line in lines[:LOOKED_AT]]
    for at, line in enumerate(told):
        yield at + 1, [(name, name) for name in line]
    for at, (above, below) in enumerate(pairwise(told)):
        spread, last = [], ""
        for number in range(max(len(above), len(below))):
            last = (above[number] if number < len(above) else "") or last
            spread.append(last)
        below = [*below, *[""] * (len(spread) - len(below))]
        yield at + 2, [(f"{up} {low}".strip(), low or up) for up, low in zip(spread, below, strict=True)]


def _wanted(mapping: Mapping) -> Iterator[tuple[Spot, Column, frozenset[str]]]:
    for column in mapping.columns:
        yield ("", 0, column.name), column, frozenset(map(known_as, column.heads))
    for group in mapping.groups:
        if group.path:
            yield (group.name, 0, ""), Column("", (group.path,)), frozenset({known_as(group.path)})
        for number in group.numbers:
            for column in group.columns:
                heads = frozenset(known_as(head.replace("{n}", str(number))) for head in column.heads)
                yield (group.name, number, column.name), column, heads


def _score(names: Sequence[tuple[str, str]], wanted: Sequence[tuple[Spot, Column, frozenset[str]]]) -> int:
    there = {known_as(name) for pair in names for name in pair}
    return sum(not heads.isdisjoint(there) for _, _, heads in wanted)


def _placed(names: list, after: int, wanted: list, mapping: Mapping) -> Heads:
    at: dict[Spot, int] = {}
    missing, twice = [], []
    for spot, column, heads in wanted:
        places = [n for n, (long, _) in enumerate(names) if known_as(long) in heads]
        places = places or [n for n, (_, short) in enumerate(names) if known_as(short) in heads]
        if len(places) > 1:
            places = _exactly(names, column) or places
        if len(places) > 1:
            twice.append(" and ".join(f"“{names[n][0]}” (column {n + 1})" for n in places))
        elif places:
            at[spot] = places[0]
        elif column.required and not spot[0]:
            missing.append(f"“{column.heads[0]}”")
    _refuse(missing, twice, mapping)
    left = [long for n, (long, _) in enumerate(names) if long and n not in at.values()]
    return Heads(at, tuple(left), after, len(names))


def _exactly(names: list, column: Column) -> list[int]:
    """Where a head stands letter for letter: `Waiting` is another column than `% waiting`."""
    heads = {head.casefold() for head in column.heads}
    return [n for n, (long, _) in enumerate(names) if long.casefold() in heads]


def _refuse(missing: list[str], twice: list[str], mapping: Mapping) -> None:
    if missing:
        raise ColumnsAmiss(
            f"The file has no column {', '.join(missing)}, which the mapping {mapping.name} needs: nothing was stored. "
            "Ask the sender for it, or add the head that they use to the mapping."
        )
    if twice:
        raise ColumnsAmiss(
            f"One column of the mapping {mapping.name} stands twice in the file: {'; '.join(twice)}. Nothing was "
            "stored, because nobody knows which is meant. Take one out, or name the right one in the mapping."
        )
