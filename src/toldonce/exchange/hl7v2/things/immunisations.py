"""Vaccinations: given, partly given, refused."""

from __future__ import annotations

from typing import Any

from toldonce.exchange.hl7v2.people import entity_of
from toldonce.exchange.hl7v2.segments import Segment
from toldonce.exchange.hl7v2.state import Address, State
from toldonce.exchange.hl7v2.things.elements import Setting, Telling, fields_of, resource, said, subject_of
from toldonce.exchange.hl7v2.values import DECIMAL, NUMBER

NONE_GIVEN = "998"  # CVX: no vaccine administered
NOT_KNOWN = "999"  # RXA-6: how much was given is not known


def tell(patient: Address, telling: Telling) -> None:
    """Take every vaccination of a message."""
    order: Segment | None = None
    given: list[Segment] = []
    for segment in telling.message.segments:
        if segment.name in ("ORC", "RXA"):
            _one(given, order, patient, telling)
            given = [segment] if segment.name == "RXA" else []
            order = segment if segment.name == "ORC" else order
        elif segment.name == "RXR" and given:
            given.append(segment)
    _one(given, order, patient, telling)


def _one(given: list[Segment], order: Segment | None, patient: Address, telling: Telling) -> None:
    if not given:
        return
    vaccine = given[0].part(5)
    if vaccine(1).strip() == NONE_GIVEN:
        telling.reader.note("RXA-5 says that no vaccine was given (998): nothing was read of it.")
        return
    number = (entity_of(order.part(3)) or entity_of(order.part(2))) if order else ""
    what = vaccine(1) or vaccine(2)
    key = f"{number or patient[2] + '|' + given[0].text(3)}|{what}"
    fields = fields_of(given, telling.reader)
    fields["+patient"] = list(patient)
    telling.fact((f"feed:{telling.reader.feed.code}", "immunisation", key), fields)


def render(address: Address, state: State, setting: Setting) -> list[dict[str, Any]]:
    """A state as an Immunization."""
    made = {"status": "completed", "primarySource": True, **said(state), "patient": subject_of(state)}
    if state.told("+action") == "delete":
        made["status"] = "entered-in-error"
    made.setdefault("vaccineCode", {"text": "Vaccine"})
    if "occurrenceDateTime" not in made:
        made["occurrenceString"] = "not said"
    amount = NUMBER.fullmatch(state.told("+amount") or "")
    if amount and amount[2] not in (NOT_KNOWN, "0") and made["status"] == "completed":
        unit = {"unit": state.told("+unit")} if state.told("+unit") else {}
        made["doseQuantity"] = {"value": {DECIMAL: amount[2]}, **unit}
    if made["status"] != "not-done":
        made.pop("statusReason", None)
    return [resource("Immunization", address, made)]
