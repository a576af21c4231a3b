"""How an export is asked for, followed and ended; what cannot be done is refused with a sentence."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from tests.exchange.bulk.conftest import ASYNC, lines_of, writes_all
from tests.exchange.fhir_api.conftest import patient
from toldonce.exchange.bulk import actions, writing
from toldonce.exchange.bulk.models import Export, State


def test_it_is_followed_until_it_is_there(client):
    client.store(patient("p1"))
    status = client.begins()
    said = client.get(status)
    assert (said.status, said.headers["Retry-After"]) == (202, "2")
    assert said.headers["X-Progress"] == "0 of 146 types, 0 resources"
    writes_all()
    said = client.get(status)
    assert said.status == 200 and said.headers["Content-Type"] == "application/json"
    assert "Expires" in said.headers
    manifest = said.json
    assert manifest["request"] == "http://testserver/fhir/$export"
    assert manifest["requiresAccessToken"] is True
    assert (manifest["deleted"], manifest["error"]) == ([], [])
    assert manifest["output"][0]["url"].endswith("/Patient.1.ndjson")


def test_it_may_be_asked_for_by_post(client):
    client.store(patient("p1"), patient("p2"))
    asked = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "_type", "valueString": "Patient"},
            {"name": "patient", "valueReference": {"reference": "Patient/p2"}},
        ],
    }
    said = client.post("Patient/$export", asked, **ASYNC)
    assert said.status == 202
    writes_all()
    [file] = client.get(said.headers["Content-Location"].removeprefix("http://testserver/fhir/")).json[
        "output"
    ]
    assert [row["id"] for row in lines_of(client.fetches(file).raw)] == ["p2"]


@pytest.mark.parametrize(
    ("path", "status", "sentence"),
    [
        ("$export?_format2=x", 400, "_format2 is not known here"),
        ("$export?_typeFilter=Patient%3Fcolour=red", 400, "colour"),
        ("$export?_typeFilter=Patient%3F_sort%3Dname", 400, "nothing about order"),
        ("$export?_type=Patient&_typeFilter=Condition%3Fcode%3D1", 400, "not among the types"),
        ("$export?_type=Pateint", 400, "not a resource type"),
        ("Patient/$export?_type=Organization", 400, "not about one Patient"),
        ("$export?_since=yesterday", 400, "is not a moment"),
        ("$export?_outputFormat=text/csv", 400, "Files are application/fhir+ndjson"),
        ("$export?patient=p1", 400, "the whole system"),
        ("Patient/$export?patient=nobody", 400, "not all of these Patients"),
        ("Patient/$export?_elements=Patient.shoes", 400, "no element shoes"),
        ("Group/nothing/$export", 404, "Group/nothing is not in the record"),
    ],
)
def test_what_cannot_be_exported_is_refused(client, path, status, sentence):
    said = client.get(path, **ASYNC)
    assert said.status == status
    assert sentence in said.sentence
    assert not Export.objects.exists()


@pytest.mark.parametrize("name", ["application/fhir+ndjson", "application/ndjson", "ndjson"])
def test_the_names_of_ndjson(client, name):
    assert client.get(f"$export?_outputFormat={name.replace('+', '%2B')}", **ASYNC).status == 202


def test_what_is_unknown_is_left_out_only_for_who_asks_so(client):
    asked = {"Prefer": "respond-async, handling=lenient"}
    assert client.get("$export?organizeOutputBy=Patient", **asked).status == 202


def test_without_respond_async_nothing_begins(client):
    said = client.get("$export")
    assert said.status == 400 and "Prefer: respond-async" in said.sentence


def test_without_a_token_nothing_begins(client):
    client.secret = ""
    assert client.get("$export", **ASYNC).status == 401


def test_nobody_but_its_client_sees_it(client, maker):
    client.store(patient("p1"))
    status = client.begins()
    writes_all()
    [file] = client.get(status).json["output"]
    stranger = maker(name="a stranger")
    assert stranger.get(status).status == 404
    assert stranger.fetches(file).status == 404
    assert stranger.delete(status).status == 404
    assert client.fetches(file).status == 200


def test_a_token_that_no_longer_covers_the_type_fetches_nothing(client, maker):
    client.store(patient("p1"))
    [file] = client.manifest()["output"]
    other_token = maker("system/Observation.read")
    assert other_token.fetches(file).status == 403


def test_it_can_be_deleted_while_it_is_written_and_after(client):
    client.store(patient("p1"))
    status = client.begins()
    assert client.delete(status).status == 202
    assert client.get(status).status == 404
    assert not writing.write_on()
    status = client.begins()
    writes_all()
    [file] = client.get(status).json["output"]
    folder = Export.objects.get(state=State.DONE).folder
    assert folder.exists()
    assert client.delete(status).status == 202
    assert client.fetches(file).status == 404
    assert not folder.exists()


def test_it_is_kept_for_a_day(client):
    client.store(patient("p1"))
    status = client.begins()
    writes_all()
    Export.objects.update(expires=datetime.now(UTC) - timedelta(seconds=1))
    folder = Export.objects.get().folder
    writing.turn()
    assert client.get(status).status == 404
    assert not folder.exists()


def test_no_more_are_written_at_once_than_may_be(client):
    for _ in range(actions.MOST_FOR_ONE):
        client.begins()
    said = client.get("$export", **ASYNC)
    assert said.status == 429 and "Wait until one is done" in said.sentence


def test_an_address_that_names_no_export(client):
    assert client.get(f"$export/{uuid.uuid4()}").status == 404
    assert client.ask("PUT", "$export", {}).status == 405


def test_the_ledger_says_who_exported_what(client):
    from django.db import connection

    client.store(patient("p1"))
    [file] = client.manifest("$export?_type=Patient")["output"]
    client.fetches(file)
    with connection.cursor() as cursor:
        cursor.execute("select account, act, detail from ledger_row where act like 'export.%' order by n")
        rows = [(account, act, orjson.loads(detail)) for account, act, detail in cursor.fetchall()]
    assert [row[:2] for row in rows] == [
        ("an-analyst", "export.ask"),
        ("toldonce", "export.finish"),
        ("an-analyst", "export.fetch"),
    ]
    assert rows[1][2]["resources"] == {"Patient": 1}
    assert rows[2][2]["file"] == "Patient.1.ndjson"
