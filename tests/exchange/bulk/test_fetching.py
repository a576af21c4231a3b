"""Files are fetched whole or from where a download broke off; a killed writer leaves nothing behind in them."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.bulk.conftest import lines_of, writes_all
from tests.exchange.fhir_api.conftest import patient
from toldonce.exchange.bulk import members, writing
from toldonce.exchange.bulk.models import Export, State


@pytest.fixture
def file(client, monkeypatch):
    """A file of several members."""
    monkeypatch.setattr(writing, "PIECE", 2)
    client.store(*(patient(f"p{number}") for number in range(7)))
    [file] = client.manifest()["output"]
    return file


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-0", 0, 1), ("bytes=100-399", 100, 400), ("bytes=300-", 300, None), ("bytes=-50", -50, None)],
)
def test_a_download_goes_on_where_it_broke_off(client, file, coding, asked, start, end):
    whole = client.fetches(file, Accept_Encoding=coding)
    part = client.fetches(file, Accept_Encoding=coding, Range=asked, If_Range=whole.headers["ETag"])
    assert part.status == 206
    assert part.sent == whole.sent[start:end]
    assert part.headers["Content-Length"] == str(len(part.sent))
    assert part.headers["Content-Range"].endswith(f"/{len(whole.sent)}")


def test_packed_or_not_it_says_the_same_under_two_tags(client, file):
    plain = client.fetches(file, Accept_Encoding="identity")
    packed = client.fetches(file, Accept_Encoding="gzip, br")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.sent) == plain.sent
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert plain.headers["Content-Type"] == "application/fhir+ndjson"
    assert [row["id"] for row in lines_of(plain.raw)] == [f"p{number}" for number in range(7)]


def test_a_range_of_another_file_is_not_glued_on(client, file):
    whole = client.fetches(file, Range="bytes=10-", If_Range='"another"')
    assert whole.status == 200


def test_a_range_beyond_the_end(client, file):
    said = client.fetches(file, Range="bytes=999999-")
    assert said.status == 416 and said.headers["Content-Range"].startswith("bytes */")


def test_head_says_how_long_it_is(client, file):
    said = client.ask("HEAD", file["url"].removeprefix("http://testserver/fhir/"))
    assert said.status == 200 and said.raw == b""
    assert int(said.headers["Content-Length"]) == len(client.fetches(file).raw)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    pieces=st.lists(
        st.lists(st.binary(max_size=40).filter(lambda line: b"\n" not in line), max_size=5), max_size=6
    ),
    cut=st.tuples(st.integers(0, 200), st.integers(0, 200)),
    torn=st.binary(max_size=20),
)
def test_any_part_of_any_members(tmp_path, pieces, cut, torn):
    """What a killed writer left behind a member is cut off by the next one."""
    path, plain, packed = tmp_path / "file.gz", [], []
    path.unlink(missing_ok=True)
    for lines in pieces:
        made = members.append(path, sum(packed), lines)
        plain.append(made[0])
        packed.append(made[1])
        with path.open("ab") as file:
            file.write(torn)
    whole = b"".join(line + b"\n" for lines in pieces for line in lines)
    start, end = min(cut), max(cut)
    assert b"".join(members.as_plain(path, plain, packed, start, end)) == whole[start:end] if pieces else True


KILLED = """
import os, signal, sys
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from django.conf import settings
settings.EXPORTS = sys.argv[2]
from toldonce.exchange.bulk import members, writing
writing.PIECE = 2
append, left = members.append, int(sys.argv[3])
def dies(*given):
    global left
    left -= 1
    made = append(*given)
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return made
members.append = dies
while writing.write_on():
    pass
"""


def test_a_writer_that_is_killed_between_disk_and_database_leaves_a_whole_export(
    client, monkeypatch, settings
):
    from django.db import connection

    monkeypatch.setattr(writing, "PIECE", 2)
    client.store(*(patient(f"p{number}") for number in range(7)))
    status = client.begins()
    for piece in (1, 2):
        words = [
            sys.executable,
            "-c",
            KILLED,
            connection.settings_dict["NAME"],
            str(settings.EXPORTS),
            str(piece),
        ]
        assert subprocess.run(words, env={**os.environ, "PYTHONPATH": "src"}).returncode == -9
    writes_all()
    rows = [
        row["id"] for each in client.get(status).json["output"] for row in lines_of(client.fetches(each).raw)
    ]
    assert rows == [f"p{number}" for number in range(7)]


def test_what_cannot_be_written_fails_with_a_sentence(client, monkeypatch):
    def full(*given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(members, "append", full)
    client.store(patient("p1"))
    status = client.begins()
    writes_all()
    said = client.get(status)
    assert said.status == 500 and "No space left on device" in said.sentence
    assert Export.objects.get().state == State.FAILED


WAYS = [
    "../../../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e/Patient.1.ndjson", "Patient.1.ndjson.gz",
    "/etc/passwd", "Patient.1.ndjson/..", "Patient.1.ndjson%00", "patient.1.ndjson", "Patient.1.ndjson;x",
    ".", "..", "%5c..%5csecret",
]  # fmt: skip


@pytest.mark.parametrize("name", WAYS)
def test_a_file_is_fetched_by_its_own_name_and_by_no_way_to_another(client, name, settings):
    client.store(patient("p1"))
    status = client.begins()
    writes_all()
    (settings.EXPORTS / "secret").write_text("root:x:0:0")
    said = client.get(f"{status}/{name}")
    assert said.status in (400, 404)
    assert b"root:" not in said.raw


def test_the_files_of_another_client_are_not_there_even_with_every_scope(client, maker):
    client.store(patient("p1"))
    status = client.begins()
    writes_all()
    [file] = client.get(status).json["output"]
    address = file["url"].removeprefix("http://testserver/fhir/")
    stranger = maker(name="a stranger")
    for method in ("GET", "HEAD", "DELETE"):
        assert stranger.ask(method, address).status in (404, 405)
        assert stranger.ask(method, status).status == 404
    assert stranger.get(address, Range="bytes=0-10").status == 404
    own = stranger.begins()
    writes_all()
    stolen = f"{own}/../{status.rpartition('/')[2]}/{file['url'].rpartition('/')[2]}"
    assert stranger.get(stolen).status in (400, 404)
    assert client.fetches(file).status == 200


def test_a_file_that_was_put_in_place_of_an_export_by_a_link_is_not_handed_out(
    client, file, settings, tmp_path
):
    secret = tmp_path / "secret.gz"
    secret.write_bytes(gzip.compress(b"root:x:0:0"))
    [written] = settings.EXPORTS.rglob("Patient.1.ndjson.gz")
    written.unlink()
    written.symlink_to(secret)
    assert client.fetches(file).status == 404
