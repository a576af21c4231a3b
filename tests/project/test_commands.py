"""Commands say what went wrong in one sentence, with an exit code that means something."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.db import connection

from tests.project.commands import ROOT, environment, toldonce
from tests.writing import NURSE, patient, put
from toldonce.directory.queries import actor_for_token
from toldonce.ledger import queries as ledger
from toldonce.ledger.actions import write
from toldonce.ledger.seals import seal

pytestmark = pytest.mark.usefixtures("own_database")


def test_an_unknown_command_is_a_usage_error_that_lists_the_commands():
    said = toldonce("nonsense")
    assert said.returncode == 2
    assert "load" in said.stderr


REFUSED = [
    (["load", "/no/such/file"], {}, 4),
    (["plans", "load", "/no/such/folder"], {}, 4),
    (["plans", "check", "places/dorset/plans/gap"], {}, 4),
    (["restore", "/no/such/backup"], {}, 4),
    (["token", "create"], {}, 4),
    (["token", "create", "x"], {}, 4),
    (["token", "create", "x", "--scope", "everything"], {}, 4),
    (["token", "revoke", "nobody"], {}, 4),
    (["ledger", "verify"], {"DATABASE_URL": "postgresql://x:y@127.0.0.1:1/z"}, 3),
]


REFUSED += [
    (["ledger", "verify"], {"DATABASE_URL": url}, 2)
    for url in ("nonsense", "mysql://x/y", "postgresql://host", "postgresql://host:port/name")
]


@pytest.mark.parametrize(("words", "more", "code"), REFUSED, ids=lambda item: str(item)[:40])
def test_what_cannot_be_done_is_said_in_one_sentence(words, more, code):
    said = toldonce(*words, **more)
    assert (said.returncode, said.stdout) == (code, "")
    assert said.stderr.startswith(f"toldonce {words[0]}: ")
    assert len(said.stderr.strip().splitlines()) == 1
    assert said.stderr.strip()[-1] in ".)" or ": " in said.stderr


def test_a_folder_of_plans_is_checked_without_a_database():
    said = toldonce("plans", "check", "places/dorset/plans", DATABASE_URL="postgresql://x:y@127.0.0.1:1/z")
    assert said.returncode == 5  # a printed plan has the error that was printed
    assert "better-care/bcp-2019-20: error: " in said.stdout


def test_a_token_is_told_once_works_until_it_is_revoked_and_is_in_the_ledger():
    made = toldonce("token", "create", "lab", "--scope", "system/Observation.read")
    secret = made.stdout.strip()
    assert made.returncode == 0
    assert actor_for_token(secret).scopes == ("system/Observation.read",)
    listed = toldonce("token", "list").stdout
    assert "lab  system/Observation.read  valid until" in listed
    assert secret not in listed
    assert toldonce("token", "revoke", "lab").returncode == 0
    assert actor_for_token(secret) is None
    assert [row.act for row in ledger.newest(count=2)] == ["token.revoke", "token.create"]


def test_a_broken_ledger_ends_in_5_and_names_the_link():
    write(by=NURSE, act="record.read", why="true")
    assert toldonce("ledger", "seal").returncode == 0
    whole = toldonce("ledger", "verify")
    assert whole.returncode == 0
    assert "The newest seal is 1:" in whole.stdout
    assert whole.stdout.endswith("The chain is whole.\n")
    with connection.cursor() as cursor:
        cursor.execute("alter table ledger_row disable trigger all")
        cursor.execute("update ledger_row set why = 'false'")
        cursor.execute("alter table ledger_row enable trigger all")
    broken = toldonce("ledger", "verify")
    assert broken.returncode == 5
    assert "sealed in block 1, are not as they were sealed" in broken.stderr


def test_a_backup_goes_out_and_comes_back_by_command(new_database, tmp_path):
    put(patient("p1"))
    seal()
    made = toldonce("backup", tmp_path / "copy")
    assert made.returncode == 0, made.stderr
    assert toldonce("restore", "--check", tmp_path / "copy").returncode == 0
    address = environment()["DATABASE_URL"].replace(connection.settings_dict["NAME"], new_database())
    back = toldonce("restore", tmp_path / "copy", DATABASE_URL=address)
    assert back.returncode == 0, back.stderr
    assert "The ledger is whole: 1 sealed rows in 1 blocks." in back.stdout
    again = toldonce("restore", tmp_path / "copy", DATABASE_URL=address)
    assert (again.returncode, "is not empty" in again.stderr) == (4, True)


def test_a_reader_that_goes_away_is_no_error():
    for _ in range(50):
        write(by=NURSE, act="record.read", subject="x" * 5000)
    with subprocess.Popen(
        [sys.executable, "-m", "toldonce.project.cli", "ledger", "show", "--count", "50"],
        env=environment(),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.close()
        stderr = process.stderr.read()
    assert (process.returncode, stderr) == (0, b"")
