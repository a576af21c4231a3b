"""Whether a target is within reach of what is counted: the rule of the charts of figures, asked of a benefit."""

from __future__ import annotations

from dataclasses import replace

from toldonce.figures.missing import Missing
from toldonce.figures.spc import judging
from toldonce.figures.spc.chart import Chart
from toldonce.figures.spc.judging import Assurance
from toldonce.figures.spc.targets import target
from toldonce.steering.plans.programmes.benefits import Followed

FEWEST = 12  # figures: fewer say nothing of the process
NO_TARGET = Missing("The benefit has no target.")


def within_reach(followed: Followed, chart: Chart) -> Assurance | Missing:
    """What may be expected of the target of a benefit if the process that its chart shows stays as it is."""
    if followed.target is None:
        return NO_TARGET
    figures = sum(not isinstance(mark.value, Missing) for mark in chart.marks)
    if figures < FEWEST:
        return Missing(f"{figures} figures are too few to tell: it takes {FEWEST}.")
    source = followed.target.source or "the programme"
    aimed = target(float(followed.target.value), since=chart.marks[0].on, source=source)
    return judging.assurance(replace(chart, targets=aimed))


def in_words(reach: Assurance | Missing) -> str:
    """What may be expected of the target, in a sentence."""
    return reach.reason if isinstance(reach, Missing) else SAID[reach]


SAID = {
    Assurance.PASSES: "As things go, every figure would meet the target.",
    Assurance.HIT_OR_MISS: "As things go, the target would be hit or missed by chance.",
    Assurance.FAILS: "As things go, no figure would meet the target: something has to change.",
}
