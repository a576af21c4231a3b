"""A pointer as the locator wants it: the organisation's and the person's numbers, and an address of ours; no names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toldonce.record.readings.elements import NHS_NUMBER, first, text_of

STABILITY = "https://fhir.nhs.uk/England/StructureDefinition/Extension-England-ContentStability"
STABLE = {
    "system": "https://fhir.nhs.uk/England/CodeSystem/England-NRLContentStability",
    "code": "dynamic",
    "display": "Dynamic",
}
PRACTICE_SETTING = {
    "system": "http://snomed.info/sct",
    "code": "1060971000000108",
    "display": "General practice service",
}


def custodian(document: Mapping[str, Any]) -> str:
    """The organisation that answers for the pointer."""
    return text_of(first(first(document.get("custodian")).get("identifier")).get("value"))


def nhs_number(document: Mapping[str, Any]) -> str:
    """The number by which the locator knows the person; empty when it was not known at the signature."""
    identifier = first(first(document.get("subject")).get("identifier"))
    return text_of(identifier.get("value")) if identifier.get("system") == NHS_NUMBER else ""


def address_of(document: Mapping[str, Any], base: str) -> str:
    """Where the plan can be read, under the address at which the world finds our FHIR API."""
    attachment = first(first(document.get("content")).get("attachment"))
    return f"{base}/fhir/{text_of(attachment.get('url'))}"


def on_the_wire(
    document: Mapping[str, Any], base: str, *, replaces: str, is_practice: bool
) -> dict[str, Any]:
    """The DocumentReference that is sent; `replaces` is the locator's name of the pointer whose place it takes."""
    content = first(document.get("content"))
    attachment = first(content.get("attachment"))
    organisation = {"identifier": first(document.get("custodian"))["identifier"]}
    sent: dict[str, Any] = {
        "resourceType": "DocumentReference",
        "status": "current",
        "docStatus": "final",
        "type": document["type"],
        "category": document["category"],
        "subject": {"identifier": first(document.get("subject"))["identifier"]},
        "date": document["date"],
        "author": [organisation],
        "custodian": organisation,
        "content": [
            {
                "attachment": {
                    "contentType": attachment["contentType"],
                    "url": address_of(document, base),
                    "creation": attachment["creation"],
                },
                "format": content["format"],
                "extension": [{"url": STABILITY, "valueCodeableConcept": {"coding": [STABLE]}}],
            }
        ],
    }
    if is_practice:
        sent["context"] = {"practiceSetting": {"coding": [PRACTICE_SETTING]}}
    if replaces:
        target = {"type": "DocumentReference", "identifier": {"value": replaces}}
        sent["relatesTo"] = [{"code": "replaces", "target": target}]
    return sent
