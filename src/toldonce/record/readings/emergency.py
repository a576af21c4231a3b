"""The ambulance view: plan, wishes, allergies, medicines, contacts and alerts on one screen."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.record.readings.adjustments import adjustments
from toldonce.record.readings.alerts import alerts, safeguarding
from toldonce.record.readings.allergies import Allergy, allergies, denied_in_words, no_known_allergies
from toldonce.record.readings.care_plans import (
    CarePlan,
    ceilings_of_treatment,
    disagreement_on_resuscitation,
    emergency_plans,
    wishes,
)
from toldonce.record.readings.demographics import Demographics, demographics
from toldonce.record.readings.flags import Mark
from toldonce.record.readings.legal import legal
from toldonce.record.readings.medicines import Medicine, current_medicines
from toldonce.record.readings.personal_contacts import PersonalContact, personal_contacts
from toldonce.record.readings.problems import Problem, active_problems
from toldonce.record.readings.record import Provenance, Record, Section
from toldonce.record.readings.registration import Registration, registration


@dataclass(frozen=True, slots=True)
class Emergency:
    """What a crew needs before it touches the person."""

    person: Section[Demographics]
    plans: tuple[CarePlan, ...]
    resuscitation_differs: str
    ceilings: tuple[Mark, ...]
    wishes: Section[Mark]
    legal: Section[Mark]
    allergies: Section[Allergy]
    allergies_denied: str
    no_known_allergies: tuple[Provenance, ...]
    medicines: Section[Medicine]
    problems: tuple[Problem, ...]
    alerts: Section[Mark]
    safeguarding: Section[Mark]
    adjustments: Section[Mark]
    contacts: Section[PersonalContact]
    registration: Section[Registration]


def emergency(record: Record) -> Emergency:
    """Everything on one screen."""
    return Emergency(
        person=record.once(demographics),
        plans=emergency_plans(record),
        resuscitation_differs=disagreement_on_resuscitation(record),
        ceilings=ceilings_of_treatment(record),
        wishes=record.once(wishes),
        legal=record.once(legal),
        allergies=record.once(allergies),
        allergies_denied=denied_in_words(record),
        no_known_allergies=no_known_allergies(record),
        medicines=record.once(current_medicines),
        problems=active_problems(record),
        alerts=record.once(alerts),
        safeguarding=record.once(safeguarding),
        adjustments=record.once(adjustments),
        contacts=record.once(personal_contacts),
        registration=record.once(registration),
    )
