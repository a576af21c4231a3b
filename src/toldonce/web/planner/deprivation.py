"""An indicator by deprivation: bars of groups, the slope with its interval, and who is in which group."""

from __future__ import annotations

from collections.abc import Mapping
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
from toldonce.figures.spc import series as spc
from toldonce.web.planner.chosen import Chosen, chosen
from toldonce.web.planner.readers import readers_of_figures

FEW, MANY = PARTS
SCORE, PERCENT = UNITS[Unit.INDEX], UNITS[Unit.PERCENT]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: the part, the period and how many groups, each with all that could be."""

    part: str
    parts: list[str]
    period: date | None
    periods: list[tuple[date, str]]
    groups: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure in words, and which one it is, so that it leads to how it was counted."""

    words: str
    figure: int


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place of a group with the figures by which it came into it."""

    code: str
    name: str
    value: Counted
    score: Counted
    old: Counted | None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group in words."""

    number: int
    lowest: Counted
    highest: Counted
    value: str
    limits: str
    counted: str
    of: str
    share: str
    old: str
    places: list[PlaceLine]


@dataclass(frozen=True, slots=True)
class Known:
    """The figures from which the groups are made, by place: of the indicator, of deprivation, and of age."""

    indicator: Indicator
    points: Mapping[str, Point]
    scores: Mapping[str, Point]
    old: Mapping[str, Point]


@readers_of_figures
@require_safe
def by_groups(request: HttpRequest, code: str) -> HttpResponse:
    """The places of an indicator in groups from the most to the least deprived."""
    known = get_object_or_404(Indicator, code=code)
    view = chosen(request.actor, request.GET.get("place", ""), code)
    scores = newest_across(DEPRIVED)
    asked = _asked(request, known, scores)
    old = newest_across(OLD)
    told = Known(known, _points(known, asked, scores, view), scores, old)
    found = _found(told, asked)
    shown = {
        "indicator": known,
        "view": view,
        "asked": asked,
        "choices": PARTS,
        "period": period_words(asked.period, known.every) if asked.period else "",
        "told_of": [(each.name, _newest(each, points)) for each, points in _beside(scores, old)],
    }
    shown |= {"why": found.reason} if isinstance(found, Missing) else _words(told, found)
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


def _points(known: Indicator, asked: Asked, scores: Mapping[str, Point], view: Chosen) -> dict[str, Point]:
    """The figures of the places of the kinds that have scores; one of these without a score is told as left out."""
    if asked.period is None:
        return {}
    kinds = {each.code: each.kind for _, those in view.groups for each in those}
    wanted = {kind for code, kind in kinds.items() if code in scores}
    return {
        code: point
        for code, point in across(known.code, asked.period, asked.part).items()
        if code in scores or kinds.get(code) in wanted
    }


def _found(told: Known, asked: Asked) -> ByDeprivation | Missing:
    if asked.period is None:
        return Missing("it is counted for no place of which it is known how deprived its people are")
    return by_deprivation(told.indicator, told.points, told.scores, told.old, asked.groups)


def _words(told: Known, found: ByDeprivation) -> dict[str, object]:
    """Everything that the template says of the groups."""
    known, named = told.indicator, places.names({*found.left_out, *told.points})
    unit = UNIT_WORDS.get(Unit(known.unit), "")
    ends = found.groups[0].estimate, found.groups[-1].estimate
    said = of_slope(found.slope, found.relative, ends, Wording(known.name, unit, 1))
    return {
        "sentence": said,
        "how_many": sum(len(each.places) for each in found.groups),
        "drawn": deprivation_picture(found, slug="deprivation", unit="%" if unit == "%" else "", words=said),
        "lines": [
            _line(each, share, told, named) for each, share in zip(found.groups, found.shares, strict=True)
        ],
        "slope": _estimate(found.slope, " points" if unit == "%" else f" {unit}", 2),
        "relative": _estimate(found.relative, "", 2),
        "method": f"{found.slope.statistic}; {found.slope.method}",
        "left_out": [(code, named[code], why) for code, why in sorted(found.left_out.items())],
        "ages_known": any(not isinstance(each.old, Missing) for each in found.groups),
    }


def _line(group: Group, share: float, told: Known, named: dict[str, str]) -> GroupLine:
    value, limits = group.estimate.value, group.estimate.limits[0]
    unit = UNITS[Unit(told.indicator.unit)]
    low, high = limits.lower, limits.upper
    between = (
        "none"
        if isinstance(low, Missing) or isinstance(high, Missing)
        else f"{unit.words(low)} to {unit.words(high)}"
    )
    scored = sorted((_number(told.scores[code]), code) for code in group.places)
    return GroupLine(
        group.number,
        _counted(told.scores[scored[0][1]], SCORE),
        _counted(told.scores[scored[-1][1]], SCORE),
        value.reason if isinstance(value, Missing) else unit.words(value),
        between,
        f"{group.counted:,.0f}",
        f"{group.of:,.0f}",
        f"{100 * share:.1f}%",
        group.old.reason if isinstance(group.old, Missing) else _estimate(group.old, "%", 1, limits=False),
        sorted((_place(code, told, named) for code in group.places), key=lambda each: each.name),
    )


def _place(code: str, told: Known, named: dict[str, str]) -> PlaceLine:
    old = told.old.get(code)
    return PlaceLine(
        code,
        named[code],
        _counted(told.points[code], UNITS[Unit(told.indicator.unit)]),
        _counted(told.scores[code], SCORE),
        _counted(old, PERCENT) if old else None,
    )


def _counted(point: Point, unit: spc.Unit) -> Counted:
    said = point.value.reason if isinstance(point.value, Missing) else unit.words(point.value)
    return Counted(said, point.figure)


def _number(point: Point) -> float:
    return 0.0 if isinstance(point.value, Missing) else point.value


def _estimate(told: Estimate, unit: str, decimals: int, *, limits: bool = True) -> str:
    """A number with its 95% interval, or why there is none."""
    if isinstance(told.value, Missing):
        return told.value.reason
    said = f"{told.value:.{decimals}f}{unit}"
    ends = [told.limits[0].lower, told.limits[0].upper] if limits and told.limits else []
    if not ends or any(isinstance(each, Missing) for each in ends):
        return said
    return f"{said} (95% interval {' to '.join(f'{each:.{decimals}f}' for each in ends)})".replace("-", "−")
