"""Comparing: a theme organisation by organisation, and an indicator with its peers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from toldonce.directory.models import OrganisationKind
from toldonce.figures.charting.charts import unit_of
from toldonce.figures.charting.funnel_picture import funnel_picture
from toldonce.figures.charting.peers import Peer, Peers, among
from toldonce.figures.charting.queries import Charted, charted_at
from toldonce.figures.charting.where import Counted
from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing
from toldonce.figures.models import Indicator, Unit
from toldonce.figures.periods import words as period_words
from toldonce.figures.queries import Point, across, indicators
from toldonce.figures.spc import icons, judging, picture
from toldonce.figures.spc.chart import Chart
from toldonce.figures.themes import BY_SLUG, KNOWN, THEMES, by_theme
from toldonce.web.planner.chosen import Chosen, chosen
from toldonce.web.planner.lines import ASSURANCE_WORD, VARIATION_WORD
from toldonce.web.planner.readers import readers_of_figures

COLUMNS = 8  # organisations side by side, as many as a wide screen shows
MULTIPLES = 9
IN_COLUMNS = (
    *(OrganisationKind.BOARD, OrganisationKind.ACUTE_TRUST, OrganisationKind.COMMUNITY_TRUST),
    *(OrganisationKind.AMBULANCE_TRUST, OrganisationKind.COUNCIL, "country", "combined"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator at one organisation, in brief."""

    place: str
    name: str
    value: str
    period: str
    counted: str
    why: str  # the newest period has no value
    icon: str
    word: str
    assurance: str


@readers_of_figures
@require_safe
def by_organisation(request: HttpRequest, theme: str) -> HttpResponse:
    """The indicators of one theme side by side for the organisations of the place."""
    if theme not in KNOWN:
        raise Http404(f"There is no theme {theme}.")
    view = chosen(request.actor, request.GET.get("place", ""))
    known = next((those for each, those in by_theme(indicators()) if each.slug == theme), [])
    columns = _columns(view, known)
    made = {
        place: {each.indicator.code: each for each in those}
        for place, those in charted_at(known, {each.code: each.name for each in columns}).items()
    }
    rows = [
        (
            each,
            [
                _cell(made[place.code].get(each.code), place, f"{at}-{column}")
                for column, place in enumerate(columns)
            ],
        )
        for at, each in enumerate(known)
    ]
    shown = {
        "view": view,
        "theme": theme,
        "title": BY_SLUG[theme].title,
        "themes": {each.slug: each.title for each in THEMES},
        "columns": columns,
        "rows": [(each, cells) for each, cells in rows if any(cells)],
        "without": [each for each, cells in rows if not any(cells)],
    }
    return render(request, "planner/pages/by_organisation.html", shown)


def _columns(view: Chosen, known: list[Indicator]) -> list[Counted]:
    """The organisations that have most of a theme, in the order in which places are chosen."""
    every = [each for _, those in view.groups for each in those if each.kind in IN_COLUMNS]
    here = {each.code for _, those in view.groups[:1] for each in those}
    has = {each.code: sum(each.code in view.counted.get(one.code, ()) for one in known) for each in every}
    kept = [each for each in every if has[each.code] and (each.kind != "board" or each.code in here)]
    most = sorted(kept, key=lambda each: -has[each.code])[:COLUMNS]
    return [each for each in kept if each in most]


def _cell(made: Charted | None, place: Counted, slug: str) -> Cell | None:
    if made is None or isinstance(made.chart, Missing):
        return None
    newest, variation, assurance = made.newest, judging.variation(made.chart), judging.assurance(made.chart)
    value = newest.value if newest else Missing("no value")
    unit, every = made.chart.series.unit, made.indicator.every
    return Cell(
        place.code,
        place.name,
        "No value" if isinstance(value, Missing) else unit.words(value),
        period_words(newest.period, every) if newest else "",
        counted_of(newest) if newest else "",
        _since(made),
        icons.variation_icon(f"v-{slug}", variation),
        "Cannot be told" if isinstance(variation, Missing) else VARIATION_WORD[variation],
        "" if isinstance(assurance, Missing) else ASSURANCE_WORD[assurance],
    )


def _since(made: Charted) -> str:
    """Why the newest period has no value, where it has none: April 2022: the publisher hid it."""
    last = made.points[-1]
    if not isinstance(last.value, Missing):
        return ""
    return f"{period_words(last.period, made.indicator.every)}: {last.value.reason}"


