"""The columns in which each kind of line is shown."""

from urllib.parse import urlsplit

from toldonce.record.readings.allergies import Allergy
from toldonce.record.readings.care_plans import CarePlan
from toldonce.record.readings.documents import Document
from toldonce.record.readings.flags import Mark
from toldonce.record.readings.measurements import Measurement
from toldonce.record.readings.medicines import Medicine
from toldonce.record.readings.personal_contacts import PersonalContact
from toldonce.record.readings.problems import Problem
from toldonce.record.readings.record import Provenance
from toldonce.record.readings.results import Images
from toldonce.record.readings.stays import Visit
from toldonce.web.design.words import counted, day, moment, sentence
from toldonce.web.practitioner.shown import Cell, Column, Flag

OPENED = ("DocumentReference", "Composition")
OVERDUE = Flag("!", "Overdue", "red")
REVIEW_OVERDUE = Flag("!", "Review overdue", "red")
DIFFER = Flag("≠", "Sources differ", "amber")
NOW = Flag("●", "Now", "new")
OPEN = Flag("●", "Open", "new")


def _problem(problem: Problem) -> Cell:
    said = {each.words for each in problem.tellings if each.words and each.words != problem.name}
    return Cell(
        problem.name,
        flag=DIFFER if problem.disputed else None,
        below="; ".join([*(f"also told as {words}" for words in sorted(said)), *problem.notes]),
    )


def _verification(problem: Problem) -> str:
    return sentence(problem.verification.replace("-", " ")) if problem.verification != "confirmed" else ""


PROBLEMS = (
    Column("Problem", _problem),
    Column("Since", lambda each: each.onset or each.onset_words),
    Column("Last confirmed", lambda each: each.last_confirmed),
    Column(
        "Remarks", lambda each: ", ".join(filter(None, [sentence(each.significance), _verification(each)]))
    ),
)
PAST_PROBLEMS = (
    Column("Problem", _problem),
    Column("From", lambda each: each.onset or each.onset_words),
    Column("To", lambda each: each.abated),
    Column("Last word", lambda each: each.last_confirmed),
)


def _medicine(medicine: Medicine) -> Cell:
    changed = medicine.change
    flag = Flag("", f"{changed.words}, {day(changed.on)}", "new") if changed else None
    below = [medicine.dose, medicine.route, "when needed" if medicine.as_needed else "", *medicine.notes]
    return Cell(
        medicine.name, flag=DIFFER if medicine.disputed else flag, below=" · ".join(filter(None, below))
    )


CURRENT_MEDICINES = (
    Column("Medicine and dose", _medicine),
    Column("For", lambda each: each.reason),
    Column("Started", lambda each: each.started),
    Column("Last issued", lambda each: each.last_issued),
    Column("Last dispensed", lambda each: each.last_dispensed),
    Column("Review", lambda each: each.review),
)
PAST_MEDICINES = (
    Column("Medicine and dose", _medicine),
    Column("For", lambda each: each.reason),
    Column("Started", lambda each: each.started),
    Column("Ended", lambda each: each.ended),
    Column("Why it ended", lambda each: each.why_stopped),
)


def _substance(allergy: Allergy) -> Cell:
    high = Flag("!", "High risk", "red") if allergy.criticality == "high" else None
    return Cell(
        allergy.substance, flag=high, below=" ".join(filter(None, [allergy.contradiction, *allergy.notes]))
    )


def _reactions(allergy: Allergy) -> str:
    return "; ".join(
        f"{each.manifestation}{f' ({each.severity})' if each.severity else ''}" for each in allergy.reactions
    )


ALLERGIES = (
    Column("Substance", _substance),
    Column("Reaction", _reactions),
    Column("Kind", lambda each: sentence(", ".join(filter(None, [each.kind, each.category])))),
    Column("State", lambda each: sentence(", ".join(filter(None, [each.status, each.verification])))),
    Column("Since", lambda each: each.onset),
    Column("Last confirmed", lambda each: each.last_confirmed),
)


