"""From values and periods to places in a drawing, and which levels are marked beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

ROUND_STEPS = (1, 2, 2.5, 5, 10, 20)
MOST_LEVELS = 5


@dataclass(frozen=True, slots=True)
class Span:
    """The lowest and the highest value that a drawing shows."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawing of so many units, with room beside and below the plot for words of so many units a letter."""

    width: float = 360
    height: float = 236
    left: float = 44
    right: float = 10
    top: float = 12
    foot: float = 46
    letter: float = 7.6
    both_sides: bool = (
        False  # whether the values stand at the right end as well, where a wide chart is seen first
    )

    def across(self, at: int, count: int) -> float:
        """Return where one of so many points lies from left to right."""
        room = self.width - self.left - self.right
        return self.left + room * ((at + 0.5) / count)

    def down(self, value: float, span: Span) -> float:
        """Return how far down a value lies."""
        room = self.height - self.top - self.foot
        return self.top + room * (span.high - value) / (span.high - span.low)


def span(values: Sequence[float]) -> Span:
    """Return the span that holds all values, with a little room."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = 0.05 * (high - low) or max(abs(high), 1.0) * 0.1
    return Span(low - room, high + room)


def levels(span: Span) -> list[float]:
    """Return three to five round values between the ends of a span, as many as fit."""
    power = 10 ** math.floor(math.log10((span.high - span.low) / MOST_LEVELS))
    return next(found for step in ROUND_STEPS if len(found := _between(span, step * power)) <= MOST_LEVELS)


def _between(span: Span, step: float) -> list[float]:
    first, last = math.ceil(span.low / step), math.floor(span.high / step)
    return [number * step for number in range(first, last + 1)]
