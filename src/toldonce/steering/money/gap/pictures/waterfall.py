"""From the gap of the last year down to what is left, one step for each solution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toldonce.figures.spc.svg import written
from toldonce.steering.money.gap.pictures.axes import ADDED, GAP, SAVED
from toldonce.steering.money.gap.pictures.lying import lying, tip_of
from toldonce.steering.money.gap.saying import roughly


@dataclass(frozen=True, slots=True)
class Step:
    """One bar: a total that stands on nothing, or a change that begins where the step before ended."""

    name: str
    amount: int
    output: str = ""
    total: bool = False


def waterfall(steps: Sequence[Step], slug: str = "waterfall") -> str:
    """The steps, totals from nothing and changes from where the one before ended."""
    bars = _placed(steps)
    ends = [0.0, *(float(end) for bar in bars for end in bar)]
    words = "; ".join(f"{step.name}: {roughly(step.amount)}" for step in steps)
    made = lying(slug, "From the gap to what is left", words, [step.name for step in steps], ends)
    made.upright(0, "")
    for at, (step, (first, last)) in enumerate(zip(steps, bars, strict=True)):
        made.name(at, step.name)
        made.bar(at, first, last, _colour(step), tip_of(step.name, step.amount))
        made.beside(at, max(first, last), roughly(step.amount))
    return written(made.root)


def _placed(steps: Sequence[Step]) -> list[tuple[int, int]]:
    """The amounts between which each bar lies."""
    found, height = [], 0
    for step in steps:
        first = 0 if step.total else height
        height = step.amount if step.total else height + step.amount
        found.append((first, height))
    return found


def _colour(step: Step) -> str:
    if step.total:
        return GAP
    return SAVED if step.amount <= 0 else ADDED