def _visit(visit: Visit) -> Cell:
    now = Flag("●", "There now", "new") if visit.is_going_on else None
    title = ": ".join(filter(None, [visit.title, ", ".join(visit.reasons)])) or sentence(visit.kind)
    return Cell(title, flag=now, below=", ".join(filter(None, [visit.specialty, *visit.clinicians])))


def _length(visit: Visit) -> str:
    if visit.is_going_on:
        return (
            f"expected to leave {day(visit.expected_discharge)}"
            if visit.expected_discharge
            else "still there"
        )
    if visit.end_is_untold:
        return "end not told"
    return moment(visit.end) + (f" ({counted(visit.nights, 'night')})" if visit.nights else "")


def _where(visit: Visit) -> Cell:
    return Cell(visit.provider, below=", ".join(filter(None, [visit.ward, visit.bed])))


STAYS = (
    Column("Stay", _visit),
    Column("Where", _where),
    Column("From", lambda each: Cell(moment(each.start), "when")),
    Column("To", _length),
    Column(
        "Came from, went to", lambda each: " → ".join(filter(None, [each.admitted_from, each.discharged_to]))
    ),
)
ATTENDANCES = STAYS[:4]
CONTACTS = (
    Column("Contact", _visit),
    Column("Where", _where),
    Column("When", lambda each: Cell(moment(each.start), "when")),
)


def _mark(mark: Mark) -> Cell:
    return Cell(mark.title, below=mark.detail)


def _state(is_current: bool, status: str) -> str:
    return sentence(status.replace("-", " ")) or ("Current" if is_current else "Over")


MARKS = (
    Column("What", _mark),
    Column("Kind", lambda each: each.kind),
    Column("Since", lambda each: each.since),
    Column("Until", lambda each: each.until),
    Column("State", lambda each: _state(each.is_current, each.status)),
    Column("Author", lambda each: each.author),
)
MESSAGES = (
    Column("What", _mark),
    Column("Kind", lambda each: each.kind),
    Column("When", lambda each: each.since),
    Column("Author", lambda each: each.author),
)
REGISTRATIONS = (
    Column("Practice", lambda each: Cell(each.practice, flag=NOW if each.is_current else None)),
    Column("GP", lambda each: each.gp),
    Column("Since", lambda each: each.since),
    Column("Until", lambda each: each.until),
)
PROFESSIONALS = (
    Column(
        "Name",
        lambda each: Cell(each.name, flag=Flag("★", "Co-ordinator", "new") if each.is_coordinator else None),
    ),
    Column("Role", lambda each: each.role),
    Column("Organisation", lambda each: each.organisation),
    Column("Telephone", lambda each: each.phone),
    Column("Since", lambda each: each.since),
    Column("Until", lambda each: each.until),
)
CASELOADS = (
    Column("Team", lambda each: Cell(each.team, below=each.kind)),
    Column("Since", lambda each: each.since),
    Column("Until", lambda each: each.until),
)


def _contact(contact: PersonalContact) -> Cell:
    said = {
        "next of kin": contact.is_next_of_kin,
        "emergency contact": contact.is_emergency_contact,
        "carer": contact.is_carer,
    }
    known = contact.relationship.lower()
    return Cell(
        contact.name,
        below=sentence(", ".join(word for word, is_so in said.items() if is_so and word not in known)),
    )


