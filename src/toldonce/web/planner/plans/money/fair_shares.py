"""Fair shares by place, network and practice, held against spend, by one formula and beside the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from toldonce.steering.money.fair_shares.declared import COMPONENTS
from toldonce.steering.money.fair_shares.shares import Moved, Share, Shares, moved, need_beside_all, shares
from toldonce.steering.money.fair_shares.weights import Weights, weights_of
from toldonce.steering.money.fair_shares.words import sentences
from toldonce.steering.sheets.queries import Opened
from toldonce.steering.sheets.saying import pounds, year_words
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.framing import framed
from toldonce.web.planner.plans.money import charts
from toldonce.web.planner.plans.money.cells import Origin, cell, origin
from toldonce.web.planner.readers import readers_of_figures

NOTHING = "planner/pages/plans/money/nothing.html"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: an amount by the formula of one year, and what the formula before it gave."""

    opened: Opened
    weights: Weights
    made: Shares
    changed: Mapping[Share, Moved]
    older: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A share as it is drawn, with the address of what is inside it."""

    share: Share
    moved: int | None
    address: str


@readers_of_figures
@require_safe
def every(request: HttpRequest, key: str) -> HttpResponse:
    """Places and networks, with a bar for each network."""
    opened = showing.book_called("fair-shares", key)
    asked = _asked(request, opened)
    if asked is None:
        return render(request, NOTHING, framed(opened, "Fair shares"))
    made = asked.made
    beside_all = need_beside_all(asked.weights, made.year, made.pot.component)
    shown = {
        "sentences": sentences(made, beside_all, asked.changed),
        "chart": _chart(made.networks, "Fair shares of networks"),
        "places": [
            (place, [_line(asked, share) for share in made.networks if share.within == place.code])
            for place in made.places
        ],
        "origins": _origins(asked),
    }
    return _page(request, asked, "shares.html", shown)


@readers_of_figures
@require_safe
def network(request: HttpRequest, key: str, code: str) -> HttpResponse:
    """The practices of one network."""
    opened = showing.book_called("fair-shares", key)
    asked = _asked(request, opened)
    share = next((each for each in asked.made.networks if each.code == code), None) if asked else None
    if asked is None or share is None:
        raise Http404("There is no such network in these sheets.")
    practices = asked.made.practices_of(code)
    shown = {
        "network": share,
        "chart": _chart(practices, f"Fair shares of the practices of {share.name}"),
        "practices": [_line(asked, each) for each in practices],
        "notes": [
            (each.name, each.note) for each in asked.weights.practices if each.network == code and each.note
        ],
        "origins": _origins(asked),
    }
    return _page(request, asked, "shares_network.html", shown)


def _asked(request: HttpRequest, opened: Opened) -> Asked | None:
    """The amount and the year that are asked for, the first and the newest where they are not there."""
    weights = weights_of(opened.contents)
    pot = weights.pot(request.GET.get("pot", "")) or next(iter(weights.pots), None)
    if pot is None or not weights.years:
        return None
    years = [year for year in weights.years if year_words(year) == request.GET.get("formula")]
    year = years[0] if years else weights.years[0]
    made = shares(weights, pot, year)
    older = next((each for each in weights.years if each < year), None)
    before = shares(weights, pot, older) if older is not None else None
    if made is None:
        return None
    return Asked(opened, weights, made, moved(made, before) if before else {}, older if before else None)


def _page(request: HttpRequest, asked: Asked, template: str, shown: dict) -> HttpResponse:
    common = {
        "made": asked.made,
        "pots": asked.weights.pots,
        "formulas": [year_words(year) for year in asked.weights.years],
        "formula": year_words(asked.made.year),
        "before": year_words(asked.older) if asked.older is not None else "",
        "by": COMPONENTS[asked.made.pot.component],
        "known": asked.made.pot.spend,
    }
    shown = framed(asked.opened, "Fair shares", **common, **shown)
    return render(request, f"planner/pages/plans/money/{template}", shown)


def _line(asked: Asked, share: Share) -> Line:
    changed = asked.changed.get(share)
    key = asked.opened.book.key
    if share.code in asked.weights.networks:
        address = reverse("fair-shares-network", args=[key, share.code])
    else:
        address = cell(asked.opened, "weights", _weight_row(asked, share.code), asked.made.pot.component)
    return Line(share, changed.by if changed else None, address)


def _weight_row(asked: Asked, practice: str) -> int | None:
    rows = asked.opened.contents["weights"]
    year = asked.made.year
    return next((row.number for row in rows if row["practice"] == practice and row["year"] == year), None)


def _chart(told: tuple[Share, ...], title: str) -> str:
    """A bar for what is spent, or for the share where no spend is known; a line for the share beside a spend."""
    spent = any(share.spend is not None for share in told)
    ordered = sorted(told, key=lambda share: -share.target)
    drawn = [_bar(share) for share in ordered]
    words = f"{len(told)} bars, the largest share first; the table below says the same."
    return charts.bars(
        "shares", title, drawn, words, "the fair share, where the bar is the spend" if spent else ""
    )


def _bar(share: Share) -> charts.Bar:
    if share.spend is None:
        return charts.Bar(share.name, share.target, pounds(share.target))
    return charts.Bar(share.name, share.spend, pounds(share.spend), share.target)


def _origins(asked: Asked) -> list[Origin]:
    """The amount, and the columns of weighted people that it is shared by."""
    pot, opened = asked.made.pot, asked.opened
    made = [origin(opened, "pots", pot.row, "amount", pot.name, pot.source)]
    if pot.amount is None:
        made = [Origin(pot.name, "the spend that is entered, added up", cell(opened, "spend", None))]
    where = opened.book.source
    made.append(Origin(f"Weighted people: {COMPONENTS[pot.component]}", where, cell(opened, "weights", None)))
    return made
