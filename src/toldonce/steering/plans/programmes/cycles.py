"""Arrows that lead back to where they begin: each ring told from the arrow that was written last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Arrow = tuple[str, int]  # where it leads to, and the row in which that is said
Arrows = Mapping[str, Sequence[Arrow]]  # from each


@dataclass(frozen=True, slots=True)
class Ring:
    """A way that leads back to its beginning, which stands at both ends; `row` is that of its first arrow."""

    way: tuple[str, ...]
    row: int


def rings(arrows: Arrows) -> Iterator[Ring]:
    """A ring for every arrow that leads back to somewhere on the way to it; without one of each there is none left."""
    left: set[str] = set()
    for start in arrows:
        if start not in left:
            yield from _from(start, arrows, left)


def _from(start: str, arrows: Arrows, left: set[str]) -> Iterator[Ring]:
    """Walk from a beginning, each arrow once; `left` are those that were left for good, and lead to no ring."""
    way: dict[str, int] = {
        start: 0
    }  # those on the way, each with the row of the arrow by which it was reached
    still = [iter(arrows.get(start, ()))]
    while still:
        to, row = next(still[-1], ("", 0))
        if not row:
            still.pop()
            left.add(way.popitem()[0])
        elif to in way:
            yield _ring(list(way.items()), to, row)
        elif to not in left:
            way[to] = row
            still.append(iter(arrows.get(to, ())))


def _ring(way: Sequence[Arrow], to: str, row: int) -> Ring:
    """The part of a way from the one that its last arrow leads back to, turned so that the highest row comes first."""
    ring = list(way[[key for key, _ in way].index(to) :])
    rows = [*(row for _, row in ring[1:]), row]
    first = rows.index(max(rows))
    keys = [key for key, _ in (*ring[first:], *ring[:first])]
    return Ring((*keys, keys[0]), rows[first])
