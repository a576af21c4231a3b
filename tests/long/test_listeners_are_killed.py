"""A listener killed at any instant, while others write, has in the end heard everything once and in order."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from tests.writing import put, weight
from toldonce.project.settings import database

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("own_database")]

ROOT = Path(__file__).resolve().parents[2]
LISTENER = """
import time
import django; django.setup()
from django.db import connection
from toldonce.record.listening import Listener, listen_once

def hear(found):
    with connection.cursor() as cursor:
        for each in found:
            cursor.execute("insert into heard (seq) values (%s)", [each.cursor.seq])
            time.sleep(0.001)

ear = Listener("ear", hear, batch=5, from_the_beginning=True)
while True:
    if not listen_once(ear):
        time.sleep(0.005)
"""


def listener() -> subprocess.Popen:
    where = connection.settings_dict
    address = (
        f"postgresql://{where['USER']}:{where['PASSWORD']}@{where['HOST'] or 'localhost'}/{where['NAME']}"
    )
    if where["HOST"].startswith("/"):
        address = f"postgresql://{where['USER']}:{where['PASSWORD']}@/{where['NAME']}?host={where['HOST']}"
    assert database(address)["NAME"] == where["NAME"]
    environment = {**os.environ, "DATABASE_URL": address, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen([sys.executable, "-c", LISTENER], env=environment, cwd=ROOT)


def in_order(table: str, order: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"select seq from {table} order by {order}")
        return [seq for (seq,) in cursor.fetchall()]


def test_killed_again_and_again_it_loses_nothing_and_does_nothing_twice(other):
    with connection.cursor() as cursor:
        cursor.execute("create table if not exists heard (n serial, seq bigint)")
        cursor.execute("truncate heard")
    chance, written, kills = random.Random(20261126), 0, 0
    process = listener()
    try:
        for _ in range(12):
            end = time.monotonic() + chance.uniform(1.0, 2.5)
            other.begins()
            other.does(put, weight(f"late-{written}", f"q{written}", 60 + written))
            while time.monotonic() < end:
                put(weight(f"w{written}", f"p{written % 40}", 50 + written))
                written += 1
            other.commits()
            process.kill()
            process.wait()
            kills += 1
            process = listener()
        wanted = in_order("change", "xid, seq")
        for _ in range(600):
            if len(in_order("heard", "n")) >= len(wanted):
                break
            time.sleep(0.1)
    finally:
        process.kill()
        process.wait()
    assert kills == 12
    assert len(wanted) > 100
    assert in_order("heard", "n") == wanted
