"""One indicator at one place as a line of a table: every word that is shown, found here and not in the template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from toldonce.figures.charting.charts import UNITS
from toldonce.figures.charting.queries import Charted
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator, Standard, StandardKind, Unit
from toldonce.figures.periods import following
from toldonce.figures.periods import words as period_words
from toldonce.figures.queries import holding
from toldonce.figures.spc import icons, judging
from toldonce.figures.spc.chart import Chart
from toldonce.figures.spc.judging import Assurance, Variation
from toldonce.figures.spc.rating import Rating, rate
from toldonce.figures.spc.rules import Lines
from toldonce.figures.spc.sentence import sentence
from toldonce.figures.spc.targets import Aim

IN_A_LINE = 24  # figures of a sparkline
VARIATION_WORD = {
    Variation.USUAL: "Usual variation",
    Variation.IMPROVEMENT_HIGH: "Improvement",
    Variation.IMPROVEMENT_LOW: "Improvement",
    Variation.CONCERN_HIGH: "Concern",
    Variation.CONCERN_LOW: "Concern",
    Variation.CHANGE_HIGH: "Change, higher",
    Variation.CHANGE_LOW: "Change, lower",
}
CANNOT_BE_TOLD = "Cannot be told"
ASSURANCE_WORD = {
    Assurance.PASSES: "Met as a rule",
    Assurance.HIT_OR_MISS: "Hit or miss",
    Assurance.FAILS: "Missed as a rule",
}
NOBODY_ELSE: Mapping[str, str] = MappingProxyType({})
TAG = {"green": "green", "amber": "yellow", "red": "red"}


@dataclass(frozen=True, slots=True)
class Spark:
    """The last figures as a small line, with the limits as its band."""

    values: tuple[float, ...]
    low: float | None
    high: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator with its newest figure, its icons, its target, and the sentence."""

    indicator: Indicator
    place: str
    number: str  # in the list of its theme
    value: str
    period: str
    confirmed: date | None
    figure: int | None
    variation: str  # drawn
    variation_word: str
    assurance: str  # drawn
    assurance_word: str
    target: str
    target_why: str
    standard: str  # of everybody, where a target stands before it
    rating: Rating | None
    held: tuple[str, ...]  # baseline, target and trajectory, where no figure is held against them
    spark: Spark | None
    sentence: str

    @property
    def colour(self) -> str:
        """The colour of the tag for the rating; "" where there is none."""
        return TAG[self.rating.colour] if self.rating else ""

    @property
    def verdict(self) -> str:
        """The colour in words, so that nobody has to see it."""
        return (
            f"{self.rating.colour.capitalize()}: {'met' if self.rating.colour == 'green' else 'missed'}"
            if self.rating
            else ""
        )


def line_of(shown: Charted, slug: str, number: str = "", named: Mapping[str, str] = NOBODY_ELSE) -> Line:
    """The line of one charted series; `slug` makes the ids of its icons unique on the page.

    `named` are the names of other places whose targets are told where there is no figure to be held against them.
    """
    chart = shown.chart
    if isinstance(chart, Missing):
        return _without_figures(shown, chart, number, named)
    newest, aim, rating = shown.newest, judging.aim(chart), rate(chart)
    variation, assurance = judging.variation(chart), judging.assurance(chart)
    has_target = bool(chart.targets.rows)
    return Line(
        shown.indicator, shown.place, number,
        value=chart.series.unit.words(newest.value) if newest else "No value",  # type: ignore[arg-type]
        period=chart.series.period(newest.period) if newest else "",
        confirmed=newest.confirmed if newest else None,
        figure=newest.figure if newest else None,
        variation=icons.variation_icon(f"{slug}-v", variation),
        variation_word=_word(VARIATION_WORD, variation),
        assurance=icons.assurance_icon(f"{slug}-a", assurance, chart.good) if has_target else "",
        assurance_word=_word(ASSURANCE_WORD, assurance) if has_target else "No target",
        target=chart.series.unit.words(aim.value) if isinstance(aim, Aim) else "",
        target_why=_since(aim) if isinstance(aim, Aim) else "" if not has_target else aim.reason,
        standard=standard_beside(shown, chart),
        rating=None if isinstance(rating, Missing) else rating,
        held=(),
        spark=spark_of(chart),
        sentence=without_its_name(chart),
    )  # fmt: skip


def _without_figures(shown: Charted, why: Missing, number: str, named: Mapping[str, str]) -> Line:
    held = tuple(
        held_in_words(each, shown.indicator, named.get(each.place, "") if each.place != shown.place else "")
        for each in shown.standards
    )
    return Line(
        shown.indicator, shown.place, number, "No figure", "", None, None, "", "", "", "", "", "", "", None, held, None,
        "No figure has come yet." if not shown.points else f"{why.reason[:1].upper()}{why.reason[1:]}.",
    )  # fmt: skip


def standard_beside(shown: Charted, chart: Chart) -> str:
    """The standard before which a target was set, and whether the newest figure meets it: a green target hides it."""
    newest, both = shown.newest, (StandardKind.TARGET, StandardKind.STANDARD)
    if newest is None or isinstance(newest.value, Missing):
        return ""
    target, standard = (holding(shown.standards, newest.period, (kind,)) for kind in both)
    if target is None or standard is None:
        return ""
    met = judging.meets(newest.value, standard.value, chart.good)
    how = "" if isinstance(met, Missing) else ", met" if met else ", missed"
    return f"{chart.series.unit.words(standard.value)}{how}"


def held_in_words(held: Standard, indicator: Indicator, place: str = "") -> str:
    """What an indicator is held against: Target 2014/15: 1,685; Standard since 1 Apr 2016: 75%."""
    unit, every = UNITS[Unit(indicator.unit)], indicator.every
    value = unit.words(held.value, 2)
    if held.until is not None and held.until == following(held.since, every) - timedelta(days=1):
        when = period_words(held.since, every)
    else:
        until = f" to {held.until.day} {held.until:%b %Y}" if held.until else ""
        when = f"{'from' if until else 'since'} {held.since.day} {held.since:%b %Y}{until}"
    return f"{held.get_kind_display()} {when}: {value}{f', for {place}' if place else ''}"


def without_its_name(chart: Chart) -> str:
    """The sentence without the name and place that stand beside it already."""
    called = (
        f"{chart.series.name}, {chart.series.place}: " if chart.series.place else f"{chart.series.name}: "
    )
    said = sentence(chart).removeprefix(called)
    return said[:1].upper() + said[1:]


def spark_of(chart: Chart) -> Spark | None:
    """The last figures of a chart as a small line; none for fewer than two."""
    marks = [mark for mark in chart.marks[-IN_A_LINE:] if not isinstance(mark.value, Missing)]
    if len(marks) < 2:
        return None
    values = tuple(mark.value for mark in marks if not isinstance(mark.value, Missing))
    lines = marks[-1].lines
    words = chart.series.unit.words
    said = (
        f"{len(values)} figures from {chart.series.period(marks[0].on)} to {chart.series.period(marks[-1].on)}: "
        f"from {words(values[0])} to {words(values[-1])}, lowest {words(min(values))}, highest {words(max(values))}"
    )
    limits = (lines.lower, lines.upper) if isinstance(lines, Lines) else (None, None)
    return Spark(values, *limits, said)


def _word(words: dict, told: Variation | Assurance | Missing) -> str:
    return CANNOT_BE_TOLD if isinstance(told, Missing) else words[told]


def _since(aim: Aim) -> str:
    return f"since {aim.since.day} {aim.since:%b %Y}"
