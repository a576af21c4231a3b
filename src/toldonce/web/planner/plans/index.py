"""Every plan that there is, by its kind, and opening a new one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from toldonce.steering.books import KINDS
from toldonce.steering.sheets.errors import SheetsError
from toldonce.steering.sheets.kinds import FinancialYear, NotUnderstood
from toldonce.steering.sheets.opening.actions import copy_book, open_book
from toldonce.steering.sheets.queries import books
from toldonce.web.design.context import say
from toldonce.web.planner.plans.showing import book_called
from toldonce.web.planner.readers import planners, readers_of_figures

ASKED = ("kind", "key", "title", "year", "source", "about", "invented")


@readers_of_figures
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """The plans of each kind, newest year first."""
    there = books(KINDS)
    groups = [(kind, [book for book in there if book.kind == kind.key]) for kind in KINDS.values()]
    return render(request, "planner/pages/plans/index.html", {"groups": groups})


@planners
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    """Open a plan of a kind, with the rows that its sheets open with."""
    said = {name: request.POST.get(name, request.GET.get(name, "")).strip() for name in ASKED}
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            book = _opened(request, said)
        except SheetsError as refusal:
            problems["title"] = str(refusal)
        except NotUnderstood as refusal:
            problems["year"] = str(refusal)
        else:
            say(request, "The plan is opened.")
            return redirect("book", book.kind, book.key)
    shown = {"kinds": KINDS.values(), "typed": said, "problems": problems, "copied": None}
    return render(request, "planner/pages/plans/open.html", shown, status=400 if problems else 200)


def _opened(request: HttpRequest, said: dict[str, str]):
    if said["kind"] not in KINDS:
        raise SheetsError("Choose what kind of plan it is.")
    year = FinancialYear().read(said["year"])
    return open_book(
        by=request.actor, kind=KINDS[said["kind"]], key=_key(said), title=said["title"], year=year,
        source=said["source"], about=said["about"], invented=bool(said["invented"]),
    )  # fmt: skip


def _key(said: dict[str, str]) -> str:
    key = slugify(said["key"] or said["title"])[:80]
    if not key:
        raise SheetsError("Give the plan a title of letters and numbers, by which people find it.")
    return key


@planners
@require_http_methods(["GET", "HEAD", "POST"])
def copying(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Open a plan as a copy of another, so that the two can be compared row by row."""
    old = book_called(kind, key)
    said = {name: request.POST.get(name, "").strip() for name in ASKED} | {"kind": kind}
    if request.method != "POST" and old.book.invented:
        said["invented"] = "yes"
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            year = FinancialYear().read(said["year"])
            book = copy_book(
                by=request.actor, kind=old.kind, key=key, to=_key(said), title=said["title"], year=year,
                source=said["source"], about=said["about"], invented=bool(said["invented"]),
            )  # fmt: skip
        except SheetsError as refusal:
            problems["title"] = str(refusal)
        except NotUnderstood as refusal:
            problems["year"] = str(refusal)
        else:
            say(request, f"The plan is opened with the rows of “{old.book.title}”.")
            return redirect("book", book.kind, book.key)
    shown = {"kinds": [old.kind], "typed": said, "problems": problems, "copied": old.book}
    return render(request, "planner/pages/plans/open.html", shown, status=400 if problems else 200)
