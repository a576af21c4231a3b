"""How often a process that has started looks for cycles of objects that nobody holds any more."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """Leave what start-up made alone from now on, and look through the rest at long intervals.

    A record makes thousands of small objects and hardly a cycle: to look for one at Python's usual pace took half of
    the slowest pages' time, and a third of the time in which alerts are heard.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
