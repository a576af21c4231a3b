"""Scenarios beside one another: what each leaves of the gap."""

from __future__ import annotations

from collections.abc import Sequence

from toldonce.figures.spc.svg import written
from toldonce.steering.money.gap.pictures.axes import ADDED, GAP, LEFT
from toldonce.steering.money.gap.pictures.lying import lying, tip_of
from toldonce.steering.money.gap.saying import roughly


def beside(left: Sequence[tuple[str, int]], slug: str = "scenarios") -> str:
    """A bar for each scenario, the plan as it stands first and dark; those that leave more than it are orange."""
    words = "; ".join(f"{name}: {roughly(amount)}" for name, amount in left)
    ends = [0.0, *(float(amount) for _, amount in left)]
    made = lying(slug, "What is left in each scenario", words, [name for name, _ in left], ends)
    made.upright(0, "")
    planned = left[0][1]
    for at, (name, amount) in enumerate(left):
        colour = GAP if at == 0 else ADDED if amount > planned else LEFT
        made.name(at, name)
        made.bar(at, 0, amount, colour, tip_of(name, amount))
        made.beside(at, max(0, amount), roughly(amount))
    return written(made.root)
