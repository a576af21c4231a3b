"""What a chart says in words: each fact is put into words once; the sentence and the tables are made of these."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, groupby

from toldonce.figures import periods
from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing
from toldonce.figures.spc import judging
from toldonce.figures.spc.chart import Chart, Latest, Mark, Part
from toldonce.figures.spc.judging import Assurance, Variation
from toldonce.figures.spc.rules import Lines, Rule, Side, Signal, weighed
from toldonce.figures.spc.targets import Aim

MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of the last figure in words; a line that does not exist is `Missing`, with the reason."""

    indicator: str
    place: str
    period: str
    when: str
    value: str
    middle: str
    centre: str | Missing
    lower: str | Missing
    upper: str | Missing
    in_a_row: str
    label: Signal | None
    against: tuple[str, ...]
    variation: Variation | Missing
    assurance: Assurance | Missing
    target: str | Missing
    target_since: str
    target_source: str
    target_lies: str
    met: bool | Missing
    lately: str
    trajectory: str | Missing
    on_trajectory: bool | Missing
    behind: str
    trial: bool
    anew: str
    anew_why: str
    waiting: tuple[str, ...]
    more: int


def facts(chart: Chart) -> Facts | Missing:
    """Put the last figure of a chart into words; `Missing` when no period has a figure."""
    latest = chart.latest
    if isinstance(latest, Missing):
        return latest
    aim, lines, part = judging.aim(chart), latest.mark.lines, chart.part_of(latest.at)
    planned = chart.trajectory.on(latest.mark.on)
    more = decimals_needed(chart, latest, aim, planned)
    label = latest.mark.label
    return Facts(
        indicator=chart.series.name,
        place=chart.series.place,
        period=chart.series.period(latest.mark.on),
        when=periods.when(latest.mark.on, chart.series.every),
        value=chart.series.unit.words(latest.value, more),
        middle=chart.middle,
        centre=_line(chart, lines, "centre", more),
        lower=_line(chart, lines, "lower", more),
        upper=_line(chart, lines, "upper", more),
        in_a_row=str(label.in_a_row) if label and label.rule in (Rule.TREND, Rule.RUN) else "",
        label=label,
        against=tuple(
            reason(each, chart) for each in latest.mark.signals if label and each.side != label.side
        ),
        variation=judging.variation(chart),
        assurance=judging.assurance(chart),
        target=aim if isinstance(aim, Missing) else chart.series.unit.words(aim.value, more),
        target_since="" if isinstance(aim, Missing) else _day(aim),
        target_source="" if isinstance(aim, Missing) else aim.source,
        target_lies=_lies(judging.assurance(chart), chart.good),
        met=judging.met(chart),
        lately=_lately(chart),
        trajectory=planned if isinstance(planned, Missing) else chart.series.unit.words(planned.value, more),
        on_trajectory=judging.on_trajectory(chart),
        behind=str(part.behind_limits),
        trial=part.trial,
        anew=_anew(chart, part),
        anew_why=f"{part.rebase.reason} (decided by {part.rebase.by})" if part.rebase else "",
        waiting=_waiting(chart, latest),
        more=more,
    )


def decimals_needed(chart: Chart, latest: Latest, *aims: Aim | Missing) -> int:
    """Return how many more decimals it takes until two numbers that differ are also printed so."""
    lines = latest.mark.lines
    told = [latest.value, *(aim.value for aim in aims if isinstance(aim, Aim))]
    if isinstance(lines, Lines):
        told += [each for each in (lines.centre, lines.lower, lines.upper) if each is not None]
    apart = [(one, two) for one, two in combinations(told, 2) if weighed(one, two)]
    for more in range(MOST_DECIMALS):
        if all(_printed(chart, one, more) != _printed(chart, two, more) for one, two in apart):
            return more
    return MOST_DECIMALS


def shown(mark: Mark, chart: Chart) -> str:
    """Return what a point of the chart shows, with the rule that says so."""
    if isinstance(mark.value, Missing):
        return "no figure"
    if mark.label is None:
        return str(Variation.USUAL) if isinstance(mark.lines, Lines) else "no limits"
    return f"{meaning(judging.variation_of(mark.label, chart.good))}: {reason(mark.label, chart)}"


def meaning(variation: Variation) -> str:
    """Return the one word that says what a signal means."""
    return str(variation).partition(",")[0]


def reason(signal: Signal, chart: Chart) -> str:
    """Return the rule that a point meets, in words."""
    high, run = signal.side is Side.HIGH, chart.plan.run
    return {
        Rule.OUTSIDE: f"{'above the upper' if high else 'below the lower'} limit",
        Rule.TREND: f"one of {run} or more that {'rise' if high else 'fall'} in turn",
        Rule.TWO_OF_THREE: f"one of two in three close to the {'upper' if high else 'lower'} limit",
        Rule.RUN: f"one of {run} or more in a row {'above' if high else 'below'} the {chart.middle}",
    }[signal.rule]


def _printed(chart: Chart, value: float, more: int) -> float:
    unit = chart.series.unit
    number = unit.number(value, more).replace(unit.prefix, "").removesuffix(unit.suffix)
    return float(number.replace(",", ""))


def _line(chart: Chart, lines: Lines | Missing, which: str, more: int) -> str | Missing:
    if isinstance(lines, Missing):
        return lines
    value = {"centre": lines.centre, "lower": lines.lower, "upper": lines.upper}[which]
    return (
        chart.series.unit.words(value, more) if value is not None else Missing(f"there is no {which} limit")
    )


def _day(aim: Aim) -> str:
    return f"{aim.since.day} {aim.since:%B %Y}"


def _lies(assurance: Assurance | Missing, good: Good) -> str:
    """Return where the target lies to the limits."""
    if isinstance(assurance, Missing) or assurance is Assurance.HIT_OR_MISS:
        return "within"
    return "above" if (assurance is Assurance.FAILS) == (good is Good.HIGHER) else "below"


def _lately(chart: Chart) -> str:
    """Return how the last figures went against what is expected; "" where at most one of them did."""
    met, told = judging.met_lately(chart)
    expected = judging.assurance(chart)
    against = {Assurance.PASSES: told - met, Assurance.FAILS: met}
    if isinstance(expected, Missing) or against.get(expected, 0) < 2:
        return ""
    how = "missed" if expected is Assurance.PASSES else "met"
    return f"{against[expected]} of the last {told} figures {how} the target of their period"


def _anew(chart: Chart, part: Part) -> str:
    return periods.when(part.rebase.on, chart.series.every) if part.rebase else ""


def _waiting(chart: Chart, latest: Latest) -> tuple[str, ...]:
    """The periods after the last figure, those of one reason in a row together."""
    told = []
    for reason, those in groupby(chart.marks[latest.at + 1 :], key=lambda mark: str(mark.value)):
        days = [mark.on for mark in those]
        first, last = (chart.series.period(day) for day in (days[0], days[-1]))
        told.append(f"{first if first == last else f'{first} to {last}'}: {reason.rstrip('.')}")
    return tuple(told)
