"""When the database fails, whoever wrote learns that nothing was stored, and can do it again."""

from __future__ import annotations

import orjson
import psycopg
import pytest
from django.db import OperationalError, connection

from tests.writing import NURSE, patient, put, weight
from toldonce.ledger import queries as ledger
from toldonce.record import actions, store, writing
from toldonce.record.errors import Busy, Unsure
from toldonce.record.loading.load import LoadTrouble, load

pytestmark = pytest.mark.usefixtures("own_database")


def end_connections() -> int:
    """End every other connection to this database, as a killed or restarted server does."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as killer:
        return killer.execute(
            """select count(pg_terminate_backend(pid)) from pg_stat_activity
               where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'"""
        ).fetchone()[0]


def nothing_is_stored() -> bool:
    return store.read("Observation", "w1") is None and ledger.newest() == []


def test_a_connection_that_is_gone_before_the_write_stores_nothing_and_the_next_write_is_stored():
    assert nothing_is_stored()
    end_connections()
    with pytest.raises(Busy, match="nothing was stored"):
        put(weight("w1", "p1"))
    assert nothing_is_stored()
    assert put(weight("w1", "p1"))[0].state == "created"


def test_a_connection_that_goes_in_the_middle_of_the_write_stores_nothing(monkeypatch):
    written = writing.copy_in

    def and_then_the_server_goes(rows):
        written(rows)
        end_connections()

    monkeypatch.setattr(writing, "copy_in", and_then_the_server_goes)
    with pytest.raises(Busy, match="nothing was stored"):
        put(patient("p1"), weight("w1", "p1"))
    monkeypatch.undo()
    assert nothing_is_stored()
    assert {outcome.state for outcome in put(patient("p1"), weight("w1", "p1"))} == {"created"}


def test_a_full_disk_stores_nothing_and_is_said_at_once(monkeypatch):
    tried = []

    def full(*_, **__):
        tried.append(1)
        raise OperationalError("could not extend file") from psycopg.errors.DiskFull("could not extend file")

    monkeypatch.setattr(actions, "write", full)
    with pytest.raises(Busy, match="nothing was stored"):
        put(weight("w1", "p1"))
    monkeypatch.undo()
    assert len(tried) == 1
    assert nothing_is_stored()


def lost_answer(monkeypatch, *, committed: bool) -> None:
    """Let the connection break at the commit, before or after the server has done it."""
    commit = connection._commit

    def and_then_the_connection_breaks():
        monkeypatch.undo()
        if committed:
            commit()
        connection.connection.close()
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(connection, "_commit", and_then_the_connection_breaks)


def test_a_commit_whose_answer_was_lost_is_told_as_what_it_was(monkeypatch):
    lost_answer(monkeypatch, committed=True)
    (outcome,) = put(weight("w1", "p1"))
    assert (outcome.state, outcome.version) == ("created", 1)
    assert store.read("Observation", "w1").version == 1


def test_a_commit_that_never_came_is_told_as_not_stored(monkeypatch):
    lost_answer(monkeypatch, committed=False)
    with pytest.raises(Busy, match="nothing was stored"):
        put(weight("w1", "p1"))
    assert nothing_is_stored()


def test_while_the_store_does_not_come_back_nobody_says_what_nobody_knows(monkeypatch):
    def refuse(arrival: int) -> bool:
        raise OperationalError("connection refused")

    with monkeypatch.context() as gone:
        gone.setattr(actions, "_is_there", refuse)
        gone.setattr(actions, "PAUSE", 0)
        lost_answer(monkeypatch, committed=True)
        with pytest.raises(Unsure, match="read again what is there"):
            put(weight("w1", "p1"))


def test_a_load_that_loses_its_database_says_so_and_finishes_when_it_is_started_again(tmp_path):
    path = tmp_path / "a.ndjson"
    path.write_bytes(b"\n".join(orjson.dumps(weight(f"w{n}", f"p{n % 50}", n)) for n in range(8000)))
    ended = []

    def once(summary) -> None:
        if not ended:
            ended.append(end_connections())

    given = {"by": NURSE, "source": "J81010", "quarantine": tmp_path / "quarantine"}
    with pytest.raises(LoadTrouble, match="start it again"):
        load([path], progress=once, **given)
    connection.close()
    summary = load([path], **given)
    assert summary.resources == 8000
    assert summary.states["unchanged"] > 0
    assert len(store.history("Observation", count=10_000)) == 8000
