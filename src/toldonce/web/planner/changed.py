"""The page of what has changed: new signals, targets crossed, new and revised values, and what did not come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from toldonce.figures.charting.changes import REVISIONS_SHOWN, Changes, Late, Moved, changes
from toldonce.figures.charting.charts import unit_of
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator
from toldonce.figures.periods import words as period_words
from toldonce.figures.queries import Point, indicators
from toldonce.figures.spc.icons import WORDS
from toldonce.web.planner.chosen import chosen
from toldonce.web.planner.lines import Line, line_of
from toldonce.web.planner.readers import readers_of_figures


@dataclass(frozen=True, slots=True)
class Revision:
    """A revised figure in words."""

    indicator: Indicator
    period: str
    was: str
    now: str
    figure: int
    as_at: date


@dataclass(frozen=True, slots=True)
class New:
    """The new figures of one series in words."""

    indicator: Indicator
    count: int
    newest: str
    period: str
    before: str
    figure: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A figure that did not come."""

    indicator: Indicator
    last: str
    waiting_for: str
    since: date


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that changed, in words."""

    signals: list[tuple[str, Line]]
    crossed: list[tuple[bool, Line]]
    new: list[New]
    revised: list[Revision]
    revised_in_all: int
    late: list[Waiting]
    stopped: list[Waiting]


@readers_of_figures
@require_safe
def since(request: HttpRequest) -> HttpResponse:
    """What has changed at the place since a day."""
    view = chosen(request.actor, request.GET.get("place", ""))
    asked = _day(request.GET.get("since", ""))
    found = changes(indicators(), view.place.code, timezone.localdate(), asked)
    shown = {"view": view, "found": found, "told": told(found), "asked": asked}
    return render(request, "planner/pages/changes.html", shown)


def _day(words: str) -> date | None:
    try:
        return parse_date(words)
    except ValueError:
        return None


def told(found: Changes) -> Told:
    """Changes in the words of the page."""
    signals = [(WORDS[each.signal], each) for each in found.moved if each.signal]
    signals.sort(key=lambda pair: not pair[0].startswith("Concern"))
    revised = [one for each in found.moved for one in _revisions(each)]
    return Told(
        signals=[(words, line_of(each.now, f"s{at}")) for at, (words, each) in enumerate(signals)],
        crossed=[
            (each.crossed, line_of(each.now, f"t{at}"))
            for at, each in enumerate(found.moved)
            if each.crossed is not None
        ],
        new=[_new(each) for each in found.moved if each.new],
        revised=revised[:40],
        revised_in_all=len(revised),
        late=[_waiting(each) for each in found.late],
        stopped=[_waiting(each) for each in found.stopped],
    )


def _new(moved: Moved) -> New:
    newest, before = moved.new[-1], moved.then.newest
    return New(
        moved.now.indicator,
        len(moved.new),
        _value(moved, newest),
        period_words(newest.period, moved.now.indicator.every),
        f"{_value(moved, before)} in {period_words(before.period, moved.now.indicator.every)}"
        if before
        else "nothing",
        newest.figure,
    )


def _revisions(moved: Moved) -> list[Revision]:
    every = moved.now.indicator.every
    return [
        Revision(
            moved.now.indicator,
            period_words(each.now.period, every),
            _value(moved, each.was),
            _value(moved, each.now),
            each.now.figure,
            each.now.as_at,
        )
        for each in moved.revised[-REVISIONS_SHOWN:]
    ]


def _value(moved: Moved, point: Point) -> str:
    if isinstance(point.value, Missing):
        return point.value.reason
    return unit_of(moved.now.indicator, [point.value]).words(point.value)


def _waiting(late: Late) -> Waiting:
    every = late.charted.indicator.every
    return Waiting(
        late.charted.indicator,
        period_words(late.last, every),
        period_words(late.waiting_for, every),
        late.since,
    )
