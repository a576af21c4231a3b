"""A signed plan as FHIR: the answers with their signature, the plan, its pointer, and the named co-ordinator's team."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from toldonce.care.plans.answers import as_items, day_of, kept, used
from toldonce.care.plans.kinds import Kind
from toldonce.care.plans.life import CARE_PLAN_STATUS, IN_ERROR, REASONS, State
from toldonce.record.readings.care_plans import ENDED, REVIEW_DUE, SIGNATURE
from toldonce.record.readings.elements import NHS_NUMBER, ODS, SNOMED, first, text_of
from toldonce.record.readings.record import SOURCE_ADDRESS

AUTHOR_SIGNED = {
    "system": "urn:iso-astm:E1762-95:2013",
    "code": "1.2.840.10065.1.12.1.1",
    "display": "Author's Signature",
}
FORMAT = {
    "system": "https://fhir.nhs.uk/England/CodeSystem/England-NRLFormatCode",
    "code": "urn:nhs-ic:structured",
    "display": "Structured Document",
}
CARE_PLAN = {"system": SNOMED, "code": "734163000", "display": "Care plan"}
COORDINATOR = "Named care co-ordinator"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs, for whom, of whom, when, and under which id; `follows` is the plan that this one supersedes."""

    plan: str
    name: str
    role: str
    organisation: str
    at: datetime
    patient: str
    nhs_number: str = ""
    follows: str = ""

    @property
    def who(self) -> str:
        """The signer as the plan names them."""
        return ", ".join(filter(None, [self.name, self.role]))


def response_id(plan: str) -> str:
    """The id of the answers of a plan."""
    return f"{plan}-answers"


def pointer_id(plan: str) -> str:
    """The id of the pointer to a plan."""
    return f"{plan}-pointer"


def team_id(plan: str) -> str:
    """The id of the team that the plan's named co-ordinator leads."""
    return f"{plan}-team"


def signed_plan(kind: Kind, answers: Mapping[str, Sequence[str]], signature: Signature) -> list[dict]:
    """Everything that a signature writes: response, plan, pointer and, where one is named, the co-ordinator's team."""
    told = kept(kind, answers)
    team = _team(kind, told, signature)
    plan = _plan(kind, told, signature)
    if team:
        plan["careTeam"] = [{"reference": f"CareTeam/{team['id']}"}]
    return [_response(kind, told, signature), plan, _pointer(kind, signature), *([team] if team else [])]


def _start(rtype: str, id: str, signature: Signature) -> dict[str, Any]:
    return {
        "resourceType": rtype,
        "id": id,
        "meta": {"source": SOURCE_ADDRESS + signature.organisation},
        "subject": {"reference": f"Patient/{signature.patient}"},
    }


def _response(kind: Kind, told: Mapping[str, Sequence[str]], signature: Signature) -> dict:
    return _start("QuestionnaireResponse", response_id(signature.plan), signature) | {
        "questionnaire": kind.canonical,
        "status": "completed",
        "authored": _instant(signature.at),
        "author": {"display": signature.who},
        "extension": [{"url": SIGNATURE, "valueSignature": _signature(signature)}],
        "item": as_items(kind, told),
    }


def _signature(signature: Signature) -> dict:
    return {
        "type": [AUTHOR_SIGNED],
        "when": _instant(signature.at),
        "who": {"display": signature.who},
        "onBehalfOf": organisation(signature.organisation),
    }


def _plan(kind: Kind, told: Mapping[str, Sequence[str]], signature: Signature) -> dict:
    plan = _start("CarePlan", signature.plan, signature) | {
        "instantiatesCanonical": [kind.canonical],
        "status": CARE_PLAN_STATUS[State.SIGNED],
        "intent": "plan",
        "category": [{"coding": [{"system": SNOMED, "code": kind.code, "display": kind.display}]}],
        "title": kind.title,
        "period": {"start": _instant(signature.at)},
        "created": _instant(signature.at),
        "author": {"display": signature.who},
        "contributor": [organisation(signature.organisation)],
        "supportingInfo": [{"reference": f"QuestionnaireResponse/{response_id(signature.plan)}"}],
    }
    if first := ". ".join(said for _, said in used(kind, told, "first")):
        plan["description"] = f"{first}."
    if due := review_day(kind, told):
        plan["extension"] = [{"url": REVIEW_DUE, "valueDate": due.isoformat()}]
    if signature.follows:
        plan["replaces"] = [{"reference": f"CarePlan/{signature.follows}"}]
    return plan | _doing(kind, told, signature)


