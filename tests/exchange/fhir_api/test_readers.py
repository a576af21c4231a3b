"""Who may ask for what, and what the ledger says of it afterwards."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from tests.exchange.fhir_api.conftest import Speaker, patient, weight
from toldonce.directory.models import Token
from toldonce.exchange.fhir_api import readers
from toldonce.ledger import queries


@pytest.mark.parametrize("header", ["", "Bearer nonsense", "Basic dXNlcjpwYXNz", "Bearer", "bearer  "])
def test_whoever_is_not_known_is_asked_for_a_token(fhir: Speaker, header: str):
    fhir.secret = ""
    said = fhir.get("Patient/p1", Authorization=header) if header else fhir.get("Patient/p1")
    assert (said.status, said.issues[0]["code"]) == (401, "login")
    assert said.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_token_stops_working_when_it_is_looked_at_again(fhir: Speaker):
    assert fhir.get("Patient/p1").status == 404
    Token.objects.update(revoked=timezone.now())
    assert readers.BELIEVED_FOR < 10
    readers.forget_tokens()
    assert fhir.get("Patient/p1").status == 401


def scoped(fhir: Speaker, token: Callable[..., str], *scopes: str) -> Speaker:
    fhir.store(
        patient("p1"),
        weight("w1", "p1"),
        {"resourceType": "Group", "id": "g1", "type": "person", "actual": True},
    )
    return Speaker(token(*scopes, name="another feed"))


@pytest.mark.parametrize(
    ("scope", "method", "path", "status"),
    [
        ("system/Observation.read", "GET", "Observation/w1", 200),
        ("system/Observation.read", "GET", "Observation/w1/_history", 200),
        ("system/Observation.read", "GET", "Observation?code=29463-7", 200),
        ("system/Observation.read", "GET", "Patient/p1", 403),
        ("system/Observation.read", "GET", "Patient/p1/_history/1", 403),
        ("system/Observation.read", "GET", "Patient/p1/$everything", 403),
        ("system/Observation.read", "GET", "Patient?family=x", 403),
        ("system/Observation.read", "DELETE", "Observation/w1", 403),
        ("system/Observation.read", "GET", "Observation?patient.family=gale", 403),
        ("system/Observation.read", "GET", "Observation?_has:Observation:has-member:_id=x", 200),
        ("system/Patient.read", "GET", "Patient?_has:Observation:patient:code=x", 403),
        ("system/Observation.write", "GET", "Observation/w1", 403),
        ("system/Observation.write", "DELETE", "Observation/w1", 204),
        ("system/Observation.write", "DELETE", "Observation?_id=w1", 403),
        ("system/*.read", "GET", "Observation?subject.family=gale", 200),
        ("system/*.read", "DELETE", "Observation/w1", 403),
        ("system/*.*", "DELETE", "Observation/w1", 204),
        ("user/*.write", "DELETE", "Observation/w1", 403),
    ],
)
def test_a_scope_covers_its_types_and_no_others(
    fhir: Speaker, token: Callable[..., str], scope: str, method: str, path: str, status: int
):
    said = scoped(fhir, token, scope).ask(method, path)
    assert said.status == status
    if status == 403:
        assert "scope" in said.sentence


def test_what_goes_along_is_left_out_where_no_scope_covers_it_and_that_is_said(
    fhir: Speaker, token: Callable[..., str]
):
    reader = scoped(fhir, token, "system/Observation.read")
    said = reader.get("Observation?_include=Observation:subject")
    assert (said.ids_of("match"), said.ids_of("include")) == (["w1"], [])
    assert "Patient is left out" in said.json["entry"][-1]["resource"]["issue"][0]["diagnostics"]
    reader = scoped(fhir, token, "system/Patient.read")
    told = reader.get("Patient/p1/$everything")
    assert told.ids == ["p1"]
    assert "Observation is left out" in told.json["entry"][-1]["resource"]["issue"][0]["diagnostics"]


def test_a_transaction_needs_a_scope_for_every_entry(fhir: Speaker, token: Callable[..., str]):
    writer = scoped(fhir, token, "system/Patient.*")
    bundle = {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {"resource": patient("p2"), "request": {"method": "PUT", "url": "Patient/p2"}},
            {"resource": weight("w2", "p2"), "request": {"method": "PUT", "url": "Observation/w2"}},
        ],
    }
    assert writer.post("", bundle).status == 403
    assert fhir.get("Patient/p2").status == 404
    answers = writer.post("", {**bundle, "type": "batch"}).json["entry"]
    assert [each["response"]["status"][:3] for each in answers] == ["201", "403"]


def test_the_capability_statement_is_for_everybody(fhir: Speaker):
    fhir.secret = ""
    for method in ("GET", "OPTIONS"):
        said = fhir.ask(method, "metadata")
        assert (said.status, said.json["resourceType"]) == (200, "CapabilityStatement")


@pytest.mark.parametrize(
    ("method", "path", "act", "subject"),
    [
        ("GET", "Patient/p1", "record.read", "Patient/p1"),
        ("HEAD", "Patient/p1", "record.read", "Patient/p1"),
        ("GET", "Observation/w1/_history/1", "record.read", "Observation/w1/_history/1"),
        ("GET", "Observation/w1/_history", "record.history", "Observation/w1/_history"),
        ("GET", "Observation?patient=p1", "record.search", "Observation?patient=p1"),
        ("GET", "Patient/p1/Observation", "record.search", "Observation?subject=Patient/p1"),
        ("GET", "Patient/p1/$everything", "record.read", "Patient/p1/$everything"),
        ("GET", "Patient/p1/$validate", "record.read", "Patient/p1/$validate"),
        ("DELETE", "Observation/w1", "record.write", "Observation/w1/_history/2 deleted"),
        ("DELETE", "Observation?_id=w1", "record.write", "Observation/w1/_history/2 deleted"),
    ],
)
def test_every_act_is_in_the_ledger_with_those_on_whom_it_was_done(
    fhir: Speaker, method: str, path: str, act: str, subject: str
):
    fhir.store(patient("p1"), weight("w1", "p1"))
    with connection.cursor() as cursor:
        cursor.execute("select pid from patient where id = 'p1'")
        (pid,) = cursor.fetchone()
    assert fhir.ask(method, path).status in (200, 204)
    row = queries.newest(count=1)[0]
    assert (row.act, row.subject, row.pids, row.account) == (act, subject, [pid], "a-feed")
    assert row.whence == "127.0.0.1"


def test_what_was_looked_for_and_not_found_is_in_the_ledger_too(fhir: Speaker):
    fhir.get("Patient/nobody")
    row = queries.newest(count=1)[0]
    assert (row.act, row.subject, row.pids) == ("record.read", "Patient/nobody", [])
