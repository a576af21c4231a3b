"""The sections of the record, in the order of the UK Core record-standard headings, and who may not see each.

What a role may not see is our own policy, decided on 21 November 2026 for the first release; the information
governance lead of each place reviews it. Every other role that cares for people sees the section.
"""

from __future__ import annotations

from dataclasses import dataclass

POLICY_DATED = "2026-11-21"
PRACTICE = "GP practice"
EVERYTHING_BUT_IDENTITY = ("administrator", "privacy_officer", "records_officer", "planner", "board_member")


@dataclass(frozen=True, slots=True)
class SectionOfRecord:
    """One section: its address, title and reading, the caring roles that may not see it, and who usually tells it."""

    slug: str
    title: str
    reading: str
    not_for: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()


SECTIONS: tuple[SectionOfRecord, ...] = (
    SectionOfRecord("demographics", "Demographics", "demographics.demographics"),
    SectionOfRecord("registration", "GP practice", "registration.registration", told_by=(PRACTICE,)),
    SectionOfRecord("care-team", "Care team", "care_team.care_team"),
    SectionOfRecord("contacts", "Personal contacts", "personal_contacts.personal_contacts"),
    SectionOfRecord("referrals", "Referrals", "referrals.referrals"),
    SectionOfRecord(
        "stays",
        "Stays and attendances",
        "stays.visits",
        told_by=("Acute hospital trust", "Community and mental health trust"),
    ),
    SectionOfRecord("appointments", "Appointments", "appointments.appointments"),
    SectionOfRecord("about-me", "About me", "about_me.about_me"),
    SectionOfRecord("adjustments", "Reasonable adjustments", "adjustments.adjustments"),
    SectionOfRecord("alerts", "Alerts", "alerts.alerts"),
    SectionOfRecord("legal", "Legal information", "legal.legal"),
    SectionOfRecord("safeguarding", "Safeguarding", "alerts.safeguarding", ("pharmacist", "care_home")),
    SectionOfRecord("social", "Social context", "social.social_context"),
    SectionOfRecord("packages", "Services and care", "packages.packages", told_by=("Council",)),
    SectionOfRecord("problems", "Problems", "problems.problems"),
    SectionOfRecord(
        "family-history", "Family history", "family_history.family_history", ("social_worker", "care_home")
    ),
    SectionOfRecord("procedures", "Procedures", "procedures.procedures", ("social_worker",)),
    SectionOfRecord("assessments", "Assessments", "assessments.assessments"),
    SectionOfRecord("vital-signs", "Observations", "vital_signs.vital_signs"),
    SectionOfRecord("results", "Results", "results.results", ("social_worker",)),
    SectionOfRecord("allergies", "Allergies", "allergies.allergies"),
    SectionOfRecord("medicines", "Medicines", "medicines.medicines", told_by=(PRACTICE,)),
    SectionOfRecord("vaccinations", "Vaccinations", "vaccinations.vaccinations", told_by=(PRACTICE,)),
    SectionOfRecord("pregnancy", "Pregnancy", "pregnancy.pregnancy", ("social_worker", "care_home")),
    SectionOfRecord(
        "child-health",
        "Child health",
        "child_health.child_health",
        ("care_home",),
        ("Community and mental health trust",),
    ),
    SectionOfRecord("wishes", "Concerns and wishes", "care_plans.wishes"),
    SectionOfRecord("care-plans", "Care plans", "care_plans.care_plans"),
    SectionOfRecord("information", "Information given", "information.information"),
    SectionOfRecord("research", "Research", "research.research", ("care_home", "paramedic", "social_worker")),
    SectionOfRecord("consent", "Consent", "consents.consents"),
    SectionOfRecord("documents", "Documents", "documents.documents"),
)

BY_SLUG: dict[str, SectionOfRecord] = {each.slug: each for each in SECTIONS}


def hidden_from(role: str) -> frozenset[str]:
    """The sections that a role may not see."""
    if role in EVERYTHING_BUT_IDENTITY:
        return frozenset(BY_SLUG) - {"demographics"}
    return frozenset(each.slug for each in SECTIONS if role in each.not_for)


def seen_by(role: str) -> tuple[SectionOfRecord, ...]:
    """The sections that a role may see, in order."""
    hidden = hidden_from(role)
    return tuple(each for each in SECTIONS if each.slug not in hidden)
