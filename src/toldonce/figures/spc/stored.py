"""Charts of the figures that are stored: the one file here that asks the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from toldonce.figures import places, queries
from toldonce.figures.comparison.verdicts import Good
from toldonce.figures.missing import Missing
from toldonce.figures.models import Every as StoredEvery
from toldonce.figures.models import Good as StoredGood
from toldonce.figures.models import Indicator, Standard, StandardKind
from toldonce.figures.models import Unit as StoredUnit
from toldonce.figures.spc.chart import Chart, xmr
from toldonce.figures.spc.periods import Every
from toldonce.figures.spc.plan import AS_PUBLISHED, Plan
from toldonce.figures.spc.series import COUNT, DAYS, PERCENT, Series, Unit, series
from toldonce.figures.spc.targets import Aim, Aims

NO_FIGURES = Missing("no figures have been received for this indicator at this place")
SUPPRESSED = Missing("suppressed: so few that people could be recognised")
UNITS = {
    StoredUnit.COUNT: COUNT,
    StoredUnit.PERCENT: PERCENT,
    StoredUnit.RATE_1000: Unit(decimals=1, after=" per 1,000", least=0.0),
    StoredUnit.RATE_100000: Unit(decimals=1, after=" per 100,000", least=0.0),
    StoredUnit.POUNDS: Unit(prefix="£"),
    StoredUnit.DAYS: DAYS,
    StoredUnit.BEDS: Unit(after=" beds", least=0.0),
    StoredUnit.SCORE: Unit(decimals=1),
    StoredUnit.INDEX: Unit(decimals=1),
}
GOOD = {StoredGood.HIGHER: Good.HIGH, StoredGood.LOWER: Good.LOW, StoredGood.NEITHER: Good.NEITHER}
EVERY = {
    StoredEvery.DAY: Every.DAY,
    StoredEvery.WEEK: Every.WEEK,
    StoredEvery.MONTH: Every.MONTH,
    StoredEvery.QUARTER: Every.QUARTER,
    StoredEvery.FINANCIAL_YEAR: Every.YEAR,
    StoredEvery.YEAR: Every.YEAR,
}
TARGETS = (StandardKind.TARGET, StandardKind.STANDARD)  # a target goes before the standard of everybody


def stored_chart(
    indicator: Indicator, place: str, part: str = "", *, plan: Plan = AS_PUBLISHED
) -> Chart | Missing:
    """Return the XmR chart of the current figures of an indicator at a place, with its targets and trajectory."""
    return chart_of(
        indicator,
        queries.series(indicator.code, place, part),
        queries.standards(indicator.code, place),
        called=places.names([place])[place],
        part=part,
        plan=plan,
    )


def chart_of(
    indicator: Indicator,
    points: Sequence[queries.Point],
    dated: Sequence[Standard],
    *,
    called: str,
    part: str = "",
    plan: Plan = AS_PUBLISHED,
) -> Chart | Missing:
    """Return the same of points and dated values that are read already, for a place that is called so."""
    if not points:
        return NO_FIGURES
    targets, trajectory = aims_of(dated, TARGETS), aims_of(dated, (StandardKind.TRAJECTORY,))
    return xmr(series_of(indicator, points, called, part), plan, targets=targets, trajectory=trajectory)


def series_of(indicator: Indicator, points: Sequence[queries.Point], called: str, part: str = "") -> Series:
    """Return stored points as a series; a suppressed one is a gap."""
    return series(
        [(point.period, SUPPRESSED if point.suppressed else point.value) for point in points],
        name=f"{indicator.name}: {part}" if part else indicator.name,
        place=called,
        unit=UNITS[StoredUnit(indicator.unit)],
        every=EVERY[StoredEvery(indicator.every)],
        good=GOOD[StoredGood(indicator.good)],
    )


def aims_of(dated: Sequence[Standard], kinds: Sequence[str]) -> Aims:
    """Return the table of what holds from when on: where one dated value ends, another may hold again."""
    chosen = [each for each in dated if each.kind in kinds]
    turns = {each.since for each in chosen} | {each.until + timedelta(1) for each in chosen if each.until}
    rows: list[Aim] = []
    for day in sorted(turns):
        holds = queries.holding(chosen, day, kinds)
        if rows and holds is None:
            last = rows[-1]
            rows[-1] = Aim(last.since, last.value, last.source, last.agreed, until=day - timedelta(1))
        if holds is not None:
            rows.append(Aim(day, holds.value, holds.source, holds.set_on))
    return Aims(tuple(rows))
