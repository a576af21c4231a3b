"""What moves the gap most: each assumption to its low and its high end while all others stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from toldonce.steering.money.gap.draws import AT_ONCE, merged
from toldonce.steering.money.gap.paths import Array, Paths
from toldonce.steering.money.gap.plan import Origin, Plan, Spread
from toldonce.steering.money.gap.words import ALL_OR_NOTHING
from toldonce.steering.sheets.sharing import whole

POINT = 0.01  # how far growth is moved either way when no range is stated
TENTH = 0.10  # how far delivery is


@dataclass(frozen=True, slots=True)
class Swing:
    """An assumption at both ends with the gap of the last year that is left at each, in pounds."""

    name: str
    low: float
    high: float
    at_low: int
    at_high: int
    stated: bool
    origin: Origin

    @property
    def size(self) -> int:
        """How far apart the two gaps lie."""
        return abs(self.at_high - self.at_low)


def swings(plan: Plan) -> list[Swing]:
    """Every assumption about growth and delivery, the widest swing first."""
    likely = [each.spread.likely for each in plan.growth] + [each.delivered.mean for each in plan.solutions]
    ends = list(_ends(plan))
    asked = np.tile(np.array(likely, float), (2 * len(ends), 1))
    for at, (_, low, high, _, _) in enumerate(ends):
        asked[2 * at, at], asked[2 * at + 1, at] = low, high
    left = _left(plan, asked)
    found = [
        Swing(name, low, high, whole(left[2 * at]), whole(left[2 * at + 1]), stated, origin)
        for at, (name, low, high, stated, origin) in enumerate(ends)
    ]
    return sorted(found, key=lambda each: -each.size)


def _ends(plan: Plan) -> Iterator[tuple[str, float, float, bool, Origin]]:
    for growth in plan.growth:
        yield growth.name, *_end(growth.spread, POINT), growth.origin
    for solution in plan.solutions:
        low, high, stated = _end(solution.delivered, TENTH)
        yield f"{solution.name}: share delivered", max(low, 0.0), high, stated, solution.origin


def _end(spread: Spread, step: float) -> tuple[float, float, bool]:
    if spread.shape == ALL_OR_NOTHING and not spread.is_certain:
        return 0.0, 1.0, True
    if spread.is_certain:
        return spread.likely - step, spread.likely + step, False
    return spread.low, spread.high, True


def _left(plan: Plan, asked: Array) -> Array:
    """The gap of the last year that is left for each row of assumptions; lines are merged and rows taken in turn."""
    plan = merged(plan)
    size = max(1, AT_ONCE // (len(plan.lines) * len(plan.settings.years)))
    several = [asked[first : first + size] for first in range(0, len(asked), size)]
    count = len(plan.growth)
    left = [Paths(plan, some[:, :count], some[:, count:]).left[:, -1] for some in several]
    return np.concatenate(left or [np.empty(0)])
