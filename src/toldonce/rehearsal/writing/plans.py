"""Plans and arrangements: care plans, goals, teams, consents, flags, equipment, questionnaires, lists."""

from collections.abc import Sequence

from toldonce.rehearsal.days import DAY, moment
from toldonce.rehearsal.shapes import HL7, Pen, coded, coding, period, reference


def care_plan(
    pen: Pen, kind: dict, title: str, start: int, end: int | None, activities: list[str], *, goals: Sequence[dict] = (),
    team: dict | None = None, description: str = "",
) -> dict:  # fmt: skip
    """A plan with what it says will be done."""
    made = pen.start("CarePlan")
    made["status"] = "active" if end is None else "completed"
    made["intent"] = "plan"
    made["category"] = [kind]
    made["title"] = title
    if description:
        made["description"] = description
    made["subject"] = pen.subject
    made["period"] = period(start, end)
    made["created"] = DAY[start]
    made["author"] = pen.provider
    if team:
        made["careTeam"] = [team]
    if goals:
        made["goal"] = list(goals)
    made["activity"] = [
        {"detail": {"status": "in-progress" if end is None else "completed", "description": words}}
        for words in activities
    ]
    return reference(pen.write(made))


def goal(pen: Pen, words: str, day: int, due: int | None = None, *, status: str = "active") -> dict:
    """What the person wants to reach."""
    made = pen.start("Goal")
    made["lifecycleStatus"] = status
    made["description"] = {"text": words}
    made["subject"] = pen.subject
    made["startDate"] = DAY[day]
    if due is not None:
        made["target"] = [{"dueDate": DAY[due]}]
    return reference(pen.write(made))


def care_team(pen: Pen, name: str, start: int, members: list[tuple[str, dict, str]]) -> dict:
    """Who looks after the person: role, who, and the organisation on whose behalf."""
    made = pen.start("CareTeam")
    made["status"] = "active"
    made["name"] = name
    made["subject"] = pen.subject
    made["period"] = period(start)
    made["participant"] = [
        {"role": [{"text": role}], "member": who, "onBehalfOf": {"reference": f"Organization/ods-{code}"}}
        for role, who, code in members
    ]
    made["managingOrganization"] = [pen.provider]
    return reference(pen.write(made))


def consent(
    pen: Pen, day: int, *, deny: bool, scope: str = "patient-privacy", words: str, purpose: str = ""
) -> dict:
    """A decision on sharing or on treatment in advance."""
    made = pen.start("Consent")
    made["status"] = "active"
    made["scope"] = coded(f"{HL7}consentscope", scope)
    made["category"] = [coded("http://loinc.org", "59284-0", "Consent Document")]
    made["category"][0] = {**made["category"][0], "text": words}
    made["patient"] = pen.subject
    made["dateTime"] = DAY[day]
    made["organization"] = [pen.provider]
    made["policyRule"] = coded(f"{HL7}v3-ActCode", "OPTOUT" if deny else "OPTIN")
    provision: dict = {"type": "deny" if deny else "permit"}
    if purpose:
        provision["purpose"] = [coding(f"{HL7}v3-ActReason", purpose)]
    made["provision"] = provision
    return reference(pen.write(made))


def flag(
    pen: Pen, category: str, code: dict, start: int, end: int | None = None, *, meta: dict | None = None
) -> dict:
    """Something that whoever opens the record must know."""
    made: dict = pen.start("Flag")
    if meta:
        made["meta"] = meta
    made["status"] = "active" if end is None else "inactive"
    made["category"] = [coded(f"{HL7}flag-category", *FLAG_CATEGORY[category])]
    made["code"] = code
    made["subject"] = pen.subject
    made["period"] = period(start, end)
    made["author"] = pen.provider
    return reference(pen.write(made))


FLAG_CATEGORY = {
    "safety": ("safety", "Safety"),
    "clinical": ("clinical", "Clinical"),
    "behavioural": ("behavioral", "Behavioral"),
    "social": ("social-economic", "Social"),
    "administrative": ("admin", "Administrative"),
    "advance": ("advance-directive", "Advance Directive"),
}


def equipment(pen: Pen, words: str, day: int) -> dict:
    """A piece of equipment at home, with the request that brought it."""
    device: dict = pen.start("Device")
    device["status"] = "active"
    device["deviceName"] = [{"name": words, "type": "user-friendly-name"}]
    device["type"] = {"text": words}
    device["patient"] = pen.subject
    device["owner"] = pen.provider
    placed = reference(pen.write(device))
    made = pen.start("DeviceRequest")
    made["status"] = "completed"
    made["intent"] = "order"
    made["codeReference"] = {**placed, "display": words}
    made["subject"] = pen.subject
    made["authoredOn"] = DAY[max(day - 4, 1)]
    made["requester"] = pen.author or pen.provider
    made["performer"] = pen.provider
    return reference(pen.write(made))


def questionnaire(
    pen: Pen, name: str, title: str, day: int, minute: int, answers: list[tuple[str, str]]
) -> dict:
    """Questions and answers as they were given."""
    made = pen.start("QuestionnaireResponse")
    made["questionnaire"] = f"https://toldonce.example/Questionnaire/{name}"
    made["status"] = "completed"
    made["subject"] = pen.subject
    made["authored"] = moment(day, minute)
    made["author"] = pen.author if "reference" in pen.author else pen.provider
    made["item"] = [
        {"linkId": str(n), "text": question, "answer": [{"valueString": answer}]}
        for n, (question, answer) in enumerate(answers, 1)
    ]
    made["text"] = {
        "status": "generated",
        "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><p>{title}</p></div>',
    }
    return reference(pen.write(made))


def risk(pen: Pen, words: str, outcome: str, level: str, day: int) -> dict:
    """An assessed risk, such as of falling."""
    made = pen.start("RiskAssessment")
    made["status"] = "final"
    made["code"] = {"text": words}
    made["subject"] = pen.subject
    made["occurrenceDateTime"] = DAY[day]
    made["performer"] = pen.provider
    made["prediction"] = [
        {
            "outcome": {"text": outcome},
            "qualitativeRisk": coded(f"{HL7}risk-probability", level, level.title()),
        }
    ]
    return reference(pen.write(made))


def impression(pen: Pen, summary: str, day: int, minute: int, encounter: dict | None = None) -> dict:
    """What a clinician made of it all."""
    made = pen.start("ClinicalImpression")
    made["status"] = "completed"
    made["subject"] = pen.subject
    if encounter:
        made["encounter"] = encounter
    made["effectiveDateTime"] = moment(day, minute)
    made["summary"] = summary
    return reference(pen.write(made))


def communication(pen: Pen, words: str, day: int, minute: int) -> dict:
    """Information or advice given."""
    made = pen.start("Communication")
    made["status"] = "completed"
    made["subject"] = pen.subject
    made["sent"] = moment(day, minute)
    made["sender"] = pen.provider
    made["payload"] = [{"contentString": words}]
    return reference(pen.write(made))
