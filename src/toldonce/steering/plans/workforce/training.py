"""Who starts training, who drops out, who qualifies and who of them works here, by pipeline and year."""

from __future__ import annotations

import numpy as np

from toldonce.steering.plans.workforce.assumptions import Pipeline, Plan

Array = np.ndarray


def starting(plan: Plan, pipeline: Pipeline, year: int) -> float:
    """How many start in a year: as planned, with what a scenario adds, and later where it delays them."""
    if year <= plan.base:
        return _planned(plan, pipeline, year)
    return sum(
        _planned(plan, pipeline, planned)
        * _part_come(year - planned - plan.changing("delay", pipeline.name, planned))
        for planned in range(plan.base + 1, year + 1)
    )


def _part_come(off: float) -> float:
    """Which part of an intake comes into a year that is so far off: one half a year late is shared by two years."""
    return max(0.0, 1 - abs(off))


def _planned(plan: Plan, pipeline: Pipeline, year: int) -> float:
    more = plan.changing("intake", pipeline.name, year)
    return max(0.0, sum(heads for start, heads in pipeline.intakes if start == year) + more)


def left_of(
    plan: Plan, pipeline: Pipeline, start: int, end: int, factor: float | Array = 1.0
) -> float | Array:
    """Which part of an intake has not dropped out between two years; `factor` times the assumed drop-out."""
    part: float | Array = 1.0
    for year in range(start, end):
        rate = pipeline.dropout + plan.changing("dropout", pipeline.name, year)
        part = part * (1 - np.clip(rate * factor, 0, 1))
    return part


def qualifying(plan: Plan, pipeline: Pipeline, year: int, factor: float | Array = 1.0) -> float | Array:
    """How many qualify in a year, who started as many years before as it takes."""
    start = year - pipeline.years
    return starting(plan, pipeline, start) * left_of(plan, pipeline, start, year, factor)


def arriving(plan: Plan, pipeline: Pipeline, year: int, factor: float | Array = 1.0) -> float | Array:
    """How many of those who qualify in a year come to work here."""
    return qualifying(plan, pipeline, year, factor) * pipeline.practise * pipeline.stay
