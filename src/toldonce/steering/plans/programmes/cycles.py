"""Arrows that lead back to where they begin, each named by the arrow that closes the ring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Arrows = Mapping[str, Sequence[tuple[str, int]]]  # from each: to which others, and in which row that is said


@dataclass(frozen=True, slots=True)
class Ring:
    """A way that leads back to its beginning, which stands at both ends; `row` is that of its last arrow."""

    way: tuple[str, ...]
    row: int


def rings(arrows: Arrows) -> Iterator[Ring]:
    """One ring for every arrow that leads back to somewhere on the way to it; without these arrows there is none."""
    left: set[str] = set()
    for start in arrows:
        if start not in left:
            yield from _from(start, arrows, left)


def _from(start: str, arrows: Arrows, left: set[str]) -> Iterator[Ring]:
    """Walk from a beginning, each arrow once; `left` are those that were left for good, and lead to no ring."""
    way, open_arrows = {start: 0}, [iter(arrows.get(start, ()))]
    while open_arrows:
        step = next(open_arrows[-1], None)
        if step is None:
            open_arrows.pop()
            left.add(way.popitem()[0])
        elif step[0] in way:
            yield Ring((*list(way)[way[step[0]] :], step[0]), step[1])
        elif step[0] not in left:
            way[step[0]] = len(way)
            open_arrows.append(iter(arrows.get(step[0], ())))
