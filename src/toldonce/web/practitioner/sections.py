"""How each section of the record is shown: the parts it has, and the columns of each part.

Which sections there are, what they are called and who may see them is said in `record/readings/sections.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from toldonce.record.readings.about_me import about_me
from toldonce.record.readings.adjustments import adjustments
from toldonce.record.readings.alerts import alerts, safeguarding
from toldonce.record.readings.allergies import allergies
from toldonce.record.readings.appointments import appointments
from toldonce.record.readings.assessments import assessments
from toldonce.record.readings.care_plans import care_plans, wishes
from toldonce.record.readings.care_team import care_team, caseloads
from toldonce.record.readings.child_health import child_health, growth
from toldonce.record.readings.consents import consents
from toldonce.record.readings.demographics import demographics
from toldonce.record.readings.documents import documents
from toldonce.record.readings.family_history import family_history
from toldonce.record.readings.information import information
from toldonce.record.readings.legal import legal
from toldonce.record.readings.medicines import current_medicines, past_medicines
from toldonce.record.readings.packages import packages
from toldonce.record.readings.personal_contacts import personal_contacts
from toldonce.record.readings.pregnancy import pregnancy
from toldonce.record.readings.problems import problems
from toldonce.record.readings.procedures import procedures
from toldonce.record.readings.record import Record, Section
from toldonce.record.readings.referrals import referrals
from toldonce.record.readings.registration import registration
from toldonce.record.readings.requested_actions import requested_actions
from toldonce.record.readings.research import research
from toldonce.record.readings.results import awaited, images, reports, results
from toldonce.record.readings.social import social_context
from toldonce.record.readings.stays import attendances, contacts_with_services, stays
from toldonce.record.readings.vaccinations import vaccinations
from toldonce.record.readings.vital_signs import vital_signs
from toldonce.web.practitioner import columns
from toldonce.web.practitioner.shown import Column

Reading = Callable[[Record], Section]
TABLES = "practitioner/pages/section.html"
VALUES = "practitioner/pages/values.html"
WHO = "practitioner/pages/who.html"
GROWTH = "practitioner/pages/growth.html"


@dataclass(frozen=True, slots=True)
class Part:
    """One reading as one table; `only` chooses among its lines, `faded` says which are over."""

    title: str
    caption: str
    reading: Reading
    columns: Sequence[Column] = ()
    only: Callable[[Any], bool] | None = None
    faded: Callable[[Any], bool] | None = None

    def items(self, record: Record) -> list[Any]:
        """The lines of the reading that belong to this part."""
        return [each for each in record.once(self.reading) if self.only is None or self.only(each)]


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts of a section, the template that lays them out, and its access key."""

    parts: tuple[Part, ...]
    template: str = TABLES
    key: str = ""

    def count(self, record: Record) -> int:
        """How many lines the section has for this person."""
        return sum(len(part.items(record)) for part in self.parts)


def _is_over(item: Any) -> bool:
    return not item.is_current


def _table(title: str, caption: str, reading: Reading, shown: Sequence[Column], **more: Any) -> Shown:
    return Shown((Part(title, caption, reading, shown, **more),))


