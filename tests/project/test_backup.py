"""A backup holds everything, and comes back as it was or not at all."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import orjson
import psycopg
import pytest
from django.db import connection, transaction

from tests.conftest import connected_to
from tests.writing import NURSE, delete, patient, put, weight
from toldonce.directory.actors import SYSTEM
from toldonce.ledger import actions as ledger
from toldonce.ledger.seals import seal, verify
from toldonce.project import backup as backups
from toldonce.project.backup import BackupRefused, backup, restore
from toldonce.record import bodies, store

PDF = os.urandom(5000)
LETTER = {
    "resourceType": "DocumentReference",
    "id": "letter",
    "status": "current",
    "subject": {"reference": "Patient/gp-1"},
    "content": [{"attachment": {"contentType": "application/pdf", "data": base64.b64encode(PDF).decode()}}],
}


def fill() -> None:
    """Write a little of everything: persons, versions, a deletion, a dictionary, content, seals."""
    bodies.train([orjson.dumps(weight(f"w{n}", f"p{n % 40}", n)) for n in range(3000)])
    put(patient("gp-1", "9990000018", "Shaw", "1950-02-03"), patient("hospital-1", "9990000018", "Shaw"))
    put(*(weight(f"w{n}", "gp-1", 60 + n) for n in range(50)))
    put(weight("w1", "gp-1", 99.5), weight("w2", "gp-1", 98))
    delete("Observation", "w3")
    put(LETTER)
    seal()
    with transaction.atomic():
        ledger.write(by=NURSE, act="record.read", subject="a row that never commits")
        transaction.set_rollback(True)
    ledger.write(by=NURSE, act="record.read", subject="Ünïcode, \\ and tabs\t", detail={"page": 1})
    seal()
    ledger.write(by=NURSE, act="record.read", subject="not sealed yet")


def everything() -> dict[str, list[tuple]]:
    """Return the rows of every table that a backup holds, but for the act of restoring."""
    found = {}
    with connection.cursor() as cursor:
        for name in backups._sizes(cursor):
            columns = ", ".join(f'"{column}"' for column in backups._columns(cursor, name))
            cursor.execute(f'select {columns} from "{name}"')
            found[name] = sorted((row for row in cursor.fetchall() if "backup.restore" not in row), key=repr)
    return found


def read_everything() -> list:
    return [
        store.read("Observation", "w1"),
        store.vread("Observation", "w1", 1),
        store.read("Observation", "w3"),
        store.read("DocumentReference", "letter"),
        *store.history("Observation", count=100),
        *store.compartment([1], inline=True),
    ]


@pytest.fixture
def original(own_database):
    fill()
    return own_database


@pytest.fixture
def copy(original, tmp_path):
    backup(tmp_path / "copy", by=SYSTEM)
    return tmp_path / "copy"


@pytest.fixture
def empty(copy, new_database):
    """Another database with tables and no rows, which Django uses from now on."""
    with connected_to(new_database()):
        yield


def test_a_restored_database_equals_the_original_table_by_table(original, new_database, tmp_path):
    manifest = backup(tmp_path / "copy", by=SYSTEM)
    before, reads = everything(), read_everything()
    assert manifest.rows == sum(len(rows) for rows in before.values())
    assert all(
        before[name] for name in ("resource", "resource_history", "dictionary", "content", "ledger_seal")
    )
    with connected_to(new_database()):
        restore(tmp_path / "copy", by=SYSTEM)
        assert everything() == before
        assert read_everything() == reads
        assert base64.b64decode(orjson.loads(reads[3].body)["content"][0]["attachment"]["data"]) == PDF


def test_the_chain_of_the_ledger_holds_in_the_restored_database_and_goes_on(original, new_database, tmp_path):
    backup(tmp_path / "copy", by=SYSTEM)
    before = verify()
    with connected_to(new_database()):
        restore(tmp_path / "copy", by=SYSTEM)
        after = verify()
        assert (after.broken, after.blocks, after.rows) == ("", before.blocks, before.rows)
        assert after.unsealed == before.unsealed + 1  # the restoring itself is written down
        seal()
        assert (verify().broken, verify().unsealed) == ("", 0)


def test_writing_goes_on_after_a_restore_with_numbers_that_are_new(copy, empty):
    restore(copy, by=SYSTEM)
    assert put(patient("gp-2"))[0].pid == 3
    assert put(weight("w1", "gp-1", 97))[0].version == 3


def test_a_backup_shows_one_moment_although_others_write_meanwhile(original, new_database, tmp_path):
    def meanwhile(step: str, done: int, whole: int) -> None:
        if step == "arrival":  # the snapshot is taken
            where = {**connection.get_connection_params(), "dbname": original}
            with psycopg.connect(**where) as other:
                other.execute("delete from resource")

    before = everything()["resource"]
    backup(tmp_path / "copy", by=SYSTEM, progress=meanwhile)
    assert everything()["resource"] == []
    with connected_to(new_database()):
        restore(tmp_path / "copy", by=SYSTEM)
        assert everything()["resource"] == before


def spoil(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)


DAMAGE = {
    "a table's file with one bit changed": (lambda folder: spoil(folder / "resource.copy.zst"), "is damaged"),
    "a table's file cut short": (lambda folder: os.truncate(folder / "resource.copy.zst", 20), "is damaged"),
    "a table's file gone": (lambda folder: (folder / "patient.copy.zst").unlink(), "is missing"),
    "a manifest with one bit changed": (lambda folder: spoil(folder / "manifest.json"), "is damaged"),
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "is not a whole backup"),
    "no seal on the manifest": (
        lambda folder: (folder / "manifest.sha256").unlink(),
        "is not a whole backup",
    ),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_backup_is_refused_and_nothing_is_changed(what, copy, empty):
    damage, says = DAMAGE[what]
    damage(copy)
    before = everything()
    with pytest.raises(BackupRefused, match=says):
        restore(copy, by=SYSTEM)
    assert everything() == before
    assert put(patient("gp-1"))[0].pid == 1


def test_a_manifest_that_lies_about_its_rows_is_refused_and_nothing_is_changed(copy, empty):
    told = orjson.loads((copy / "manifest.json").read_bytes())
    next(table for table in told["tables"] if table["name"] == "resource")["rows"] += 1
    text = orjson.dumps(told)
    (copy / "manifest.json").write_bytes(text)
    (copy / "manifest.sha256").write_text(hashlib.sha256(text).hexdigest())
    before = everything()
    with pytest.raises(BackupRefused, match="nothing was changed"):
        restore(copy, by=SYSTEM)
    assert everything() == before


def test_a_database_with_rows_of_its_own_is_not_overwritten(copy):
    before = everything()
    with pytest.raises(BackupRefused, match="is not empty"):
        restore(copy, by=SYSTEM)
    assert everything() == before


def test_a_backup_of_other_tables_is_refused(copy, empty):
    with connection.cursor() as cursor:
        cursor.execute("insert into django_migrations (app, name, applied) values ('record', '9999', now())")
    with pytest.raises(BackupRefused, match="other tables"):
        restore(copy, by=SYSTEM)


def test_a_folder_that_is_there_is_not_written_over(copy):
    with pytest.raises(BackupRefused, match="is there already"):
        backup(copy, by=SYSTEM)


def test_only_its_owner_may_read_a_backup_and_nobodys_sign_in_is_in_it(copy):
    assert copy.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in copy.iterdir())
    assert not list(copy.glob("*session*"))


def test_a_backup_that_fails_leaves_nothing_behind(original, tmp_path):
    def fail(step: str, done: int, whole: int) -> None:
        if step == "resource":
            raise OSError(28, "No space left on device")

    with pytest.raises(BackupRefused, match="No space left"):
        backup(tmp_path / "copy", by=SYSTEM, progress=fail)
    assert list(tmp_path.iterdir()) == []


KILLED = """
import sys, time
from pathlib import Path
import django
django.setup()
from django.db import connection
from toldonce.directory.actors import SYSTEM
from toldonce.project.backup import backup

def wait(step, done, whole):
    if step == "resource":
        print("half", flush=True)
        time.sleep(60)

connection.settings_dict["NAME"] = sys.argv[1]
backup(Path(sys.argv[2]), by=SYSTEM, progress=wait)
"""


def test_a_backup_that_was_killed_is_never_taken_for_a_whole_one(original, tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, original, str(tmp_path / "copy")],
        env={**os.environ, "PYTHONPATH": "src", "DJANGO_SETTINGS_MODULE": "toldonce.project.settings"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout.readline() == "half\n"
        process.kill()
    assert not (tmp_path / "copy").exists()
    (half,) = tmp_path.iterdir()
    assert half.name.startswith(".copy.half-")
    with pytest.raises(BackupRefused, match="is not a whole backup"):
        restore(half, by=SYSTEM)
    backup(tmp_path / "copy", by=SYSTEM)
