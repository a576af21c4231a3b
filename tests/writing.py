"""Draws resources as a source sends them, and writes them by the one door for change."""

from __future__ import annotations

from toldonce.directory.actors import Actor
from toldonce.record import actions
from toldonce.record.actions import Arrival, Incoming, Outcome

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
NURSE = Actor("n.urse", "Nora Urse", "nurse", "J81010")


def patient(id: str, nhs: str = "", family: str = "", born: str = "", **elements) -> dict:
    """A Patient; what is not said is not there."""
    made = {"resourceType": "Patient", "id": id, **elements}
    if nhs:
        made["identifier"] = [*made.get("identifier", []), {"system": NHS_NUMBER, "value": nhs}]
    if family:
        made["name"] = [{"family": family, "given": ["Ada"]}]
    if born:
        made["birthDate"] = born
    return made


def weight(id: str, of: str, kilograms: float = 70, day: str = "2024-05-01") -> dict:
    """A body weight of a patient."""
    return {
        "resourceType": "Observation",
        "id": id,
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "29463-7"}]},
        "subject": {"reference": f"Patient/{of}"},
        "effectiveDateTime": day,
        "valueQuantity": {"value": kilograms, "unit": "kg"},
    }


def put(*resources: dict, source: str = "J81010", by: Actor = NURSE, **conditions) -> list[Outcome]:
    """Write resources as one arrival; conditions hold for each of them."""
    return actions.put(
        by=by,
        arrival=Arrival(source, "test"),
        incoming=[Incoming(resource, **conditions) for resource in resources],
        why="a test",
    )


def delete(rtype: str, id: str) -> Outcome:
    """Delete one resource."""
    return put({"resourceType": rtype, "id": id}, delete=True)[0]
