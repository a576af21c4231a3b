"""The CapabilityStatement, printed from the routes and from the same tables as the search."""

from __future__ import annotations

from functools import cache

import orjson

from toldonce import __version__
from toldonce.codes.fhir.definitions import FHIR_VERSION, RESOURCE_TYPES, SearchParameter, search_parameters
from toldonce.record.search.criteria import REFUSED

BEGUN = "2026-11-21"
OAUTH = "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris"
SMART = {"system": "http://terminology.hl7.org/CodeSystem/restful-security-service", "code": "SMART-on-FHIR"}
BULK = ["http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data"]
READS = ("read", "vread", "history-instance", "history-type", "search-type")
WRITES = ("create", "update", "patch", "delete")
SECURITY = (
    "Authorization: Bearer <token>: given for five minutes to a registered client that signs an assertion (SMART "
    "Backend Services, see .well-known/smart-configuration), or made by `toldonce token create`. Scopes by type: "
    "system/Observation.read, system/Observation.write, system/*.* reach everybody; user/… reaches what the account's "
    "person may read. A type that is not covered is 403; as an include it is left out and an OperationOutcome entry "
    "says so. Every read, search and change is in the ledger before its answer leaves."
)
SAID = (
    "Unknown parameters and modifiers are 400, and ignored only under Prefer: handling=lenient. Not supported: "
    f"{', '.join(REFUSED)}, XML, search and history of the whole system."
)


@cache
def statement(base: str) -> bytes:
    """Return the statement of a server at this address."""
    return orjson.dumps(
        {
            "resourceType": "CapabilityStatement",
            "id": "toldonce",
            "url": f"{base}/metadata",
            "version": __version__,
            "name": "Toldonce",
            "title": "Toldonce FHIR R4",
            "status": "active",
            "date": BEGUN,
            "kind": "instance",
            "description": SAID,
            "software": {"name": "Toldonce", "version": __version__},
            "implementation": {"description": "Toldonce", "url": base},
            "instantiates": BULK,
            "fhirVersion": FHIR_VERSION,
            "format": ["json", "application/fhir+json"],
            "patchFormat": ["application/json-patch+json"],
            "rest": [_rest(base)],
        }
    )


def _rest(base: str) -> dict:
    back = _leading_back()
    return {
        "mode": "server",
        "security": _security(base),
        "resource": [_resource(rtype, back[rtype]) for rtype in RESOURCE_TYPES],
        "interaction": [{"code": "transaction"}, {"code": "batch"}],
        "searchParam": [_parameter(each) for each in _common()],
        "operation": [_export("export")],
    }


def _security(base: str) -> dict:
    token = {"url": "token", "valueUri": f"{base.removesuffix('/fhir')}/oauth/token"}
    return {
        "extension": [{"url": OAUTH, "extension": [token]}],
        "cors": False,
        "service": [{"coding": [SMART], "text": "SMART Backend Services"}],
        "description": SECURITY,
    }


def _export(kind: str) -> dict:
    return {"name": "export", "definition": f"http://hl7.org/fhir/uv/bulkdata/OperationDefinition/{kind}"}


def supported(rtype: str) -> list[SearchParameter]:
    """Return the search parameters of a type that the search takes."""
    return [
        each
        for code, each in sorted(search_parameters(rtype).items())
        if code not in REFUSED and each.expression
    ]


def _common() -> list[SearchParameter]:
    return [each for each in supported("Basic") if each.code.startswith("_")]


def _resource(rtype: str, back: list[str]) -> dict:
    parameters = supported(rtype)
    made = {
        "type": rtype,
        "profile": f"http://hl7.org/fhir/StructureDefinition/{rtype}",
        "interaction": [{"code": code} for code in (*READS, *WRITES)],
        "versioning": "versioned-update",
        "readHistory": True,
        "updateCreate": True,
        "conditionalCreate": True,
        "conditionalRead": "full-support",
        "conditionalUpdate": True,
        "conditionalDelete": "single",
        "referencePolicy": ["literal", "logical", "local"],
        "searchInclude": ["*", *(f"{rtype}:{each.code}" for each in parameters if each.type == "reference")],
        "searchRevInclude": back,
        "searchParam": [_parameter(each) for each in parameters],
        "operation": _operations(rtype),
    }
    return {name: value for name, value in made.items() if value != []}


def _parameter(each: SearchParameter) -> dict:
    made = {"name": each.code, "type": each.type}
    return {**made, "definition": each.url} if each.url else made


def _operations(rtype: str) -> list[dict]:
    validate = {"name": "validate", "definition": "http://hl7.org/fhir/OperationDefinition/Resource-validate"}
    everything = {
        "name": "everything",
        "definition": "http://hl7.org/fhir/OperationDefinition/Patient-everything",
    }
    if rtype == "Patient":
        return [validate, everything, _export("patient-export")]
    return [validate, _export("group-export")] if rtype == "Group" else [validate]


def _leading_back() -> dict[str, list[str]]:
    """Return for every type the references that lead to it."""
    found: dict[str, list[str]] = {rtype: [] for rtype in RESOURCE_TYPES}
    for rtype in RESOURCE_TYPES:
        for each in supported(rtype):
            if each.type == "reference":
                for target in each.targets:
                    if target in found:
                        found[target].append(f"{rtype}:{each.code}")
    return found
