"""Red, amber and green, never without the chart: where the colour and the chart disagree, it is said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from toldonce.figures.missing import Missing
from toldonce.figures.spc import judging
from toldonce.figures.spc.chart import Chart
from toldonce.figures.spc.judging import Assurance, Variation
from toldonce.figures.spc.rules import weighed


class Colour(StrEnum):
    """How one figure stands to its target."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Rating:
    """A colour with what the chart says; `disagreements` are sentences, and empty when both say the same."""

    colour: Colour
    variation: Variation
    assurance: Assurance
    disagreements: tuple[str, ...]


AGREED = {(Colour.GREEN, Assurance.PASSES), (Colour.RED, Assurance.FAILS)}
PROCESS = {
    Assurance.PASSES: "the process meets the target as a rule",
    Assurance.HIT_OR_MISS: "the process hits and misses the target by chance, and the next figure may well differ",
    Assurance.FAILS: "the target lies out of reach of the process",
}
AGAINST_VARIATION = {
    (Colour.GREEN, "concern"): "The target is met, and yet the chart shows a change for the worse.",
    (Colour.AMBER, "improvement"): "The target is missed, and yet the chart shows an improvement.",
    (Colour.RED, "improvement"): "The target is missed, and yet the chart shows an improvement.",
}


def rate(chart: Chart, *, amber: float = 0.0) -> Rating | Missing:
    """Colour the last figure: green meets the target, amber misses it by at most `amber`, red by more.

    `amber` is in the unit of the series.
    `Missing`, with the reason, wherever the chart can say nothing: a colour alone would tell noise for news.
    """
    latest, aim = chart.latest, judging.aim(chart)
    variation, assurance = judging.variation(chart), judging.assurance(chart)
    if (
        isinstance(latest, Missing)
        or isinstance(aim, Missing)
        or isinstance(variation, Missing)
        or isinstance(assurance, Missing)
    ):
        why = next(each for each in (latest, aim, variation, assurance) if isinstance(each, Missing))
        return Missing(f"there is no colour without the chart: {why.reason}")
    colour = _colour(latest.value, aim.value, judging.SIGN[chart.good], amber)
    return Rating(colour, variation, assurance, _disagreements(colour, variation, assurance))


def _colour(value: float, target: float, sign: int, amber: float) -> Colour:
    if weighed(value, target) * sign >= 0:
        return Colour.GREEN
    return Colour.AMBER if weighed(abs(value - target), amber) <= 0 else Colour.RED


def _disagreements(colour: Colour, variation: Variation, assurance: Assurance) -> tuple[str, ...]:
    said = []
    if (colour, assurance) not in AGREED:
        said.append(f"{colour.capitalize()} for this figure alone: {PROCESS[assurance]}.")
    kind = "improvement" if variation.is_improvement else "concern" if variation.is_concern else ""
    if (colour, kind) in AGAINST_VARIATION:
        said.append(AGAINST_VARIATION[colour, kind])
    return tuple(said)