PERSONAL_CONTACTS = (
    Column("Name", _contact),
    Column("Relationship", lambda each: each.relationship),
    Column("Telephone", lambda each: ", ".join(each.phones)),
    Column("E-mail", lambda each: ", ".join(each.emails)),
    Column("Address", lambda each: ", ".join(each.address)),
)
REFERRALS = (
    Column(
        "Referral", lambda each: Cell(each.service, flag=OPEN if each.is_open else None, below=each.reason)
    ),
    Column("Made", lambda each: each.made),
    Column("From", lambda each: each.requester),
    Column("To", lambda each: each.performer),
    Column("Priority", lambda each: sentence(each.priority)),
    Column("State", lambda each: sentence(each.status.replace("-", " "))),
)
APPOINTMENTS = (
    Column("When", lambda each: Cell(moment(each.start) or "no date", "when")),
    Column("For", lambda each: Cell(each.service, below=each.reason if each.reason != each.service else "")),
    Column("Where", lambda each: Cell(each.place, below=", ".join(each.with_whom))),
    Column("How", lambda each: each.how),
    Column(
        "State",
        lambda each: sentence(" ".join(filter(None, [each.status.replace("-", " "), each.why_cancelled]))),
    ),
)
ABOUT_ME = (
    Column("What", lambda each: each.title),
    Column(
        "In their words",
        lambda each: " ".join(f"{asked}: {said}." if asked else said for asked, said in each.said),
    ),
    Column("When", lambda each: each.date),
    Column("Author", lambda each: each.author),
)
CIRCUMSTANCES = (
    Column("What", lambda each: each.title),
    Column("Last told", lambda each: " ".join(filter(None, [each.words, each.unit]))),
    Column("When", lambda each: each.recorded),
    Column("Before", lambda each: "; ".join(f"{one.words} ({day(one.taken)})" for one in each.earlier[:3])),
)
PACKAGES = (
    Column("What", lambda each: Cell(each.title, below="; ".join(each.details))),
    Column("Kind", lambda each: sentence(each.kind)),
    Column("Given by", lambda each: each.provider),
    Column("Since", lambda each: each.since),
    Column("Until", lambda each: each.until),
    Column("State", lambda each: _state(each.is_current, each.status)),
)
RELATIVES = (
    Column("Relative", lambda each: each.relationship),
    Column("Conditions", lambda each: Cell("; ".join(each.conditions), below="; ".join(each.notes))),
    Column("Died", lambda each: "yes" if each.has_died else ""),
)
PROCEDURES = (
    Column("Procedure", lambda each: Cell(each.name, below="; ".join(each.notes))),
    Column("Done", lambda each: each.done),
    Column("Why", lambda each: each.reason),
    Column("Outcome", lambda each: each.outcome),
    Column("By", lambda each: each.by),
    Column("State", lambda each: sentence(each.status.replace("-", " "))),
)
ASSESSMENTS = (
    Column("Assessment", lambda each: each.title),
    Column(
        "Finding",
        lambda each: Cell(each.finding, below="; ".join(f"{asked}: {said}" for asked, said in each.answers)),
    ),
    Column("When", lambda each: each.date),
)
VACCINATIONS = (
    Column(
        "Vaccine",
        lambda each: Cell(each.vaccine, flag=None if each.was_given else Flag("✕", "Not given", "amber")),
    ),
    Column("Against", lambda each: each.against),
    Column("Given", lambda each: each.given),
    Column("Dose", lambda each: each.dose),
    Column("Batch", lambda each: each.batch),
    Column("Remarks", lambda each: " ".join(filter(None, [each.site, each.by, each.why_not]))),
)


def _measured(measurement: Measurement | None) -> Cell:
    return Cell(measurement.words, "value", unit=measurement.unit) if measurement else Cell()


GROWTH = (
    Column("Measured", lambda each: each.day),
    Column("Age", lambda each: each.age),
    Column("Weight", lambda each: _measured(each.weight)),
    Column("Length or height", lambda each: _measured(each.height)),
    Column("Head", lambda each: _measured(each.head)),
    Column("Remarks", lambda each: each.remarks),
)
REVIEWS = (
    Column("Review", lambda each: Cell(each.title, below=each.remarks)),
    Column("When", lambda each: each.date),
    Column("Age", lambda each: each.age),
    Column("Outcome", lambda each: each.outcome),
    Column("Scores", lambda each: "; ".join(f"{area} {score}" for area, score in each.scores)),
    Column("By", lambda each: each.by),
)
PREGNANCIES = (
    Column("What", lambda each: each.title),
    Column("Value", lambda each: each.words),
    Column("Recorded", lambda each: each.recorded),
    Column("Expected delivery", lambda each: each.expected_delivery),
)


