"""The geometry of bars laid end to end: how much of each row is whose; drawn by the macro in `stacks.html`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

WIDTH, ROW, LEFT, LETTER = 900, 34, 350, 7.2
LONGEST = int(LEFT / LETTER)
FOR_THE_SUM = 110  # units in which the sum behind a bar is written
COLOURS = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a bar: where it begins, how long it is, whose it is (by number), and what it says."""

    x: float
    width: float
    colour: int
    title: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, where it stands, its parts, and their sum in words behind them."""

    name: str
    y: float
    pieces: tuple[Piece, ...]
    words: str
    end: float


@dataclass(frozen=True, slots=True)
class Stacked:
    """Rows of bars in a box, and the names of those whose parts they show."""

    width: int
    height: int
    left: float
    bars: tuple[Bar, ...]
    keys: tuple[tuple[int, str], ...]


def stacked(
    rows: Sequence[tuple[str, Sequence[int]]], keys: Sequence[str], words: Callable[[int], str]
) -> Stacked | None:
    """Place rows of (name, a value of each key), to one scale; nothing is drawn where there is nothing above nought."""
    most = max((sum(values) for _, values in rows), default=0)
    if most <= 0:
        return None
    scale = (WIDTH - LEFT - FOR_THE_SUM) / most
    bars = tuple(_bar(name, at * ROW, values, keys, scale, words) for at, (name, values) in enumerate(rows))
    named = tuple((at % COLOURS, key) for at, key in enumerate(keys))
    return Stacked(WIDTH, len(rows) * ROW + 4, LEFT, bars, named)


def _bar(
    name: str, y: float, values: Sequence[int], keys: Sequence[str], scale: float, words: Callable[[int], str]
) -> Bar:
    pieces, x = [], float(LEFT)
    for at, (key, value) in enumerate(zip(keys, values, strict=True)):
        if value > 0:
            width = round(value * scale, 1)
            pieces.append(Piece(round(x, 1), width, at % COLOURS, f"{name}, {key}: {words(value)}"))
            x += width
    short = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    return Bar(short, y, tuple(pieces), words(sum(values)), round(x, 1))
