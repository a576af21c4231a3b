"""A process that is killed while it loads a file: the last good state stays, the file is seen, and is loaded again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.figures.conftest import ATTENDANCES, HEAD, values, written
from toldonce.figures.models import Figure, ReceivedFile
from toldonce.figures.queries import received
from toldonce.figures.receiving import interruption

ROOT = Path(__file__).resolve().parents[2]
MONTHS = [f"{2000 + n // 12}-{n % 12 + 1:02}-01" for n in range(240)]
# Loads a file, and stands still where MOMENT says: everything is written by then, and nothing is committed.
LOADER = """
import sys, time
import django; django.setup()
from datetime import date
from pathlib import Path
from tests.writing import NURSE
from toldonce.figures import settling
from toldonce.figures.receiving import actions
from toldonce.figures.receiving.mapping_files import mapping_from

path, mapping, moment = sys.argv[1:]
def standing_still(name, home):
    done = getattr(home, name)
    def do(*given, **named):
        found = done(*given, **named)
        print("in the middle", flush=True)
        time.sleep(600)
        return found
    setattr(home, name, do)

standing_still(moment, settling)
actions.load(
    by=NURSE, path=Path(path), mapping=mapping_from(mapping.encode(), "test"), as_at=date(2024, 7, 1),
    confirm_revised=True,
)
"""


def loader(path: Path, moment: str) -> subprocess.Popen:
    """Another process that loads a file in the test's own database, once it stands in the middle."""
    where = connection.get_connection_params()
    address = (
        f"postgresql://{where['user']}:{where.get('password', '')}@/{where['dbname']}?host={where['host']}"
    )
    environment = {**os.environ, "DATABASE_URL": address, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    process = subprocess.Popen(
        [sys.executable, "-c", LOADER, f"{path}", ATTENDANCES, moment],
        env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "in the middle\n"
    return process


@pytest.mark.parametrize("moment", ["wait_for_the_turn", "stage", "settle"])
def test_a_load_whose_process_is_killed_leaves_everything_as_it_was_and_is_done_again(
    loaded, tmp_path, moment
):
    loaded(HEAD, *(f"AAA,{month},100" for month in MONTHS))
    good = values()
    path = written(tmp_path, HEAD, *(f"AAA,{month},101" for month in MONTHS), name="again.csv")
    process = loader(path, moment)
    assert [each.stands for each in received()] == ["Being loaded", "Loaded"]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    _until_the_server_has_noticed()
    assert values() == good
    assert Figure.objects.count() == len(MONTHS)
    assert [each.stands for each in received()] == ["Interrupted: nothing of it was stored", "Loaded"]
    again = loaded(HEAD, *(f"AAA,{month},101" for month in MONTHS), as_at="2024-07-01", confirm_revised=True)
    assert again.revised == len(MONTHS)
    assert set(values().values()) == {101}


def _until_the_server_has_noticed() -> None:
    """Wait for the lock that the killed process held."""
    file = ReceivedFile.objects.latest("pk")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s, %s)", [interruption.CLASS, file.pk])
        cursor.execute("select pg_advisory_unlock(%s, %s)", [interruption.CLASS, file.pk])
