"""Two people at one plan at the same moment, each on a connection of their own: nothing is lost, the later is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from tests.steering.sheets.conftest import COLIN, FIONA, POT, pot_called, row_of, said
from toldonce.directory.actors import Actor
from toldonce.steering.sheets import actions
from toldonce.steering.sheets.actions import Written
from toldonce.steering.sheets.agreeing.actions import submit
from toldonce.steering.sheets.errors import BookRefused, ChangedMeanwhile, EditRefused
from toldonce.steering.sheets.models import Book, BookChange
from toldonce.steering.sheets.opening.actions import open_book


def write(by: Actor, row: int, column: str, seen: str, says: str) -> actions.Saved:
    written = [Written(row, column, says, seen)]
    return actions.edit(by=by, kind=POT, key="this-year", cells=written, reason=f"{by.name} says so")


def amounts() -> list[str]:
    return [amount for (amount,) in said("schemes", "amount")]


def test_of_two_editors_of_one_cell_the_later_waits_and_is_told(pot, other):
    row = row_of("Carers")
    with transaction.atomic():
        write(FIONA, row, "amount", "100", "150")
        later = other.has_to_wait(write, COLIN, row, "amount", "100", "120")
    with pytest.raises(ChangedMeanwhile, match="now says “150”: Fiona Ance wrote it"):
        later.result(20)
    assert amounts() == ["700", "150", "200"]


def test_of_two_editors_of_one_row_each_keeps_their_cell(pot, other):
    row = row_of("Carers")
    with transaction.atomic():
        write(FIONA, row, "amount", "100", "150")
        later = other.has_to_wait(write, COLIN, row, "growth", "", "2.5")
    assert later.result(20).opened.contents["schemes"][1]["amount"] == 150
    assert said("schemes", "amount", "growth")[1] == ("150", "2.5%")


def test_an_edit_that_was_not_kept_after_all_stops_nobody(pot, other):
    row = row_of("Carers")
    with transaction.atomic():
        write(FIONA, row, "amount", "100", "150")
        later = other.has_to_wait(write, COLIN, row, "amount", "100", "120")
        transaction.set_rollback(True)
    later.result(20)
    assert amounts() == ["700", "120", "200"]


def test_what_many_add_up_in_one_cell_is_all_there(pot):
    people, times = 4, 6
    with ThreadPoolExecutor(people) as crowd:
        counting = [
            crowd.submit(_count_up, Actor(f"p{n}", f"Person {n}", "planner", "AAA"), times)
            for n in range(people)
        ]
        assert sum(each.result(60) for each in counting) == people * times
    assert amounts() == ["700", f"{100 + people * times}", "200"]
    versions = BookChange.objects.values_list("version", flat=True).order_by("version")
    assert list(versions) == list(range(1, people * times + 1))


def _count_up(by: Actor, times: int) -> int:
    """Add one to the amount of the carers so often, looking again whenever somebody else was faster."""
    row, done = row_of("Carers"), 0
    while done < times:
        seen = int(said("schemes", "amount")[1][0])
        try:
            write(by, row, "amount", f"{seen}", f"{seen + 1}")
        except EditRefused:  # it says something else by now, or just what this one was about to write
            continue
        done += 1
    connections.close_all()
    return done


def test_a_change_that_is_edited_upon_meanwhile_is_not_undone(pot, other):
    row = row_of("Carers")
    write(FIONA, row, "amount", "100", "150")
    with transaction.atomic():
        write(FIONA, row, "amount", "150", "160")
        later = other.has_to_wait(lambda: actions.undo(by=COLIN, kind=POT, key="this-year", version=1))
    with pytest.raises(ChangedMeanwhile, match="others were made on top of it"):
        later.result(20)
    assert amounts() == ["700", "160", "200"]


def test_who_edits_what_is_undone_meanwhile_is_told(pot, other):
    row = row_of("Carers")
    write(FIONA, row, "amount", "100", "150")
    with transaction.atomic():
        actions.undo(by=FIONA, kind=POT, key="this-year", version=1)
        later = other.has_to_wait(write, COLIN, row, "amount", "150", "160")
    with pytest.raises(ChangedMeanwhile, match="now says “100”"):
        later.result(20)
    assert amounts() == ["700", "100", "200"]


def test_a_change_is_undone_once_by_two_who_undo_it(pot, other):
    write(FIONA, row_of("Carers"), "amount", "100", "150")
    with transaction.atomic():
        actions.undo(by=FIONA, kind=POT, key="this-year", version=1)
        later = other.has_to_wait(lambda: actions.undo(by=COLIN, kind=POT, key="this-year", version=1))
    with pytest.raises(EditRefused, match="undone already"):
        later.result(20)
    assert amounts() == ["700", "100", "200"]


def test_nobody_edits_what_is_being_submitted(pot, other):
    with transaction.atomic():
        submit(by=FIONA, kind=POT, key="this-year")
        later = other.has_to_wait(write, COLIN, row_of("Carers"), "amount", "100", "120")
    with pytest.raises(EditRefused, match="is submitted and cannot be edited"):
        later.result(20)
    assert amounts() == ["700", "100", "200"]


def test_two_who_open_a_plan_under_one_key_open_one(own_database, other):
    with transaction.atomic():
        pot_called("this-year")
        later = other.has_to_wait(lambda: open_book(by=COLIN, kind=POT, key="this-year", title="Mine"))
    with pytest.raises(BookRefused, match="There is a Pot of money called “this-year” already"):
        later.result(20)
    assert [book.title for book in Book.objects.all()] == ["Pot of this-year"]
    assert amounts() == ["700", "100", "200"]


def test_who_opens_a_plan_that_the_faster_did_not_open_after_all_opens_it(own_database, other):
    with transaction.atomic():
        pot_called("this-year")
        later = other.has_to_wait(lambda: open_book(by=COLIN, kind=POT, key="this-year", title="Mine"))
        transaction.set_rollback(True)
    assert later.result(20).title == "Mine"
    assert [book.title for book in Book.objects.all()] == ["Mine"]