def _plan(plan: CarePlan) -> Cell:
    title = plan.title.removesuffix(".pdf")
    emergency = Flag("✚", plan.kind, "new") if plan.is_for_emergencies and plan.kind != title else None
    said = ["" if plan.summary == title else plan.summary, plan.ended]
    return Cell(
        title,
        flag=REVIEW_OVERDUE if plan.is_overdue else emergency,
        below=" ".join(filter(None, said)),
        link=_plan_link(plan.provenance),
    )


def _plan_link(told: Provenance) -> str:
    return (
        f"../plan/{told.id}/"
        if told.rtype == "CarePlan"
        else document_link(told)
        if told.rtype in OPENED
        else ""
    )


CARE_PLANS = (
    Column("Plan", _plan),
    Column(
        "What is to be done",
        lambda each: Cell(
            "; ".join(each.actions), below="Goals: " + "; ".join(each.goals) if each.goals else ""
        ),
    ),
    Column("For", lambda each: "; ".join(each.problems)),
    Column("Made", lambda each: each.made),
    Column("Review by", lambda each: each.review),
    Column("Until", lambda each: each.until),
    Column("Author", lambda each: each.author),
)
REQUESTED = (
    Column("What", lambda each: Cell(each.title, flag=OVERDUE if each.is_overdue else None)),
    Column("State", lambda each: sentence(each.status)),
    Column("To be done by", lambda each: each.owner),
    Column("Asked by", lambda each: each.asked_by),
    Column("Asked", lambda each: each.asked),
    Column("Due", lambda each: each.due),
)
STUDIES = (
    Column("Study", lambda each: each.study),
    Column("State", lambda each: sentence(each.status)),
    Column("Since", lambda each: each.since),
    Column("Until", lambda each: each.until),
)
DECISIONS = (
    Column("About", lambda each: Cell(each.title, below=each.rule)),
    Column("Decision", lambda each: each.decision),
    Column("Made", lambda each: each.made),
    Column("Until", lambda each: each.until),
    Column("Concerns", lambda each: "care" if each.concerns_care else "planning and research"),
)


def _document(document: Document) -> Cell:
    old = Flag("", "Superseded", "grey") if document.is_superseded else None
    return Cell(document.title, flag=old, link=document_link(document.provenance))


def document_link(told: Provenance) -> str:
    """The page that opens a document in place, relative to the section's own page."""
    return f"../document/{told.rtype}/{told.id}/"


DOCUMENTS = (
    Column("Document", _document),
    Column("Kind", lambda each: each.kind if each.kind != each.title else ""),
    Column("Date", lambda each: each.date),
    Column("Author", lambda each: each.author),
    Column("Form", lambda each: FORMS.get(each.content_type.split(";")[0], each.content_type)),
)
REPORTS = (
    Column(
        "Report",
        lambda each: Cell(
            each.title, below=each.conclusion or "; ".join(each.codes), link=document_link(each.provenance)
        ),
    ),
    Column("Kind", lambda each: each.kind),
    Column("Date", lambda each: each.date),
    Column("State", lambda each: sentence(each.status)),
)


def _viewer(study: Images) -> str:
    """Where the link of a study leads."""
    where = urlsplit(study.viewer).hostname
    return f"opens the viewer of {study.provenance.name} at {where}, in a new tab" if where else ""


def _pictures(study: Images) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (f"../content/Media/{each.id}/0/", f"Key image: {each.title}", f"../document/Media/{each.id}/")
        for each in study.key_images
    )


IMAGES = (
    Column(
        "Images",
        lambda each: Cell(each.title, link=each.viewer, below=_viewer(each), pictures=_pictures(each)),
    ),
    Column("Kind", lambda each: each.modality),
    Column("Part of the body", lambda each: each.body_site),
    Column("Date", lambda each: each.date),
    Column("How many", lambda each: str(each.images or "")),
)
AWAITED = (
    Column("Test", lambda each: each.name),
    Column("Asked for", lambda each: each.asked),
    Column("State", lambda each: sentence(each.status)),
)
FORMS = {
    "application/pdf": "PDF",
    "text/plain": "Text",
    "image/jpeg": "Picture",
    "image/png": "Picture",
    "": "Text",
}
