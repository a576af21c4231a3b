"""Examples of others go in and come back equal: Synthea's people, NHS England's booking messages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from tests.codes.examples import HL7_INVALID, hl7_examples
from tests.exchange.fhir_api.conftest import Json, Speaker
from toldonce.codes.fhir import decimals, validation
from toldonce.codes.fhir.definitions import RTYPE
from toldonce.exchange.fhir_api.entries import ID

_URN = re.compile(rb'"(urn:uuid:[0-9a-f-]{36})"')
SYNTHEA = 3  # people: each is a transaction of some hundred resources


def without_what_we_add(resource: Json) -> Json:
    meta = {k: v for k, v in resource.get("meta", {}).items() if k not in ("versionId", "lastUpdated")}
    return {k: v for k, v in {**resource, "meta": meta}.items() if k != "id" and (k != "meta" or meta)}


def test_a_synthea_person_is_stored_by_one_transaction_and_read_back_equal(fhir: Speaker, shared_data: Path):
    for path in sorted((shared_data / "synthea").glob("*.json"))[:SYNTHEA]:
        body = path.read_bytes()
        said = fhir.post("", body)
        assert said.status == 200, said.raw[:1000]
        check_read_back(fhir, body, said.json)


def check_read_back(fhir: Speaker, body: bytes, told: Json) -> None:
    sent = orjson.loads(body)["entry"]
    addresses = [
        each["response"]["location"].split("/fhir/")[1].split("/_history")[0] for each in told["entry"]
    ]
    assert {each["response"]["status"][:3] for each in told["entry"]} == {"201"}
    names = {
        each["fullUrl"].encode(): address.encode() for each, address in zip(sent, addresses, strict=True)
    }
    for each, address in zip(sent, addresses, strict=True):
        expected = _URN.sub(
            lambda found: b'"%b"' % names.get(found[1], found[1]), orjson.dumps(each["resource"])
        )
        read = fhir.get(address)
        assert without_what_we_add(read.json) == without_what_we_add(orjson.loads(expected)), address


def resources_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every resource in a folder of examples, bundles and their entries both."""
    for path in sorted(folder.glob("*.json")):
        body = path.read_bytes()
        try:
            resource = orjson.loads(body)
        except orjson.JSONDecodeError:
            continue
        if isinstance(resource, dict) and resource.get("resourceType") in RTYPE:
            yield path.name, body


def test_the_booking_messages_that_are_valid_come_back_equal(fhir: Speaker, shared_data: Path):
    stored = 0
    for number, (name, body) in enumerate(resources_of(shared_data / "bars")):
        resource, document = decimals.parse(body)
        written = orjson.dumps({**document, "id": f"b{number}"})
        said = fhir.put(f"{resource['resourceType']}/b{number}", written)
        problems = validation.problems({**resource, "id": f"b{number}"})
        assert said.status == (400 if problems else 201), (name, said.raw[:500])
        if not problems:
            stored += 1
            read = fhir.get(f"{resource['resourceType']}/b{number}")
            assert without_what_we_add(read.json) == without_what_we_add(resource), name
    assert stored > 10


@pytest.mark.parametrize("number", ["70.50", "0.0", "1e2", "1.0E-3", "12345678901234567.89", "-0.00", "100"])
def test_a_decimal_keeps_its_digits_everywhere(fhir: Speaker, number: str):
    body = (
        b'{"resourceType":"Observation","id":"w1","status":"final","code":{"text":"x"},"valueQuantity":{"value":%b}}'
        % number.encode()
    )
    bundle = (
        b'{"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"PUT","url":"Observation/w1"},'
        b'"resource":%b}]}' % body
    )
    expected = b'"value":%b}' % number.encode()
    assert fhir.post("", bundle).status == 200
    assert expected in fhir.get("Observation/w1").raw
    assert expected in fhir.put("Observation/w1", body).raw
    for query in ("Observation?_id=w1", "Observation?_id=w1&_elements=value", "Observation/w1?_summary=true"):
        assert expected in fhir.get(query).raw
    assert expected in fhir.post("", bundle, Prefer="return=representation").raw


@pytest.mark.parametrize("step", [40, pytest.param(1, marks=pytest.mark.long)])
def test_the_examples_that_hl7_publishes_come_back_equal(fhir: Speaker, step: int):
    named = [each for each in hl7_examples() if not each[0].startswith(HL7_INVALID)]
    for name, resource in [each for each in named if ID.fullmatch(str(each[1].get("id", "")))][::step]:
        address = f"{resource['resourceType']}/{resource['id']}"
        assert fhir.put(address, resource, Prefer="return=minimal").status in (200, 201), name
        assert without_what_we_add(fhir.get(address).json) == without_what_we_add(resource), name
