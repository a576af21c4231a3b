"""A folder as a mailbox: nobody sees half of an envelope, and what is odd is declined with its reason."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toldonce.exchange.mailbox.envelopes import Envelope, Passage
from toldonce.exchange.mailbox.errors import Declined, TryAgain
from toldonce.exchange.mailbox.folder import Folder

LETTER = Envelope(
    "RBD", "J83001", "TOC_FHIR_DC_DISCH", "letter-1", "Discharge summary", "application/fhir+json", b"{}"
)


def brought(root: Path, name: str, body: bytes = b"{}", **control) -> None:
    """What another system puts into `in/`."""
    told = {
        "from": "J83001",
        "to": "RBD",
        "workflow_id": "W",
        "local_id": "a",
        "media_type": "text/plain",
    } | control
    (root / "in").mkdir(exist_ok=True)
    (root / "in" / f"{name}.dat").write_bytes(body)
    (root / "in" / f"{name}.json").write_text(json.dumps(told))


def carried(root: Path, name: str) -> None:
    """Another system takes an envelope out of `out/` and puts it into its own `in/`."""
    (root / "in").mkdir(exist_ok=True)
    for ending in ("dat", "json"):
        (root / "in" / f"{name}.{ending}").write_bytes((root / "out" / f"{name}.{ending}").read_bytes())


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(body=st.binary(max_size=300), subject=st.text(max_size=40))
def test_what_is_sent_is_what_arrives(tmp_path, body, subject):
    box = Folder(tmp_path)
    sent = Envelope("RBD", "J83001", "W", "letter-1", subject, "application/pdf", body)
    name = box.send(sent)
    carried(tmp_path, name)
    assert box.fetch(name) == sent


def test_the_carrier_moves_it_and_we_see_how_far_it_is(tmp_path):
    box = Folder(tmp_path)
    one, other = box.send(LETTER), box.send(LETTER)
    assert box.passage(one) == (Passage.WAITING, "")
    for folder, name in (("sent", one), ("refused", other)):
        (tmp_path / folder).mkdir()
        (tmp_path / "out" / f"{name}.json").rename(tmp_path / folder / f"{name}.json")
    refused = tmp_path / "refused" / f"{other}.json"
    refused.write_text(json.dumps({**json.loads(refused.read_text()), "reason": "No such address"}))
    assert box.passage(one) == (Passage.DELIVERED, "")
    assert box.passage(other) == (Passage.REFUSED, "No such address")


def test_what_is_taken_is_not_offered_again(tmp_path):
    box = Folder(tmp_path)
    brought(tmp_path, "a")
    box.take("a")
    assert list(box.waiting()) == []
    assert (tmp_path / "taken" / "a.dat").exists()


def test_what_is_declined_lies_with_its_reason(tmp_path):
    box = Folder(tmp_path)
    brought(tmp_path, "a")
    box.decline("a", "It is empty.")
    assert (tmp_path / "refused" / "a.reason").read_text() == "It is empty."
    assert list(box.waiting()) == []


ODD = {
    "no receiver": {"to": ""},
    "another checksum": {"sha256": hashlib.sha256(b"else").hexdigest()},
}


@pytest.mark.parametrize("what", ODD)
def test_what_is_odd_is_declined(tmp_path, what):
    brought(tmp_path, "a", **ODD[what])
    with pytest.raises(Declined):
        Folder(tmp_path).fetch("a")


@pytest.mark.parametrize("text", ["not json", "[1]", '"x"', "x" * 70_000])
def test_a_control_file_that_is_none_is_declined(tmp_path, text):
    brought(tmp_path, "a")
    (tmp_path / "in" / "a.json").write_text(text)
    with pytest.raises(Declined):
        Folder(tmp_path).fetch("a")


def test_a_link_to_another_file_is_not_followed(tmp_path):
    brought(tmp_path, "a")
    (tmp_path / "secret").write_text("a secret")
    (tmp_path / "in" / "a.dat").unlink()
    (tmp_path / "in" / "a.dat").symlink_to(tmp_path / "secret")
    with pytest.raises(Declined):
        Folder(tmp_path).fetch("a")


def test_bytes_that_are_still_to_come_are_waited_for(tmp_path):
    brought(tmp_path, "a")
    (tmp_path / "in" / "a.dat").unlink()
    with pytest.raises(TryAgain):
        Folder(tmp_path).fetch("a")


def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(TryAgain):
        Folder(tmp_path / "file").send(LETTER)
