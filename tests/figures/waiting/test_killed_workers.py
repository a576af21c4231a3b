"""A worker that is killed while it reads a file: nothing is stored, the file is seen, and the next worker goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.figures.conftest import values
from tests.figures.waiting.conftest import ANN, now
from toldonce.figures.models import Figure, ReceivedFile
from toldonce.figures.waiting import actions, holding, queries, working
from toldonce.figures.waiting.models import State, WaitingFile

ROOT = Path(__file__).resolve().parents[3]
MONTHS = [f"{2000 + n // 12}-{n % 12 + 1:02}-01" for n in range(240)]
# Reads what waits, and stands still where MOMENT says, in the transaction of the file.
WORKER = """
import sys, time
import django; django.setup()
from pathlib import Path
from django.conf import settings
from toldonce.figures import settling
from toldonce.figures.receiving import trial
from toldonce.figures.waiting import working

settings.TOLDONCE_PLACE = Path(sys.argv[1])
trial.STEP = 100
done = getattr(settling, sys.argv[2])
def standing_still(*given, **named):
    found = done(*given, **named)
    print("in the middle", flush=True)
    time.sleep(600)
    return found
setattr(settling, sys.argv[2], standing_still)
working.turn()
"""


def worker(place: Path, moment: str) -> subprocess.Popen:
    """Another process that reads what waits in the test's own database, once it stands in the middle."""
    where = connection.get_connection_params()
    address = (
        f"postgresql://{where['user']}:{where.get('password', '')}@/{where['dbname']}?host={where['host']}"
    )
    environment = {**os.environ, "DATABASE_URL": address, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, f"{place}", moment],
        env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "in the middle\n"
    return process


def killed(process: subprocess.Popen, waiting: WaitingFile) -> None:
    """End a worker at once, and wait until the database has noticed."""
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s, %s)", [holding.CLASS, waiting.pk])
        cursor.execute("select pg_advisory_unlock(%s, %s)", [holding.CLASS, waiting.pk])


@pytest.fixture
def waiting(sent) -> WaitingFile:
    """A file of twenty years of months."""
    return sent(*(f"AAA,{month},100" for month in MONTHS))


def test_a_worker_that_is_killed_while_it_tries_a_file_leaves_it_to_the_next(waiting, place):
    process = worker(place, "stage")
    (standing,) = queries.standing()
    assert (standing.stands, standing.figures) == ("Being read through", 200)
    killed(process, waiting)
    (standing,) = queries.standing()
    assert (standing.stands, standing.begun) == ("Waits to be read through", 1)
    assert Figure.objects.count() == 0
    assert working.turn() == 1
    assert (now(waiting).state, now(waiting).report["new"]) == (State.TRIED, len(MONTHS))


@pytest.mark.parametrize("moment", ["wait_for_the_turn", "stage", "settle"])
def test_a_worker_that_is_killed_while_it_loads_a_file_has_stored_nothing_and_the_next_loads_it(
    waiting, place, moment
):
    working.turn()
    actions.have_loaded(by=ANN, number=waiting.pk, reason="")
    process = worker(place, moment)
    assert [each.stands for each in queries.standing()] == ["Being loaded"]
    killed(process, waiting)
    assert [each.stands for each in queries.standing()] == ["Waits to be loaded"]
    assert (Figure.objects.count(), values()) == (0, {})
    assert working.turn() == 1
    assert (now(waiting).state, len(values())) == (State.LOADED, len(MONTHS))
    assert [each.state for each in ReceivedFile.objects.order_by("pk")] == ["loading", "loaded"]
