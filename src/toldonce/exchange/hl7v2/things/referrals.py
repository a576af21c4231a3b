"""Referrals: who asks whom for what, and how far it is."""

from __future__ import annotations

from typing import Any

from toldonce.exchange.hl7v2.people import ODS, PRACTICE, display_name, entity_of
from toldonce.exchange.hl7v2.reader import pruned
from toldonce.exchange.hl7v2.state import Address, State
from toldonce.exchange.hl7v2.things.elements import (
    CannotBeApplied,
    Setting,
    Telling,
    fields_of,
    resource,
    said,
    subject_of,
)

REFERRAL = {
    "coding": [{"system": "http://snomed.info/sct", "code": "3457005", "display": "Patient referral"}]
}


def tell(patient: Address, telling: Telling) -> None:
    """Take the referral of a message."""
    request = telling.message.first("RF1")
    if request is None:
        raise CannotBeApplied(
            "The message about a referral has no RF1 segment: nothing can be read of the referral."
        )
    number = entity_of(request.part(6)) or entity_of(request.part(11))
    if not number:
        raise CannotBeApplied("The referral has no number (RF1-6, RF1-11): it could not be known again.")
    names = {"RF1"} | {name for name in telling.reader.mapping.segments if name.startswith("Z")}
    fields = fields_of([each for each in telling.message.segments if each.name in names], telling.reader)
    if telling.kind.referral == "revoked":
        fields = {name: value for name, value in fields.items() if not name.startswith("status#")}
        fields["status#RF1-1"] = "revoked"
    fields |= _providers(telling)
    fields["+patient"] = list(patient)
    telling.fact((f"feed:{telling.reader.feed.code}", "referral", number), fields)


def _providers(telling: Telling) -> dict[str, Any]:
    """Who refers and to whom, each with a code where one is said."""
    found: dict[str, Any] = {}
    for segment in telling.message.all("PRD"):
        told = fields_of([segment], telling.reader)
        name, number = display_name(segment.part(2)), str(told.get("+number", "")).upper()
        known = number in telling.reader.places.practices or bool(PRACTICE.fullmatch(number))
        identifier = {"system": ODS, "value": number} if known else None
        made = pruned({"identifier": identifier, "display": name or number})
        if made and told.get("+role"):
            found.setdefault(f"+{told['+role']}", []).append(made)
    return found


def render(address: Address, state: State, setting: Setting) -> list[dict[str, Any]]:
    """A state as a ServiceRequest."""
    made: dict[str, Any] = {"status": "active", "intent": "order", "category": [REFERRAL], **said(state)}
    requester = (state.told("+requester") or [None])[0]
    made["requester"] = requester or {"reference": f"Organization/ods-{setting.source}"}
    if state.told("+performer"):
        made["performer"] = state.told("+performer")
    return [resource("ServiceRequest", address, {**made, "subject": subject_of(state)})]
