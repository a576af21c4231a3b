"""The page of one indicator at one place: its chart, its figures, and everything that a reader may ask of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from toldonce.figures import places
from toldonce.figures.charting.charts import unit_of
from toldonce.figures.charting.deprivation import DEPRIVED, PARTS
from toldonce.figures.charting.models import ChartDecision
from toldonce.figures.charting.queries import (
    Charted,
    decisions,
    in_force,
    newest_of_parts,
    standards_of,
    together,
)
from toldonce.figures.charting.recent import recent_trend
from toldonce.figures.comparison import sentences
from toldonce.figures.comparison.sentences import Wording
from toldonce.figures.missing import Missing
from toldonce.figures.models import Every, Indicator, Standard, Succession
from toldonce.figures.periods import words as period_words
from toldonce.figures.queries import Point, series, successions
from toldonce.figures.spc import outlook, outlook_words
from toldonce.figures.spc.outlook import Closing
from toldonce.figures.spc.series import NOT_GIVEN, Unit
from toldonce.figures.spc.tables import Table
from toldonce.web.design.menu import PLANNER
from toldonce.web.planner import chart_choice
from toldonce.web.planner.all_figures import AllFigures, all_figures
from toldonce.web.planner.chart_choice import Asked, asked_for, chosen_chart
from toldonce.web.planner.chosen import Chosen, chosen
from toldonce.web.planner.lines import Line, line_of
from toldonce.web.planner.readers import readers_of_figures

CLOSES_WITH_ITS_LAST = Closing.LAST
NO_OUTLOOK = Missing("it is told for months, quarters and years, whose past years can be looked back on")


@dataclass(frozen=True, slots=True)
class Gap:
    """Periods one after the other that have no value for one reason."""

    first: str
    last: str
    reason: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """The newest figure of one part of the indicator."""

    part: str
    value: str
    period: str
    figure: int


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything that the page shows of one charted series."""

    line: Line
    chart: chart_choice.Chosen | None
    why_no_chart: str  # "" where there is one, or no figure
    all_figures: AllFigures | None
    trend: str
    gaps: list[Gap]
    outlook: str
    outlook_facts: Table | None
    parts: list[PartLine]
    standards: list[Standard]
    decided: list[ChartDecision]
    successions: list[Succession]
    unit: Unit
    names: dict[str, str]

    @property
    def seen(self) -> int:
        """The newest decision about the limits that the reader of this page has seen."""
        return self.decided[0].pk if self.decided else 0


@readers_of_figures
@require_safe
def one(request: HttpRequest, code: str) -> HttpResponse:
    """An indicator at the place and in the part of the address."""
    known = get_object_or_404(Indicator, code=code)
    view = chosen(request.actor, request.GET.get("place", ""), code)
    part = request.GET.get("part", "")
    asked = asked_for(known.every, request.GET.get("chart", ""), request.GET.get("window", ""))
    made = charted_one(known, view, part)
    if part and not made.points:
        raise Http404(f"There is no part {part} of {code} at {view.place.code}.")
    shown = {
        "indicator": known,
        "view": view,
        "part": part,
        "detail": detail(made, part, asked),
        "asked": asked,
        "peers": len(view.peers(code)),
        "by_deprivation": code != DEPRIVED and len(view.counted[code] & view.counted[DEPRIVED]) >= min(PARTS),
        "edits": known.edits.count(),
        "may_change": request.actor.role == PLANNER,
    }
    return render(request, "planner/pages/indicator.html", shown)


def charted_one(known: Indicator, view: Chosen, part: str) -> Charted:
    """The chart of one indicator at the chosen place."""
    code, place = known.code, view.place
    held, decided = standards_of([known], [place.code]), in_force([known], [place.code], part)
    return together(
        known,
        place.code,
        place.name,
        series(code, place.code, part),
        [*held["", code], *held[place.code, code]],
        decided[place.code, code],
        part=part,
    )


def detail(made: Charted, part: str, asked: Asked) -> Detail:
    """Everything about one charted series."""
    chart, code = made.chart, made.indicator.code
    there = not isinstance(chart, Missing)
    shown = chosen_chart(made, part, asked)
    told, before = foretold(made), successions(made.place)
    return Detail(
        line=line_of(made, "one"),
        chart=None if isinstance(shown, Missing) else shown,
        why_no_chart=shown.reason if isinstance(shown, Missing) and made.points else "",
        all_figures=all_figures(made, shown, part, asked.window),
        trend=trend_of(made),
        gaps=gaps_of(made.indicator, made.points),
        outlook=outlook_words.outlook_sentence(chart.series, told) if there and chart.targets.rows else "",
        outlook_facts=outlook_words.outlook_table(chart.series, told)
        if there and chart.targets.rows
        else None,
        parts=parts_of(made.indicator, newest_of_parts(code, made.place)),
        standards=list(made.standards),
        decided=decisions(code, made.place, part),
        successions=before,
        unit=unit_of(made.indicator, [held.value for held in made.standards]),
        names=places.names([made.place, *(code for each in before for code in (each.before, each.after))]),
    )


def foretold(made: Charted) -> outlook.Outlook | Missing:
    """The chance of missing the target at the end of the year, for series whose past years can be looked back on."""
    if isinstance(made.chart, Missing):
        return made.chart
    if made.indicator.every in (Every.DAY, Every.WEEK):
        return NO_OUTLOOK
    return outlook.outlook(made.chart.series, made.chart.targets, closing=CLOSES_WITH_ITS_LAST)


def trend_of(made: Charted) -> str:
    """The sentence about the last five years; "" where the test is not for such figures."""
    found = recent_trend(made.indicator, made.points)
    wording = Wording(f"“{made.indicator.name}”")
    return sentences.of_trend(found, made.place_name, wording) if found else ""


def gaps_of(indicator: Indicator, points: tuple[Point, ...]) -> list[Gap]:
    """The periods without a value, those of one reason in a row together, newest first."""
    gaps = []
    for reason, those in groupby(
        points, key=lambda point: str(point.value) if isinstance(point.value, Missing) else ""
    ):
        if reason and reason != NOT_GIVEN.reason:
            days = [point.period for point in those]
            first, last = (period_words(day, indicator.every) for day in (days[0], days[-1]))
            gaps.append(Gap(first, last if last != first else "", reason))
    return gaps[::-1]


def parts_of(indicator: Indicator, newest: dict[str, Point]) -> list[PartLine]:
    """The newest figure of each part, the largest first; none where there is only the whole."""
    unit = unit_of(indicator, [point.value for point in newest.values()])
    told = sorted(((part, point) for part, point in newest.items() if part), key=lambda pair: -_size(pair[1]))
    return [
        PartLine(part, unit.words(_size(point)), period_words(point.period, indicator.every), point.figure)
        for part, point in told
    ]


def _size(point: Point) -> float:
    return 0.0 if isinstance(point.value, Missing) else point.value