CURRENT_FIRST = "Current ones first, each group newest first"
NEWEST = "Newest first"
SHOWN: dict[str, Shown] = {
    "problems": Shown(
        (
            Part(
                "Active problems",
                "Problems that go on",
                problems,
                columns.PROBLEMS,
                only=lambda each: each.is_active,
            ),
            Part(
                "Past problems", NEWEST, problems, columns.PAST_PROBLEMS, only=lambda each: not each.is_active
            ),
        )
    ),
    "medicines": Shown(
        (
            Part(
                "Current medicines",
                "What is taken now, by name",
                current_medicines,
                columns.CURRENT_MEDICINES,
            ),
            Part("Past medicines", "Newest end first", past_medicines, columns.PAST_MEDICINES),
        ),
        key="m",
    ),
    "allergies": _table(
        "Allergies and adverse reactions", "High risk first", allergies, columns.ALLERGIES, faded=_is_over
    ),
    "results": Shown(
        (
            Part("Tests", "One line a test, newest first", results),
            Part("Reports", NEWEST, reports, columns.REPORTS),
            Part("Images", NEWEST, images, columns.IMAGES),
            Part("Awaited", "Asked for, and no result yet", awaited, columns.AWAITED),
        ),
        VALUES,
        key="r",
    ),
    "vital-signs": Shown((Part("Observations", "The newest value of each", vital_signs),), VALUES),
    "vaccinations": _table("Vaccinations", NEWEST, vaccinations, columns.VACCINATIONS),
    "procedures": _table("Procedures and therapies", NEWEST, procedures, columns.PROCEDURES),
    "assessments": _table("Assessments", NEWEST, assessments, columns.ASSESSMENTS),
    "family-history": _table("Family history", "By relative", family_history, columns.RELATIVES),
    "pregnancy": _table("Pregnancy", NEWEST, pregnancy, columns.PREGNANCIES),
    "child-health": Shown(
        (
            Part("Growth", "What was measured, newest first", growth, columns.GROWTH),
            Part("Developmental reviews", NEWEST, child_health, columns.REVIEWS),
        ),
        GROWTH,
    ),
    "stays": Shown(
        (
            Part("Hospital stays", NEWEST, stays, columns.STAYS),
            Part("Emergency attendances", NEWEST, attendances, columns.ATTENDANCES),
            Part("Other contacts", NEWEST, contacts_with_services, columns.CONTACTS),
        )
    ),
    "appointments": Shown(
        (
            Part(
                "To come",
                "The next one first",
                appointments,
                columns.APPOINTMENTS,
                only=lambda each: each.is_to_come,
            ),
            Part("Past", NEWEST, appointments, columns.APPOINTMENTS, only=lambda each: not each.is_to_come),
        )
    ),
    "referrals": _table("Referrals", NEWEST, referrals, columns.REFERRALS),
    "documents": _table(
        "Documents", NEWEST, documents, columns.DOCUMENTS, faded=lambda each: each.is_superseded
    ),
    "care-plans": Shown(
        (
            Part("Care plans", "Plans for emergencies first", care_plans, columns.CARE_PLANS, faded=_is_over),
            Part(
                "Requested actions",
                "What is still to be done first",
                requested_actions,
                columns.REQUESTED,
                faded=lambda each: not each.is_open,
            ),
        )
    ),
    "care-team": Shown(
        (
            Part("Professionals", CURRENT_FIRST, care_team, columns.PROFESSIONALS, faded=_is_over),
            Part("Caseloads", CURRENT_FIRST, caseloads, columns.CASELOADS, faded=_is_over),
        )
    ),
    "packages": _table("Services and equipment", CURRENT_FIRST, packages, columns.PACKAGES, faded=_is_over),
    "information": _table("Information and advice", NEWEST, information, columns.MESSAGES),
    "demographics": Shown((Part("Demographics", "As each source tells it", demographics),), WHO),
    "contacts": _table(
        "Personal contacts", "Next of kin first", personal_contacts, columns.PERSONAL_CONTACTS, faded=_is_over
    ),
    "registration": _table("GP practice", "Now first", registration, columns.REGISTRATIONS, faded=_is_over),
    "about-me": _table("About me", NEWEST, about_me, columns.ABOUT_ME),
    "adjustments": _table(
        "Reasonable adjustments", CURRENT_FIRST, adjustments, columns.MARKS, faded=_is_over
    ),
    "social": _table("Social context", "By subject", social_context, columns.CIRCUMSTANCES),
    "alerts": _table("Alerts", CURRENT_FIRST, alerts, columns.MARKS, faded=_is_over),
    "safeguarding": _table("Safeguarding", CURRENT_FIRST, safeguarding, columns.MARKS, faded=_is_over),
    "legal": _table("Legal information", CURRENT_FIRST, legal, columns.MARKS, faded=_is_over),
    "wishes": _table("Concerns and wishes", CURRENT_FIRST, wishes, columns.MARKS, faded=_is_over),
    "consent": _table("Consent and objections", NEWEST, consents, columns.DECISIONS),
    "research": _table("Research", "Studies", research, columns.STUDIES),
}
CLINICAL = (
    "problems", "medicines", "allergies", "results", "vital-signs", "vaccinations", "procedures", "assessments",
    "family-history", "pregnancy", "child-health",
)  # fmt: skip
CARE = (
    "stays",
    "appointments",
    "referrals",
    "documents",
    "care-plans",
    "care-team",
    "packages",
    "information",
)
PERSON = (
    "demographics", "contacts", "registration", "about-me", "adjustments", "social", "alerts", "safeguarding",
    "legal", "wishes", "consent", "research",
)  # fmt: skip
GROUPS = (("Clinical", CLINICAL), ("Care", CARE), ("Person", PERSON))
