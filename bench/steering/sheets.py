"""What a plan of 500 lines costs as one types and pages through it: `python -m bench.steering.sheets [LINES]`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from bench.measured import Measured, home_of_its_own, size, tell, took
from bench.served import BUDGET

ABOUT, LINES = "A plan as one types", 500
AS_ONE_TYPES = 100.0  # milliseconds
HERE, SHEET = "/plans/pot/big/", "/plans/pot/big/sheets/schemes/"


def main() -> None:
    tell(measured(int(size(LINES))))


def measured(lines: int) -> Iterator[Measured]:
    """One cell after the other is typed into a plan of so many lines; then its pages are asked for."""
    with home_of_its_own(TOLDONCE_DEMO="1"):
        from tests.steering.sheets.conftest import now

        browser, row = _prepared(lines)
        pages = {
            "the sheet as a page": (SHEET, 30),
            "the overview of the plan": (HERE, 30),
            "one cell with its history and comments": (f"{SHEET}rows/{row}/amount/", 30),
            "the history of the plan": (f"{HERE}changes/", 30),
            "the workbook": (f"{HERE}file/workbook/", 10),
        }
        yield took(ABOUT, f"{lines} lines read and reconciled", lambda: now("big").findings, AS_ONE_TYPES)
        yield took(ABOUT, "a cell is kept, and all reconciled", _typing(browser, row), AS_ONE_TYPES)
        for what, (address, times) in pages.items():
            yield took(ABOUT, what, lambda: _read(browser, address), BUDGET, times)  # noqa: B023


def _prepared(lines: int):
    """A signed-in planner, and the row of a plan that is edited."""
    from datetime import date

    from django.test import Client

    from tests.steering.sheets.conftest import POT, pot_called, row_of
    from toldonce.directory.models import Account, Organisation, Place, Post
    from toldonce.steering.books import KINDS

    KINDS["pot"] = POT
    place = Place.objects.create(code="here", name="Here")
    Organisation.objects.create(code="QQQ", place=place, kind="board", name="The board of Here")
    account = Account.objects.create(username="a.planner", name="Ann Planner", invented=True)
    Post.objects.create(account=account, role="planner", organisation_id="QQQ", since=date(2020, 1, 1))
    browser = Client(SERVER_NAME="localhost")
    browser.post("/sign-in/", {"account": "a.planner"})
    schemes = [f"Scheme {n} | Source {n % 20} | {1000 * n} | health | 4.6 | 1.5 | yes" for n in range(lines)]
    sources = [f"Source {n} | {sum(1000 * m for m in range(n, lines, 20))}" for n in range(20)]
    head = "scheme | source | amount | area | growth | factor | pooled"
    pot_called(
        "big", {"sources": "\n".join(["source | amount", *sources]), "schemes": "\n".join([head, *schemes])}
    )
    return browser, row_of("Scheme 7", key="big")


def _typing(browser, row: int) -> Callable[[], None]:
    amounts, seen = count(10_000, 10_000), ["7,000"]

    def typed() -> None:
        says = f"{next(amounts)}"
        cell = {"row": row, "column": "amount", "says": says, "seen": seen[0]}
        edit = {"act": "edit", "reason": "measured", "cells": [cell]}
        answer = browser.post(f"{SHEET}keep/", edit, content_type="application/json")
        assert answer.status_code == 200, answer.content
        seen[0] = says

    return typed


def _read(browser, address: str) -> None:
    assert browser.get(address).status_code == 200


if __name__ == "__main__":
    main()
