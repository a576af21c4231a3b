"""Batch and transaction: in one message, by name, all or nothing, in the order that FHIR gives."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from tests.exchange.fhir_api.conftest import Json, Said, Speaker, patient, weight

NEW = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"


def entry(method: str, url: str, resource: Json | None = None, full_url: str = "", **conditions: str) -> Json:
    made: dict[str, Any] = {"request": {"method": method, "url": url, **conditions}}
    if resource is not None:
        made["resource"] = resource
    return {**made, "fullUrl": full_url} if full_url else made


def post(speaker: Speaker, kind: str, *entries: Json, **headers: str) -> Said:
    return speaker.post("", {"resourceType": "Bundle", "type": kind, "entry": list(entries)}, **headers)


def statuses(said: Said) -> list[str]:
    return [each["response"]["status"][:3] for each in said.json["entry"]]


def id_of(said: Said, number: int) -> str:
    return said.json["entry"][number]["response"]["location"].split("/")[-3]


def nameless(resource: Json) -> Json:
    return {name: value for name, value in resource.items() if name != "id"}


@pytest.mark.parametrize("full_url", [NEW, "urn:oid:1.2.3", "http://elsewhere.example/Patient/7"])
def test_what_a_bundle_calls_an_entry_becomes_its_address(fhir: Speaker, full_url: str):
    observed = nameless(weight("w1", "x"))
    observed["subject"] = {"reference": full_url}
    said = post(
        fhir,
        "transaction",
        entry("POST", "Observation", observed),
        entry("POST", "Patient", nameless(patient("x")), full_url),
    )
    assert said.json["type"] == "transaction-response"
    assert statuses(said) == ["201", "201"]
    stored = fhir.get(f"Observation/{id_of(said, 0)}").json
    assert stored["subject"] == {"reference": f"Patient/{id_of(said, 1)}"}


def test_names_are_replaced_wherever_they_stand_but_not_in_identifiers(fhir: Speaker):
    observed = nameless(weight("w1", "x"))
    observed |= {
        "subject": {"reference": NEW},
        "identifier": [{"system": "urn:ietf:rfc:3986", "value": NEW}],
        "extension": [{"url": "http://e", "valueUri": NEW}],
        "text": {
            "status": "generated",
            "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><a href="{NEW}">x</a></div>',
        },
    }
    said = post(
        fhir,
        "transaction",
        entry("POST", "Patient", nameless(patient("x")), NEW),
        entry("POST", "Observation", observed),
    )
    address, stored = f"Patient/{id_of(said, 0)}", fhir.get(f"Observation/{id_of(said, 1)}").json
    assert stored["identifier"][0]["value"] == NEW
    assert stored["extension"][0]["valueUri"] == address
    assert f'href="{address}"' in stored["text"]["div"]


def test_a_conditional_reference_leads_to_the_one_that_matches(fhir: Speaker):
    fhir.store(patient("p1", identifier=[{"system": "http://a", "value": "1"}]))

    def observed(criteria: str) -> Json:
        return {**nameless(weight("w", "x")), "subject": {"reference": f"Patient?{criteria}"}}

    said = post(fhir, "transaction", entry("POST", "Observation", observed("identifier=http://a|1")))
    assert fhir.get(f"Observation/{id_of(said, 0)}").json["subject"] == {"reference": "Patient/p1"}
    lost = post(fhir, "transaction", entry("POST", "Observation", observed("identifier=http://a|2")))
    assert lost.status == 400
    assert "Bundle.entry[0] refers to Patient?identifier=http://a|2" in lost.sentence
    fhir.store(patient("p2", identifier=[{"system": "http://a", "value": "1"}]))
    assert (
        post(fhir, "transaction", entry("POST", "Observation", observed("identifier=http://a|1"))).status
        == 412
    )


def test_a_conditional_create_and_what_refers_to_it_by_the_same_criteria(fhir: Speaker):
    numbered = nameless(patient("x", identifier=[{"system": "http://a", "value": "1"}]))
    observed = {**nameless(weight("w", "x")), "subject": {"reference": "Patient?identifier=http://a|1"}}

    def send() -> Said:
        return post(
            fhir,
            "transaction",
            entry("POST", "Observation", observed),
            entry("POST", "Patient", numbered, NEW, ifNoneExist="identifier=http://a|1"),
        )

    first, again = send(), send()
    assert (statuses(first), statuses(again)) == (["201", "201"], ["201", "200"])
    assert id_of(first, 1) == id_of(again, 1)
    assert (
        fhir.get(f"Observation/{id_of(again, 0)}").json["subject"]["reference"]
        == f"Patient/{id_of(first, 1)}"
    )


@pytest.mark.parametrize(
    "reference",
    [
        "Patient/nobody",
        "urn:uuid:9e7f4b6d-0000-4000-8000-000000000000",
        "http://testserver/fhir/Patient/nobody",
    ],
)
def test_a_reference_that_leads_nowhere_stops_a_transaction_and_not_a_create(fhir: Speaker, reference: str):
    observed = {**nameless(weight("w", "x")), "subject": {"reference": reference}}
    said = post(
        fhir, "transaction", entry("PUT", "Patient/p1", patient("p1")), entry("POST", "Observation", observed)
    )
    assert said.status == 400
    assert reference in said.sentence or "Patient/nobody" in said.sentence
    assert fhir.get("Patient/p1").status == 404
    assert fhir.post("Observation", observed).status == 201


def test_references_elsewhere_and_inside_are_left_alone(fhir: Speaker):
    observed = nameless(weight("w", "x"))
    observed["subject"] = {"reference": "#p"}
    observed["contained"] = [patient("p")]
    observed["performer"] = [
        {"reference": "http://elsewhere.example/fhir/Practitioner/1"},
        {"display": "Dr Gale"},
    ]
    said = post(fhir, "transaction", entry("POST", "Observation", observed))
    assert fhir.get(f"Observation/{id_of(said, 0)}").json["performer"] == observed["performer"]


def test_deletes_come_before_creates_and_reads_after_all(fhir: Speaker):
    fhir.store(patient("old", identifier=[{"system": "http://a", "value": "1"}]), patient("p1", "Before"))
    said = post(
        fhir,
        "transaction",
        entry("GET", "Patient/p1"),
        entry("GET", "Patient?family=after"),
        entry("PUT", "Patient/p1", patient("p1", "After")),
        entry("DELETE", "Patient/old"),
    )
    assert statuses(said) == ["200", "200", "200", "204"]
    read, found = (each["resource"] for each in said.json["entry"][:2])
    assert read["name"][0]["family"] == "After"
    assert [each["resource"]["id"] for each in found["entry"]] == ["p1"]
    assert fhir.get("Patient/old").status == 410


@pytest.mark.parametrize(
    ("bad", "status", "place"),
    [
        (entry("POST", "Observation", {"resourceType": "Observation"}), 400, "Bundle.entry[1].resource"),
        (entry("POST", "Observation", patient("x")), 400, "Bundle.entry[1].resource.resourceType"),
        (entry("PUT", "Patient/a", patient("b")), 400, "Bundle.entry[1].resource.id"),
        (entry("POST", "Weather", patient("b")), 400, "Bundle.entry[1].request.url"),
        (entry("FETCH", "Patient/a"), 400, "Bundle.entry[1].request.method"),
        (entry("PATCH", "Patient/a"), 400, "Bundle.entry[1].request.method"),
        (entry("POST", "Patient"), 400, "Bundle.entry[1].resource"),
        (entry("PUT", "Patient/a", patient("a"), ifMatch='W/"1"'), 412, ""),
        (entry("PUT", "Patient/p1", patient("p1", "Other")), 400, "Bundle.entry[1]"),
        (entry("GET", "Patient/nobody"), 404, ""),
        (entry("GET", "Patient?birthdate=someday"), 400, ""),
        (entry("GET", "Patient?colour=red"), 400, ""),
        (entry("GET", "Organization/o1/Patient"), 404, ""),
        (entry("GET", "Patient/nobody/$everything"), 404, ""),
        (entry("GET", "Patient/$fly"), 404, ""),
        (entry("POST", "Patient/_search", patient("x")), 400, ""),
        ({"resource": patient("a")}, 400, "Bundle.entry[1].request"),
        ("nothing", 400, "Bundle.entry[1].request"),
    ],
)
def test_one_bad_entry_and_nothing_is_stored(fhir: Speaker, bad: Any, status: int, place: str):
    said = post(fhir, "transaction", entry("PUT", "Patient/p1", patient("p1")), bad)
    assert said.status == status
    assert said.issues[0].get("expression", [""])[0].startswith(place)
    assert fhir.get("Patient/p1").status == 404


def test_in_a_batch_each_entry_stands_for_itself(fhir: Speaker):
    said = post(
        fhir,
        "batch",
        entry("PUT", "Patient/p1", patient("p1")),
        entry("POST", "Observation", {"resourceType": "Observation"}),
        entry("PUT", "Patient/p2", patient("p2")),
        entry("PUT", "Patient/p3", patient("p3")),
        entry("GET", "Patient/p1"),
        entry("GET", "Patient/nobody"),
        entry("GET", "Patient?family=gale&_summary=count"),
        entry("DELETE", "Patient/p4"),
        "nothing",
    )
    assert said.json["type"] == "batch-response"
    assert statuses(said) == ["201", "400", "201", "201", "200", "404", "200", "204", "400"]
    assert said.json["entry"][1]["response"]["outcome"]["issue"][0]["severity"] == "error"
    assert said.json["entry"][4]["resource"]["id"] == "p1"
    assert said.json["entry"][6]["resource"]["total"] == 3


@pytest.mark.parametrize(
    ("method", "url"),
    [("PATCH", "Patient/p1"), ("POST", "Patient/_search"), ("POST", "Patient/p1/$everything")],
)
def test_what_a_bundle_cannot_carry_is_refused_and_not_half_understood(fhir: Speaker, method: str, url: str):
    fhir.store(patient("p1"))
    parameters = {
        "resourceType": "Parameters",
        "parameter": [{"name": "_type", "valueString": "Observation"}],
    }
    assert statuses(post(fhir, "batch", entry(method, url, parameters))) == ["501"]
    assert post(fhir, "transaction", entry(method, url, parameters)).status == 400


def test_everything_and_the_history_in_a_transaction_see_what_it_wrote(fhir: Speaker):
    said = post(
        fhir,
        "transaction",
        entry("PUT", "Patient/p1", patient("p1")),
        entry("GET", "Patient/p1/$everything"),
        entry("GET", "Patient/p1/_history"),
        entry("GET", "Patient/p1/Observation"),
    )
    assert [each.get("resource", {}).get("total") for each in said.json["entry"]] == [None, 1, 1, None]


def test_resources_come_back_to_those_who_ask_for_them(fhir: Speaker):
    one = entry("PUT", "Patient/p1", patient("p1"))
    for kind in ("batch", "transaction"):
        assert "resource" not in post(fhir, kind, one).json["entry"][0]
        said = post(fhir, kind, one, Prefer="return=representation")
        assert said.json["entry"][0]["resource"]["id"] == "p1"


def test_an_empty_bundle_and_what_is_no_bundle(fhir: Speaker):
    assert post(fhir, "transaction").json == {"resourceType": "Bundle", "type": "transaction-response"}
    assert post(fhir, "collection").status == 400
    assert fhir.post("", patient("p1")).status == 400
    assert fhir.post("", {"resourceType": "Bundle", "type": "batch", "entry": {}}).status == 400


def test_a_bundle_of_ten_thousand_is_written_at_once(fhir: Speaker):
    entries = [entry("POST", "Patient", nameless(patient("x")), NEW)]
    for _ in range(9_999):
        observed = {**nameless(weight("w", "x")), "subject": {"reference": NEW}}
        entries.append(entry("POST", "Observation", observed, f"urn:uuid:{uuid.uuid4()}"))
    said = post(fhir, "transaction", *entries)
    assert said.status == 200
    assert len(said.json["entry"]) == 10_000
    counted = fhir.get(f"Observation?patient={id_of(said, 0)}&_summary=count")
    assert counted.json["total"] == 9_999


def test_two_entries_of_one_name_are_refused_for_nobody_could_say_which_is_meant(fhir: Speaker):
    twice = [{**entry("POST", "Patient", patient(name)), "fullUrl": "urn:uuid:1"} for name in ("a", "b")]
    said = post(fhir, "transaction", *twice)
    assert (said.status, said.issues[0]["expression"]) == (400, ["Bundle.entry[1].fullUrl"])


def test_of_a_large_batch_one_wrong_entry_does_not_send_the_others_alone(
    fhir: Speaker, monkeypatch: pytest.MonkeyPatch
):
    from toldonce.record import actions

    calls, put = [], actions.put
    monkeypatch.setattr(actions, "put", lambda **told: (calls.append(1), put(**told))[1])
    many = [
        entry("PUT", f"Patient/m{n}", patient(f"m{n}", gender="odd" if n == 77 else "other"))
        for n in range(200)
    ]
    answers = statuses(post(fhir, "batch", *many))
    assert [n for n, status in enumerate(answers) if not status.startswith("201")] == [77]
    assert len(calls) < 30


def test_a_batch_of_which_nobody_knows_whether_it_was_stored_is_not_sent_again(
    fhir: Speaker, monkeypatch: pytest.MonkeyPatch
):
    from toldonce.record import actions
    from toldonce.record.errors import Unsure

    def lost(**told):
        raise Unsure("nobody knows")

    monkeypatch.setattr(actions, "put", lost)
    answers = statuses(post(fhir, "batch", *(entry("POST", "Patient", patient(f"{n}")) for n in range(5))))
    assert {each[:3] for each in answers} == {"503"}
