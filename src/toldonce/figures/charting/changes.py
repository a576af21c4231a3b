"""What has changed at a place since a day: signals, values, revisions, targets crossed, and data that did not come."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from toldonce.figures.charting.queries import Charted, charted, together
from toldonce.figures.missing import Missing
from toldonce.figures.models import Every, Indicator
from toldonce.figures.periods import following
from toldonce.figures.queries import COLUMNS, Point, point_of
from toldonce.figures.spc import judging
from toldonce.figures.spc.judging import Variation

# What had been said last by a day, of everything that was said by then.
KNOWN_ON = f"""
select distinct on (i.code, figure.period) i.code, {COLUMNS}
from figures_figure figure join figures_indicator i on i.id = figure.indicator_id
where i.code = any(%s) and figure.place = %s and figure.part = '' and figure.as_at <= %s
order by i.code, figure.period, least(figure.confirmed, %s) desc, figure.as_at desc, figure.revision desc
"""
TOUCHED = """
select i.code from figures_indicator i where exists (
    select from figures_figure f where f.indicator_id = i.id and f.place = %s and f.part = '' and f.as_at > %s
)
"""
# Days after the end of a period within which its figure is expected: our own rule, longer than publishers usually take.
EXPECTED_WITHIN = {
    Every.DAY: 21,
    Every.WEEK: 28,
    Every.MONTH: 60,
    Every.QUARTER: 120,
    Every.FINANCIAL_YEAR: 365,
    Every.YEAR: 540,
}
STOPPED = timedelta(days=2 * 365)  # a series without a figure for so long has ended, rather than being late
REVISIONS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Revised:
    """A figure of which something else had been said by then."""

    was: Point
    now: Point


@dataclass(frozen=True, slots=True)
class Moved:
    """One series then and now: what is new about it."""

    now: Charted
    then: Charted
    new: tuple[Point, ...]
    revised: tuple[Revised, ...]

    @property
    def signal(self) -> Variation | None:
        """What its newest figure shows, where it is a signal that was not there then."""
        now, then = _variation(self.now), _variation(self.then)
        return now if now not in (None, Variation.USUAL) and (now != then or bool(self.new)) else None

    @property
    def crossed(self) -> bool | None:
        """Whether it came to meet its target (True) or to miss it (False); None where neither changed."""
        now, then = _met(self.now), _met(self.then)
        return now if now is not None and then is not None and now != then else None


@dataclass(frozen=True, slots=True)
class Late:
    """A series whose next figure should have come by a day."""

    charted: Charted
    last: date
    waiting_for: date
    since: date


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that changed at a place between two days."""

    since: date
    until: date
    moved: tuple[Moved, ...]
    late: tuple[Late, ...]
    stopped: tuple[Late, ...]


def changes(indicators: Sequence[Indicator], place: str, today: date, since: date | None = None) -> Changes:
    """What has changed since a day; without one, in the month before the newest figure was said."""
    now = charted(indicators, place)
    said = [point.as_at for each in now for point in each.points]
    until = max(said, default=today)
    begins = since or until - timedelta(days=31)
    then = _known_on(_touched(place, begins), place, begins)
    moved = [_moved(each, then[each.indicator.code]) for each in now if each.indicator.code in then]
    late = [found for each in now if (found := _late(each, today))]
    return Changes(
        begins,
        until,
        tuple(each for each in moved if each.new or each.revised),
        tuple(each for each in late if today - each.since < STOPPED),
        tuple(each for each in late if today - each.since >= STOPPED),
    )


def _touched(place: str, since: date) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED, [place, f"{since}"])
        return [code for (code,) in cursor.fetchall()]


def _known_on(codes: list[str], place: str, day: date) -> dict[str, list[Point]]:
    """What was known on a day of each series that has changed since, empty where there was nothing."""
    found: dict[str, list[Point]] = defaultdict(list, {code: [] for code in codes})
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_ON, [codes, place, f"{day}", f"{day}"])
        for code, *row in cursor.fetchall():
            found[code].append(point_of(row))
    return found


def _moved(now: Charted, known: list[Point]) -> Moved:
    then = together(now.indicator, now.place, now.place_name, known, now.standards, now.decisions)
    before = {point.period: point for point in known}
    new = tuple(point for point in now.points if point.period not in before)
    revised = tuple(
        Revised(before[point.period], point)
        for point in now.points
        if point.period in before and before[point.period].value != point.value
    )
    return Moved(now, then, new, revised)


def _late(each: Charted, today: date) -> Late | None:
    if not each.points:
        return None
    every, last = each.indicator.every, each.points[-1].period
    waiting_for = following(last, every)
    since = following(waiting_for, every) + timedelta(days=EXPECTED_WITHIN[Every(every)])
    return Late(each, last, waiting_for, since) if today > since else None


def _variation(made: Charted) -> Variation | None:
    told = made.chart if isinstance(made.chart, Missing) else judging.variation(made.chart)
    return None if isinstance(told, Missing) else told


def _met(made: Charted) -> bool | None:
    told = made.chart if isinstance(made.chart, Missing) else judging.met(made.chart)
    return None if isinstance(told, Missing) else told
