"""From one end to the other: a letter leaves by the mailbox, is taken in elsewhere, and the answer comes back."""

from __future__ import annotations

import json
from pathlib import Path

import orjson
import pytest

from tests.care.documents.people import (
    FAR,
    GRACE,
    HOSPITAL,
    NUMBER,
    OKAFOR,
    PRACTICE,
    opened,
    organisations,
    sent,
    someone,
)
from tests.writing import patient, put
from toldonce.care.documents import actions, queries
from toldonce.care.documents.incoming import actions as incoming
from toldonce.care.documents.models import Delivery, Stray
from toldonce.care.worklist.models import Item
from toldonce.exchange.mailbox.folder import Folder
from toldonce.exchange.mailbox.models import Outgoing, Received
from toldonce.project import carriage
from toldonce.record.readings.documents import documents
from toldonce.web.practitioner.worklist_links import behind

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    organisations()
    return someone()


def bring(root: Path, name: str, body: bytes, **control: str) -> None:
    told = {"from": "RZZ", "to": PRACTICE, "workflow_id": "TOC_FHIR_DC_DISCH", "local_id": name}
    told |= {"media_type": "application/fhir+json"} | control
    (root / "in").mkdir(parents=True, exist_ok=True)
    (root / "in" / f"{name}.dat").write_bytes(body)
    (root / "in" / f"{name}.json").write_text(json.dumps(told))


def letter_of(person: int, **changed) -> bytes:
    """A FHIR document as another hospital sends it: one of ours, with other facts about the person."""
    (delivery,) = sent(person, FAR)
    bundle = orjson.loads(queries.parcel_of(delivery).body)
    bundle["identifier"]["value"] = "urn:uuid:00000000-0000-4000-8000-000000000001"
    patient = next(
        each["resource"] for each in bundle["entry"] if each["resource"]["resourceType"] == "Patient"
    )
    patient.update(changed)
    Delivery.objects.all().delete()
    return orjson.dumps(bundle)


def test_a_letter_leaves_and_what_the_carrier_and_the_receiver_say_is_seen(tmp_path, person):
    (delivery,) = sent(person, FAR)
    box = Folder(tmp_path)
    carriage.round_of(box)
    assert Delivery.objects.get().state == "sent"
    (control,) = (tmp_path / "out").glob("*.json")
    told = json.loads(control.read_text())
    assert (told["to"], told["workflow_id"], told["local_id"]) == (
        FAR,
        "TOC_FHIR_DC_DISCH",
        delivery.local_id,
    )
    (tmp_path / "sent").mkdir()
    control.rename(tmp_path / "sent" / control.name)
    Outgoing.objects.update(next_try="2020-01-01T00:00:00Z")
    carriage.round_of(box)
    assert Delivery.objects.get().state == "delivered"
    bring(
        tmp_path,
        "answer",
        answer_about(delivery.local_id),
        **{"from": FAR, "to": HOSPITAL, "workflow_id": "TOC_FHIR_DC_DISCH_ACK"},
    )
    carriage.round_of(box)
    assert Delivery.objects.get().state == "acknowledged"


def answer_about(local_id: str) -> bytes:
    header = {"resourceType": "MessageHeader", "response": {"identifier": local_id, "code": "ok"}}
    return orjson.dumps({"resourceType": "Bundle", "type": "message", "entry": [{"resource": header}]})


def test_what_comes_in_is_filed_shown_and_answered(tmp_path, person):
    bring(tmp_path, "a", letter_of(person))
    box = Folder(tmp_path)
    carriage.round_of(box)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.sender, delivery.receiver) == ("delivered", "RZZ", PRACTICE)
    assert [
        each.title for each in Item.objects.filter(organisation=PRACTICE, refers__contains=delivery.document)
    ]
    line = next(each for each in documents(opened(person, OKAFOR)) if each.provenance.id == delivery.document)
    assert (line.title, line.content_type, line.provenance.source) == (
        "Discharge summary",
        "application/pdf",
        "RZZ",
    )
    actions.open_delivery(by=OKAFOR, delivery=delivery)
    actions.acknowledge_delivery(by=OKAFOR, delivery=delivery)
    carriage.round_of(box)
    (answer,) = [
        json.loads(each.read_text())
        for each in (tmp_path / "out").glob("*.json")
        if "ACK" in each.read_text()
    ]
    assert (answer["from"], answer["to"], answer["workflow_id"]) == (PRACTICE, "RZZ", "TOC_FHIR_DC_DISCH_ACK")


def test_the_same_document_again_is_one(tmp_path, person):
    body = letter_of(person)
    for name in ("a", "b"):
        bring(tmp_path, name, body, local_id="the-same")
    carriage.round_of(Folder(tmp_path))
    assert (Delivery.objects.count(), Received.objects.count()) == (1, 2)


WHOSE = {
    "another birth date": ({"birthDate": "1950-01-01"}, "another one"),
    "another name": ({"name": [{"family": "Else", "given": ["Someone"]}]}, "another one"),
    "no NHS number": ({"identifier": []}, "no NHS number"),
    "a wrong NHS number": (
        {"identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000094"}]}, "fails its check",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WHOSE)
