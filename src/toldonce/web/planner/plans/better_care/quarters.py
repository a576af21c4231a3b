"""Pooled budgets at the ends of quarters: variance, forecast, and who bears it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.better_care import sheets, words
from toldonce.steering.plans.better_care.accounts import Dimension
from toldonce.steering.plans.better_care.pools import Pool, QuarterEnd, pools_of, quarter_ends
from toldonce.steering.sheets.declaring import At
from toldonce.steering.sheets.saying import listed, minus_sign, pounds, signed
from toldonce.web.design.menu import PLANNER
from toldonce.web.planner.plans.better_care.looking import Looking, looking_at, shared_by_pages
from toldonce.web.planner.plans.better_care.rules import followed
from toldonce.web.planner.readers import readers_of_figures


@dataclass(frozen=True, slots=True)
class Member:
    """A contributor to a pool in words."""

    name: str
    amount: str
    risk: str
    bears: str


@dataclass(frozen=True, slots=True)
class End:
    """A quarter end in words."""

    quarter: str
    budget: str
    actual: str
    variance: str
    percent: str
    forecast: str
    forecast_variance: str
    borne: str
    why: str
    address: str


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pool with its contributors and its quarter ends."""

    name: str
    host: str
    budget: str
    note: str
    members: list[Member]
    ends: list[End]
    sentence: str
    address: str


@readers_of_figures
@require_safe
def monitored(request: HttpRequest, key: str) -> HttpResponse:
    """Each pool at its quarter ends, and the metrics beside them."""
    looking = looking_at(key)
    shown = {
        **shared_by_pages(looking, "Quarterly monitoring"),
        **of_pools(looking),
        "metrics": followed(looking),
        "fill_in": looking.cell(At(sheets.QUARTERS)),
        "may_edit": request.actor.role == PLANNER,
    }
    return render(request, "planner/pages/plans/better_care/quarters.html", shown)


def of_pools(looking: Looking) -> dict[str, Any]:
    """What is shown of pooled budgets."""
    ends = quarter_ends(looking.opened.contents)
    return {
        "pools": [
            _pooled(looking, pool, [end for end in ends if end.pool.key == pool.key])
            for pool in pools_of(looking.opened.contents)
        ]
    }


def _pooled(looking: Looking, pool: Pool, ends: list[QuarterEnd]) -> Pooled:
    names = looking.money.plan.names[Dimension.PARTNER]
    last = ends[-1] if ends else None
    over = last.forecast_variance if last else None
    borne = pool.borne(over) if over is not None else None
    members = [
        Member(
            names.get(each.partner, each.partner),
            "not said" if each.amount is None else pounds(each.amount),
            "not said" if each.risk is None else f"{each.risk}%",
            signed(borne[each.partner]) if borne else "",
        )
        for each in pool.members
    ]
    row = looking.opened.contents["pools"][pool.row - 1]
    return Pooled(
        *(pool.name, names.get(pool.host or "", "not said")),
        "not said" if pool.budget is None else pounds(pool.budget),
        str(row["note"] or ""),
        members,
        [_end(looking, each, names) for each in ends],
        _sentence(pool, last, names),
        looking.cell(At(sheets.POOLS, pool.row, "name")),
    )


def _end(looking: Looking, end: QuarterEnd, names) -> End:
    over = end.forecast_variance
    return End(
        *(words.QUARTERS[end.quarter], pounds(end.budget), pounds(end.actual), signed(end.variance)),
        "" if end.percent is None else minus_sign(f"{end.percent:+z.1f}%"),
        *(pounds(end.forecast), "not said" if over is None else signed(over)),
        _borne(end.pool, end.variance, names),
        end.why,
        looking.cell(At(sheets.QUARTERS, end.row, "actual")),
    )


def _borne(pool: Pool, variance: int, names) -> str:
    borne = pool.borne(variance)
    if borne is None:
        return "nobody knows: the risk share is not said"
    return listed([f"{names.get(partner, partner)} {signed(part)}" for partner, part in borne.items()])


def _sentence(pool: Pool, last: QuarterEnd | None, names) -> str:
    """Where a pool stands and is going, as a finance director would say it."""
    if last is None:
        return "No quarter end is entered yet."
    told = (
        f"At the end of {words.QUARTERS[last.quarter].lower()} {_beyond(last.variance, 'the budget to date')}"
    )
    over = last.forecast_variance
    if over is None:
        return f"{told}. What the year is to cost cannot be compared: a contribution is not said."
    told += f"; the year is forecast to end {_over(over)}."
    borne = pool.borne(over)
    if over and borne:
        parts = listed(
            [f"{names.get(partner, partner)} {pounds(abs(part))}" for partner, part in borne.items()]
        )
        told += f" By the risk share this is {'borne' if over > 0 else 'kept'} so: {parts}."
    return told


def _beyond(variance: int, what: str) -> str:
    if not variance:
        return f"{what} is spent exactly"
    return f"{pounds(abs(variance))} {'more' if variance > 0 else 'less'} than {what} is spent"


def _over(variance: int) -> str:
    if not variance:
        return "on budget"
    return f"{pounds(abs(variance))} {'over' if variance > 0 else 'under'} budget"
