"""What the chart says of its last figure: its variation, and whether the target is within reach of the process."""

from __future__ import annotations

from enum import StrEnum

from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing
from toldonce.figures.spc.chart import Chart
from toldonce.figures.spc.rules import Lines, Side, Signal, weighed
from toldonce.figures.spc.targets import Aim

SIGN = {Good.HIGHER: 1, Good.LOWER: -1, Good.NEITHER: 0}  # more is better, less is better, neither
LATELY = 12  # figures: a year of months
NO_DIRECTION = Missing("neither high nor low is good here, so no target can be passed or failed")


class Variation(StrEnum):
    """What the last figure shows: usual variation, or a signal with its side, read by which way is good."""

    USUAL = "usual variation"
    IMPROVEMENT_HIGH = "improvement, high"
    IMPROVEMENT_LOW = "improvement, low"
    CONCERN_HIGH = "concern, high"
    CONCERN_LOW = "concern, low"
    CHANGE_HIGH = "change, high"
    CHANGE_LOW = "change, low"

    @property
    def is_improvement(self) -> bool:
        """Whether it is a signal on the good side."""
        return self in (Variation.IMPROVEMENT_HIGH, Variation.IMPROVEMENT_LOW)

    @property
    def is_concern(self) -> bool:
        """Whether it is a signal on the side that is not good."""
        return self in (Variation.CONCERN_HIGH, Variation.CONCERN_LOW)


class Assurance(StrEnum):
    """What may be expected of the target when the process stays as it is."""

    PASSES = "target within reach each time"
    HIT_OR_MISS = "target hit or missed by chance"
    FAILS = "target out of reach"


OF_SIDE = {
    (Good.HIGHER, Side.HIGH): Variation.IMPROVEMENT_HIGH,
    (Good.HIGHER, Side.LOW): Variation.CONCERN_LOW,
    (Good.LOWER, Side.HIGH): Variation.CONCERN_HIGH,
    (Good.LOWER, Side.LOW): Variation.IMPROVEMENT_LOW,
    (Good.NEITHER, Side.HIGH): Variation.CHANGE_HIGH,
    (Good.NEITHER, Side.LOW): Variation.CHANGE_LOW,
}


def variation_of(signal: Signal | None, good: Good) -> Variation:
    """Return what a label means when that way is good."""
    return OF_SIDE[good, signal.side] if signal else Variation.USUAL


def variation(chart: Chart) -> Variation | Missing:
    """Return what the last figure shows; `Missing` when there are no limits and no rule without limits is met."""
    latest = chart.latest
    if isinstance(latest, Missing):
        return latest
    if isinstance(latest.mark.lines, Missing) and not latest.mark.signals:
        return latest.mark.lines
    return variation_of(latest.mark.label, chart.good)


def aim(chart: Chart) -> Aim | Missing:
    """Return the target in force in the period of the last figure."""
    latest = chart.latest
    return latest if isinstance(latest, Missing) else chart.targets.on(latest.mark.on)


def met(chart: Chart) -> bool | Missing:
    """Whether the last figure meets the target in force; a figure on the target meets it."""
    latest, holds = chart.latest, aim(chart)
    if isinstance(latest, Missing):
        return latest
    if isinstance(holds, Missing):
        return holds
    return meets(latest.value, holds.value, chart.good)


def met_lately(chart: Chart) -> tuple[int, int]:
    """Count, of the last twelve figures under the limits of today, those that met the target of their own period.

    The second number is how many had one. Limits that rest on other times can call a target safe that has been missed
    all year: these figures tell.
    """
    latest = chart.latest
    part = range(0) if isinstance(latest, Missing) else chart.part_of(latest.at).at
    told = [
        meets(mark.value, holds.value, chart.good)
        for mark in reversed(chart.marks[part.start : part.stop])
        if not isinstance(mark.value, Missing) and isinstance(holds := chart.targets.on(mark.on), Aim)
    ][:LATELY]
    return sum(each is True for each in told), len(told)


def on_trajectory(chart: Chart) -> bool | Missing:
    """Whether the last figure has come as far as its trajectory."""
    latest = chart.latest
    if isinstance(latest, Missing):
        return latest
    planned = chart.trajectory.on(latest.mark.on)
    return planned if isinstance(planned, Missing) else meets(latest.value, planned.value, chart.good)


def meets(value: float, target: float, good: Good) -> bool | Missing:
    """Whether a value meets a target when that way is good."""
    return NO_DIRECTION if good is Good.NEITHER else weighed(value, target) * SIGN[good] >= 0


def assurance(chart: Chart) -> Assurance | Missing:
    """Compare the limits of the last figure with the target in force then: beyond them it is out of reach, or safe."""
    latest, holds = chart.latest, aim(chart)
    if isinstance(latest, Missing):
        return latest
    if isinstance(holds, Missing):
        return holds
    if isinstance(latest.mark.lines, Missing):
        return latest.mark.lines
    if chart.good is Good.NEITHER:
        return NO_DIRECTION
    beyond = _beyond(holds.value, latest.mark.lines)
    if beyond == 0:
        return Assurance.HIT_OR_MISS
    return Assurance.FAILS if beyond == SIGN[chart.good] else Assurance.PASSES


def _beyond(value: float, lines: Lines) -> int:
    """Return 1 or -1 when a value lies above or below the limits, and 0 within them."""
    if lines.upper is not None and weighed(value, lines.upper) > 0:
        return 1
    return -1 if lines.lower is not None and weighed(value, lines.lower) < 0 else 0