def test_what_is_not_certainly_hers_waits_for_somebody(tmp_path, person, what):
    changed, reason = WHOSE[what]
    bring(tmp_path, "a", letter_of(person, **changed))
    carriage.round_of(Folder(tmp_path))
    stray = Stray.objects.get()
    assert reason in stray.reason
    assert not Delivery.objects.exists()
    delivery = incoming.settle_stray(by=OKAFOR, stray=stray, person=person)
    assert (delivery.state, delivery.sender) == ("delivered", "RZZ")


def test_a_stray_is_on_the_worklist_until_somebody_has_said_whose_it_is(tmp_path, person):
    bring(tmp_path, "a", letter_of(person, birthDate="1950-01-01"))
    carriage.round_of(Folder(tmp_path))
    stray = Stray.objects.get()
    item = Item.objects.get(key=f"stray/{stray.pk}")
    assert (item.organisation, item.pid, item.is_open) == (PRACTICE, 0, True)
    assert "birth date is another one" in item.reason
    assert [(each.words, each.address) for each in behind(item, 0)] == [
        ("Say whose it is", f"/documents/stray/{stray.pk}/")
    ]
    incoming.settle_stray(by=OKAFOR, stray=stray, person=person)
    item.refresh_from_db()
    assert (item.state, item.outcome) == ("settled", f"given to person {person}")


def test_a_stray_is_returned_with_its_reason(tmp_path, person):
    bring(tmp_path, "a", letter_of(person, birthDate="1950-01-01"))
    box = Folder(tmp_path)
    carriage.round_of(box)
    incoming.return_stray(by=OKAFOR, stray=Stray.objects.get(), why="Nobody of this name is known to us")
    carriage.round_of(box)
    (body,) = [each.with_suffix(".dat").read_bytes() for each in (tmp_path / "out").glob("*.json")]
    assert queries.answer_in(body) == ("a", False, "Nobody of this name is known to us")


def test_a_paper_without_data_waits_for_somebody(tmp_path, person):
    bring(tmp_path, "a", b"%PDF-1.4", media_type="application/pdf")
    carriage.round_of(Folder(tmp_path))
    assert "names no NHS number" in Stray.objects.get().reason


BAD = {
    "no JSON": (b"{", {}, "is not"),
    "no document": (b'{"resourceType": "Patient"}', {}, "no FHIR document"),
    "to nobody": (b"{}", {"to": "ZZ999"}, "knows no organisation"),
    "an answer to nothing": (answer_about("nothing"), {"workflow_id": "X_ACK"}, "not sent to this sender"),
    "an answer without words": (b"{}", {"workflow_id": "X_ACK"}, "names no document"),
}


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_taken_is_declined_with_place_and_reason(tmp_path, person, what):
    body, control, reason = BAD[what]
    bring(tmp_path, "a", body, **control)
    carriage.round_of(Folder(tmp_path))
    assert reason in Received.objects.get().reason
    assert reason in (tmp_path / "refused" / "a.reason").read_text()


def test_what_the_mailbox_gives_up_is_back_with_the_ward_and_tried_again_when_an_operator_says_so(
    tmp_path, person
):
    from toldonce.exchange.mailbox import actions as mailbox

    (delivery,) = sent(person, FAR)
    (tmp_path / "box").write_text("a file, where a folder should be")
    box = Folder(tmp_path / "box")
    for _ in range(12):
        Outgoing.objects.update(next_try="2020-01-01T00:00:00Z")
        carriage.round_of(box)
    delivery.refresh_from_db()
    assert delivery.state == "undeliverable"
    assert Item.objects.filter(organisation=GRACE.organisation, state="waiting").count() == 1
    mailbox.try_again(by=GRACE, outgoing=Outgoing.objects.get())
    carriage.round_of(Folder(tmp_path / "other"))
    delivery.refresh_from_db()
    assert delivery.state == "sent"
    assert NUMBER not in Outgoing.objects.get().trouble


def with_title(body: bytes, title: str) -> bytes:
    bundle = orjson.loads(body)
    bundle["entry"][0]["resource"]["title"] = title
    return orjson.dumps(bundle)


def test_what_cannot_be_kept_is_declined_and_stands_in_nobodys_way(tmp_path, person):
    body = letter_of(person)
    bring(tmp_path, "a", with_title(body, "A\0title"))
    bring(tmp_path, "b", body, **{"from": "R" * 200})
    bring(tmp_path, "c", body, local_id="c\0")
    bring(tmp_path, "d", with_title(body, "A title" * 100))
    carriage.round_of(Folder(tmp_path))
    assert sorted(path.stem for path in (tmp_path / "refused").glob("*.json")) == ["a", "b", "c"]
    assert Delivery.objects.get().local_id == "RZZ/d"


def test_a_document_under_the_name_of_another_persons_document_is_declined(tmp_path, person):
    body = letter_of(person)
    put(patient("o1", "9990000107", "Other", "1950-01-01"), source=PRACTICE)
    other = orjson.loads(body)
    who = next(each["resource"] for each in other["entry"] if each["resource"]["resourceType"] == "Patient")
    who |= patient("x", "9990000107", "Other", "1950-01-01")
    bring(tmp_path, "a", body)
    bring(tmp_path, "b", orjson.dumps(other))
    carriage.round_of(Folder(tmp_path))
    (delivery,) = Delivery.objects.all()
    assert delivery.document in {each.provenance.id for each in documents(opened(person, OKAFOR))}
    assert "another person" in Received.objects.get(name="b").reason
