"""Listeners in their threads: woken by the word of a commit, by the bell where the word was lost, by nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, connections

from tests.writing import patient, put
from toldonce.project import listeners
from toldonce.project.listeners import Bell
from toldonce.record.listening import Listener

pytestmark = pytest.mark.usefixtures("own_database")
LONG = 20  # seconds, in which everything happens that is to happen


class Ear:
    """Remembers how many changes it heard, and lets somebody wait until it has heard so many."""

    def __init__(self) -> None:
        self.count, self.more = 0, threading.Condition()
        self.listener = Listener("ear", self.hear, from_the_beginning=True)

    def hear(self, found) -> None:
        with self.more:
            self.count += len(found)
            self.more.notify_all()

    def hears(self, count: int) -> bool:
        with self.more:
            return self.more.wait_for(lambda: self.count >= count, LONG)


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def started(ear, monkeypatch) -> Iterator[Bell]:
    """The listener at work; its threads have gone home when the test is over."""
    monkeypatch.setattr(listeners, "AT_LEAST_EVERY", 0.05)
    before = set(threading.enumerate())
    bell = listeners.start([ear.listener])
    yield bell
    bell.stop()
    for each in set(threading.enumerate()) - before:
        each.join(LONG)
    connections.close_all()


def test_a_change_is_heard_when_it_is_committed(ear, started):
    put(patient("p1"))
    assert ear.hears(1)
    put(patient("p2"))
    assert ear.hears(2)


@pytest.fixture
def deaf(monkeypatch) -> None:
    """No word of a commit comes through."""
    monkeypatch.setattr(listeners, "CHANNEL", "nobody_speaks_here")


def test_a_change_is_heard_although_the_word_of_it_was_lost(deaf, ear, started):
    for number in (1, 2, 3):
        put(patient(f"p{number}"))
        assert ear.hears(number)


def test_a_change_is_heard_after_the_bell_lost_its_connection(ear, started):
    put(patient("p1"))
    assert ear.hears(1)
    with connection.cursor() as cursor:
        cursor.execute(
            """select pg_terminate_backend(pid) from pg_stat_activity
               where datname = current_database() and pid <> pg_backend_pid()"""
        )
    put(patient("p2"))
    assert ear.hears(2)


def test_a_listener_that_has_nothing_to_hear_is_left_alone(ear, monkeypatch, request):
    asked, enough = [], threading.Event()

    def who_waits(server) -> list[str]:
        asked.append(found := truly(server))
        if len(asked) == 10:
            enough.set()
        return found

    turns, truly, turn = [], listeners.who_waits, listeners._turn
    monkeypatch.setattr(listeners, "who_waits", who_waits)
    monkeypatch.setattr(listeners, "_turn", lambda listener: turns.append(listener) or turn(listener))
    request.getfixturevalue("started")
    assert enough.wait(LONG)
    assert len(turns) <= 2  # its first look, and one more where it had no place yet when the bell first asked
    assert asked[-1] == []
