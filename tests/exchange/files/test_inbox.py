"""Files in the inbox are taken by themselves, each once; what is refused lies aside with its reason."""

from __future__ import annotations

import os
import time
from pathlib import Path

import orjson
import pytest

from tests.exchange.files.conftest import COUNCIL, stored
from tests.exchange.files.test_taking import ADA, BOB, HEADS, LOANS
from toldonce.exchange.files import inbox
from toldonce.exchange.files.errors import FileTrouble
from toldonce.exchange.files.models import Load
from toldonce.exchange.files.reading import mapping_called


@pytest.fixture
def feed(council, tmp_path, settings) -> Path:
    """The folder of the loans of the council in an inbox."""
    mappings = tmp_path / "mappings"
    mappings.mkdir()
    (mappings / "loans.yaml").write_text(LOANS)
    settings.TOLDONCE_INBOX, settings.TOLDONCE_MAPPINGS = tmp_path / "inbox", mappings
    folder = tmp_path / "inbox" / COUNCIL / "loans"
    folder.mkdir(parents=True)
    return folder


def put(folder: Path, name: str, *lines: str, still_for: float = 60) -> Path:
    """A file that has lain still for some seconds."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n")
    os.utime(path, (time.time() - still_for,) * 2)
    return path


def lying(folder: Path) -> list[str]:
    """The files of a folder without the moment in their names."""
    return sorted(path.name.partition("-")[2] for path in folder.iterdir()) if folder.exists() else []


def test_a_file_is_taken_and_moved_to_done(feed):
    put(feed, "loans.csv", HEADS, ADA)
    assert inbox.turn() == 1
    assert len(stored("DeviceUseStatement")) == 1
    assert (lying(feed / "done"), [path.name for path in feed.iterdir()]) == (["loans.csv"], ["done"])
    assert inbox.turn() == 0
    load = Load.objects.get()
    assert (load.state, load.by, load.source, load.file_name) == ("taken", "inbox", COUNCIL, "loans.csv")


def test_a_file_that_is_being_written_waits(feed):
    put(feed, ".loans.csv", HEADS, ADA)
    put(feed, "loans.csv.part", HEADS, ADA)
    put(feed, "loans.csv", HEADS, ADA, still_for=0)
    assert inbox.turn() == 0


def test_the_older_file_of_a_feed_is_taken_first(feed):
    put(feed, "a.csv", HEADS, ADA, BOB, still_for=10)
    put(feed, "b.csv", HEADS, ADA, still_for=100)
    assert inbox.turn() == 2
    assert [load.file_name for load in Load.objects.order_by("id")] == ["b.csv", "a.csv"]
    assert [each["status"] for each in stored("DeviceUseStatement")] == ["active", "active"]


def test_what_is_refused_of_a_file_lies_beside_it(feed):
    put(feed, "loans.csv", HEADS, ADA, BOB.replace("2026-03-01", "tomorrow"))
    inbox.turn()
    assert lying(feed / "done") == ["loans.csv", "loans.csv.refused.ndjson"]


def test_a_file_that_is_refused_lies_aside_with_the_reason(feed):
    put(feed, "loans.csv", "Colour", "red")
    assert inbox.turn() == 1
    assert lying(feed / "refused") == ["loans.csv", "loans.csv.why.json"]
    (why,) = (feed / "refused").glob("*.why.json")
    assert "None of the first 20 lines has the heads" in orjson.loads(why.read_bytes())["reason"]


def test_a_folder_that_no_mapping_or_organisation_is_called_after_refuses_its_files(feed):
    for name in ("X99/loans", f"{COUNCIL}/nothing"):
        folder = feed.parent.parent / name
        folder.mkdir(parents=True)
        put(folder, "x.csv", HEADS, ADA)
    assert inbox.turn() == 2
    assert stored("DeviceUseStatement") == []


def test_one_bad_file_does_not_stand_in_the_way_of_another(feed, monkeypatch):
    put(feed, "a.csv", HEADS, ADA, still_for=100)
    put(feed, "b.csv", HEADS, ADA, still_for=10)
    whole = inbox.take
    monkeypatch.setattr(
        inbox, "take", lambda **more: 1 / 0 if more["path"].name == "a.csv" else whole(**more)
    )
    assert inbox.turn() == 2
    assert (lying(feed / "refused"), lying(feed / "done")) == (["a.csv", "a.csv.why.json"], ["b.csv"])


def test_a_link_out_of_the_inbox_is_not_followed(feed, tmp_path):
    outside = put(tmp_path, "outside.csv", HEADS, ADA)
    (feed / "link.csv").symlink_to(outside)
    assert inbox.turn() == 0


LINKS = ["the source", "the mapping", "done", "refused"]


@pytest.mark.parametrize("what", LINKS)
def test_a_folder_that_leads_out_of_the_inbox_is_left_alone(feed, tmp_path, what):
    outside = tmp_path / "outside"
    outside.mkdir()
    put(feed, "loans.csv", HEADS, ADA)
    put(feed, "odd.csv", "Colour", "red")
    if what == "the source":
        feed.parent.rename(outside / COUNCIL)
        feed.parent.symlink_to(outside / COUNCIL)
    elif what == "the mapping":
        feed.rename(outside / "loans")
        feed.symlink_to(outside / "loans")
    else:
        (feed / what).symlink_to(outside)
    before = sorted(outside.rglob("*"))
    assert inbox.turn() == 0
    assert sorted(outside.rglob("*")) == before
    assert stored("DeviceUseStatement") == []


@pytest.mark.parametrize("name", ["..", "../loans", "%2e%2e", "..\\..\\loans", "a/../../b"])
def test_a_name_with_a_way_up_stays_a_name(feed, name):
    """A folder cannot be called so; a mapping that is asked for so by a form or a command is not there."""
    with pytest.raises(FileTrouble):
        mapping_called(name, feed.parents[2] / "mappings")


@pytest.mark.parametrize(
    "name", ["..loans.csv", "..%2f..%2floans.csv", "a;rm -rf ~.csv", "-rf.csv", "loans\n.csv"]
)
def test_a_file_with_an_odd_name_is_taken_and_stays_in_its_folder(feed, name):
    put(feed, name, HEADS, ADA)
    inbox.turn()
    assert {path.name for path in feed.parent.iterdir()} == {"loans"}
    assert {path.name for path in feed.iterdir()} <= {"done", "refused", name}
