"""Which section a resource belongs to: stated once, used by the pages, the timeline and access."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from toldonce.record.readings.elements import codes, listed, words
from toldonce.record.readings.signs import SIGN_OF_CODE

UNSHOWN = "administration"

BY_TYPE: dict[str, str] = {
    "Patient": "demographics",
    "Person": "demographics",
    "RelatedPerson": "contacts",
    "EpisodeOfCare": "registration",
    "CareTeam": "care-team",
    "ServiceRequest": "referrals",
    "Encounter": "stays",
    "Appointment": "appointments",
    "AppointmentResponse": "appointments",
    "AllergyIntolerance": "allergies",
    "AdverseEvent": "allergies",
    "Condition": "problems",
    "DetectedIssue": "alerts",
    "MedicationRequest": "medicines",
    "MedicationStatement": "medicines",
    "MedicationDispense": "medicines",
    "MedicationAdministration": "medicines",
    "Medication": "medicines",
    "Immunization": "vaccinations",
    "ImmunizationRecommendation": "vaccinations",
    "Procedure": "procedures",
    "FamilyMemberHistory": "family-history",
    "CarePlan": "care-plans",
    "Goal": "care-plans",
    "Task": "care-plans",
    "RequestGroup": "care-plans",
    "DocumentReference": "documents",
    "DocumentManifest": "documents",
    "Composition": "documents",
    "Media": "documents",
    "Consent": "consent",
    "Flag": "alerts",
    "QuestionnaireResponse": "assessments",
    "ClinicalImpression": "assessments",
    "RiskAssessment": "assessments",
    "Observation": "results",
    "DiagnosticReport": "results",
    "ImagingStudy": "results",
    "Specimen": "results",
    "Device": "packages",
    "DeviceRequest": "packages",
    "DeviceUseStatement": "packages",
    "SupplyRequest": "packages",
    "SupplyDelivery": "packages",
    "NutritionOrder": "medicines",
    "Communication": "information",
    "CommunicationRequest": "information",
    "ResearchSubject": "research",
    "List": "assessments",
}

OBSERVATION_CATEGORY = {
    "vital-signs": "vital-signs",
    "laboratory": "results",
    "imaging": "results",
    "procedure": "results",
    "social-history": "social",
    "survey": "assessments",
    "exam": "assessments",
    "therapy": "assessments",
    "activity": "assessments",
}

# The order decides: the first matter whose words or codes are found.
MATTERS: tuple[tuple[str, re.Pattern[str], frozenset[str]], ...] = (
    (
        "safeguarding",
        re.compile(
            r"safeguard|child protection|looked.after child|child in need|domestic (abuse|violence)|\bmarac\b"
        ),
        frozenset(),
    ),
    (
        "legal",
        re.compile(
            r"power of attorney|deprivation of liberty|\bdols\b|mental health act|\bmha\b|detained under"
            r"|advance decision|court of protection|deputyship|\badrt\b|guardianship"
            r"|community treatment order|independent mental capacity"
        ),
        frozenset(),
    ),
    (
        "adjustments",
        re.compile(
            r"adjustment|\bnraf\b|interpreter|easy read|hearing loop|sign language|accessible information"
        ),
        frozenset({"NRAF"}),
    ),
    ("about-me", re.compile(r"about.me|what matters to me|this is me"), frozenset({"1382591000000104"})),
    (
        "pregnancy",
        re.compile(r"\bpregnan|gestation|antenatal|estimated date of delivery|expected date of delivery"),
        frozenset({"82810-3", "11778-8", "77386006"}),
    ),
    (
        "child-health",
        re.compile(
            r"child development|developmental review|health visitor review|new birth visit|ages and stages|\basq\b"
            r"|infant feeding|newborn (hearing|blood spot)|personal child health|review at (6 to 8 weeks|1 year|2 to 2)"
        ),
        frozenset(),
    ),
    (
        "social",
        re.compile(
            r"smok(er|ing|ed)|tobacco|\balcohol (intake|consumption|units|use)|drinks? alcohol|\baudit-c"
            r"|housing|homeless|lives? (alone|with)|occupation|employment|carer status|has a carer|is a carer"
        ),
        frozenset({"72166-2", "74013-4", "160573003", "71802-3"}),
    ),
    (
        "wishes",
        re.compile(r"preferred place of (care|death)|wishes|concerns? and expectations|preferences for care"),
        frozenset(),
    ),
)

MATTERS_OF_TYPE: dict[str, tuple[str, ...]] = {
    "Flag": ("safeguarding", "legal", "adjustments"),
    "Consent": ("legal",),
    "Condition": ("safeguarding",),
    "Observation": (
        "safeguarding",
        "legal",
        "adjustments",
        "about-me",
        "pregnancy",
        "child-health",
        "social",
        "wishes",
    ),
    "QuestionnaireResponse": ("about-me", "safeguarding", "child-health", "wishes"),
    "ClinicalImpression": ("child-health",),
    "DocumentReference": ("safeguarding", "about-me"),
    "Composition": ("safeguarding", "about-me"),
    "CarePlan": ("safeguarding",),
    "Communication": ("safeguarding",),
    "ServiceRequest": ("safeguarding",),
}
MATTER = {slug: (pattern, known) for slug, pattern, known in MATTERS}

# Where the ambulance service looks (National Record Locator pointer types, SNOMED CT).
PLAN_POINTERS: dict[str, str] = {
    "1382601000000107": "ReSPECT form",
    "736366004": "Advance care plan",
    "736253002": "Mental health crisis plan",
    "325691000000100": "Contingency plan",
    "2181441000000107": "Personalised care and support plan",
    "887701000000100": "Emergency health care plan",
    "861421000000109": "End of life care coordination summary",
    "736373009": "End of life care plan",
    "735324008": "Treatment escalation plan",
}
PLAN_FORMS = "https://toldonce.example/Questionnaire/plan-"
SOCIAL_CARE = re.compile(
    r"social care|care package|package of care|home ?care|domiciliary|reablement|direct payment|day care"
)


def section_of(resource: Mapping[str, Any]) -> str:
    """The slug of the section that the resource belongs to."""
    rtype = resource.get("resourceType")
    if not isinstance(rtype, str) or rtype not in BY_TYPE:
        return UNSHOWN
    if rtype == "Observation":
        return _observation_section(resource)
    if rtype == "QuestionnaireResponse" and (form := _answers_section(resource)):
        return form
    if rtype in MATTERS_OF_TYPE and (matter := _matter(resource, MATTERS_OF_TYPE[rtype])):
        return matter
    if rtype in REFINED:
        return REFINED[rtype](resource) or BY_TYPE[rtype]
    return BY_TYPE[rtype]


def _observation_section(resource: Mapping[str, Any]) -> str:
    for category in codes(resource.get("category")):
        slug = OBSERVATION_CATEGORY.get(category)
        if slug in ("results", "vital-signs"):
            return "pregnancy" if slug == "results" and _is_pregnancy(resource) else slug
        if slug:
            return _matter(resource, MATTERS_OF_TYPE["Observation"]) or slug
    return _matter(resource, MATTERS_OF_TYPE["Observation"]) or _uncategorised(resource)


def _is_pregnancy(resource: Mapping[str, Any]) -> bool:
    return not codes(resource.get("code")).isdisjoint(MATTER["pregnancy"][1])


def _uncategorised(resource: Mapping[str, Any]) -> str:
    return "results" if codes(resource.get("code")).isdisjoint(SIGN_OF_CODE) else "vital-signs"


def _matter(resource: Mapping[str, Any], slugs: tuple[str, ...]) -> str:
    told, said = _what_it_says(resource)
    for slug in slugs:
        pattern, known = MATTER[slug]
        if not known.isdisjoint(told) or pattern.search(said):
            return slug
    return ""


def _what_it_says(resource: Mapping[str, Any]) -> tuple[set[str], str]:
    """The codes and the words by which a resource says what it is about."""
    told: set[str] = set()
    said: list[str] = []
    for name in ("code", "category", "type", "title", "description", "scope", "policyRule", "questionnaire"):
        value = resource.get(name)
        if isinstance(value, str):
            said.append(value)
        elif value:
            told |= codes(value)
            said.append(words(value))
            said.extend(
                str(coding.get("display", ""))
                for each in listed(value)
                for coding in listed(each.get("coding"))
            )
    return told, " ".join(said).lower()


def _plan_section(resource: Mapping[str, Any]) -> str:
    if is_plan_pointer(resource):
        return "care-plans"
    return "packages" if SOCIAL_CARE.search(_what_it_says(resource)[1]) else ""


def _picture_section(resource: Mapping[str, Any]) -> str:
    """A picture of an imaging study stands with the study."""
    part_of = (each.get("reference") for each in listed(resource.get("partOf")))
    return "results" if any(isinstance(one, str) and "ImagingStudy/" in one for one in part_of) else ""


def _document_section(resource: Mapping[str, Any]) -> str:
    return "care-plans" if is_plan_pointer(resource) else ""


def _answers_section(resource: Mapping[str, Any]) -> str:
    """The answers of a care plan are read with the plan: alone they would outlive it."""
    form = resource.get("questionnaire")
    return "care-plans" if isinstance(form, str) and form.startswith(PLAN_FORMS) else ""


def _request_section(resource: Mapping[str, Any]) -> str:
    told, said = _what_it_says(resource)
    if "108252007" in told or "laboratory" in said or "363679005" in told:
        return "results"
    return "packages" if SOCIAL_CARE.search(said) else ""


REFINED = {
    "CarePlan": _plan_section,
    "DocumentReference": _document_section,
    "Composition": _document_section,
    "Media": _picture_section,
    "ServiceRequest": _request_section,
}


def is_plan_pointer(resource: Mapping[str, Any]) -> bool:
    """Whether a document is one of the plans that the ambulance service looks for."""
    told = codes(resource.get("type")) | codes(resource.get("category")) | codes(resource.get("code"))
    return not told.isdisjoint(PLAN_POINTERS)
