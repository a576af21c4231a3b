"""What a plan of 500 lines costs as one types and pages through it: `python -m bench.steering_sheets [LINES]`.

It needs a database: run it in a home of its own (TOLDONCE_HOME), where it makes and drops a database.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LINES, TIMES = 500, 60
NAME = "toldonce_bench_sheets"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toldonce.project.settings")
    os.environ["TOLDONCE_DEMO"] = "1"
    import django

    django.setup()
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    with database():
        browser, row = _prepared(lines)
        print(
            f"{lines} lines, {TIMES} times each, load {os.getloadavg()[0]:.1f}: by the clock, and of our processor"
        )
        for what, taken in _measured(browser, row):
            clock, own = (sorted(1000 * each[side] for each in taken) for side in (0, 1))
            p95 = int(len(clock) * 0.95)
            print(
                f"{what:<54} p50 {statistics.median(clock):6.1f} ms  p95 {clock[p95]:6.1f} ms"
                f"  own p50 {statistics.median(own):6.1f} ms  p95 {own[p95]:6.1f} ms"
            )


@contextmanager
def database() -> Iterator[None]:
    """A database with tables and no rows, dropped at the end."""
    from django.core.management import call_command
    from django.db import connection

    from tests.conftest import _on_server, connected_to
    from toldonce.project.embedded import Server, running

    with running(Server(Path(os.environ["TOLDONCE_HOME"]))):
        _on_server(f"drop database if exists {NAME} with (force)")
        _on_server(f"create database {NAME}")
        with connected_to(NAME):
            call_command("migrate", interactive=False, verbosity=0)
            yield
            connection.close()
        _on_server(f"drop database {NAME} with (force)")


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


def _measured(browser, row: int) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    here = "/plans/pot/big/"
    sheet = f"{here}sheets/schemes/"
    said = iter(range(1, 10**6))
    seen = ["7,000"]

    def typed() -> None:
        says = f"{next(said) * 10_000}"
        cell = {"row": row, "column": "amount", "says": says, "seen": seen[0]}
        answer = browser.post(
            f"{sheet}keep/",
            {"act": "edit", "reason": "measured", "cells": [cell]},
            content_type="application/json",
        )
        assert answer.status_code == 200, answer.content
        seen[0] = says

    def read(address: str) -> Callable[[], None]:
        def do() -> None:
            assert browser.get(address).status_code == 200

        return do

    from tests.steering.sheets.conftest import now

    yield "the whole plan read and reconciled", timed(lambda: now("big").findings)
    yield "a cell is typed, kept, and the whole plan reconciled", timed(typed)
    yield "the sheet as a page", timed(read(sheet))
    yield "the overview of the plan", timed(read(here))
    yield "one cell with its history and comments", timed(read(f"{sheet}rows/{row}/amount/"))
    yield "the history of the plan", timed(read(f"{here}changes/"))
    yield "all plans", timed(read("/plans/"))
    yield "the workbook", timed(read(f"{here}file/workbook/"), 10)


def timed(do: Callable[[], None], times: int = TIMES) -> list[tuple[float, float]]:
    """How long each of some runs takes, by the clock and of this process, in seconds, after two that warm up."""
    found = []
    for number in range(times + 2):
        clock, own = time.perf_counter(), time.process_time()
        do()
        if number > 1:
            found.append((time.perf_counter() - clock, time.process_time() - own))
    return found


if __name__ == "__main__":
    main()
