"""The letters that go home: transfer-of-care documents of a trust for a practice, as envelopes of the mailbox."""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import orjson

from toldonce.rehearsal.day.cast import Player
from toldonce.rehearsal.day.doing import Doing
from toldonce.rehearsal.days import DAY, moment
from toldonce.rehearsal.letters import letter
from toldonce.rehearsal.shapes import NHS_NUMBER, ODS, SNOMED, TEST_DATA, coded
from toldonce.rehearsal.sources.staff import staff
from toldonce.rehearsal.sources.summaries import taken
from toldonce.rehearsal.terms import diagnosis

MEDIA = "application/fhir+json"
SPACE = uuid.UUID(
    "0b7f6d8e-54a1-4a63-8d0e-6f0f1d1b6a52"
)  # under which the letters of the rehearsal have their numbers
XHTML = "http://www.w3.org/1999/xhtml"
Parts = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter: its title, its code and the workflow by which mailboxes know it."""

    title: str
    code: str
    display: str
    workflow: str


KINDS = {
    "discharge": Kind("Discharge summary", "373942005", "Discharge summary", "TOC_FHIR_DC_DISCH"),
    "emergency": Kind(
        "Emergency care discharge summary", "823701000000103", "Discharge letter", "TOC_FHIR_EC_DISCH"
    ),
    "clinic": Kind("Outpatient letter", "823691000000103", "Clinical letter", "TOC_FHIR_OP_ATTEN"),
}


@dataclass(frozen=True, slots=True)
class Envelope:
    """A letter as the mailbox carries it: its name there, what the control file says, and the bytes."""

    name: str
    control: bytes
    body: bytes


def envelope(doing: Doing, day: int) -> Envelope:
    """The letter of a doing, of a day (an ordinal), on its way from the trust to the person's practice."""
    player, kind = doing.player, KINDS[doing.more["letter"]]
    name = f"{player.trust}-{day}-{doing.minute:04d}-{player.life.person.number:06d}"
    body = orjson.dumps(_document(doing, day, str(uuid.uuid5(SPACE, name))))
    control = {
        "from": player.trust,
        "to": player.life.person.practice,
        "workflow_id": kind.workflow,
        "local_id": name,
        "subject": kind.title,
        "media_type": MEDIA,
        "size": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "created": moment(day, doing.minute),
    }
    return Envelope(name, orjson.dumps(control), body)


def _document(doing: Doing, day: int, number: str) -> dict:
    """The FHIR document: a Composition, whom it is about, who wrote it, for whom, and the paper."""
    player, kind = doing.player, KINDS[doing.more["letter"]]
    parts = list(_parts(doing, day))
    head = _composition(kind, number, parts, moment(day, doing.minute))
    entries = [
        head,
        _patient(player, _name(number, "Patient")),
        _practitioner(player, _name(number, "Practitioner")),
        {"resourceType": "Organization", "id": _name(number, "Organization"),
         "identifier": [{"system": ODS, "value": player.trust}]},
        {"resourceType": "Binary", "id": _name(number, "Binary"), "contentType": "application/pdf",
         "data": _paper(kind, player, parts, day)},
    ]  # fmt: skip
    return {
        "resourceType": "Bundle",
        "meta": {"tag": [TEST_DATA]},
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{number}"},
        "type": "document",
        "timestamp": moment(day, doing.minute),
        "entry": [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in entries],
    }


def _composition(kind: Kind, number: str, parts: Parts, at: str) -> dict:
    return {
        "resourceType": "Composition",
        "id": _name(number, "Composition"),
        "status": "final",
        "type": coded(SNOMED, kind.code, kind.display),
        "subject": {"reference": f"urn:uuid:{_name(number, 'Patient')}"},
        "date": at,
        "author": [{"reference": f"urn:uuid:{_name(number, 'Practitioner')}"}],
        "custodian": {"reference": f"urn:uuid:{_name(number, 'Organization')}"},
        "title": kind.title,
        "section": [{"title": title, "text": _text(words)} for title, words in parts],
    }


def _text(words: str) -> dict:
    return {"status": "additional", "div": f'<div xmlns="{XHTML}"><p>{escape(words)}</p></div>'}


def _name(number: str, rtype: str) -> str:
    """The id of a part of the document, which follows from the document's own number."""
    return str(uuid.uuid5(uuid.UUID(number), rtype))


def _patient(player: Player, name: str) -> dict:
    """The person as the trust knows them, slips and all."""
    seen = player.seen
    return {
        "resourceType": "Patient",
        "id": name,
        "identifier": [{"system": NHS_NUMBER, "value": seen.nhs_number}] if seen.nhs_number else [],
        "name": [{"use": "official", "family": seen.family, "given": [seen.given]}],
        "gender": player.life.person.sex,
        "birthDate": DAY[seen.birth],
    }


def _practitioner(player: Player, name: str) -> dict:
    doctors = staff(player.trust, "consultant", 12)
    title, given, family, *_ = doctors[player.life.person.number % len(doctors)]["display"].split(" ")
    return {
        "resourceType": "Practitioner",
        "id": name,
        "name": [{"prefix": [title], "given": [given], "family": family}],
    }


def _paper(kind: Kind, player: Player, parts: Parts, day: int) -> str:
    person = player.life.person
    about = f"{person.given} {person.family}, born {DAY[person.birth]}, hospital number {player.number}"
    paper, _ = letter(
        f"Letter of {player.trust}",
        kind.title,
        DAY[day],
        about,
        [f"{title}: {words}" for title, words in parts],
    )
    return paper


def _parts(doing: Doing, day: int) -> Iterator[tuple[str, str]]:
    """The headings of the letter with their words."""
    visit = doing.visit
    if visit is None:
        yield "Attendance details", "Seen in clinic today."
        yield (
            "Clinical summary",
            "No new complaints. Bloods were taken; the results will follow by themselves.",
        )
        yield (
            "Plan and requested actions",
            "No change of treatment. We will see the person again in six months.",
        )
        return
    reason = diagnosis(visit.reason).get("text", visit.reason)
    came = moment(doing.more["began"], visit.came)[:16].replace("T", " at ")
    if visit.kind == "stay":
        yield "Admission details", f"Admitted on {came} through the emergency department."
        yield "Diagnoses", reason
        yield "Clinical summary", "Treated, and well enough to leave hospital today."
        yield "Medications and medical devices", "; ".join(taken(doing.player.life, day)) or "None."
        yield "Plan and requested actions", "Please repeat the blood tests in two weeks."
    else:
        yield "Attendance details", f"Came to the emergency department on {came}."
        yield "Diagnoses", reason
        yield "Clinical narrative", "Examined and sent home with advice."
        yield "Plan and requested actions", "No follow-up is arranged by the hospital."
