"""Outpatient clinics and imaging: referrals received, appointments kept and missed, letters, pictures."""

from random import Random

from toldonce.rehearsal.body import Body
from toldonce.rehearsal.days import DAY, moment
from toldonce.rehearsal.letters import letter
from toldonce.rehearsal.life import Life, Referral
from toldonce.rehearsal.pictures import invented_bone
from toldonce.rehearsal.shapes import HL7, OURS, SNOMED, Pen, coded, coding
from toldonce.rehearsal.sources.summaries import about
from toldonce.rehearsal.terms import concept, display_of
from toldonce.rehearsal.writing import contacts

CLINIC = coded(SNOMED, "390906007", "Follow-up encounter")
LETTER = coded(SNOMED, "823691000000103", "Clinical letter")
RADIOLOGY = [coded(f"{HL7}v2-0074", "RAD", "Radiology")]
DICOM = "http://dicom.nema.org/resources/ontology/DCM"
IMAGES = {
    "xray": ("chestxray", "DX", "Plain film", "No acute abnormality seen."),
    "hip": ("hipxray", "DX", "Plain film of hip", "Fracture of the neck of the femur."),
    "ct": ("ct", "CT", "CT of head", "No haemorrhage or fracture."),
    "mri": ("mri", "MR", "MRI", "Degenerative change only."),
    "ultrasound": ("ultrasound", "US", "Ultrasound of abdomen", "Gallstones without duct dilatation."),
    "echo": ("echo", "US", "Echocardiogram", "Left ventricular function mildly reduced."),
}


def tell(pen: Pen, life: Life, body: Body, rng: Random, trust: str) -> None:
    """The clinic's side of every referral to this trust."""
    for asked in life.referrals:
        if asked.trust == trust and asked.clinic:
            _referral(pen, life, body, rng, asked)


def _referral(pen: Pen, life: Life, body: Body, rng: Random, asked: Referral) -> None:
    booked = min(asked.day + 6, life.end)
    name = f"{asked.specialty} clinic"
    minute = 540 + 15 * int(rng.random() * 28)
    if asked.seen is None:
        day = life.until + 4 + int(rng.random() * 90)
        status = "booked" if life.died is None else "cancelled"
        contacts.appointment(
            pen, name, day, minute, 30, status, made_on=booked, reason=concept(life.named(asked.reason))
        )
        return
    if asked.missed:
        contacts.appointment(
            pen,
            name,
            asked.seen,
            minute,
            30,
            "noshow",
            made_on=booked,
            reason=concept(life.named(asked.reason)),
        )
        return
    contacts.appointment(
        pen,
        name,
        asked.seen,
        minute,
        30,
        "fulfilled",
        made_on=booked,
        reason=concept(life.named(asked.reason)),
    )
    met = contacts.encounter(
        pen, contacts.AMBULATORY, CLINIC, asked.seen, minute, 25, reason=concept(life.named(asked.reason)),
        more={"serviceType": {"text": asked.specialty}},
    )  # fmt: skip
    if asked.seen > life.end - 5 * 365:
        _clinic_letter(pen, life, asked, met, minute)
    if rng.random() < 0.3:
        kind = "echo" if asked.specialty == "Cardiology" else "mri" if rng.random() < 0.5 else "xray"
        if asked.seen + 9 < life.end:
            image(pen, kind, asked.seen + 9, 600, rng)
    if rng.random() < 0.45:
        _again(pen, life, asked, rng, minute)


def _again(pen: Pen, life: Life, asked: Referral, rng: Random, minute: int) -> None:
    """A second visit some months later, perhaps still to come."""
    day = (asked.seen or 0) + 90 + int(rng.random() * 120)
    if life.died is not None and day > life.died:
        return
    status = "booked" if day > life.until else "fulfilled"
    contacts.appointment(
        pen, f"{asked.specialty} follow-up", day, minute, 20, status, made_on=asked.seen or day
    )
    if day <= life.end and status == "fulfilled":
        contacts.encounter(
            pen, contacts.VIRTUAL, CLINIC, day, minute, 15, reason=concept(life.named(asked.reason))
        )


def _clinic_letter(pen: Pen, life: Life, asked: Referral, met: dict, minute: int) -> None:
    words = display_of(life.named(asked.reason))
    paragraphs = [
        "Thank you for referring this patient, whom I saw in clinic.",
        f"Problem: {words}. On examination there was nothing of concern beyond what you describe.",
        "Plan: continue the present treatment. I have explained this and given written information.",
    ]
    day = asked.seen or asked.day
    title = f"{asked.specialty} clinic letter"
    pdf, size = letter(f"{asked.specialty} clinic", title, DAY[day], about(life), paragraphs)
    contacts.document(pen, LETTER, title, day, minute + 90, pdf, size, encounter=met)


def image(pen: Pen, kind: str, day: int, minute: int, rng: Random) -> str:
    """A study in the archive with a link to its viewer, and the radiologist's report; returns the study."""
    term, modality, words, finding = IMAGES[kind]
    when = moment(day, minute)
    made = pen.start("ImagingStudy")
    made["contained"] = [_viewer(pen, made["id"])]
    made["status"] = "available"
    made["modality"] = [coding(DICOM, modality)]
    made["subject"] = pen.subject
    made["started"] = when
    made["endpoint"] = [{"reference": "#viewer"}]
    made["numberOfSeries"] = 1
    made["procedureCode"] = [concept(term)]
    made["description"] = words
    made["series"] = [
        {"uid": _uid(pen, made["id"]), "modality": coding(DICOM, modality), "numberOfInstances": 2}
    ]
    study = pen.write(made)
    report = pen.start("DiagnosticReport")
    report["status"] = "final"
    report["category"] = RADIOLOGY
    report["code"] = concept(term)
    report["subject"] = pen.subject
    report["effectiveDateTime"] = when
    report["issued"] = moment(day, minute + 60)
    report["performer"] = [pen.provider]
    report["imagingStudy"] = [{"reference": study}]
    report["conclusion"] = finding
    pen.write(report)
    return study


def key_image(pen: Pen, study: str, day: int, minute: int) -> None:
    """The one picture of a study that says it all, in place."""
    data, size = invented_bone()
    made = pen.start("Media")
    made["status"] = "completed"
    made["type"] = {"text": "Key image"}
    made["partOf"] = [{"reference": study}]
    made["subject"] = pen.subject
    made["createdDateTime"] = moment(day, minute)
    made["operator"] = pen.provider
    made["content"] = {
        "contentType": "image/png",
        "data": data,
        "size": size,
        "title": "Left hip, broken neck of the femur",
    }
    made["note"] = [{"text": "This picture is invented."}]
    pen.write(made)


def _viewer(pen: Pen, id: str) -> dict:
    return {
        "resourceType": "Endpoint",
        "id": "viewer",
        "status": "active",
        "connectionType": coding(f"{HL7}endpoint-connection-type", "dicom-wado-rs", "DICOM WADO-RS"),
        "name": "Image viewer",
        "payloadType": [{"text": "DICOM"}],
        "address": f"{OURS}/viewer/{pen.organisation}/{id}",
    }


def _uid(pen: Pen, id: str) -> str:
    return "2.25." + str(int.from_bytes(f"{pen.organisation}{id}".encode(), "big"))[:30]
