"""The chain of seals holds whatever the order of commits, and breaks where somebody tampers."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.writing import NURSE
from toldonce.ledger import seals
from toldonce.ledger.actions import write
from toldonce.ledger.seals import seal, unsealed, verify

pytestmark = pytest.mark.usefixtures("own_database")


def rows(count: int) -> None:
    for number in range(count):
        write(by=NURSE, act="record.read", pids=[number], why="a test")


def roll_back() -> None:
    with transaction.atomic():
        rows(1)
        transaction.set_rollback(True)


def tamper(change: str) -> None:
    """Change the ledger as only somebody with the keys of the database can."""
    with connection.cursor() as cursor:
        for table in ("ledger_row", "ledger_seal"):
            cursor.execute(f"alter table {table} disable trigger all")
        cursor.execute(change)
        for table in ("ledger_row", "ledger_seal"):
            cursor.execute(f"alter table {table} enable trigger all")


def found() -> tuple[int, int, int, str]:
    verdict = verify()
    assert unsealed() == verdict.unsealed
    return verdict.blocks, verdict.rows, verdict.unsealed, verdict.broken


def test_an_empty_ledger_is_whole():
    assert seal() == 0
    assert found() == (0, 0, 0, "")


def test_rows_are_sealed_in_blocks_that_follow_each_other():
    rows(3)
    assert found() == (0, 0, 3, "")
    assert seal() == 3
    rows(2)
    assert found() == (1, 3, 2, "")
    assert seal() == 2
    assert found() == (2, 5, 0, "")


def test_a_large_ledger_is_sealed_in_several_blocks(monkeypatch):
    monkeypatch.setattr(seals, "BLOCK", 4)
    rows(10)
    assert seal() == 10
    assert found() == (3, 10, 0, "")


def test_numbers_of_transactions_that_never_committed_are_holes_and_no_fault():
    rows(1)
    roll_back()
    rows(1)
    roll_back()
    assert seal() == 2
    rows(1)
    assert seal() == 1
    assert found() == (2, 3, 0, "")


def test_a_row_that_commits_late_is_sealed_later_and_nothing_is_lost(other):
    rows(1)
    other.begins()
    other.does(rows, 2)
    rows(1)
    assert seal() == 2
    other.commits()
    assert found() == (1, 2, 2, "")
    rows(1)
    assert seal() == 3
    assert found() == (2, 5, 0, "")
    assert seal() == 0


def test_late_rows_alone_make_a_block_of_their_own(other):
    other.begins()
    other.does(rows, 1)
    rows(1)
    seal()
    other.commits()
    assert seal() == 1
    rows(1)
    seal()
    assert found() == (3, 3, 0, "")


def test_two_sealers_do_not_disturb_each_other(other):
    rows(5)
    with transaction.atomic():
        assert seals._seal_block() == 5
        second = other.starts(seal)
        assert not second.done()
    assert second.result(timeout=30) == 0
    assert found() == (1, 5, 0, "")


TAMPERING = {
    "a reason was changed": (
        "update ledger_row set why = 'x' where n = 4",
        "rows 4 to 6, sealed in block 2, are not",
    ),
    "a time was changed": (
        "update ledger_row set at = at + interval '1 s' where n = 5",
        "rows 4 to 6, sealed in block",
    ),
    "a row was removed": ("delete from ledger_row where n = 5", "row 5, sealed in block 2, is gone"),
    "a block was removed": ("delete from ledger_seal where block = 2", "block 3 does not follow block 1"),
    "the first block was removed": (
        "delete from ledger_seal where block = 1",
        "block 2 does not follow block 0",
    ),
    "a hash was changed": (
        r"update ledger_seal set hash = '\x00' where block = 2",
        "rows 4 to 6, sealed in block 2, are not",
    ),
    "a row was declared a hole": (
        "update ledger_seal set holes = '{5}' where block = 2",
        "block 2 says that it holds 3 rows and names 2",
    ),
    "a row was removed and declared a hole": (
        "delete from ledger_row where n = 5; update ledger_seal set holes = '{5}', rows = 2 where block = 2",
        "rows 4 to 6, sealed in block 2, are not",
    ),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found_and_its_place_is_named(what):
    change, says = TAMPERING[what]
    for _ in range(3):
        rows(3)
        seal()
    rows(2)
    tamper(change)
    verdict = verify()
    assert verdict.broken.startswith(says)


def test_a_broken_chain_still_says_how_many_rows_are_not_sealed_yet():
    rows(3)
    seal()
    rows(3)
    seal()
    rows(2)
    tamper("update ledger_row set why = 'x' where n = 1")
    assert verify().unsealed == 2


def test_a_chain_that_was_sealed_again_after_tampering_does_not_follow():
    rows(3)
    seal()
    rows(3)
    seal()
    tamper("delete from ledger_seal where block = 1; update ledger_row set why = 'x' where n = 2")
    assert verify().broken


STEPS = st.lists(
    st.sampled_from(["write", "roll back", "other writes", "other commits", "seal"]), max_size=25
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_the_order_of_commits_every_row_is_sealed_once(other, steps):
    for step in steps:
        if step == "write":
            rows(1)
        elif step == "roll back":
            roll_back()
        elif step == "seal":
            seal()
        elif step == "other writes":
            if not other.open:
                other.begins()
            other.does(rows, 1)
        elif other.open:
            other.commits()
    if other.open:
        other.commits()
    seal()
    _, sealed, left, broken = found()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from ledger_row")
        assert (sealed, left, broken) == (cursor.fetchone()[0], 0, "")
