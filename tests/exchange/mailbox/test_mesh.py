"""NHS MESH against a stand-in: signed requests, chunks, acknowledgement, and what MESH refuses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.mailbox.stand_in import KEY, PASSWORDS, mesh
from toldonce.exchange.mailbox.configured import mesh_settings
from toldonce.exchange.mailbox.envelopes import Envelope, Passage
from toldonce.exchange.mailbox.errors import NotConfigured, TryAgain, Undeliverable
from toldonce.exchange.mailbox.mesh import Mesh, MeshSettings
from toldonce.exchange.mailbox.mesh_token import MeshToken


@pytest.fixture
def at_mesh():
    with mesh() as kept:
        yield kept


def box(kept, mailbox: str = "OURS01", organisation: str = "RBD", **more) -> Mesh:
    told = {"password": PASSWORDS[mailbox], "key": KEY, "organisation": organisation, "chunk": 16} | more
    return Mesh(MeshSettings(url=kept.address, mailbox=mailbox, **told), lambda name: f"of {name}")


def envelope(body: bytes = b"{}", **more) -> Envelope:
    told = {"sender": "RBD", "receiver": "J83001", "workflow": "TOC_FHIR_DC_DISCH", "local_id": "letter-1"}
    return Envelope(
        **(told | {"subject": "Discharge summary", "media_type": "application/fhir+json"} | more), body=body
    )


def test_the_header_is_the_one_of_the_specification():
    at = datetime(2015, 11, 20, 10, 38, tzinfo=UTC)
    header = MeshToken("NONFUNC01", "password", "BackBone").header(
        "bd0e2bd5-218e-41d0-83a9-73fdec414803", 0, at
    )
    assert header.startswith("NHSMESH NONFUNC01:bd0e2bd5-218e-41d0-83a9-73fdec414803:0:201511201038:")
    assert len(header.rpartition(":")[2]) == 64


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=100))
def test_what_is_sent_arrives_whole_whatever_its_length(at_mesh, body):
    name = box(at_mesh).send(envelope(body))
    theirs = box(at_mesh, "THEIRS01", "J83001")
    assert name in list(theirs.waiting())
    came = theirs.fetch(name)
    assert (came.body, came.sender, came.receiver) == (body, "of OURS01", "J83001")
    assert (came.workflow, came.local_id) == ("TOC_FHIR_DC_DISCH", "letter-1")
    theirs.take(name)
    assert name not in list(theirs.waiting())


def test_it_is_delivered_when_the_receiver_has_acknowledged_it(at_mesh):
    ours, theirs = box(at_mesh), box(at_mesh, "THEIRS01")
    name = ours.send(envelope())
    assert ours.passage(name) == (Passage.WAITING, "")
    theirs.take(name)
    assert ours.passage(name) == (Passage.DELIVERED, "")


def test_what_mesh_could_not_deliver_is_refused_with_its_words(at_mesh):
    ours = box(at_mesh)
    name = ours.send(envelope())
    at_mesh.messages[name].status, at_mesh.report = "error", "Message not collected within five days"
    assert ours.passage(name) == (Passage.REFUSED, "Message not collected within five days")


def test_the_mailbox_is_opened_before_it_is_read(at_mesh):
    ours = box(at_mesh)
    list(ours.waiting()), list(ours.waiting())
    assert at_mesh.handshakes == 1


TROUBLES = {
    "no mailbox for the organisation": ({"receiver": "J99999"}, {}, 0, Undeliverable),
    "a wrong password": ({}, {"password": "another"}, 0, TryAgain),
    "too busy": ({}, {}, 429, TryAgain),
    "broken": ({}, {}, 500, TryAgain),
}


@pytest.mark.parametrize("what", TROUBLES)
def test_what_may_pass_is_told_from_what_will_not(at_mesh, what):
    more, settings_of, status, trouble = TROUBLES[what]
    at_mesh.fails_with = status
    with pytest.raises(trouble):
        box(at_mesh, **settings_of).send(envelope(**more))


def test_nobody_there_is_tried_again():
    absent = Mesh(MeshSettings("http://127.0.0.1:9", "OURS01", "x", "y", "RBD"))
    with pytest.raises(TryAgain):
        absent.send(envelope())


SETTINGS = {
    "url: https://mesh.example\nmailbox: OURS01": "missing: password, key, organisation",
    "- a list": "holds no settings",
    "url: a\nmailbox: b\npassword: c\nkey: d\norganisation: RBD\ncolour: red": "unknown: colour",
    "url: [": "cannot be read",
}


@pytest.mark.parametrize("text", SETTINGS)
def test_a_file_that_describes_no_mailbox_is_refused_with_what_is_wrong(tmp_path, text):
    file = tmp_path / "mesh.yaml"
    file.write_text(text)
    with pytest.raises(NotConfigured, match=SETTINGS[text]):
        mesh_settings(file)
