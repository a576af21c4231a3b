"""A file is tried before it is taken: everything is counted and nothing is stored, and no report tells who it is."""

from __future__ import annotations

from hashlib import blake2b

import orjson
import pytest
from django.db import connection

from tests.exchange.files.conftest import COUNCIL, stored
from tests.exchange.files.test_taking import ADA, BOB, CAT, HEADS, LOANS, states
from tests.writing import NURSE
from toldonce.exchange.files import telling
from toldonce.exchange.files.actions import MEDIA_TYPE, discard, take_tried, try_out
from toldonce.exchange.files.errors import BeingTaken, FewerRows, FileRefused
from toldonce.exchange.files.models import Load
from toldonce.exchange.files.reading import mapping_from
from toldonce.ledger import queries as ledger
from toldonce.record import content

USED = mapping_from(LOANS.encode(), "loans")
BAD = "4,999 000 1110,Hoist,31/02/2026,heavy"


@pytest.fixture
def tried(council, tmp_path):
    """Try lines as a file of the council."""

    def do(*lines: str) -> Load:
        path = tmp_path / "tried.csv"
        path.write_text("\n".join(lines) + "\n")
        return try_out(by=NURSE, path=path, mapping=USED, source=COUNCIL)

    return do


def column(load: Load, name: str) -> dict:
    return next(each for each in load.report["columns"] if each["name"] == name)


def test_a_dry_run_counts_each_column_and_each_row_and_stores_nothing(tried):
    load = tried(f"{HEADS},Notes", f"{ADA},", f"{BOB},", f"{BAD},secret")
    assert (load.state, states(load)) == ("tried", {"new": 2, "refused": 1})
    assert load.report["resources"] == {"DeviceUseStatement": 2, "Observation": 1, "Patient": 2}
    assert [(column(load, n)["filled"], column(load, n)["empty"], column(load, n)["bad"]) for n in ("nhs", "lent")] == [
        (1, 1, 1), (2, 0, 1)
    ]  # fmt: skip
    assert column(load, "lent")["examples"] == ["31/02/2026"]
    assert [(each["line"], each["column"]) for each in load.quarantined] == [(4, "Lent on"), (4, "weight")]
    assert "Nobody knows these columns, and they are not read: Notes." in load.report["notes"]
    assert stored("Patient") == []


def test_no_report_tells_a_number_or_a_name(tried):
    load = tried(HEADS, ADA, BAD, "Florence Hardy,999 000 1110,Bed,soon,")
    for said in (
        orjson.dumps(load.report).decode(),
        orjson.dumps(load.quarantined).decode(),
        telling.text(load.report, load.quarantined),
        telling.html(load.report, load.quarantined, "x"),
    ):
        assert "Florence" not in said and "0001110" not in said and "000 1110" not in said


def test_what_was_tried_is_taken_from_what_was_kept(tried):
    load = take_tried(by=NURSE, load=tried(HEADS, ADA, BOB), mapping=USED)
    assert (load.state, len(stored("DeviceUseStatement"))) == ("taken", 2)
    assert [row.act for row in reversed(ledger.newest(count=9))] == ["file.try", "file.take"]
    with pytest.raises(FileRefused, match="was taken already"):
        take_tried(by=NURSE, load=load, mapping=USED)


def test_a_file_with_fewer_rows_waits_for_somebody_to_confirm_it(tried, taken):
    taken(USED, HEADS, ADA, BOB, CAT)
    load = tried(HEADS, ADA)
    assert load.report["fewer"]
    with pytest.raises(FewerRows):
        take_tried(by=NURSE, load=load, mapping=USED)
    assert Load.objects.get(pk=load.pk).state == "tried"
    take_tried(by=NURSE, load=load, mapping=USED, confirm_fewer=True)
    assert [each["status"] for each in stored("DeviceUseStatement")].count("active") == 1


def test_a_file_that_is_discarded_is_forgotten(tried):
    load = tried(HEADS, ADA)
    assert kept_files() == 1
    discard(by=NURSE, load=load)
    assert kept_files() == 0
    with pytest.raises(FileRefused, match="discarded already"):
        take_tried(by=NURSE, load=load, mapping=USED)


def test_a_file_that_another_load_holds_is_not_forgotten(tried, taken):
    taken(USED, HEADS, ADA)
    load = tried(HEADS, ADA)
    discard(by=NURSE, load=load)
    assert kept_files() == 1


def test_an_attachment_of_the_same_bytes_outlives_a_file_that_is_discarded(tried):
    load = tried(HEADS, ADA)
    key = content.keep(the_file_of(load), "text/csv")
    discard(by=NURSE, load=load)
    assert content.fetch(key) is not None


def the_file_of(load) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("select body from content where media_type = %s", [MEDIA_TYPE])
        return bytes(cursor.fetchone()[0])


def kept_files() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from content where media_type = %s", [MEDIA_TYPE])
        return cursor.fetchone()[0]


def test_words_of_a_file_are_never_markup(tried):
    load = tried(HEADS.replace("weight", "weight,<script>alert(1)</script>"), f"{ADA},")
    page = telling.html(load.report, load.quarantined, "<b>")
    assert "<script>" not in page and "<b>" not in page


def test_two_files_of_a_feed_are_not_taken_at_once(taken, other):
    other.begins()
    other.does(_hold_the_feed)
    with pytest.raises(BeingTaken, match="wait for its end"):
        taken(USED, HEADS, ADA)
    other.commits()
    assert taken(USED, HEADS, ADA).state == "taken"


def _hold_the_feed() -> None:
    number = int.from_bytes(blake2b(f"{COUNCIL}/loans".encode(), digest_size=8).digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [number])
