"""Stays, attendances and contacts: what happened to them in order of the events, whatever order the messages came in.

A cancel takes back the last such event that was told before it; what is left is gone through again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from toldonce.exchange.hl7v2 import authorities
from toldonce.exchange.hl7v2.segments import Segment
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
from toldonce.exchange.hl7v2.times import MINUTE, moment

HL7 = "http://terminology.hl7.org/CodeSystem/"
NO_VISIT = (
    "PV1 has neither a visit number (PV1-19) nor a time of admission (PV1-44): the stay cannot be told."
)
TAKES_BACK = {
    "cancel_admit": {"admit", "register"},
    "cancel_transfer": {"transfer", "to_inpatient", "to_outpatient"},
    "cancel_discharge": {"discharge"},
    "cancel_preadmit": {"preadmit", "pending_admit"},
    "cancel_pending_admit": {"pending_admit", "preadmit"},
    "cancel_leave": {"leave"},
    "cancel_return": {"return"},
}
STATUS_AFTER = {
    "preadmit": "planned",
    "pending_admit": "planned",
    "admit": "in-progress",
    "register": "in-progress",
    "transfer": "in-progress",
    "to_inpatient": "in-progress",
    "to_outpatient": "in-progress",
    "leave": "onleave",
    "return": "in-progress",
    "discharge": "finished",
    "delete_visit": "entered-in-error",
}
STATUS_IF_ALL_WAS_TAKEN_BACK = {"cancel_discharge": "in-progress", "cancel_transfer": "in-progress",
                                "cancel_leave": "in-progress", "cancel_return": "onleave"}  # fmt: skip
BEGINS = {"admit", "register", "to_inpatient"}
MOVES = {"admit", "register", "transfer", "to_inpatient", "to_outpatient"}
PHYSICAL = {"ward": ("wa", "Ward"), "room": ("ro", "Room"), "bed": ("bd", "Bed"), "site": ("si", "Site")}


def address_of(visit: Segment, patient: Address, telling: Telling) -> Address | None:
    """Which visit a PV1 means: by its number, the account's number, or the patient and the time of admission.

    What begins a visit that has neither number nor time begins it at the time of the event.
    """
    feed, person = telling.reader.feed, telling.message.first("PID")
    for part in (*visit.parts(19), *(person.parts(18) if person else ())):
        if authorities.is_somebodys(authorities.value_of(part)):
            authority = authorities.authority_of(part)
            scope = f"source:{feed.source}" if authority else f"feed:{feed.code}"
            return scope, "visit", authorities.named(part)
    start = moment(visit.text(44), feed.zone)
    begun = start.fhir if start else _happened(telling) if telling.kind.event in ("admit", "register") else ""
    return (patient[0], "visit", f"{patient[2]}@{begun}") if begun else None


def tell(patient: Address, telling: Telling) -> Address | None:
    """Take what PV1 and PV2 say of a visit, and the event itself."""
    visit = telling.message.first("PV1")
    if visit is None or not any(number > 1 for number in visit.filled()):
        return None
    address = address_of(visit, patient, telling)
    if address is None:
        if telling.kind.event != "update":
            raise CannotBeApplied(NO_VISIT)
        telling.reader.note(NO_VISIT)
        return None
    names = {table.name for table in telling.reader.mapping.about("visit")}
    fields = fields_of([each for each in telling.message.segments if each.name in names], telling.reader)
    event = {name[1:]: fields.pop(name) for name in list(fields) if name.startswith("+")}
    event |= {"does": telling.kind.event, "at": _happened(telling)}
    fields["+patient"] = list(patient)
    told = {name: value for name, value in event.items() if value is not None}
    telling.fact(address, fields, {telling.stamp.ranked(1): told})
    return address


def _happened(telling: Telling) -> str:
    """When the event took place: EVN-6 where it is said, else when it was recorded."""
    event = telling.message.first("EVN")
    found = moment(event.text(6), telling.reader.feed.zone) if event else None
    is_near = found and found.digits >= MINUTE and abs(found.at - telling.stamp.at) < timedelta(days=366)
    return (found.at if found and is_near else telling.stamp.at).isoformat(timespec="seconds")


@dataclass(slots=True)
class Course:
    """How a visit went: its status, when it began and ended, and the places in order."""

    status: str = "unknown"
    start: str | None = None
    end: str | None = None
    places: list[dict[str, Any]] = field(default_factory=list)  # place, since, until


def course(events: dict[str, dict[str, Any]]) -> Course:
    """Go through the events of a visit in the order in which they happened."""
    made, last = Course(), ""
    for event in _standing(events):
        last = event["does"]
        _go_on(made, event)
    if not last:
        return made
    if made.status == "unknown":
        made.status = "finished" if made.end else "in-progress" if made.start else "unknown"
    if made.status != "finished":
        made.end = None
    return made


def _standing(events: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """The events that were not taken back; a cancel of what never came leaves a word on the status."""
    left: list[dict[str, Any]] = []
    for _, event in sorted(events.items()):
        taken = TAKES_BACK.get(event["does"])
        if taken is None:
            left.append(event)
            continue
        found = next((n for n in range(len(left) - 1, -1, -1) if left[n]["does"] in taken), None)
        if found is not None:
            left.pop(found)
        if event["does"] not in ("cancel_transfer", "cancel_discharge"):
            event = {name: value for name, value in event.items() if name != "place"}
        if not any(each["does"] in STATUS_AFTER for each in left):
            left.append({**event, "is": STATUS_IF_ALL_WAS_TAKEN_BACK.get(event["does"], "cancelled")})
        else:
            left.append({**event, "does": "update"})
    return left


def _go_on(made: Course, event: dict[str, Any]) -> None:
    does = event["does"]
    made.status = event.get("is") or STATUS_AFTER.get(does, made.status)
    if does in BEGINS or (made.start is None and does not in ("preadmit", "pending_admit")):
        made.start = event.get("start") or (event["at"] if does in BEGINS else made.start)
    elif event.get("start"):
        made.start = event["start"]
    _lie(made, event)
    if does == "discharge":
        made.end = event.get("end") or event["at"]
        _leave(made, event.get("end") or event["at"])
    elif event.get("end"):
        made.end = event["end"]
        if made.status == "finished" and made.places:
            made.places[-1]["until"] = made.end


def _lie(made: Course, event: dict[str, Any]) -> None:
    """Follow from place to place: a move closes one and opens the next, anything else corrects the one of now."""
    place, does = event.get("place"), event["does"]
    if not place or does in ("preadmit", "pending_admit", "delete_visit"):
        return
    if not made.places and does == "transfer" and event.get("prior"):
        made.places.append({"place": event["prior"], "since": made.start})
    if not made.places:
        made.places.append(
            {"place": place, "since": event["at"] if does == "transfer" else made.start or event["at"]}
        )
    elif does in MOVES and place != made.places[-1]["place"]:
        _leave(made, event["at"])
        made.places.append({"place": place, "since": event["at"]})
    else:
        made.places[-1]["place"] = place


def _leave(made: Course, at: str) -> None:
    if made.places:
        made.places[-1]["until"] = at


def render(address: Address, state: State, setting: Setting) -> list[dict[str, Any]]:
    """A state as an Encounter."""
    went = course(state.events)
    elements = said(state)
    made: dict[str, Any] = {"status": went.status, "class": elements.pop("class", None) or _class(state)}
    made |= {"subject": subject_of(state), **elements}
    period = {name: value for name, value in (("start", went.start), ("end", _after(went))) if value}
    if period:
        made["period"] = period
    places = [each for stop in went.places for each in _locations(stop, went)]
    if places:
        made["location"] = places
    made["serviceProvider"] = {"reference": f"Organization/ods-{setting.source}"}
    return [resource("Encounter", address, made)]


def _after(went: Course) -> str | None:
    """The end, unless it is said to lie before the start."""
    start, end = moment(went.start or "", "UTC"), moment(went.end or "", "UTC")
    return went.end if end and (start is None or start.at <= end.at) else None


def _class(state: State) -> dict[str, str]:
    """An admission is one of an inpatient by its name; of the rest the class is not known."""
    if any(event["does"] in ("admit", "to_inpatient") for event in state.events.values()):
        return {"system": f"{HL7}v3-ActCode", "code": "IMP", "display": "inpatient encounter"}
    return {"system": f"{HL7}v3-NullFlavor", "code": "UNK", "display": "unknown"}


def _locations(stop: dict[str, Any], went: Course) -> list[dict[str, Any]]:
    """One place as ward, room, bed and site, each with its times."""
    over = "until" in stop or went.status == "finished"
    period = {name: stop[key] for name, key in (("start", "since"), ("end", "until")) if stop.get(key)}
    found = []
    for name, (code, words) in PHYSICAL.items():
        said_place = stop["place"].get(name)
        if said_place:
            location = {
                "display": f"Bed {said_place}" if name == "bed" and len(said_place) < 4 else said_place
            }
            if name == "ward" and "code" in stop["place"]:
                location = {"reference": f"Location/ward-{stop['place']['code']}", **location}
            kind = {"coding": [{"system": f"{HL7}location-physical-type", "code": code, "display": words}]}
            row = {"location": location, "status": "completed" if over else "active", "physicalType": kind}
            found.append({**row, "period": period} if period else row)
    return found
