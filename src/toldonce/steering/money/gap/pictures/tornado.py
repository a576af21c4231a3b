"""What moves the gap most, drawn: each assumption from its low to its high end."""

from __future__ import annotations

from collections.abc import Sequence

from toldonce.figures.spc.svg import written
from toldonce.steering.money.gap.pictures.axes import ADDED, LEFT
from toldonce.steering.money.gap.pictures.lying import lying, tip_of
from toldonce.steering.money.gap.saying import roughly
from toldonce.steering.money.gap.sensitivity import Swing

MOST = 15


def tornado(swings: Sequence[Swing], left: int, slug: str = "tornado") -> str:
    """The widest swings about the gap that is left as assumed; the low end of an assumption is blue."""
    shown = swings[:MOST]
    ends = [float(left), *(float(end) for each in shown for end in (each.at_low, each.at_high))]
    words = "; ".join(f"{each.name}: {roughly(each.at_low)} to {roughly(each.at_high)}" for each in shown)
    made = lying(slug, "What moves the gap most", words, [each.name for each in shown], ends)
    for at, each in enumerate(shown):
        made.name(at, each.name)
        made.bar(at, left, each.at_low, LEFT, tip_of(each.name, each.at_low))
        made.bar(at, left, each.at_high, ADDED, tip_of(each.name, each.at_high))
    made.upright(left, f"as assumed {roughly(left)}")
    return written(made.root)
