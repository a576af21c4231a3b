"""A portfolio opened and worked out for its pages, or the page that says which cells must be put right first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from toldonce.figures.charting.queries import Charted
from toldonce.steering.plans.programmes.benefits import Followed, followed_all, points_of
from toldonce.steering.plans.programmes.book import PROGRAMMES
from toldonce.steering.plans.programmes.network import Network, expected
from toldonce.steering.plans.programmes.plan import Portfolio, Programme
from toldonce.steering.plans.programmes.reading import portfolio_of
from toldonce.steering.sheets.declaring import At
from toldonce.steering.sheets.queries import Opened
from toldonce.web.design.menu import PLANNER
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.book import number
from toldonce.web.planner.plans.framing import framed
from toldonce.web.planner.plans.programmes.counting import charts_of
from toldonce.web.planner.readers import readers_of_figures

NO_PROGRAMME = "There is no such programme in this portfolio."


@dataclass(frozen=True)
class Looking:
    """One portfolio without errors, on the day of which its dates are judged."""

    opened: Opened
    portfolio: Portfolio
    on: date

    @cached_property
    def network(self) -> Network:
        """When each milestone is expected, what drives it and what it moves."""
        return expected(self.portfolio, self.on)

    @cached_property
    def charted(self) -> dict[str, Charted]:
        """The charts of the indicators that benefits name, by the keys of the benefits."""
        return charts_of(self.portfolio.benefits, self.on)

    @cached_property
    def followed(self) -> dict[str, Followed]:
        """How every benefit stands, by its key."""
        figures = {key: points_of(made.points, made.indicator.every) for key, made in self.charted.items()}
        return followed_all(self.portfolio, self.on, figures)

    @property
    def key(self) -> str:
        """The key of the book."""
        return self.opened.book.key

    def cell(self, sheet: str, number: int | None = None, column: str = "") -> str:
        """The address of a cell, a row or a sheet; `number` is the place of the row."""
        return showing.address_of(self.opened, At(PROGRAMMES.by_key[sheet], number, column))

    def programme(self, row: int | None) -> Programme:
        """The programme that stands in a row; raises Http404."""
        for each in self.portfolio.programmes:
            if each.row == row:
                return each
        raise Http404(NO_PROGRAMME)

    @cached_property
    def pages(self) -> dict[str, str]:
        """The address of the page of each programme, by its key."""
        those = self.portfolio.programmes
        return {each.key: reverse("programmes-one", args=[self.key, each.row]) for each in those}


def of_a_portfolio(current: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For planners and board members: the portfolio of the address, or its faults; `current` labels the tab."""

    def made(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @readers_of_figures
        @wraps(view)
        def answer(request: HttpRequest, key: str, **parts: object) -> HttpResponse:
            opened = showing.book_called(PROGRAMMES.key, key)
            if opened.errors:
                faults = framed(opened, current, found=showing.found(opened), count=len(opened.errors))
                return render(request, "planner/pages/plans/faults.html", faults)
            portfolio = portfolio_of(opened.contents)
            on = portfolio.judged_on(timezone.localdate())
            return view(request, Looking(opened, portfolio, on), **parts)

        return answer

    return made


def shown(request: HttpRequest, looking: Looking, current: str, **more: Any) -> dict[str, Any]:
    """What the template of a page of a portfolio needs beside its own."""
    return framed(
        looking.opened,
        current,
        looking=looking,
        programmes=looking.portfolio.programmes,
        may_edit=request.actor.role == PLANNER,
        **more,
    )


def asked_for(request: HttpRequest, looking: Looking) -> Programme | None:
    """The programme of `?programme=`, None where none is asked for; raises Http404 where it is not there."""
    said = request.GET.get("programme", "")
    return looking.programme(number(said)) if said else None
