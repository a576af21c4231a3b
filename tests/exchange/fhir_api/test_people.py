"""People at the FHIR door get what the pages show them, by session or by a token with user/ scopes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.exchange.fhir_api.conftest import Said, Speaker, patient
from toldonce.directory import actions as directory
from toldonce.directory.actors import SYSTEM
from toldonce.directory.models import Organisation, Place, Role
from toldonce.ledger import queries

SOURCE = "https://toldonce.example/source/"
ASTHMA, GONORRHOEA = "195967001", "15628003"


def condition(id: str, of: str, code: str, source: str) -> dict:
    return {
        "resourceType": "Condition",
        "id": id,
        "meta": {"source": SOURCE + source},
        "subject": {"reference": f"Patient/{of}"},
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": code}]},
        "clinicalStatus": {"text": "active"},
    }


def registered(id: str, practice: str) -> dict:
    gp = [{"reference": f"Organization/ods-{practice}"}]
    return patient(id, "Legg", meta={"source": SOURCE + practice}, generalPractitioner=gp)


@pytest.fixture
def practice(db: None) -> Organisation:
    place = Place.objects.create(code="nowhere", name="Nowhere")
    organisations = [
        Organisation.objects.create(code=code, name=code, kind="practice", place=place, source="test")
        for code in ("J81010", "J81999")
    ]
    return organisations[0]


@pytest.fixture
def gp(fhir: Speaker, practice: Organisation) -> Iterator[Speaker]:
    """A GP of J81010 with a token; p1 is registered there, p2 elsewhere; a clinic wrote something sensitive of p1."""
    fhir.store(registered("p1", "J81010"), registered("p2", "J81999"))
    fhir.store(condition("c1", "p1", ASTHMA, "J81010"), condition("c2", "p1", GONORRHOEA, "RDZ"))
    fhir.store(condition("c3", "p2", ASTHMA, "J81999"))
    fhir.store({"resourceType": "Organization", "id": "o1", "name": "Nowhere Trust"})
    account = directory.open_account(by=SYSTEM, username="dr-lee", name="Dr Lee")
    directory.give_post(by=SYSTEM, account=account, role=Role.GP, organisation=practice)
    _, secret = directory.create_token(by=SYSTEM, name="her app", scopes=["user/*.*"], account=account)
    return Speaker(secret)


@pytest.fixture
def by_session(gp: Speaker) -> Speaker:
    """The same GP, signed in on the pages."""
    from django.contrib.sessions.backends.db import SessionStore

    from toldonce.directory.models import Post

    session = SessionStore()
    session.update({"account": "dr-lee", "post": Post.objects.get(account__username="dr-lee").pk})
    session.create()
    speaker = Speaker()
    speaker.client.cookies["sessionid"] = session.session_key
    return speaker


QUESTIONS = [
    ("Patient/p1", 200),
    ("Patient/p2", 403),
    ("Condition/c1", 200),
    ("Condition/c2", 403),
    ("Condition/c2/_history/1", 403),
    ("Condition/c2/_history", 403),
    ("Condition/c1/_history", 200),
    ("Condition/c3", 403),
    ("Organization/o1", 200),
    ("Condition/_history", 403),
    ("Condition?code=195967001", 403),
    ("Condition?patient=p2", 403),
    ("Condition?patient=p1,p2", 403),
    ("Condition?patient=nobody", 403),
    ("Condition?patient:missing=true", 403),
    ("Condition?patient=p1&_summary=count", 403),
    ("Condition?patient=p1&_total=accurate", 403),
    ("Condition?patient=p1&_count=1000", 403),
    ("Condition?patient=p1&patient.family=legg", 403),
    ("Patient?_has:Condition:patient:code=15628003", 403),
    ("Patient/p2/Condition", 403),
    ("Patient/p2/$everything", 403),
    ("Patient/p2/$validate", 403),
]


@pytest.mark.parametrize(("question", "status"), QUESTIONS)
def test_a_person_asks_and_is_answered_as_on_the_pages(gp: Speaker, question: str, status: int):
    said = gp.get(question)
    assert said.status == status, said.raw[:500]
    if status == 403:
        assert len(said.sentence) > 20


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("Patient?family=legg", ["p1"]),
        ("Patient?_id=p2", []),
        ("Condition?patient=p1", ["c1"]),
        ("Condition?patient=p1&code=15628003", []),
        ("Condition?patient=p1&code=1", []),
        ("Patient/p1/Condition", ["c1"]),
        ("Patient/p1/$everything", ["p1", "c1"]),
        ("Organization?name=nowhere", ["o1"]),
    ],
)
def test_what_is_withheld_is_not_there_and_the_sentence_is(
    gp: Speaker, by_session: Speaker, question: str, ids: list[str]
):
    for speaker in (gp, by_session):
        said = speaker.get(question)
        assert found(said) == ids
        if not question.startswith("Organization"):
            assert "may be left out" in said.json["entry"][-1]["resource"]["issue"][0]["diagnostics"]


def found(said: Said) -> list[str]:
    assert said.status == 200, said.raw[:500]
    entries = [each["resource"] for each in said.json.get("entry", []) if "resource" in each]
    return [each["id"] for each in entries if each["resourceType"] not in ("OperationOutcome",)]


def test_a_session_reads_by_get_and_does_nothing_else(by_session: Speaker):
    assert by_session.get("Patient/p1").status == 200
    for said in (
        by_session.put("Patient/p1", registered("p1", "J81010")),
        by_session.delete("Condition/c1"),
        by_session.post("Patient/_search", b"family=legg", "application/x-www-form-urlencoded"),
        by_session.post("", {"resourceType": "Bundle", "type": "transaction", "entry": []}),
    ):
        assert said.status == 403
    assert by_session.get("Condition/c1").status == 200


def test_a_person_with_a_token_does_not_write_here_either(gp: Speaker):
    assert gp.put("Patient/p1", registered("p1", "J81010")).status == 403
    assert gp.delete("Condition/c1").status == 403
    for criteria in ("family=legg", "family=nobody", "_id=p2"):
        assert gp.delete(f"Patient?{criteria}").status == 403
        assert gp.post("Patient", patient("x"), If_None_Exist=criteria).status == 403


def test_a_refusal_is_in_the_ledger(gp: Speaker):
    gp.get("Condition/c3")
    (row,) = queries.newest(acts=["record.refused"], count=1)
    assert (row.account, row.subject, row.organisation) == ("dr-lee", "Condition/c3", "J81010")


def test_scopes_narrow_what_a_person_may_ask(fhir: Speaker, gp: Speaker, token: Callable[..., str]):
    from toldonce.directory.models import Account

    account = Account.objects.get(username="dr-lee")
    _, secret = directory.create_token(by=SYSTEM, name="app", scopes=["user/Patient.read"], account=account)
    app = Speaker(secret)
    assert app.get("Patient/p1").status == 200
    assert app.get("Condition/c1").status == 403
    assert found(app.get("Patient/p1/$everything")) == ["p1"]


LETTER = {"resourceType": "Binary", "id": "b1", "contentType": "text/plain", "data": "SElWIGxldHRlcg=="}
WHOEVERS = {"resourceType": "Condition", "id": "c9", "code": {"text": "HIV"}}


@pytest.mark.parametrize(
    "question",
    [
        "Binary/b1",
        "Binary/b1/_history",
        "Binary/b1/_history/1",
        "Binary",
        "Binary?_id=b1",
        "Bundle/d1",
        "Bundle",
        "Condition/c9",
        "Condition/c9/_history",
        "Provenance/v1",
    ],
)
def test_what_does_not_say_whose_it_is_is_not_for_everybody(
    fhir: Speaker, gp: Speaker, by_session: Speaker, question: str
):
    of_p2 = {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000000"}}
    whoevers = {**WHOEVERS, "subject": of_p2}
    told = {"resourceType": "Bundle", "id": "d1", "type": "collection", "entry": [{"resource": whoevers}]}
    agent = [{"who": {"display": "somebody"}}]
    about = {"target": [{"reference": "Condition/c3"}], "recorded": "2024-01-01T00:00:00Z", "agent": agent}
    fhir.store(LETTER, whoevers, told, {"resourceType": "Provenance", "id": "v1", **about})
    for speaker in (gp, by_session):
        said = speaker.get(question)
        assert (said.status, b"HIV" in said.raw, b"SElW" in said.raw) == (403, False, False)
    assert fhir.get(question).status == 200


def test_what_a_page_refers_to_is_not_a_way_to_it_either(fhir: Speaker, gp: Speaker):
    attachment = {"contentType": "text/plain", "url": "Binary/b1"}
    letter = {
        "resourceType": "DocumentReference",
        "id": "l1",
        "status": "current",
        "subject": {"reference": "Patient/p1"},
        "relatesTo": [{"code": "appends", "target": {"reference": "Binary/b1"}}],
        "content": [{"attachment": attachment}],
    }
    fhir.store(LETTER, letter)
    for question in ("Patient/p1/$everything", "DocumentReference?patient=p1&_include=*"):
        said = gp.get(question)
        assert (said.status, b"SElW" in said.raw) == (200, False), said.raw
