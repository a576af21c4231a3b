"""A public FHIR client in Python against a server that listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from fhirpy import SyncFHIRClient
from fhirpy.base.exceptions import MultipleResourcesFound, OperationOutcome, ResourceNotFound

NHS = "https://fhir.nhs.uk/Id/nhs-number"


@pytest.fixture
def base(own_database: str) -> Iterator[str]:
    """A server on a free port."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/fhir"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def client(base: str, token: Callable[..., str]) -> SyncFHIRClient:
    return SyncFHIRClient(base, authorization=f"Bearer {token()}")


def test_a_client_creates_finds_changes_and_deletes(client: SyncFHIRClient):
    person = client.resource("Patient", name=[{"family": "Gale", "given": ["Ann"]}])
    person["identifier"] = [{"system": NHS, "value": "9990000018"}]
    person.save()
    assert person.id
    found = client.resources("Patient").search(identifier=f"{NHS}|9990000018").get()
    assert found.get_by_path(["name", 0, "family"]) == "Gale"
    found["gender"] = "female"
    found.save()
    assert client.reference("Patient", person.id).to_resource()["gender"] == "female"
    found.patch(birthDate="1950-02-03")
    assert client.reference("Patient", person.id).to_resource()["birthDate"] == "1950-02-03"
    found.delete()
    with pytest.raises((ResourceNotFound, OperationOutcome)):
        client.reference("Patient", person.id).to_resource()


def test_a_client_reads_all_pages_counts_and_includes(client: SyncFHIRClient):
    person = client.resource("Patient", id="p1", name=[{"family": "Gale"}])
    person.save()
    for number in range(25):
        observed = client.resource("Observation", status="final", code={"text": "weight"})
        observed["subject"] = {"reference": "Patient/p1"}
        observed["effectiveDateTime"] = f"2024-01-{number + 1:02d}"
        observed.save()
    observations = client.resources("Observation")
    assert len(observations.search(patient="p1").limit(10).fetch_all()) == 25
    assert observations.search(patient="p1").count() == 25
    newest = observations.search(patient="p1").sort("-date").limit(1).fetch()
    assert newest[0]["effectiveDateTime"] == "2024-01-25"
    both = observations.search(patient="p1").include("Observation", "subject").limit(1).fetch_raw()
    assert [each["resource"]["resourceType"] for each in both["entry"]] == ["Observation", "Patient"]


def test_a_client_gets_or_creates_and_hears_why_not(client: SyncFHIRClient):
    made = {"resourceType": "Patient", "identifier": [{"system": "http://a", "value": "1"}]}
    first, is_new = client.resource("Patient", **made).create(identifier="http://a|1"), True
    again = client.resource("Patient", **made).create(identifier="http://a|1")
    assert (again.id, is_new) == (first.id, True)
    client.resource("Patient", **made).create()
    with pytest.raises((OperationOutcome, MultipleResourcesFound)):
        client.resource("Patient", **made).create(identifier="http://a|1")
    with pytest.raises(OperationOutcome, match="is not a date"):
        client.resources("Patient").search(birthdate="someday").fetch()


def test_a_client_sends_a_transaction(client: SyncFHIRClient):
    bundle = client.resource(
        "Bundle",
        type="transaction",
        entry=[
            {
                "fullUrl": "urn:uuid:9c7c0d4e-8d5d-4a3b-9d07-5c1d1c3b0c11",
                "resource": {"resourceType": "Patient", "name": [{"family": "Gale"}]},
                "request": {"method": "POST", "url": "Patient"},
            },
            {
                "resource": {
                    "resourceType": "Flag",
                    "status": "active",
                    "code": {"text": "x"},
                    "subject": {"reference": "urn:uuid:9c7c0d4e-8d5d-4a3b-9d07-5c1d1c3b0c11"},
                },
                "request": {"method": "POST", "url": "Flag"},
            },
        ],
    )
    told = client.execute("/", method="post", data=bundle.serialize())
    assert [each["response"]["status"] for each in told["entry"]] == ["201 Created", "201 Created"]
    flag = client.resources("Flag").search(subject__Patient__family="gale").first()
    assert flag is not None
    assert flag["subject"].to_resource().get_by_path(["name", 0, "family"]) == "Gale"
