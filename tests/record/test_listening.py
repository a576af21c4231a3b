"""A listener hears every change at least once and in order, whoever is killed, fails or commits late."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.writing import patient, put, weight
from toldonce.directory.actors import SYSTEM
from toldonce.record import store
from toldonce.record.listening import (
    TRIES,
    Listener,
    ask_to_hear_again,
    hear_again,
    is_waiting,
    lags,
    listen_once,
    set_aside,
    who_waits,
)

pytestmark = pytest.mark.usefixtures("own_database")


class Ear:
    """A listener that writes down in the database whom it heard of, and fails where it is told to."""

    def __init__(self) -> None:
        self.fails_on: set[int] = set()
        self.fails_after_writing = False
        self.listener = Listener("ear", self.hear, batch=3, from_the_beginning=True)
        with connection.cursor() as cursor:
            cursor.execute("create table heard (n serial, seq bigint, pid bigint)")
            cursor.execute("truncate heard")

    def hear(self, found) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "insert into heard (seq, pid) values (%s, %s)",
                [(each.cursor.seq, each.pid) for each in found],
            )
        if self.fails_after_writing or self.fails_on & {each.pid for each in found}:
            raise ValueError("Margaret Handford cannot be taken in")

    @property
    def heard(self) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("select pid from heard order by n")
            return [pid for (pid,) in cursor.fetchall()]

    def listens(self, turns: int = 50) -> None:
        """Until nothing is waiting, or for so many turns."""
        for _ in range(turns):
            if not listen_once(self.listener):
                if not is_waiting(self.listener):
                    return
                time.sleep(0.02)


@pytest.fixture
def ear() -> Iterator[Ear]:
    yield Ear()
    with connection.cursor() as cursor:
        cursor.execute("drop table heard")  # the next test has the same database, and may compare its tables


def pid_of(id: str) -> int:
    return store.read("Patient", id).pid


def test_every_change_is_heard_once_and_in_order(ear):
    for number in range(7):
        put(patient(f"p{number}"))
    ear.listens()
    assert ear.heard == [pid_of(f"p{number}") for number in range(7)]
    ear.listens()
    assert len(ear.heard) == 7


def test_it_is_known_of_all_listeners_at_once_who_waits(ear):
    def waiting() -> list[str]:
        with psycopg.connect(**connection.get_connection_params()) as server:
            return who_waits(server)

    ear.listens()
    listen_once(replace(ear.listener, name="another"))
    assert waiting() == []
    put(patient("p1"))
    assert sorted(waiting()) == ["another", "ear"]
    ear.listens()
    assert waiting() == ["another"]
    with connection.cursor() as cursor:
        cursor.execute("update listener set xid = null where name = 'ear'")  # as a restore leaves it
    assert sorted(waiting()) == ["another", "ear"]


def test_a_new_listener_begins_with_what_comes_after_its_first_day(ear):
    put(patient("before"))
    late = replace(ear.listener, name="late", from_the_beginning=False)
    listen_once(late)
    put(patient("after"))
    while is_waiting(late):
        listen_once(late)
    assert ear.heard == [pid_of("after")]


def test_what_a_failing_listener_wrote_is_undone_and_it_hears_again(ear):
    put(patient("p1"))
    ear.fails_after_writing = True
    ear.listens(turns=2)
    assert ear.heard == []
    assert [(lag.waiting, bool(lag.trouble)) for lag in lags()] == [(1, True)]
    ear.fails_after_writing = False
    ear.listens()
    assert ear.heard == [pid_of("p1")]
    assert [(lag.waiting, lag.trouble, lag.heard) for lag in lags()] == [(0, "", 1)]


def test_a_batch_with_one_that_fails_is_heard_in_halves_and_not_one_by_one(ear):
    for number in range(32):
        put(patient(f"p{number}"))
    ear.fails_on = {pid_of("p31")}
    wide = replace(ear.listener, batch=32)
    settled = next(turn for turn in range(1, 100) if listen_once(wide) == 0)
    assert len(ear.heard) == 31
    assert settled == 6  # 16, 8, 4, 2, 1 were heard, and the last was failed on


def test_a_change_on_which_it_always_fails_is_set_aside_and_the_feed_goes_on(ear):
    for id in ("p1", "bad", "p2"):
        put(patient(id))
    ear.fails_on = {pid_of("bad")}
    ear.listens(turns=TRIES + 10)
    assert ear.heard == [pid_of("p1"), pid_of("p2")]
    assert [(lag.waiting, lag.set_aside) for lag in lags()] == [(0, 1)]
    assert [each.reason.split(",")[0] for each in set_aside()] == ["ValueError in toldonce.record.listening"]

    assert hear_again(ear.listener) == 0  # nobody asked
    ask_to_hear_again(by=SYSTEM, listener="ear")
    assert hear_again(ear.listener) == 0  # it fails again, and is asked no more
    ear.fails_on = set()
    assert [each.asked for each in set_aside()] == [None]
    assert "Margaret" not in set_aside()[0].reason
    assert ask_to_hear_again(by=SYSTEM, listener="ear") == 1
    assert hear_again(ear.listener) == 1
    assert ear.heard[-1] == pid_of("bad")
    assert [lag.set_aside for lag in lags()] == [0]


def test_a_listener_runs_in_one_process_at_a_time(ear, other):
    put(patient("p1"))
    other.begins()
    assert other.does(listen_once, ear.listener) == 1
    assert listen_once(ear.listener) == 0
    other.rolls_back()  # killed before its commit
    ear.listens()
    assert ear.heard == [pid_of("p1")]


def test_after_a_restore_it_goes_on_near_where_it_was(ear):
    """A backup carries no transaction numbers, and what is restored has one for all."""
    for number in range(3):
        put(patient(f"p{number}"))
    ear.listens()
    with connection.cursor() as cursor:
        cursor.execute("update listener set xid = null")
        cursor.execute("update change set xid = pg_current_xact_id()")
    put(patient("new"))
    ear.listens(turns=200)
    assert set(ear.heard) == {pid_of(id) for id in ("p0", "p1", "p2", "new")}
    assert ear.heard[-1] == pid_of("new")


STEPS = st.lists(
    st.sampled_from(["write", "other writes", "other commits", "listen", "listen and be killed"]), max_size=20
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_commits_late_or_is_killed_everything_is_heard_once_and_in_order(ear, other, steps):
    with connection.cursor() as cursor:
        cursor.execute("truncate heard")
        cursor.execute("select coalesce(max(seq), 0) from change")
        before = cursor.fetchone()[0]
    for number, step in enumerate([*steps, "other commits"]):
        ear.fails_after_writing = step == "listen and be killed"
        if step == "write":
            put(weight(f"w{number}", f"p{number}", number + before))
        elif step == "other writes":
            if not other.open:
                other.begins()
            other.does(put, weight(f"o{number}", f"q{number}", number + before))
        elif step == "other commits" and other.open:
            other.commits()
        elif step == "listen":
            listen_once(ear.listener)
        elif ear.fails_after_writing:
            with pytest.raises(ValueError):
                _heard_and_killed(ear)
    ear.fails_after_writing = False
    ear.listens(turns=200)
    with connection.cursor() as cursor:
        cursor.execute("select seq from change where seq > %s order by xid, seq", [before])
        written = cursor.fetchall()
        cursor.execute("select seq from heard order by n")
        assert cursor.fetchall() == written


def _heard_and_killed(ear: Ear) -> None:
    """What a process does that dies after it has heard and before it commits."""
    from toldonce.record.listening import _hear

    _hear(ear.listener, 3)
    raise ValueError("there was nothing to hear")
