"""Detection copes with every shape, hears late commits, survives being killed, and is silent at a first load."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import orjson
import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.care.alerts.telling import (
    GP,
    HOSPITAL,
    HOSPITAL_PATIENT,
    PRACTICE,
    ago,
    hear,
    medicine,
    of,
    register,
    result,
    settle_tinyshire,
    stay,
    told,
    withdrawn,
)
from tests.record.readings.shapes import any_resource
from tests.writing import patient, put
from toldonce.care.alerts.detection import ALONE, WHOLE, told_by
from toldonce.care.alerts.glance import Glance
from toldonce.care.alerts.kinds import KIND
from toldonce.care.alerts.models import Alert, Event
from toldonce.care.alerts.usual import usual_askings
from toldonce.directory.actors import SYSTEM
from toldonce.record.loading.load import load
from toldonce.record.readings.assembly import record_from

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
DATABASE = pytest.mark.usefixtures("own_database")
ROOT = Path(__file__).resolve().parents[3]


@settings(max_examples=150, deadline=None)
@given(st.integers(), st.sampled_from([*WHOLE, *ALONE]))
def test_no_shape_that_fhir_allows_stops_detection(seed, rtype):
    random = Random(seed)
    before, after = ([{**any_resource(rtype, random), "id": f"x{n}"} for n in range(3)] for _ in range(2))
    wrote = frozenset(f"{rtype}/x{n}" for n in range(3))
    seen = Glance(record_from(before, at=NOW), record_from(after, at=NOW), wrote, NOW)
    for each in told_by(seen, [rtype]):
        assert each.references


def test_what_did_not_change_is_never_news():
    random = Random(7)
    for rtype in (*WHOLE, *ALONE):
        told = [{**any_resource(rtype, random), "id": f"x{n}"} for n in range(5)]
        wrote = frozenset(f"{rtype}/x{n}" for n in range(5))
        seen = Glance(record_from(told, at=NOW), record_from(told, at=NOW), wrote, NOW)
        assert told_by(seen, [rtype]) == []


def test_the_usual_askings_name_kinds_that_there_are():
    assert {kind for rows in usual_askings().values() for row in rows for kind in row.kinds} <= set(KIND)


@DATABASE
def test_a_first_load_of_a_history_tells_nothing_and_what_comes_after_it_does(tmp_path):
    settle_tinyshire()
    history = [
        of(PRACTICE, patient(GP, "9990000018", "Shaw", "1950-05-01", generalPractitioner=[
            {"reference": f"Organization/ods-{PRACTICE}"}])),
        of(HOSPITAL, patient(HOSPITAL_PATIENT, "9990000018", "Shaw", "1950-05-01")),
        stay("s0", ago(hours=3)),
        result("k0", 6.9, "HH", ago(hours=2)),
        medicine("m0", "Apixaban 5mg", "active", ago(days=1)),
    ]  # fmt: skip
    file = tmp_path / "history.ndjson"
    file.write_bytes(b"\n".join(map(orjson.dumps, history)))
    load([file], by=SYSTEM, quarantine=tmp_path / "quarantine", source=HOSPITAL)
    assert hear() == []
    assert Event.objects.count() == 0
    assert told(stay("s0", ago(hours=3), ago(minutes=1))) == ["discharged"]


@DATABASE
def test_a_file_about_people_who_are_known_is_news(tmp_path):
    settle_tinyshire()
    register()
    file = tmp_path / "today.ndjson"
    file.write_bytes(orjson.dumps(stay("s1", ago(hours=3))))
    load([file], by=SYSTEM, quarantine=tmp_path / "quarantine", source=HOSPITAL)
    assert hear() == ["admitted"]


@DATABASE
def test_a_transaction_that_commits_late_is_told_as_well_and_once(other):
    settle_tinyshire()
    register()
    other.begins()
    other.does(lambda: put(stay("late", ago(hours=30)), source=HOSPITAL))
    put(result("k", 6.9, "HH", ago(hours=1)), source=HOSPITAL)
    other.commits()
    assert sorted(hear()) == ["abnormal_result", "admitted"]
    assert hear() == []


@DATABASE
def test_a_discharge_that_overtakes_its_admission_is_told_as_a_discharge_alone():
    settle_tinyshire()
    register()
    begun = ago(hours=30)
    assert told(stay("s1", begun, ago(hours=1))) == ["discharged"]
    told(stay("s1", begun))  # the admission comes late and says that the stay goes on
    assert withdrawn() == ["discharged"]


HEAR_FOR_EVER = """
import django; django.setup()
from django.db import connection
connection.settings_dict["NAME"] = {name!r}
from toldonce.care.alerts.raising import LISTENER
from toldonce.record.listening import listen_once
print("ready", flush=True)
while True:
    listen_once(LISTENER)
"""


@pytest.mark.long
@DATABASE
def test_killed_at_any_moment_it_goes_on_with_nothing_lost_and_nothing_told_twice():
    settle_tinyshire()
    register()
    code = HEAR_FOR_EVER.format(name=connection.settings_dict["NAME"])
    written, random = 0, Random(1)
    for _ in range(6):
        with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) as listening:
            assert listening.stdout is not None
            listening.stdout.readline()
            until = time.monotonic() + random.uniform(0.05, 0.6)
            while time.monotonic() < until:
                put(result(f"k{written}", 6.9 + written / 10, "HH", ago(hours=1)), source=HOSPITAL)
                written += 1
            listening.send_signal(signal.SIGKILL)
    hear()
    assert Event.objects.count() == Alert.objects.count() == written
    keys = [key for keys in Event.objects.values_list("keys", flat=True) for key in keys]
    assert len(keys) == len(set(keys)) == written
