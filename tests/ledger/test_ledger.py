"""Rows enter the ledger and never change again."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.writing import NURSE
from toldonce.directory.actors import Actor
from toldonce.ledger import queries
from toldonce.ledger.actions import write
from toldonce.ledger.seals import seal

pytestmark = pytest.mark.usefixtures("own_database")
OFFICER = Actor("p.rivacy", "Pat Rivacy", "privacy_officer", "QVV", whence="10.0.0.7")


def test_a_row_says_who_did_what_on_whom_why_and_from_where():
    number = write(
        by=OFFICER,
        act="record.read",
        pids=[4, 9],
        subject="record",
        why="a complaint",
        detail={"sections": 3},
    )
    (row,) = queries.newest()
    assert (row.n, row.account, row.role, row.organisation) == (number, "p.rivacy", "privacy_officer", "QVV")
    assert (row.act, row.pids, row.subject, row.why) == ("record.read", [4, 9], "record", "a complaint")
    assert (row.whence, row.detail) == ("10.0.0.7", '{"sections": 3}')


def test_rows_are_found_by_whom_they_are_about_by_who_acted_and_by_the_act():
    write(by=NURSE, act="record.read", pids=[1, 2])
    write(by=NURSE, act="record.write", pids=[2])
    write(by=OFFICER, act="record.read", pids=[3])

    def acts(rows):
        return [(row.account, row.act) for row in rows]

    assert acts(queries.about([2, 3], account="p.rivacy")) == [("p.rivacy", "record.read")]
    assert acts(queries.about([2])) == [("n.urse", "record.write"), ("n.urse", "record.read")]
    assert acts(queries.about([2, 3], acts=["record.read"])) == [
        ("p.rivacy", "record.read"),
        ("n.urse", "record.read"),
    ]
    assert acts(queries.by_account("n.urse", count=1)) == [("n.urse", "record.write")]
    assert acts(queries.newest(before=2)) == [("n.urse", "record.read")]


@pytest.mark.parametrize("table", ["ledger_row", "ledger_seal"])
@pytest.mark.parametrize("change", ["update {} set at = now()", "delete from {}", "truncate {}"])
def test_nothing_in_the_ledger_can_be_changed_or_removed(table, change):
    write(by=NURSE, act="record.read")
    seal()
    with pytest.raises(DatabaseError, match="the ledger is append only"), connection.cursor() as cursor:
        cursor.execute(change.format(table))


def test_a_row_comes_and_goes_with_the_transaction_it_is_about():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(by=NURSE, act="record.write")
        raise ZeroDivisionError
    assert queries.newest() == []


def test_a_row_is_there_for_everyone_when_write_returns(other):
    write(by=NURSE, act="record.read")
    assert len(other.does(queries.newest)) == 1
