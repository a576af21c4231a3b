"""An indicator by deprivation: bars of groups, the slope with its interval, and who is in which group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from toldonce.figures import places
from toldonce.figures.charting.charts import UNITS
from toldonce.figures.charting.deprivation import DEPRIVED, OLD, PARTS, ByDeprivation, Group, by_deprivation
from toldonce.figures.charting.deprivation_picture import deprivation_picture
from toldonce.figures.charting.peers import UNIT_WORDS
from toldonce.figures.charting.queries import newest_across, parts_at, periods_at
from toldonce.figures.comparison.inequality import of_slope
from toldonce.figures.comparison.sentences import Wording
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator, Unit
from toldonce.figures.periods import words as period_words
from toldonce.figures.queries import Point, across
from toldonce.figures.rates.estimates import Estimate
from toldonce.web.planner.chosen import Chosen, chosen
from toldonce.web.planner.readers import readers_of_figures

FEW, MANY = PARTS


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the part, the period and how many groups, each with all that could be."""

    part: str
    parts: list[str]
    period: date | None
    periods: list[tuple[date, str]]
    groups: int


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group in words."""

    number: int
    scores: str
    value: str
    limits: str
    counted: str
    of: str
    old: str
    places: list[tuple[str, str]]


@readers_of_figures
@require_safe
def by_groups(request: HttpRequest, code: str) -> HttpResponse:
    """The places of an indicator in groups from the most to the least deprived."""
    known = get_object_or_404(Indicator, code=code)
    view = chosen(request.actor, request.GET.get("place", ""), code)
    scores = newest_across(DEPRIVED)
    asked = _asked(request, known, scores)
    old = newest_across(OLD)
    found = _found(known, asked, scores, old, view)
    shown = {
        "indicator": known,
        "view": view,
        "asked": asked,
        "choices": PARTS,
        "period": period_words(asked.period, known.every) if asked.period else "",
        "told_of": [(each.name, _newest(each, points)) for each, points in _beside(scores, old)],
    }
    shown |= {"why": found.reason} if isinstance(found, Missing) else _words(known, found)
    return render(request, "planner/pages/deprivation.html", shown)


def _asked(request: HttpRequest, known: Indicator, scores: dict[str, Point]) -> Asked:
    """What the address asks for, else the first part and the newest period; raises Http404 for what is not there."""
    parts = parts_at(known.code, scores)
    part = request.GET.get("part") or next(iter(parts), "")
    periods = periods_at(known.code, part, scores)
    told = request.GET.get("period", "")
    period = next((each for each in periods if told in ("", f"{each}")), None)
    if (part and part not in parts) or (told and period is None):
        raise Http404(f"There is no such figure of {known.code}.")
    groups = MANY if request.GET.get("groups") == f"{MANY}" else FEW
    return Asked(part, parts, period, [(each, period_words(each, known.every)) for each in periods], groups)


def _beside(scores: dict[str, Point], old: dict[str, Point]) -> list[tuple[Indicator, dict[str, Point]]]:
    """The indicators by which groups are made and beside which they stand, with their points."""
    named = Indicator.objects.in_bulk([DEPRIVED, OLD], field_name="code")
    return [(named[code], points) for code, points in ((DEPRIVED, scores), (OLD, old)) if points]


def _newest(known: Indicator, points: dict[str, Point]) -> str:
    """The newest period that any place has, in words."""
    return period_words(max(point.period for point in points.values()), known.every)


def _found(
    known: Indicator, asked: Asked, scores: dict[str, Point], old: dict[str, Point], view: Chosen
) -> ByDeprivation | Missing:
    """The groups of the places of the kinds that have scores; one of these without a score is told as left out."""
    if asked.period is None:
        return Missing("it is counted for no place of which it is known how deprived its people are")
    kinds = {each.code: each.kind for _, those in view.groups for each in those}
    wanted = {kind for code, kind in kinds.items() if code in scores}
    points = {
        code: point
        for code, point in across(known.code, asked.period, asked.part).items()
        if code in scores or kinds.get(code) in wanted
    }
    return by_deprivation(known, points, scores, old, asked.groups)


def _words(known: Indicator, found: ByDeprivation) -> dict[str, object]:
    """Everything that the template says of the groups."""
    named = places.names({*found.left_out, *(code for each in found.groups for code in each.places)})
    unit = UNIT_WORDS.get(Unit(known.unit), "")
    ends = found.groups[0].estimate, found.groups[-1].estimate
    said = of_slope(found.slope, found.relative, ends, Wording(known.name, unit, 1))
    return {
        "sentence": said,
        "how_many": sum(len(each.places) for each in found.groups),
        "drawn": deprivation_picture(found, slug="deprivation", unit="%" if unit == "%" else "", words=said),
        "lines": [_line(each, known, named) for each in found.groups],
        "slope": _estimate(found.slope, " points" if unit == "%" else f" {unit}", 2),
        "relative": _estimate(found.relative, "", 2),
        "method": f"{found.slope.statistic}; {found.slope.method}",
        "left_out": [(code, named[code], why) for code, why in sorted(found.left_out.items())],
        "ages_known": any(not isinstance(each.old, Missing) for each in found.groups),
    }


def _line(group: Group, known: Indicator, named: dict[str, str]) -> GroupLine:
    value, limits = group.estimate.value, group.estimate.limits[0]
    unit = UNITS[Unit(known.unit)]
    low, high = limits.lower, limits.upper
    between = (
        "none"
        if isinstance(low, Missing) or isinstance(high, Missing)
        else f"{unit.words(low)} to {unit.words(high)}"
    )
    return GroupLine(
        group.number,
        f"{group.scores[0]:.1f} to {group.scores[1]:.1f}",
        value.reason if isinstance(value, Missing) else unit.words(value),
        between,
        f"{group.counted:,.0f}",
        f"{group.of:,.0f}",
        group.old.reason if isinstance(group.old, Missing) else _estimate(group.old, "%", 1, limits=False),
        sorted(((code, named[code]) for code in group.places), key=lambda pair: pair[1]),
    )


def _estimate(told: Estimate, unit: str, decimals: int, *, limits: bool = True) -> str:
    """A number with its 95% interval, or why there is none."""
    if isinstance(told.value, Missing):
        return told.value.reason
    said = f"{told.value:.{decimals}f}{unit}"
    ends = [told.limits[0].lower, told.limits[0].upper] if limits and told.limits else []
    if not ends or any(isinstance(each, Missing) for each in ends):
        return said
    return f"{said} (95% interval {' to '.join(f'{each:.{decimals}f}' for each in ends)})".replace("-", "−")
