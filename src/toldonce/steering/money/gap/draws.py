"""Ten thousand futures of a plan: its assumptions and its deliveries drawn together, and the fan that they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import betainc, ndtr

from toldonce.steering.money.gap.applying import applying, held
from toldonce.steering.money.gap.controls import control_total
from toldonce.steering.money.gap.paths import Array, Paths
from toldonce.steering.money.gap.plan import Line, Plan, Spread
from toldonce.steering.money.gap.words import ALL_OR_NOTHING, PERT, UNIFORM
from toldonce.steering.sheets.ready import kept_ready
from toldonce.steering.sheets.sharing import whole

DRAWS = 10_000
PERCENTILES = (5, 10, 25, 50, 75, 90, 95)
AT_ONCE = 50_000  # numbers of one table that are held at a time: few enough for the cache of a processor
GRID = 2_001  # points between which the curve of PERT is taken to be straight


@dataclass(frozen=True, slots=True)
class Fan:
    """For each year the percentiles of the gap, in whole pounds, and how often the last year's is closed."""

    years: tuple[int, ...]
    draws: int
    nothing_done: dict[int, tuple[int, ...]]
    left: dict[int, tuple[int, ...]]
    average: tuple[int, ...]
    closed: float
    control_met: float | None


@kept_ready(64)
def fan(plan: Plan, draws: int = DRAWS) -> Fan:
    """Draw a plan; the same seed gives the same fan, which is kept as long as the plan says the same."""
    gaps, left = drawn(plan, draws)
    last = left[:, -1]
    aim = control_total(plan)
    return Fan(
        plan.settings.years,
        draws,
        _percentiles(gaps),
        _percentiles(left),
        tuple(whole(each) for each in left.mean(axis=0)),
        float((last <= 0.5).mean()),
        None if aim is None else float((-last >= aim - 0.5).mean()),
    )


def drawn(plan: Plan, draws: int = DRAWS) -> tuple[Array, Array]:
    """The gap if nothing is done and the gap that is left, by draw and year (D, Y)."""
    plan = merged(plan)
    chance = np.random.default_rng(plan.settings.seed)
    settings = plan.settings
    growth = sampled([each.spread for each in plan.growth], draws, settings.growth_correlation, chance)
    delivered = sampled(
        [each.delivered for each in plan.solutions], draws, settings.delivery_correlation, chance
    )
    size = max(1, AT_ONCE // (len(plan.lines) * len(settings.years)))
    gaps, left = [], []
    for first in range(0, draws, size):
        some = Paths(plan, growth[first : first + size], delivered[first : first + size])
        gaps.append(some.gap)
        left.append(some.left)
    return np.concatenate(gaps), np.concatenate(left)


def sampled(spreads: Sequence[Spread], draws: int, correlation: float, chance: np.random.Generator) -> Array:
    """Draws of several spreads (D, N) that share one cause: each pair of normal scores correlates as it is said."""
    shared = chance.standard_normal((draws, 1))
    own = chance.standard_normal((draws, len(spreads)))
    ranks = ndtr(np.sqrt(correlation) * shared + np.sqrt(1 - correlation) * own)
    return np.column_stack(
        [_quantile(spread, ranks[:, at]) for at, spread in enumerate(spreads)] or [np.empty((draws, 0))]
    )


def _quantile(spread: Spread, rank: Array) -> Array:
    """The value of a spread below which a share `rank` of its draws lies."""
    if spread.is_certain:
        return np.full_like(rank, spread.likely)
    if spread.shape == ALL_OR_NOTHING:
        return (rank >= 1 - spread.likely).astype(float)
    width = spread.high - spread.low
    if spread.shape == UNIFORM:
        return spread.low + width * rank
    peak = (spread.likely - spread.low) / width
    if spread.shape == PERT:
        return spread.low + width * _pert(peak, rank)
    return spread.low + width * _triangular(peak, rank)


def _pert(peak: float, rank: Array) -> Array:
    """The quantile of the beta distribution behind PERT, read off its curve: off by less than a thousandth."""
    values = np.linspace(0, 1, GRID)
    return np.interp(rank, betainc(1 + 4 * peak, 5 - 4 * peak, values), values)


def _triangular(peak: float, rank: Array) -> Array:
    rising = np.sqrt(rank * peak)
    falling = 1 - np.sqrt((1 - rank) * (1 - peak))
    return np.where(rank < peak, rising, falling)


def merged(plan: Plan) -> Plan:
    """The same plan with lines added together that grow by the same assumptions and are bent by the same solutions.

    Growth is in proportion to the base, so the sums are the same and there is less to draw.
    """
    places = applying(plan)
    alike = np.column_stack([*places.values(), *(held(plan, each.reach)[:, None] for each in plan.solutions)])
    groups: dict[bytes, list[int]] = defaultdict(list)
    for at, key in enumerate(alike):
        groups[key.tobytes()].append(at)
    if len(groups) == len(plan.lines):
        return plan
    return replace(
        plan, lines=tuple(_together([plan.lines[at] for at in group]) for group in groups.values())
    )


def _together(lines: list[Line]) -> Line:
    """Lines as one; it keeps the names of the first, for which the same assumptions count."""
    return replace(lines[0], income=sum(each.income for each in lines), cost=sum(each.cost for each in lines))


def _percentiles(by_draw: Array) -> dict[int, tuple[int, ...]]:
    found = np.percentile(by_draw, PERCENTILES, axis=0)
    return {each: tuple(map(whole, row)) for each, row in zip(PERCENTILES, found, strict=True)}
