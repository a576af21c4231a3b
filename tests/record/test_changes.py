"""Whoever follows the feed of changes hears of every change, however late it commits."""

from __future__ import annotations

import time

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.writing import delete, patient, put, weight
from toldonce.record import changes, store
from toldonce.record.changes import START, Change, Cursor

pytestmark = pytest.mark.usefixtures("own_database")


def follow(after: Cursor = START, limit: int = 1000) -> tuple[list[Change], Cursor]:
    """Read once, and return what came and where the cursor stands now."""
    found = changes.read(after=after, limit=limit)
    return found, found[-1].cursor if found else after


def follow_until(count: int, after: Cursor = START) -> tuple[list[Change], Cursor]:
    """Read until so much has come; what the server does of its own accord may hold the feed up for a moment."""
    heard, cursor, end = [], after, time.monotonic() + 20
    while len(heard) < count and time.monotonic() < end:
        found, cursor = follow(cursor)
        heard += found
    return heard, cursor


def test_one_change_is_told_for_each_source_patient_and_transaction():
    put(patient("p1"), weight("w1", "p1"), weight("w2", "p1"), patient("p2"))
    found, _ = follow_until(2)
    pids = {store.read("Patient", id).pid: id for id in ("p1", "p2")}
    assert {(pids[change.pid], frozenset(change.rtypes)) for change in found} == {
        ("p1", frozenset({"Patient", "Observation"})),
        ("p2", frozenset({"Patient"})),
    }


def test_what_changes_nothing_is_not_told():
    put(weight("w1", "p1"))
    _, cursor = follow_until(1)
    put(weight("w1", "p1"))
    put(weight("w2", "p2"))
    assert [change.pid for change in follow_until(1, cursor)[0]] == [store.read("Observation", "w2").pid]


def test_a_deletion_is_told():
    put(weight("w1", "p1"))
    _, cursor = follow_until(1)
    delete("Observation", "w1")
    assert [change.rtypes for change in follow_until(1, cursor)[0]] == [("Observation",)]


def test_a_change_names_the_person_that_a_source_patient_is_part_of():
    put(patient("gp-1", "9990000018", "Shaw"))
    put(patient("hospital-1", "9990000018", "Shaw"))
    found, _ = follow_until(2)
    assert len({change.pid for change in found}) == 2
    assert len({change.person for change in found}) == 1


def test_a_change_that_commits_late_is_waited_for_and_never_skipped(other):
    other.begins()
    other.does(put, weight("late", "p1"))
    put(weight("early", "p2"))
    found, cursor = follow()
    assert found == []  # the early one waits, for the late one was first to take its number
    other.commits()
    found, cursor = follow_until(2, cursor)
    assert len(found) == 2
    assert follow(cursor)[0] == []


def test_a_change_that_is_rolled_back_holds_nobody_up_afterwards(other):
    other.begins()
    other.does(put, weight("never", "p1"))
    put(weight("early", "p2"))
    other.rolls_back()
    assert len(follow_until(1)[0]) == 1
    assert store.read("Observation", "never") is None


def test_the_feed_can_be_read_in_pieces():
    for number in range(7):
        put(weight(f"w{number}", f"p{number}"))
    follow_until(7)
    seen, cursor = [], START
    while True:
        found, cursor = follow(cursor, limit=2)
        if not found:
            break
        seen += found
    assert seen == changes.read()


def test_listeners_wake_when_a_change_is_committed():
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as listener:
        listener.execute(f"listen {changes.CHANNEL}")
        put(weight("w1", "p1"))
        heard = next(listener.notifies(timeout=10))
        assert heard.channel == changes.CHANNEL


STEPS = st.lists(st.sampled_from(["write", "other writes", "other commits", "read"]), max_size=20)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_the_order_of_commits_a_follower_hears_everything_once(other, steps):
    heard, cursor = [], START
    for number, step in enumerate([*steps, "other commits", "write"]):
        if step == "write":
            put(weight(f"w{number}", f"p{number}", number))
        elif step == "other writes":
            if not other.open:
                other.begins()
            other.does(put, weight(f"o{number}", f"q{number}", number))
        elif step == "other commits" and other.open:
            other.commits()
        elif step == "read":
            found, cursor = follow(cursor)
            heard += found
    with connection.cursor() as asked:
        asked.execute("select count(*) from change")
        written = asked.fetchone()[0]
    heard += follow_until(written - len(heard), cursor)[0]
    assert len(heard) == written
    assert heard == changes.read(limit=10_000)
