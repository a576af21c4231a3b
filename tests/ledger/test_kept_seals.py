"""A seal that is kept elsewhere finds what the chain alone cannot: that all of it was made anew."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.project.commands import toldonce
from tests.writing import NURSE
from toldonce.ledger.actions import write
from toldonce.ledger.seals import newest_seal, seal, stands, verify

pytestmark = pytest.mark.usefixtures("own_database")


def act(what: str) -> None:
    write(by=NURSE, act=what)
    seal()


def make_the_chain_anew() -> None:
    """What somebody can do who owns the database: change a row and seal everything again."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("update ledger_row set why = 'nothing to see' where n = 1")
        cursor.execute("delete from ledger_seal")
        cursor.execute("set session_replication_role = origin")
    seal()


def test_a_kept_seal_stands_while_the_chain_grows():
    assert newest_seal() == ""
    act("record.read")
    kept = newest_seal()
    act("record.read")
    assert kept.startswith("1:") and stands(kept) and stands(kept.upper())


def test_a_chain_that_was_made_anew_is_whole_and_does_not_hold_the_kept_seal():
    act("record.read")
    kept = newest_seal()
    make_the_chain_anew()
    assert verify().broken == ""
    assert not stands(kept)


@pytest.mark.parametrize("kept", ["", ":", "1", "1:", "x:00", "2:00", "99999999999999999999:00", "1:zz"])
def test_what_is_no_seal_of_ours_does_not_stand(kept):
    act("record.read")
    assert not stands(kept)


def test_the_command_tells_the_newest_seal_and_holds_a_kept_one_against_the_chain():
    act("record.read")
    told = toldonce("ledger", "verify")
    assert told.returncode == 0 and newest_seal() in told.stdout
    assert toldonce("ledger", "verify", "--kept", newest_seal()).returncode == 0
    refused = toldonce("ledger", "verify", "--kept", "1:00")
    assert refused.returncode == 5 and "does not hold the seal 1:00" in refused.stderr
