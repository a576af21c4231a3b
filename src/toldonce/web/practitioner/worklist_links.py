"""Where the thing behind an item of the worklist is shown: by its kind, else by the resource it refers to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from toldonce.care.alerts.queries import alert_behind
from toldonce.care.worklist.models import Item, Kind


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


def _thread(item: Item, person: int) -> Behind | None:
    """The thread of a request, where it is one."""
    rtype, _, id = item.refers.partition("/")
    if rtype not in ("ServiceRequest", "Task") or not id:
        return None
    return Behind("Open what was asked and said", reverse("request-behind", args=[person, rtype, id]))


def _not_ours(item: Item, person: int) -> Behind | None:
    """Where a document is returned whose person is not one's own."""
    word, _, number = item.key.partition("/")
    if word != "received" or not number.isdecimal():
        return None
    return Behind("Not ours: return it", reverse("document-return", args=[int(number)]))


def _stray(item: Item) -> Behind | None:
    """Where somebody says whose a document is."""
    word, _, number = item.key.partition("/")
    return Behind("Say whose it is", reverse("stray", args=[int(number)])) if word == "stray" else None


def _plan(item: Item, person: int) -> Behind | None:
    """The plan that is to be looked at again."""
    rtype, _, id = item.refers.partition("/")
    return Behind("Open the plan", reverse("plan", args=[person, id])) if rtype == "CarePlan" and id else None


BY_KIND: dict[str, Link] = {
    Kind.ALERT: _alert,
    Kind.REFERRAL: _thread,
    Kind.ADVICE: _thread,
    Kind.TASK: _thread,
    Kind.DOCUMENT: _not_ours,
    Kind.PLAN: _plan,
}


def behind(item: Item, person: int) -> list[Behind]:
    """The links of an item: to the thing itself, and to the record of the person."""
    if not person:
        return [*filter(None, [_stray(item)])]
    made = [BY_KIND[item.kind](item, person) if item.kind in BY_KIND else None, _by_resource(item, person)]
    return [*filter(None, made), Behind("Open the record", reverse("record", args=[person]))]


def _by_resource(item: Item, person: int) -> Behind | None:
    rtype, _, id = item.refers.partition("/")
    if rtype == "DocumentReference" and id:
        return Behind("Open the document", reverse("document", args=[person, rtype, id]))
    if rtype in SECTIONS:
        return Behind("Open that part of the record", reverse("section", args=[person, SECTIONS[rtype]]))
    return Behind("Where this comes from", reverse("provenance", args=[person, rtype, id])) if id else None
