"""Two people at one plan in the same moment, and a process that is killed in the middle of saving."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from django.db import connection, transaction

from tests.project.commands import ROOT, environment
from tests.steering.sheets.conftest import COLIN, FIONA, POT, now, pot_called, row_of, said
from toldonce.steering.sheets.actions import Written, edit, undo
from toldonce.steering.sheets.agreeing.actions import submit
from toldonce.steering.sheets.describing import describe_book
from toldonce.steering.sheets.errors import BookRefused, ChangedMeanwhile, EditRefused
from toldonce.steering.sheets.models import BookChange
from toldonce.steering.sheets.opening.actions import open_book

HERE = {"kind": POT, "key": "this-year"}
# Edits a cell, and stands still when all of it is written and nothing is committed.
SAVES_AND_WAITS = """
import sys, time
import django; django.setup()
from django.db import transaction
from tests.steering.sheets.conftest import COLIN, POT
from toldonce.steering.sheets.actions import Written, edit

with transaction.atomic():
    edit(by=COLIN, kind=POT, key="this-year", cells=[Written(int(sys.argv[1]), "amount", "150", "100")], reason="x")
    print("saved", flush=True)
    time.sleep(600)
"""


def write(by, seen: str, says: str):
    cells = [Written(row_of("Carers"), "amount", says, seen)]
    return edit(by=by, **HERE, cells=cells, reason="at once")


def wait_until_somebody_waits() -> None:
    """Return as soon as somebody waits for what another holds."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("select exists (select from pg_locks where not granted)")
            if cursor.fetchone() == (True,):
                return
        time.sleep(0.02)
    raise AssertionError("nobody has waited")


def test_of_two_who_open_a_plan_under_one_key_at_once_one_is_told(own_database, other):
    with transaction.atomic():
        pot_called("this-year")
        waiting = other.starts(lambda: open_book(by=COLIN, **HERE, title="Mine"))
        wait_until_somebody_waits()
    with pytest.raises(BookRefused, match="There is a Pot of money called “this-year” already"):
        waiting.result(timeout=30)
    assert now().book.title == "Pot of this-year"


def test_of_two_who_write_in_one_cell_at_once_the_second_is_told(pot, other):
    with transaction.atomic():
        write(FIONA, "100", "150")
        waiting = other.starts(write, COLIN, "100", "120")
        wait_until_somebody_waits()
    with pytest.raises(ChangedMeanwhile, match="now says “150”: Fiona Ance wrote it"):
        waiting.result(timeout=30)
    assert said("schemes", "amount")[1] == ("150",)


def name_it(by, title: str):
    seen = {"title": "Pot of this-year"}
    return describe_book(by=by, **HERE, says={"title": title}, seen=seen, reason="the wrong name")


def test_of_two_who_give_a_plan_another_title_at_once_the_second_is_told(pot, other):
    with transaction.atomic():
        name_it(FIONA, "Pot of 2019")
        waiting = other.starts(name_it, COLIN, "Our pot")
        wait_until_somebody_waits()
    with pytest.raises(ChangedMeanwhile, match="now says “Pot of 2019”: Fiona Ance wrote it"):
        waiting.result(timeout=30)
    assert (now().book.title, now().book.version) == ("Pot of 2019", 1)


def test_a_change_is_undone_once_however_many_ask_for_it(pot, other):
    write(FIONA, "100", "150")
    with transaction.atomic():
        undo(by=FIONA, **HERE, version=1)
        waiting = other.starts(lambda: undo(by=COLIN, **HERE, version=1))
        wait_until_somebody_waits()
    with pytest.raises(EditRefused, match="undone already"):
        waiting.result(timeout=30)
    assert (said("schemes", "amount")[1], now().book.version) == (("100",), 2)


def test_what_is_submitted_is_what_was_checked(pot, other):
    with transaction.atomic():
        submit(by=FIONA, **HERE)
        waiting = other.starts(write, COLIN, "100", "150")
        wait_until_somebody_waits()
    with pytest.raises(EditRefused, match="is submitted and cannot be edited"):
        waiting.result(timeout=30)
    assert now().errors == []


def test_a_process_that_is_killed_while_it_saves_leaves_nothing_and_holds_nobody_up(pot):
    saving = subprocess.Popen(
        [sys.executable, "-c", SAVES_AND_WAITS, f"{row_of('Carers')}"],
        env=environment(PYTHONPATH=f"{ROOT / 'src'}:{ROOT}"), cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert saving.stdout and saving.stdout.readline() == "saved\n"
    saving.kill()
    saving.communicate()
    assert (said("schemes", "amount")[1], BookChange.objects.count()) == (("100",), 0)
    assert write(FIONA, "100", "150").opened.book.version == 1
