"""Whole pounds that add up: parts are rounded down, and the pounds that are left go to those that lost most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Pounds = NDArray[np.int64]


def whole(amount: float) -> int:
    """An amount in whole pounds, halves away from nothing."""
    meant = float(f"{amount:.15g}")  # a float of £50 and 13% is a little less than £56.50
    return int(np.sign(meant) * np.floor(abs(meant) + 0.5))


def adding_up(parts: Sequence[float] | NDArray[np.float64], total: int | None = None) -> Pounds:
    """Parts in whole pounds that add up to their total, rounded, or to one that is given.

    A given total may differ from the sum of the parts; each part then moves by its share of the parts' size.
    """
    exact = np.asarray(parts, float)
    aim = whole(float(exact.sum())) if total is None else total
    exact = _moved(exact, aim)
    down = np.floor(exact).astype(np.int64)
    over = int(aim - down.sum())
    down[np.argsort(down - exact, kind="stable")[:over]] += 1
    return down


def _moved(exact: NDArray[np.float64], aim: int) -> NDArray[np.float64]:
    off = aim - float(exact.sum())
    if abs(off) <= 0.5 or not len(exact):
        return exact
    size = np.abs(exact)
    return exact + off * (size / size.sum() if size.any() else np.full(len(exact), 1 / len(exact)))
