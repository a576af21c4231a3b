"""How costs grow: what activity, price, demography and the rest each add, and what they add only together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from toldonce.steering.money.gap.paths import Array
from toldonce.steering.money.gap.told import Told
from toldonce.steering.money.gap.words import COST, DRIVERS, PARTS_OF_COST, SHARED
from toldonce.steering.sheets.sharing import Wholes, adding_up

ALL_BUT_ENDED = (
    -1 + 1e-12
)  # a cost that ends is the limit of one that shrinks: the logarithm of nothing is none

CROSS_TERM = "Together only"


@dataclass(frozen=True, slots=True)
class Grown:
    """What made the costs of all lines grow into one year; `parts` adds up to closing less opening."""

    year: int
    opening: int
    parts: dict[str, int]
    closing: int


def grown(told: Told) -> list[Grown]:
    """The growth of each year by what makes it, with the cross term shown or shared as the settings say."""
    costs = told.cost.sum(axis=0)
    made = []
    for at in range(1, len(told.years)):
        exact = _shared(told, at) if told.plan.settings.cross == SHARED else _shown(told, at)
        rounded: Wholes = adding_up(list(exact.values()), int(costs[at] - costs[at - 1]))
        parts = {name: int(pounds) for name, pounds in zip(exact, rounded, strict=True)}
        made.append(Grown(told.years[at], int(costs[at - 1]), parts, int(costs[at])))
    return made


def _drivers(told: Told) -> list[str]:
    return [driver for driver in (COST, *PARTS_OF_COST) if driver in told.paths.rates]


def _shown(told: Told, at: int) -> dict[str, float]:
    """Opening cost times each growth; what is left of the increase is the cross term."""
    opening, increase = _opening(told, at)
    parts = {
        DRIVERS[each]: float((opening * told.paths.rates[each][0, :, at]).sum()) for each in _drivers(told)
    }
    return parts | {CROSS_TERM: float(increase.sum()) - sum(parts.values())}


def _shared(told: Told, at: int) -> dict[str, float]:
    """The increase of each line in proportion to the logarithms of what multiplies it (logarithmic mean Divisia)."""
    opening, increase = _opening(told, at)
    logs = {
        each: np.log1p(np.maximum(told.paths.rates[each][0, :, at], ALL_BUT_ENDED)) for each in _drivers(told)
    }
    whole = sum(logs.values(), np.zeros(len(opening)))
    weight = np.where(np.abs(whole) > 1e-12, increase / np.where(whole == 0, 1, whole), opening)
    return {DRIVERS[each]: float((weight * log).sum()) for each, log in logs.items()}


def _opening(told: Told, at: int) -> tuple[Array, Array]:
    cost = told.paths.cost[0]
    return cost[:, at - 1], cost[:, at] - cost[:, at - 1]
