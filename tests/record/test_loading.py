"""Files come in whole and in order; what is refused is named with its place, and nothing is lost or doubled."""

from __future__ import annotations

import gzip
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import orjson
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.writing import NURSE, patient, weight
from toldonce.ledger import queries as ledger
from toldonce.record import store
from toldonce.record.loading import files
from toldonce.record.loading.load import Summary, load

pytestmark = pytest.mark.usefixtures("own_database")


def lines(path: Path, *resources: dict | bytes) -> Path:
    """Write NDJSON, gzipped where the name says so."""
    raw = b"\n".join(item if isinstance(item, bytes) else orjson.dumps(item) for item in resources) + b"\n"
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


def loaded(*paths: Path, **more) -> Summary:
    quarantine = paths[0].parent / "quarantine.txt"
    return load(paths, by=NURSE, source="J81010", quarantine=quarantine, **more)


def refused(folder: Path) -> list[tuple[str, int, str, str]]:
    """Return what the quarantine file says: file, line, place and reason."""
    path = folder / "quarantine.txt"
    told = [orjson.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []
    return [(Path(item["file"]).name, item["line"], item["place"], item["reason"]) for item in told]


def count(table: str = "resource") -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from {table}")
        return cursor.fetchone()[0]


def value(id: str) -> float:
    return orjson.loads(store.read("Observation", id).body)["valueQuantity"]["value"]


def test_what_is_well_formed_is_stored_and_what_is_not_is_named_with_file_line_and_reason(tmp_path):
    lines(
        tmp_path / "a.ndjson",
        patient("p1"),
        b"{not json",
        weight("w1", "p1"),
        b"",
        b"[1]",
        {"resourceType": "Nonsense", "id": "n"},
        {**weight("w2", "p1"), "valueString": "two values"},
        b'{"resourceType":"Patient","id":"bad","name":[{"family":"\xff"}]}',
        weight("w3", "p1"),
    )
    summary = loaded(tmp_path / "a.ndjson")
    assert (summary.states, summary.files) == ({"created": 3}, 1)
    assert {(name, line) for name, line, _, _ in refused(tmp_path)} == {
        ("a.ndjson", n) for n in (2, 5, 6, 7, 8)
    }
    assert all(reason for _, _, _, reason in refused(tmp_path))
    assert store.read("Observation", "w2") is None


def test_loading_the_same_thing_twice_changes_nothing(tmp_path):
    path = lines(tmp_path / "a.ndjson", patient("p1"), *(weight(f"w{n}", "p1", n) for n in range(500)))
    assert loaded(path).states == {"created": 501}
    before = [(item.version, item.updated) for item in store.compartment([1])]
    assert loaded(path).states == {"unchanged": 501}
    assert [(item.version, item.updated) for item in store.compartment([1])] == before
    assert count("resource_history") == 0


def test_a_resource_without_an_id_gets_the_same_one_every_time(tmp_path):
    path = lines(tmp_path / "a.ndjson", {"resourceType": "Basic", "code": {"text": "x"}})
    assert loaded(path).states == {"created": 1}
    assert loaded(path).states == {"unchanged": 1}


def test_later_lines_win_however_far_apart_they_are(tmp_path):
    first = [weight(f"w{n}", "p1", 1) for n in range(1500)]
    second = [weight(f"w{n}", "p1", 2) for n in range(1500)]
    third = [weight("w0", "p1", 3), weight("w0", "p1", 4)]
    summary = loaded(lines(tmp_path / "a.ndjson", *first, *second, *third), crew=3)
    assert summary.states == {"created": 1500, "updated": 1502}
    assert (value("w0"), value("w1499")) == (4, 2)
    assert [item.version for item in store.history("Observation", "w0")] == [4, 3, 2, 1]


def test_files_are_loaded_in_the_order_of_their_names(tmp_path):
    (tmp_path / "in").mkdir()
    lines(tmp_path / "in" / "2.ndjson", weight("w1", "p1", 2))
    lines(tmp_path / "in" / "1.ndjson.gz", weight("w1", "p1", 1))
    lines(tmp_path / "in" / "3.JSON", weight("w1", "p1", 3))
    (tmp_path / "in" / "readme.txt").write_text("not ours")
    summary = loaded(tmp_path / "in")
    assert (summary.files, summary.states) == (3, {"created": 1, "updated": 2})
    assert value("w1") == 3


def test_each_file_is_one_arrival_and_one_row_of_the_ledger(tmp_path):
    lines(tmp_path / "a.ndjson", *(weight(f"a{n}", "p1") for n in range(1200)))
    lines(tmp_path / "b.ndjson", weight("b", "p1"))
    loaded(tmp_path)
    assert [(row.act, row.subject) for row in ledger.newest()] == [
        ("record.load", "b.ndjson"),
        ("record.load", "a.ndjson"),
    ]
    assert count("arrival") == 2


# files that are broken as files


def test_of_a_gzip_file_that_was_cut_short_what_came_is_stored_and_the_rest_is_named(tmp_path):
    noise = random.Random(1)
    path = lines(tmp_path / "a.ndjson.gz", *(weight(f"w{n}", f"p{n}", noise.random()) for n in range(2000)))
    os.truncate(path, path.stat().st_size // 2)
    summary = loaded(path)
    assert 0 < summary.resources < 2000
    ((name, line, _, reason),) = refused(tmp_path)
    assert (name, line) == ("a.ndjson.gz", summary.resources + 1)
    assert "cannot be read any further" in reason


@pytest.mark.parametrize("raw", [b"no gzip at all", b"", b"\x1f\x8b\x08\x00garbage, as it were"])
def test_a_file_that_only_claims_to_be_gzip_is_refused(tmp_path, raw):
    (tmp_path / "a.ndjson.gz").write_bytes(raw)
    summary = loaded(tmp_path / "a.ndjson.gz")
    assert summary.resources == 0
    assert bool(refused(tmp_path)) == bool(raw)


def test_a_line_that_is_too_long_is_refused_before_it_fills_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "DOCUMENT", 1000)
    long = {**weight("long", "p1"), "note": [{"text": "x" * 5000}]}
    loaded(lines(tmp_path / "a.ndjson", weight("w1", "p1"), long, weight("w2", "p1")))
    assert [(line, reason[:11]) for _, line, _, reason in refused(tmp_path)] == [(2, "longer than")]
    assert store.read("Observation", "w1") is not None
    assert store.read("Observation", "w2") is not None, "a long line hides the lines after it"


def test_a_zip_bomb_is_refused_by_what_it_unpacks_to(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "DOCUMENT", 1_000_000)
    path = tmp_path / "bomb.json.gz"
    path.write_bytes(gzip.compress(b"[" * 200_000_000, 1))
    started = time.monotonic()
    loaded(path)
    assert time.monotonic() - started < 20
    assert refused(tmp_path)[0][3].startswith("longer than")


def test_deep_nesting_is_refused(tmp_path):
    loaded(lines(tmp_path / "a.ndjson", b'{"a":' * 100_000, weight("w1", "p1")))
    assert [line for _, line, _, _ in refused(tmp_path)] == [1]
    assert count() == 1


# Bundles


def bundle(*entries: dict, kind: str = "transaction") -> dict:
    return {"resourceType": "Bundle", "type": kind, "entry": list(entries)}


def entry(url: str, resource: dict) -> dict:
    return {"fullUrl": url, "resource": resource}


def test_references_between_entries_of_a_bundle_are_resolved(tmp_path):
    person, about = {"resourceType": "Patient"}, weight("w1", "x")
    about["subject"] = {"reference": "urn:uuid:0001"}
    path = tmp_path / "a.json"
    path.write_bytes(orjson.dumps(bundle(entry("urn:uuid:0001", person), entry("urn:uuid:0002", about))))
    assert loaded(path).states == {"created": 2}
    (pid,) = {item.pid for item in store.history("Observation")}
    (of,) = store.compartment([pid], ["Patient"])
    assert orjson.loads(store.read("Observation", "w1").body)["subject"] == {"reference": f"Patient/{of.id}"}
    assert loaded(path).states == {"unchanged": 2}


def test_an_entry_that_is_refused_is_named_by_its_place_and_the_others_are_stored(tmp_path):
    bad = {**weight("w2", "p1"), "status": 7}
    path = tmp_path / "a.json"
    path.write_bytes(
        orjson.dumps(bundle(*(entry("", item) for item in (weight("w1", "p1"), bad, weight("w3", "p1")))))
    )
    loaded(path)
    assert count() == 2
    ((_, line, place, _),) = refused(tmp_path)
    assert line == 1
    assert place.startswith("Bundle.entry[1].resource")


def test_a_bundle_that_is_a_document_is_kept_as_it_is(tmp_path):
    path = tmp_path / "a.json"
    path.write_bytes(
        orjson.dumps({**bundle(entry("urn:uuid:1", patient("p1")), kind="document"), "id": "d1"})
    )
    loaded(path)
    assert store.read("Patient", "p1") is None
    assert orjson.loads(store.read("Bundle", "d1").body)["entry"][0]["resource"]["id"] == "p1"


def test_decimals_in_a_bundle_keep_their_digits(tmp_path):
    path = tmp_path / "a.json"
    raw = orjson.dumps(
        bundle(entry("urn:uuid:1", weight("w1", "p1", 1)), entry("urn:uuid:2", weight("w2", "p1", 2)))
    )
    path.write_bytes(raw.replace(b'"value":1,', b'"value":1.50,').replace(b'"value":2,', b'"value":2.0,'))
    loaded(path)
    assert b'"value":1.50,' in store.read("Observation", "w1").body
    assert b'"value":2.0,' in store.read("Observation", "w2").body


ODD = [
    *(None, 1, "x", [], {}, {"resourceType": None}, {"resourceType": []}, {"resourceType": "Bundle"}),
    *(
        {"resourceType": "Bundle", "type": "batch", "entry": odd}
        for odd in (None, 1, [1], [None], [{}], {"a": 1})
    ),
    *(
        {"resourceType": "Bundle", "type": "batch", "entry": [{"fullUrl": url, "resource": odd}]}
        for url in (None, 1, "urn:uuid:1")
        for odd in (
            None,
            1,
            [],
            {},
            {"resourceType": 1},
            {"resourceType": "Patient", "id": 1},
            {"resourceType": "X"},
        )
    ),
    {"resourceType": "Patient", "id": 7},
    {"resourceType": "Patient", "id": "../../etc"},
    {"resourceType": "Patient", "id": "a'; drop table resource; --"},
    {"resourceType": "Patient", "id": "x", "meta": 7},
    {"resourceType": "Patient", "id": "x", "meta": {"versionId": {}}},
    {"resourceType": "Observation", "id": "x", "subject": "Patient/1"},
    {"resourceType": "Observation", "id": "x", "subject": {"reference": 7}},
    {"resourceType": "Patient", "id": "x", "name": [{"family": "\u0000"}]},
    {"resourceType": "Patient", "id": "x", "birthDate": "0000-00-00"},
]


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: str(odd)[:60])
def test_nothing_in_a_file_can_stop_what_comes_after_it(tmp_path, odd):
    loaded(lines(tmp_path / "a.ndjson", orjson.dumps(odd), weight("after", "p1")))
    assert store.read("Observation", "after") is not None


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300))
def test_no_bytes_at_all_can_stop_what_comes_after_them(tmp_path, raw):
    loaded(lines(tmp_path / "a.ndjson", raw.replace(b"\n", b""), weight("after", "p1")), crew=1)
    assert store.read("Observation", "after") is not None


