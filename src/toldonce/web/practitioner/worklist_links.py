"""Where the thing behind an item of the worklist is shown: by its kind, else by the resource it refers to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from toldonce.care.alerts.queries import alert_behind
from toldonce.care.worklist.models import Item


@dataclass(frozen=True, slots=True)
class Behind:
    """A link with its words."""

    words: str
    address: str


Link = Callable[[Item, int], Behind | None]
SECTIONS = {
    "Encounter": "stays",
    "Observation": "results",
    "DiagnosticReport": "results",
    "MedicationRequest": "medicines",
    "MedicationStatement": "medicines",
    "CarePlan": "care-plans",
    "Flag": "alerts",
    "ServiceRequest": "referrals",
}


def _alert(item: Item, person: int) -> Behind | None:
    found = alert_behind(item.pk)
    return Behind("Why you were told", reverse("alert", args=[found.pk])) if found else None


BY_KIND: dict[str, Link] = {"alert": _alert}


def behind(item: Item, person: int) -> list[Behind]:
    """The links of an item: to the thing itself, and to the record of the person."""
    if not person:
        return []
    made = [BY_KIND[item.kind](item, person) if item.kind in BY_KIND else None, _by_resource(item, person)]
    return [*filter(None, made), Behind("Open the record", reverse("record", args=[person]))]


def _by_resource(item: Item, person: int) -> Behind | None:
    rtype, _, id = item.refers.partition("/")
    if rtype == "DocumentReference" and id:
        return Behind("Open the document", reverse("document", args=[person, rtype, id]))
    if rtype in SECTIONS:
        return Behind("Open that part of the record", reverse("section", args=[person, SECTIONS[rtype]]))
    return Behind("Where this comes from", reverse("provenance", args=[person, rtype, id])) if id else None