def counted_of(point: Point) -> str:
    """What a figure was counted of, 6,120 of 8,571; "" where nobody told both numbers."""
    if point.numerator is None or point.denominator is None:
        return ""
    return f"{point.numerator:,g} of {point.denominator:,g}"


@dataclass(frozen=True, slots=True)
class PeerLine:
    """One place of the comparison in words."""

    place: str
    rank: str
    name: str
    value: str
    limits: str
    counted: str
    position: str
    is_here: bool


@readers_of_figures
@require_safe
def with_peers(request: HttpRequest, code: str) -> HttpResponse:
    """An indicator at all places of the same kind: standing, funnel, table, and small charts on one scale."""
    known = get_object_or_404(Indicator, code=code)
    view, part = chosen(request.actor, request.GET.get("place", ""), code), request.GET.get("part", "")
    peers = {each.code: each.name for each in view.peers(code)}
    period, points = _newest_together(known, view.place.code, peers, part)
    compared = among(known, view.place.code, points, peers) if period else None
    drawn = (
        funnel_picture(compared, slug="funnel", unit="%" if known.unit == Unit.PERCENT else "")
        if compared
        else None
    )
    shown = {
        "indicator": known,
        "view": view,
        "part": part,
        "period": period_words(period, known.every) if period else "",
        "compared": compared,
        "funnel": "" if drawn is None or isinstance(drawn, Missing) else drawn,
        "no_funnel": drawn if isinstance(drawn, Missing) else "",
        "one_by_one": _one_by_one(compared, peers) if compared else [],
        "lines": [_peer_line(each, known, view.place.code) for each in compared.rows] if compared else [],
        "multiples": _multiples(known, peers, part, compared),
        "most": MULTIPLES,
    }
    return render(request, "planner/pages/peers.html", shown)


def _newest_together(
    known: Indicator, here: str, peers: dict[str, str], part: str
) -> tuple[date | None, dict[str, Point]]:
    """The newest period in which the place has a value, with the points of its peers in it."""
    (made,) = charted_at([known], {here: peers.get(here, here)}, part)[here]
    if made.newest is None:
        return None, {}
    found = across(known.code, made.newest.period, part)
    return made.newest.period, {code: point for code, point in found.items() if code in peers}


def _peer_line(peer: Peer, known: Indicator, here: str) -> PeerLine:
    value = peer.estimate.value
    unit = unit_of(known, [value])
    limits = [each for each in peer.estimate.limits if each.confidence == 0.95]
    low, high = (limits[0].lower, limits[0].upper) if limits else (Missing("none"), Missing("none"))
    return PeerLine(
        peer.place,
        str(peer.rank or ""),
        peer.name,
        value.reason if isinstance(value, Missing) else unit.words(value),
        ""
        if isinstance(low, Missing) or isinstance(high, Missing)
        else f"{unit.words(low)} to {unit.words(high)}",
        f"{peer.counted:,g} of {peer.size:,g}" if peer.counted is not None and peer.size else "",
        peer.position,
        peer.place == here,
    )


def _one_by_one(compared: Peers, names: dict[str, str]) -> list[tuple[str, list[str]]]:
    """The peers that are better, worse, or too close to tell, by chance alone; none without intervals."""
    told = compared.standing
    if isinstance(told, Missing) or not (told.better or told.worse or told.similar):
        return []
    up, down = ("Higher", "Lower") if told.good is Good.NEITHER else ("Better", "Worse")
    found = ((up, told.better), (down, told.worse), ("Too close to tell", told.similar))
    return [(words, sorted(names[code] for code in codes)) for words, codes in found if codes]


def _multiples(
    known: Indicator, peers: dict[str, str], part: str, compared: Peers | None
) -> list[tuple[str, str, str]]:
    """Small charts on one scale: the place itself first, then its peers by name."""
    here = compared.here if compared else ""
    kept = dict(sorted(peers.items(), key=lambda pair: (pair[0] != here, pair[1]))[:MULTIPLES])
    found = [each for those in charted_at([known], kept, part).values() for each in those]
    made = [(each, each.chart) for each in found if isinstance(each.chart, Chart)]
    drawn = picture.small_multiples(_in_one_unit([chart for _, chart in made]), slug="small")
    return [(each.place, each.place_name, one) for (each, _), one in zip(made, drawn, strict=True)]


def _in_one_unit(charts: list[Chart]) -> list[Chart]:
    """The same charts, printed with as many decimals as one of them needs."""
    unit = max((chart.series.unit for chart in charts), key=lambda each: each.decimals, default=None)
    return [replace(each, series=replace(each.series, unit=unit)) for each in charts]