# killed and started again


def people(path: Path, number: int) -> Path:
    made = (
        resource
        for n in range(number)
        for resource in (patient(f"p{n}"), *(weight(f"w{n}-{m}", f"p{n}", m + n / 7) for m in range(9)))
    )
    return lines(path, *made)


LOAD = """
import sys
from pathlib import Path
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from tests.writing import NURSE
from toldonce.record.loading.load import load

def told(summary):
    print(summary.resources, flush=True)

load([Path(sys.argv[2])], by=NURSE, source="J81010", quarantine=Path(sys.argv[2] + ".refused"), progress=told)
"""


def start(database: str, path: Path) -> subprocess.Popen:
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(
        [sys.executable, "-c", LOAD, database, str(path)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": f"{root / 'src'}:{root}"},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def everything() -> dict[tuple[str, str], tuple[int, bytes]]:
    """Return the current versions without the time at which they came."""
    found = [item for rtype in ("Patient", "Observation") for item in store.history(rtype, count=100_000)]
    return {(item.rtype, item.id): (item.version, without_time(item.body)) for item in found}


def without_time(body: bytes) -> bytes:
    told = orjson.loads(body)
    del told["meta"]["lastUpdated"]
    return orjson.dumps(told)


@pytest.mark.parametrize("deep", [260, 900])
@pytest.mark.parametrize(
    "around", ["{}", '{{"resourceType":"Bundle","type":"batch","entry":[{{"resource":{}}}]}}']
)
def test_nothing_deep_stops_the_first_load_before_it_has_begun(own_database, tmp_path, deep, around):
    nested = '{"resourceType":"Basic","x":' + '{"x":' * deep + "1" + "}" * deep + "}"
    path = people(tmp_path / "a.ndjson", 2)
    path.write_bytes(around.format(nested).encode() + b"\n" + path.read_bytes())
    summary = load([path], by=NURSE, quarantine=tmp_path / "refused")
    assert (summary.refused, summary.resources) == (1, 20)


@pytest.mark.long
@pytest.mark.parametrize("moment", [1, 2, 4])
@pytest.mark.parametrize("whom", ["all of it", "only its parent"])
def test_killed_in_the_middle_and_started_again_nothing_is_lost_or_doubled(
    own_database, tmp_path, moment, whom
):
    path = people(tmp_path / "a.ndjson", 1000)
    with start(own_database, path) as process:
        for _ in range(moment):
            process.stdout.readline()
        if whom == "all of it":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    before = count()
    assert before < 10_000
    deadline = time.monotonic() + 30
    while somebody_is_connected() and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not somebody_is_connected(), "children of a load that was killed go on"
    with start(own_database, path) as process:
        process.communicate()
    assert process.returncode == 0
    assert count() == 10_000
    assert count("resource_history") == 0
    assert {version for version, _ in everything().values()} == {1}


def somebody_is_connected() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            """select exists (select from pg_stat_activity
               where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend')"""
        )
        return cursor.fetchone()[0]
