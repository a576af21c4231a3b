"""The benefits of a portfolio: each trajectory beside what was counted, by hand or by an indicator with its chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from toldonce.figures.missing import Missing
from toldonce.steering.plans.programmes import benefits, saying, words
from toldonce.steering.plans.programmes.benefits import Followed, Verdict
from toldonce.steering.plans.programmes.pictures.trajectory import trajectory
from toldonce.steering.plans.programmes.plan import Benefit, Point, Programme
from toldonce.steering.plans.programmes.reach import in_words, within_reach
from toldonce.web.planner.lines import Line, line_of
from toldonce.web.planner.plans.programmes.counting import figures_on
from toldonce.web.planner.plans.programmes.looking import Looking, asked_for, of_a_portfolio, shown

LABEL = "Benefits followed"
COUNTED = "Counted"
COLOURS = {
    Verdict.BEHIND: "red",
    Verdict.NOT_MEASURED: "yellow",
    Verdict.ON_COURSE: "green",
    Verdict.AHEAD: "green",
    Verdict.NOT_DUE: "grey",
    Verdict.NO_TARGET: "grey",
}
ORDER = [verdict.capitalize() for verdict in COLOURS]  # of the page: what needs attention first


@dataclass(frozen=True, slots=True)
class Value:
    """A value in words, and the address of where it comes from."""

    day: date
    what: str
    says: str
    address: str
    source: str
    invented: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A benefit with everything that is said of it."""

    followed: Followed
    slug: str
    programme: Programme
    programme_page: str
    kind: str
    address: str
    sentence: str
    verdict: str
    colour: str
    picture: str
    values: tuple[Value, ...]
    line: Line | None  # what the chart of its figures says
    why_no_figures: str
    reach: str  # whether the target is within reach of what is counted
    threat: str

    @property
    def benefit(self) -> Benefit:
        """The benefit itself."""
        return self.followed.benefit

    @property
    def has_more(self) -> bool:
        """Whether there is more to show of it than a line of a table."""
        return bool(self.picture or self.line)


@require_safe
@of_a_portfolio(LABEL)
def every(request: HttpRequest, looking: Looking) -> HttpResponse:
    """All benefits, or those of one programme."""
    programme = asked_for(request, looking)
    told = sorted(of_benefits(looking, programme), key=lambda each: ORDER.index(each.verdict))
    counts = Counter(each.verdict for each in told)
    page = shown(request, looking, LABEL, programme=programme, benefits=told, counts=counts)
    return render(request, "planner/pages/plans/programmes/benefits.html", page)


def of_benefits(looking: Looking, programme: Programme | None = None) -> list[Told]:
    """The benefits of a programme, or of all, in the order of the sheet."""
    threats = {
        each.benefit.key: saying.of_threat(each)
        for each in benefits.threatened(looking.portfolio, looking.network)
    }
    return [
        _told(looking, each, threats.get(key, ""))
        for key, each in looking.followed.items()
        if programme is None or each.benefit.programme == programme.key
    ]


def _told(looking: Looking, followed: Followed, threat: str) -> Told:
    benefit = followed.benefit
    made = looking.charted.get(benefit.key)
    line = line_of(made, f"b{benefit.row}") if made else None
    programme = looking.portfolio.programme[benefit.programme]
    return Told(
        followed,
        f"benefit-{benefit.row}",
        programme,
        looking.pages[programme.key],
        words.BENEFITS[benefit.kind],
        looking.cell("benefits", benefit.number, "name"),
        saying.of_benefit(followed),
        *_stands(followed),
        trajectory(followed, f"trajectory-{benefit.row}") if _makes_a_line(followed) else "",
        tuple(_values(looking, followed)),
        line if line and line.figure else None,
        _why(benefit, line),
        in_words(within_reach(followed, made.chart)) if made and not isinstance(made.chart, Missing) else "",
        threat,
    )


def _stands(followed: Followed) -> tuple[str, str]:
    """How a benefit stands, and the colour of its tag."""
    return followed.verdict.capitalize(), COLOURS[followed.verdict]


def _makes_a_line(followed: Followed) -> bool:
    """Whether there is more than one point to draw."""
    return len(followed.benefit.planned) + len(followed.counted) > 1


def _why(benefit: Benefit, line: Line | None) -> str:
    """Why no figures follow a benefit, "" where some do."""
    if line and line.figure:
        return ""
    if not benefit.indicator:
        return "No indicator among the figures follows it."
    if not benefit.place:
        return f"The indicator {benefit.indicator} follows it, but no place is named whose figures count."
    if line is None:
        return f"There is no indicator {benefit.indicator} among the figures."
    return f"The indicator {benefit.indicator} has no figure for {benefit.place} until then."


def _values(looking: Looking, followed: Followed) -> list[Value]:
    """What was planned and what was counted, by day, as the table beside the picture has it."""
    benefit = followed.benefit
    planned = [
        _value(benefit, each, _planned_as(each), looking.cell("trajectory", each.number, "value"))
        for each in benefit.planned
    ]
    figures = figures_on(looking.charted.get(benefit.key))
    counted = [_value(benefit, each, COUNTED, _whence(looking, each, figures)) for each in followed.counted]
    return sorted([*planned, *counted], key=lambda each: each.day)


def _planned_as(point: Point) -> str:
    return "Baseline" if point.baseline else "Planned"


def _whence(looking: Looking, point: Point, figures: Mapping[date, int]) -> str:
    """The address of the cell in which something counted was typed, or of the page of its figure."""
    if point.number:
        return looking.cell("measured", point.number, "value")
    return reverse("counted", args=[figures[point.on]])


def _value(benefit: Benefit, point: Point, what: str, address: str) -> Value:
    return Value(point.on, what, saying.amount(benefit, point.value), address, point.source, point.invented)
