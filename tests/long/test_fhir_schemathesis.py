"""schemathesis sends the FHIR API what its description allows and what it does not, and looks for faults of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
)

pytestmark = pytest.mark.long

FHIR = "application/fhir+json"
TYPES = ("Patient", "Observation", "Organization", "Bundle", "Questionnaire")
OUTCOME = {
    "type": "object",
    "properties": {"resourceType": {"const": "OperationOutcome"}, "issue": {"type": "array", "minItems": 1}},
    "required": ["resourceType", "issue"],
}
RESOURCE = {
    "type": "object",
    "properties": {"resourceType": {"type": "string"}},
    "required": ["resourceType"],
}
JSON_ELEMENT = {
    "anyOf": [
        {"type": "string"},
        {"type": "number"},
        {"type": "boolean"},
        {"type": "array", "items": {"type": "object"}, "minItems": 1},
        {"type": "object"},
    ]
}


def description() -> dict[str, Any]:
    """OpenAPI of the interactions, for the types that differ most."""
    paths: dict[str, Any] = {
        "/fhir": {"post": operation(body=bundle())},
        "/fhir/metadata": {"get": operation()},
    }
    for rtype in TYPES:
        paths[f"/fhir/{rtype}"] = {
            "get": operation(
                query=("_id", "_count", "_sort", "_summary", "_elements", "_lastUpdated", "identifier")
            ),
            "post": operation(body=resource(rtype)),
        }
        paths[f"/fhir/{rtype}/{{id}}"] = {
            "get": operation(ids=True),
            "put": operation(ids=True, body=resource(rtype)),
            "delete": operation(ids=True),
        }
        paths[f"/fhir/{rtype}/{{id}}/_history"] = {"get": operation(ids=True, query=("_count", "_since"))}
        paths[f"/fhir/{rtype}/$validate"] = {"post": operation(body=resource(rtype))}
    paths["/fhir/Patient/{id}/$everything"] = {
        "get": operation(ids=True, query=("start", "end", "_type", "_count"))
    }
    paths["/fhir/Patient/{id}/Observation"] = {
        "get": operation(ids=True, query=("code", "date", "value-quantity"))
    }
    return {"openapi": "3.1.0", "info": {"title": "FHIR", "version": "4.0.1"}, "paths": paths}


def operation(*, body: dict | None = None, query: tuple[str, ...] = (), ids: bool = False) -> dict[str, Any]:
    made: dict[str, Any] = {
        "parameters": [{"name": name, "in": "query", "schema": {"type": "string"}} for name in query],
        "responses": {
            "200": {"description": "done", "content": {FHIR: {"schema": RESOURCE}}},
            "201": {"description": "made", "content": {FHIR: {"schema": RESOURCE}}},
            "204": {"description": "nothing to say"},
            "default": {"description": "refused", "content": {FHIR: {"schema": OUTCOME}}},
        },
    }
    if ids:
        named = {"type": "string", "pattern": "^[A-Za-z0-9.-]{1,64}$"}
        made["parameters"].append({"name": "id", "in": "path", "required": True, "schema": named})
    if body:
        made["requestBody"] = {"required": True, "content": {FHIR: {"schema": body}}}
    return made


def resource(rtype: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "resourceType": {"const": rtype},
            "id": {"type": "string"},
            "status": {"type": "string"},
        },
        "required": ["resourceType"],
        "additionalProperties": JSON_ELEMENT,
    }


def bundle() -> dict[str, Any]:
    request = {
        "type": "object",
        "properties": {
            "method": {"enum": ["GET", "POST", "PUT", "DELETE", "PATCH"]},
            "url": {"enum": ["Patient", "Patient/p1", "Observation", "Observation?code=x", "Weather"]},
            "ifNoneExist": {"type": "string"},
            "ifMatch": {"type": "string"},
        },
        "required": ["method", "url"],
    }
    entry = {
        "type": "object",
        "properties": {
            "request": request,
            "fullUrl": {"enum": ["urn:uuid:1", "http://a/Patient/1"]},
            "resource": {"anyOf": [resource("Patient"), resource("Observation")]},
        },
    }
    return {
        "type": "object",
        "properties": {
            "resourceType": {"const": "Bundle"},
            "type": {"enum": ["batch", "transaction"]},
            "entry": {"type": "array", "items": entry},
        },
        "required": ["resourceType", "type"],
    }


def described(environ: dict, start: Callable) -> Any:
    """The application, with its description beside it."""
    if environ["PATH_INFO"] != "/openapi.json":
        from django.core.wsgi import get_wsgi_application

        return get_wsgi_application()(environ, start)
    start("200 OK", [("Content-Type", "application/json")])
    return [orjson.dumps(description())]


SCHEMA = schemathesis.openapi.from_wsgi("/openapi.json", described)
OPERATIONS = {each.ok().label: each.ok() for each in SCHEMA.get_all_operations()}
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


@pytest.mark.parametrize(
    "mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "not allowed"]
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_no_request_finds_a_fault(
    own_database: str, token: Callable[..., str], name: str, mode: GenerationMode
):
    if name.endswith("metadata") and mode is GenerationMode.NEGATIVE:
        pytest.skip("nothing that could be wrong can be sent to an address without parameters")
    headers = {"Authorization": f"Bearer {token()}", "Accept-Encoding": "identity"}

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=OPERATIONS[name].as_strategy(generation_mode=mode))
    def send(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    send()
