"""Meetings between a person and a service: registrations, encounters, appointments, referrals, letters."""

from functools import cache

from toldonce.rehearsal.days import DAY, moment
from toldonce.rehearsal.shapes import HL7, SNOMED, Pen, coded, coding, period, reference

AMBULATORY = coding(f"{HL7}v3-ActCode", "AMB", "ambulatory")
INPATIENT = coding(f"{HL7}v3-ActCode", "IMP", "inpatient encounter")
EMERGENCY = coding(f"{HL7}v3-ActCode", "EMER", "emergency")
HOME = coding(f"{HL7}v3-ActCode", "HH", "home health")
FIELD = coding(f"{HL7}v3-ActCode", "FLD", "field")
VIRTUAL = coding(f"{HL7}v3-ActCode", "VR", "virtual")
REGISTRATION = coded("https://fhir.hl7.org.uk/CodeSystem/UKCore-RegistrationType", "R", "Regular/GMS")


def episode(
    pen: Pen, kind: dict, start: int, end: int | None = None, *, team: str = "", why: dict | None = None
) -> dict:
    """A registration, or the time on a caseload."""
    made = pen.start("EpisodeOfCare")
    made["status"] = "active" if end is None else "finished"
    made["type"] = [kind]
    if why:
        made["diagnosis"] = [{"condition": why}]
    made["patient"] = pen.subject
    made["managingOrganization"] = {**pen.provider, "display": team} if team else pen.provider
    made["period"] = period(start, end)
    if pen.author:
        made["careManager"] = pen.author
    return reference(pen.write(made))


def encounter(
    pen: Pen, setting: dict, kind: dict, day: int, minute: int, minutes: int | None, *, reason: dict | None = None,
    more: dict | None = None, episode: dict | None = None,
) -> dict:  # fmt: skip
    """A meeting that lasted so many minutes; None while it lasts."""
    made = pen.start("Encounter")
    made["status"] = "finished" if minutes is not None else "in-progress"
    made["class"] = setting
    made["type"] = [kind]
    made["subject"] = pen.subject
    if episode:
        made["episodeOfCare"] = [episode]
    if pen.author:
        made["participant"] = [{"individual": pen.author}]
    made["period"] = {"start": moment(day, minute)}
    if minutes is not None:
        made["period"]["end"] = moment(day, minute + minutes)
    if reason:
        made["reasonCode"] = [reason]
    if more:
        made.update(more)
    made["serviceProvider"] = pen.provider
    return reference(pen.write(made))


def appointment(
    pen: Pen, kind: str, day: int, minute: int, minutes: int, status: str, *, made_on: int, reason: dict | None = None,
    based_on: dict | None = None,
) -> dict:  # fmt: skip
    """A booked, fulfilled, missed or cancelled appointment."""
    made = pen.start("Appointment")
    made["status"] = status
    made["serviceType"] = [_service(kind)]
    if reason:
        made["reasonCode"] = [reason]
    made["description"] = kind
    made["start"] = moment(day, minute)
    made["end"] = moment(day, minute + minutes)
    made["created"] = DAY[made_on]
    if based_on:
        made["basedOn"] = [based_on]
    made["participant"] = [
        {"actor": pen.subject, "status": "accepted"},
        {"actor": pen.author or {"display": kind}, "status": "accepted"},
    ]
    return reference(pen.write(made))


@cache
def _service(kind: str) -> dict:
    return {"text": kind}


CATEGORY_REFERRAL = [coded(SNOMED, "3457005", "Patient referral")]


def service_request(
    pen: Pen, what: dict, day: int, *, status: str, reason: dict | None = None, performer: dict | None = None,
    priority: str = "routine", category: list[dict] | None = None,
) -> dict:  # fmt: skip
    """A referral or an order."""
    made = pen.start("ServiceRequest")
    made["status"] = status
    made["intent"] = "order"
    made["category"] = category or CATEGORY_REFERRAL
    made["priority"] = priority
    made["code"] = what
    made["subject"] = pen.subject
    made["authoredOn"] = DAY[day]
    made["requester"] = pen.author or pen.provider
    if performer:
        made["performer"] = [performer]
    if reason:
        made["reasonCode"] = [reason]
    return reference(pen.write(made))


def document(
    pen: Pen,
    kind: dict,
    title: str,
    day: int,
    minute: int,
    pdf: str,
    size: int,
    *,
    encounter: dict | None = None,
) -> dict:
    """A letter with its PDF inside, base64 as FHIR wants it."""
    made = pen.start("DocumentReference")
    made["status"] = "current"
    made["docStatus"] = "final"
    made["type"] = kind
    made["subject"] = pen.subject
    made["date"] = moment(day, minute)
    made["author"] = [pen.author or pen.provider]
    made["custodian"] = pen.provider
    made["description"] = title
    made["content"] = [
        {
            "attachment": {
                "contentType": "application/pdf",
                "language": "en-GB",
                "data": pdf,
                "size": size,
                "title": f"{title}.pdf",
                "creation": moment(day, minute),
            }
        }
    ]
    if encounter:
        made["context"] = {"encounter": [encounter]}
    return reference(pen.write(made))


def composition(
    pen: Pen, kind: dict, title: str, day: int, minute: int, sections: list[tuple[str, str, list[dict]]]
) -> dict:
    """A structured summary: each section has a heading, words and the resources it speaks of."""
    made = pen.start("Composition")
    made["status"] = "final"
    made["type"] = kind
    made["subject"] = pen.subject
    made["date"] = moment(day, minute)
    made["author"] = [pen.author or pen.provider]
    made["title"] = title
    made["custodian"] = pen.provider
    made["section"] = [_section(*section) for section in sections]
    return reference(pen.write(made))


def _section(heading: str, words: str, entries: list[dict]) -> dict:
    div = f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{words}</p></div>'
    made: dict = {"title": heading, "text": {"status": "generated", "div": div}}
    if entries:
        made["entry"] = entries
    return made


def task(
    pen: Pen,
    words: str,
    day: int,
    *,
    due: int,
    owner: dict,
    status: str = "requested",
    focus: dict | None = None,
) -> dict:
    """Something that somebody must do by a day."""
    made = pen.start("Task")
    made["status"] = status
    made["intent"] = "order"
    made["priority"] = "routine"
    made["description"] = words
    if focus:
        made["focus"] = focus
    made["for"] = pen.subject
    made["authoredOn"] = DAY[day]
    made["requester"] = pen.author or pen.provider
    made["owner"] = owner
    made["restriction"] = {"period": {"end": DAY[due]}}
    return reference(pen.write(made))
