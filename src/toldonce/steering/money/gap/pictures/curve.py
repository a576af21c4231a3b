"""The base that a stated gap implies, for each growth of costs: a curve on which every pair makes the same gap."""

from __future__ import annotations

from collections.abc import Sequence

from toldonce.figures.spc.svg import shape, written
from toldonce.steering.drawing.axes import Axes
from toldonce.steering.money.gap.implied import Pair
from toldonce.steering.money.gap.pictures.axes import ADDED, LEFT, axes, line
from toldonce.steering.money.gap.saying import percent, roughly

NAMED = 8  # rates that are written below


def curve(
    pairs: Sequence[Pair], gap: int, marked: Sequence[tuple[str, Pair]] = (), slug: str = "curve"
) -> str:
    """The curve of pairs from the lowest growth to the highest; `marked` pairs are named on it."""
    known = [pair for pair in pairs if pair.base is not None]
    words = f"Each point makes a gap of {roughly(gap)}: from {_said(known[0])} to {_said(known[-1])}."
    made = axes(
        slug, "Bases and growths that make the gap", words, [pair.base or 0 for pair in known], len(known)
    )
    line(made, [pair.base or 0 for pair in known], LEFT)
    step = max(1, len(known) // NAMED)
    y = made.frame.height - made.frame.foot + 16
    for at, pair in list(enumerate(known))[::step]:
        made.words(percent(pair.cost_growth), made.across(at), y, text_anchor="middle")
    made.words("growth of costs a year", made.frame.left, made.frame.height - 8)
    for at, (name, pair) in enumerate(marked):
        _mark(made, known, name, pair, above=8 + 17 * at)
    return written(made.root)


def _said(pair: Pair) -> str:
    return f"{roughly(pair.base or 0)} at {percent(pair.cost_growth)}"


def _mark(made: Axes, known: Sequence[Pair], name: str, pair: Pair, *, above: float) -> None:
    """A dot where a pair lies between the rates of the curve, named so far above it and to its right."""
    low, high = known[0].cost_growth, known[-1].cost_growth
    if pair.base is None or not low <= pair.cost_growth <= high:
        return
    first, last = made.across(0), made.across(len(known) - 1)
    x = first + (last - first) * (pair.cost_growth - low) / (high - low)
    shape(made.root, "circle", "gap-mark", cx=x, cy=made.down(pair.base), r=5, fill=ADDED)
    made.words(name, x + 8, made.down(pair.base) - above)
