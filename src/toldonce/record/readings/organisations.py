"""Which organisation a reference means, by its ODS code."""

from __future__ import annotations

from typing import Any

from toldonce.record.readings.elements import ODS, first, listed, reference_parts, text_of
from toldonce.record.readings.record import Record

PREFIX = "ods-"


def organisation_code(record: Record, reference: Any) -> str:
    """The ODS code that a reference to an organisation, a role or a team leads to; empty when none."""
    reference = first(reference)
    identifier = first(reference.get("identifier"))
    if identifier.get("system") == ODS:
        return text_of(identifier.get("value"))
    _, name = reference_parts(reference)
    if name.startswith(PREFIX):
        return name[len(PREFIX) :]
    target = record.find(reference) if name else None
    if target is None:
        return ""
    if target.get("resourceType") == "Organization":
        told = (each for each in listed(target.get("identifier")) if each.get("system") == ODS)
        return next((text_of(each.get("value")) for each in told), "")
    owner = target.get("organization") or target.get("managingOrganization")
    return organisation_code(record, owner) if owner and owner != reference else ""


def is_within(code: str, organisation: str) -> bool:
    """Whether a code is the organisation's own or one of its sites', whose five characters begin with it."""
    if not code or not organisation:
        return False
    return code == organisation or (
        len(organisation) == 3 and len(code) == 5 and code.startswith(organisation)
    )
