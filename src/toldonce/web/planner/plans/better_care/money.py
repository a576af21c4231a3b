"""The money of a Better Care Fund plan looked at together, and where each of its pounds comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.better_care import views
from toldonce.steering.plans.better_care.accounts import Cut, Dimension, cut
from toldonce.steering.sheets.declaring import At
from toldonce.steering.sheets.models import BookEdit
from toldonce.steering.sheets.saying import pounds
from toldonce.web.design.stacks import Stacked, stacked
from toldonce.web.planner.plans.better_care.looking import (
    Amount,
    Looking,
    in_words,
    looking_at,
    shared_by_pages,
)
from toldonce.web.planner.readers import readers_of_figures

DOERS = (("Commissioner", "commissioner"), ("Provider", "provider"))


@dataclass(frozen=True, slots=True)
class Table:
    """A view of the money in words."""

    title: str
    row_head: str
    heads: Sequence[str]
    lines: Sequence[tuple[str, Sequence[Amount], Amount]]
    foot: tuple[str, Sequence[Amount], Amount]
    ranges: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A printed amount beside the computed one."""

    name: str
    printed: str
    cell: str
    where: str
    computed: str
    looked: views.Looked


@dataclass(frozen=True, slots=True)
class FromRow:
    """A row that pounds come from, with who last said so and why."""

    where: str
    address: str
    amount: str
    surely: bool
    note: str
    last: BookEdit | None


@readers_of_figures
@require_safe
def together(request: HttpRequest, key: str) -> HttpResponse:
    """Every view of the money, and what is printed beside what is computed."""
    looking = looking_at(key)
    shown = {**shared_by_pages(looking, "Money together"), **of_money(looking)}
    return render(request, "planner/pages/plans/better_care/money.html", shown)


def of_money(looking: Looking) -> dict[str, Any]:
    """What is shown of the money."""
    return {
        "sentence": views.sentence(looking.money),
        "tables": [_table(looking, view) for view in views.views(looking.money)],
        "chart": chart_of(looking),
        "doers": [(head, views.by_organisation(looking.opened.contents, column)) for head, column in DOERS],
        "beside": [_beside(looking, each) for each in views.as_printed(looking.money)],
    }


def chart_of(looking: Looking) -> Stacked | None:
    """Each scheme as a bar of what its contributors pay for it."""
    view = views.view(looking.money, Dimension.SCHEME, Dimension.PARTNER)
    rows = [(line.name, [cell.said.low if cell.said else 0 for cell in line.cells]) for line in view.lines]
    return stacked(rows, view.heads, pounds)


def _table(looking: Looking, view: views.View) -> Table:
    lines = [_line(looking, line) for line in view.lines]
    foot = _line(looking, view.foot)
    words = [amount.words for _, cells, _ in lines for amount in cells]
    return Table(view.title, view.row_head, view.heads, lines, foot, any(" to " in each for each in words))


def _line(looking: Looking, line: views.Line) -> tuple[str, Sequence[Amount], Amount]:
    return line.name, [looking.amount(cell.of) for cell in line.cells], looking.amount(line.whole.of)


def _beside(looking: Looking, each: views.Printed) -> Beside:
    computed = in_words(each.computed) if each.computed else ""
    return Beside(each.name, pounds(each.pounds), looking.cell(each.at), str(each.at), computed, each.looked)


@readers_of_figures
@require_safe
def whence(request: HttpRequest, key: str) -> HttpResponse:
    """Where the pounds of a cut come from: every account that speaks of them, row by row, with the last edit."""
    looking = looking_at(key)
    of = _asked(request, looking)
    said = views.origins(looking.money.plan, of)
    last = _last_edits(looking, {_key(looking, each.at) for _, rows in said for each in rows})
    accounts = [
        (statement.account.sheet.title, in_words(statement), [_row(looking, each, last) for each in rows])
        for statement, rows in said
    ]
    shown = {
        **shared_by_pages(looking, "Money together"),
        "amount": looking.amount(of),
        "accounts": accounts,
        "about": next(iter(looking.opened.contents["about"]), None),
        "printed": [_beside(looking, each) for each in views.as_printed(looking.money) if each.of == of],
    }
    return render(request, "planner/pages/plans/better_care/whence.html", shown)


def _asked(request: HttpRequest, looking: Looking) -> Cut:
    said = {each: request.GET.get(each, "") for each in Dimension}
    for dimension, value in said.items():
        if value and value not in looking.money.plan.names[dimension]:
            raise Http404(f"There is no {dimension} called {value} in this plan.")
    return looking.money.plan.completed(cut(said))


def _last_edits(looking: Looking, rows: set[int]) -> dict[tuple[int, str], BookEdit]:
    edits = BookEdit.objects.filter(change__book=looking.opened.book, row__in=rows, column__in=["amount", ""])
    return {(edit.row, edit.column): edit for edit in edits.select_related("change").order_by("pk")}


def _key(looking: Looking, at: At) -> int:
    return looking.opened.contents[at.sheet.key][(at.row or 1) - 1].key


def _row(looking: Looking, each: views.Origin, last: dict[tuple[int, str], BookEdit]) -> FromRow:
    row = looking.opened.contents[each.at.sheet.key][(each.at.row or 1) - 1]
    edit = last.get((row.key, "amount")) or last.get((row.key, ""))
    note = str(row.values.get("note") or "")
    amount = "not said" if each.pounds is None else pounds(each.pounds)
    where = str(At(each.at.sheet, each.at.row))
    return FromRow(where, looking.cell(each.at), amount, each.surely, note, edit)