def _doing(kind: Kind, told: Mapping[str, Sequence[str]], signature: Signature) -> dict:
    """Goals and activities, left out where there are none."""
    goals = [_goal(n, said, signature) for n, (_, said) in enumerate(used(kind, told, "goal"), 1)]
    steps = [f"{question.text}: {said}" for question, said in used(kind, told, "action")]
    found: dict[str, Any] = {}
    if goals:
        found["contained"] = goals
        found["goal"] = [{"reference": f"#{each['id']}"} for each in goals]
    if steps:
        found["activity"] = [{"detail": {"status": "in-progress", "description": each}} for each in steps]
    return found


def _goal(number: int, said: str, signature: Signature) -> dict:
    return {
        "resourceType": "Goal",
        "id": f"goal-{number}",
        "lifecycleStatus": "active",
        "description": {"text": said},
        "subject": {"reference": f"Patient/{signature.patient}"},
    }


def _pointer(kind: Kind, signature: Signature) -> dict:
    """What the National Record Locator is told: that there is such a plan, whose and where; nothing of what it says."""
    pointer = _start("DocumentReference", pointer_id(signature.plan), signature) | {
        "status": "current",
        "docStatus": "final",
        "type": {"coding": [{"system": SNOMED, "code": kind.code, "display": kind.display}]},
        "category": [{"coding": [CARE_PLAN]}],
        "date": _instant(signature.at),
        "author": [organisation(signature.organisation)],
        "custodian": organisation(signature.organisation),
        "description": f"Pointer: {kind.title}",
        "content": [
            {
                "attachment": {
                    "contentType": "application/fhir+json",
                    "url": f"CarePlan/{signature.plan}",
                    "title": kind.title,
                    "creation": _instant(signature.at),
                },
                "format": FORMAT,
            }
        ],
        "context": {"related": [{"reference": f"CarePlan/{signature.plan}"}]},
    }
    if signature.nhs_number:
        pointer["subject"] |= {"identifier": {"system": NHS_NUMBER, "value": signature.nhs_number}}
    if signature.follows:
        old = {"reference": f"DocumentReference/{pointer_id(signature.follows)}"}
        pointer["relatesTo"] = [{"code": "replaces", "target": old}]
    return pointer


def _team(kind: Kind, told: Mapping[str, Sequence[str]], signature: Signature) -> dict | None:
    """The team of the co-ordinator whom the plan names; None where the kind names nobody."""
    name, role, phone = (
        next((said for _, said in used(kind, told, f"coordinator-{part}")), "")
        for part in ("name", "role", "phone")
    )
    if not name:
        return None
    team = _start("CareTeam", team_id(signature.plan), signature) | {
        "status": "active",
        "name": f"Named in the {kind.title.lower()}",
        "period": {"start": _instant(signature.at)},
        "participant": [
            {
                "role": [{"text": ", ".join(filter(None, [COORDINATOR, role]))}],
                "member": {"display": name},
                "onBehalfOf": organisation(signature.organisation),
            }
        ],
    }
    return team | ({"telecom": [{"system": "phone", "value": phone}]} if phone else {})


def review_day(kind: Kind, answers: Mapping[str, Sequence[str]]) -> date | None:
    """The day by which the plan is to be reviewed."""
    return next((day_of(answers, each.link) for each in kind.questions() if each.use == "review"), None)


def signed_by(plan: Mapping[str, Any]) -> str:
    """The code of the organisation that signed a plan."""
    return text_of(first(first(plan.get("contributor")).get("identifier")).get("value"))


# What becomes of it


def reviewed(plan: Mapping[str, Any], due: date, words: str) -> dict:
    """The plan after somebody looked at it and found that it holds: a new day, and a note of who and when."""
    others = [each for each in plan.get("extension", ()) if each["url"] != REVIEW_DUE]
    return {
        **plan,
        "extension": [*others, {"url": REVIEW_DUE, "valueDate": due.isoformat()}],
        "note": [*plan.get("note", ()), {"text": words}],
    }


def over(plan: Mapping[str, Any], state: State, at: datetime, why: str, words: str) -> dict:
    """The plan once it is no longer to be followed, with the reason."""
    status = "entered-in-error" if why == IN_ERROR else CARE_PLAN_STATUS[state]
    told = {"url": ENDED, "valueString": ": ".join(filter(None, [REASONS.get(why, why), words]))}
    return {
        **plan,
        "status": status,
        "period": {**plan.get("period", {}), "end": _instant(at)},
        "extension": [*plan.get("extension", ()), told],
    }


def team_over(team: Mapping[str, Any], at: datetime) -> dict:
    """The co-ordinator's team once its plan is over."""
    return {**team, "status": "inactive", "period": {**team.get("period", {}), "end": _instant(at)}}


def organisation(code: str) -> dict:
    """A reference to an organisation of the directory."""
    return {"reference": f"Organization/ods-{code}", "identifier": {"system": ODS, "value": code}}


def _instant(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
