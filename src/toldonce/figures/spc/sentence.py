"""The sentence that a board reads: the last figure, what the chart shows, and what may be expected of the target."""

from __future__ import annotations

from toldonce.figures.missing import Missing
from toldonce.figures.spc.chart import Chart
from toldonce.figures.spc.facts import Facts, facts
from toldonce.figures.spc.judging import Assurance
from toldonce.figures.spc.rules import Rule, Side, Signal
from toldonce.figures.spc.targets import NOT_SET

SHOWN = {
    "improvement": "the chart shows an improvement",
    "concern": "the chart shows a change for the worse",
    "change": "the chart shows a change",
}
EXPECTED = {
    Assurance.PASSES: "it will be met as a rule",
    Assurance.FAILS: "it will be missed as a rule",
    Assurance.HIT_OR_MISS: "it will be hit or missed by chance",
}


def sentence(chart: Chart) -> str:
    """Say in plain words what a chart says; every number in it is in the table of facts."""
    told = facts(chart)
    if isinstance(told, Missing):
        return f"{_called(chart.series.name, chart.series.place)}: {told.reason}."
    parts = (_figure(told), _variation(told), _assurance(told), _trajectory(told), _caveats(told))
    return " ".join(part for part in parts if part)


def _called(indicator: str, place: str) -> str:
    return f"{indicator}, {place}" if place else indicator


def _figure(told: Facts) -> str:
    return f"{_called(told.indicator, told.place)}: {told.value} {told.when}."


def _variation(told: Facts) -> str:
    if isinstance(told.variation, Missing):
        return f"Whether that is unusual cannot be told: {told.variation.reason}."
    if told.label is None:
        return f"This lies within the usual variation ({_between(told)}): the chart shows no change."
    meant = SHOWN[str(told.variation).partition(",")[0]]
    return f"{_evidence(told, told.label)}: {meant}.{_against(told)}"


def _between(told: Facts) -> str:
    if isinstance(told.lower, Missing) and isinstance(told.upper, Missing):
        return f"about {told.centre}"
    if isinstance(told.lower, Missing):
        return f"up to {told.upper}, about {told.centre}"
    if isinstance(told.upper, Missing):
        return f"from {told.lower} on, about {told.centre}"
    return f"from {told.lower} to {told.upper}, about {told.centre}"


def _evidence(told: Facts, label: Signal) -> str:
    high = label.side is Side.HIGH
    limit = f"upper limit of {told.upper}" if high else f"lower limit of {told.lower}"
    # A limit where no value can be is left out, and yet figures may lie near to where it would be.
    near = f"far {'above' if high else 'below'} {told.centre}, the {told.middle}"
    if not isinstance(told.upper if high else told.lower, Missing):
        near = f"close to the {limit}"
    return {
        Rule.OUTSIDE: f"This lies {'above' if high else 'below'} the {limit}",
        Rule.TREND: f"It is the latest of {told.in_a_row} figures that {'rise' if high else 'fall'} in turn",
        Rule.TWO_OF_THREE: f"At least two of the last three figures lie {near}",
        Rule.RUN: f"It is the latest of {told.in_a_row} figures in a row "
        f"{'above' if high else 'below'} {told.centre}, the {told.middle}",
    }[label.rule]


def _against(told: Facts) -> str:
    """Say that a rule of lower rank points the other way: a point takes one label, but may meet two rules."""
    return f" Yet it is also {' and '.join(told.against)}." if told.against else ""


def _assurance(told: Facts) -> str:
    if told.target is NOT_SET:
        return ""
    if isinstance(told.target, Missing):
        return f"It is held against no target: {told.target.reason}."
    if isinstance(told.assurance, Missing) and told.assurance == told.variation:
        return f"For the same reason nobody can say whether the target of {told.target} is within reach."
    if isinstance(told.assurance, Missing):
        return f"Whether the target of {told.target} is within reach cannot be told: {told.assurance.reason}."
    lies = f"The target of {told.target} lies {told.target_lies} the limits"
    this = "This figure meets it." if told.met is True else "This figure misses it."
    yet = f" And yet {told.lately}." if told.lately else ""
    return f"{lies}: while the process stays as it is, {EXPECTED[told.assurance]}. {this}{yet}"


def _trajectory(told: Facts) -> str:
    if isinstance(told.trajectory, Missing) or isinstance(told.on_trajectory, Missing):
        return ""
    how = "has come as far" if told.on_trajectory else "has not come as far"
    return f"The trajectory asked for {told.trajectory} by then: the figure {how}."


def _caveats(told: Facts) -> str:
    said = []
    if told.anew:
        said.append(f"The limits begin anew {told.anew}.")
    if told.trial and not isinstance(told.centre, Missing):
        said.append(f"These are trial limits, made of {told.behind} figures.")
    said += [f"There is no figure yet for {waiting}." for waiting in told.waiting]
    return " ".join(said)
