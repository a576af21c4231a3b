"""Who may read what of whom, and why: one decision, asked as `may_read` and as `check_may_read`.

Deny by default. Then in this order: the purpose and the role; a legitimate relationship (registration, stay, referral,
caseload, or one that was declared with a reason); the person's objection to the shared record; the sections that
the role may not see; sensitive items; a sealed whereabouts. Breaking the glass stands in for a relationship and goes
before an objection; it opens neither sensitive items nor a sealed whereabouts. A service account reads the types
that its scopes cover.

A change here leaks if: a relationship is derived from the record as at an earlier time (`opening` decides on the
present); an organisation's code is matched by its beginning only; a reader is given a Record that did not pass `sieve`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from toldonce.directory.actors import Actor
from toldonce.directory.scopes import METRICS, parsed
from toldonce.record.readings.care_team import caring_organisations
from toldonce.record.readings.consents import objections, shown_again
from toldonce.record.readings.elements import first, listed
from toldonce.record.readings.organisations import is_within
from toldonce.record.readings.record import Record, Resource, Withheld, Withholding
from toldonce.record.readings.referrals import referrals
from toldonce.record.readings.registration import registered_at
from toldonce.record.readings.sections import BY_SLUG, hidden_from
from toldonce.record.readings.stays import visits_lately
from toldonce.record.sensitivity import codes_told, is_sensitive, mentions

STAY_LASTS = timedelta(days=42)  # after leaving: letters, results and follow-up are still to be read
REFERRAL_LASTS = timedelta(days=90)  # after its end
CARING_ROLES = frozenset(
    {"gp", "hospital_doctor", "nurse", "pharmacist", "paramedic", "social_worker", "care_home"}
)
SEES_WHAT_IS_SHOWN_AGAIN = frozenset({"gp", "hospital_doctor", "nurse", "pharmacist", "paramedic"})


class Purpose(StrEnum):
    """Why somebody opens a record; the list is closed."""

    DIRECT_CARE = "direct_care"
    EMERGENCY = "emergency"
    AUDIT = "audit"
    OWN_RECORD = "own_record"


class Relation(StrEnum):
    """What makes a relationship legitimate."""

    REGISTRATION = "registration"
    STAY = "stay"
    REFERRAL = "referral"
    CASELOAD = "caseload"
    DECLARED = "declared"
    EMERGENCY_CALL = "emergency call"
    BROKEN_GLASS = "broken glass"


class Refused(Exception):
    """The record may not be opened; the sentence says why and the next step what to do."""

    def __init__(self, sentence: str, next_step: str) -> None:
        super().__init__(f"{sentence} {next_step}")
        self.sentence = sentence
        self.next_step = next_step


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer: whether, why, by which relationships, and what stays hidden."""

    allowed: bool
    sentence: str
    next_step: str = ""
    relations: tuple[Relation, ...] = ()
    own_only: bool = False
    rtypes: frozenset[str] = frozenset()
    hidden_sections: frozenset[str] = frozenset()
    can_break_glass: bool = False

    @property
    def by_scope(self) -> bool:
        """Whether a service reads by its scopes, with nothing withheld of the types that they cover."""
        return bool(self.rtypes)

    def covers(self, rtype: str) -> bool:
        """Whether the scopes cover a type."""
        return "*" in self.rtypes or rtype in self.rtypes

    @property
    def broke_glass(self) -> bool:
        """Whether broken glass is what opens the record."""
        return Relation.BROKEN_GLASS in self.relations


def decide(
    reader: Actor, record: Record, purpose: Purpose | str, standing: Iterable[Relation] = ()
) -> Decision:
    """The decision on an unfiltered record of the present; `standing` are declared relationships and broken glass."""
    purpose = Purpose(purpose)
    if reader.role == "service":
        return _by_scope(reader)
    if reader.role not in CARING_ROLES or purpose not in (Purpose.DIRECT_CARE, Purpose.EMERGENCY):
        return _without_care(reader, purpose)
    relations = (*relations_of(reader, record), *standing)
    if purpose == Purpose.EMERGENCY and reader.role == "paramedic":
        relations = (*relations, Relation.EMERGENCY_CALL)
    if not relations:
        return Decision(False, NO_RELATION, DECLARE, can_break_glass=True)
    return _with_relation(reader, record, relations)


NO_RELATION = "No registration, stay, referral or caseload links your organisation with this person."
DECLARE = "Declare a relationship with its reason, or break the glass if waiting would do harm."
OBJECTED = "This person objects to the shared record: you see only what your own organisation wrote."
BREAK = "Ask the person, or break the glass if waiting would do harm."


def _with_relation(reader: Actor, record: Record, relations: Sequence[Relation]) -> Decision:
    own_only = bool(objections(record)) and Relation.BROKEN_GLASS not in relations
    return Decision(
        True,
        OBJECTED
        if own_only
        else f"You may read this record because of: {', '.join(dict.fromkeys(relations))}.",
        BREAK if own_only else "",
        relations=tuple(dict.fromkeys(relations)),
        own_only=own_only,
        hidden_sections=hidden_from(reader.role),
        can_break_glass=own_only,
    )


def _without_care(reader: Actor, purpose: Purpose) -> Decision:
    """The answers to roles and purposes that are not care."""
    if purpose == Purpose.AUDIT and reader.role == "privacy_officer":
        hidden = hidden_from(reader.role)
        return Decision(
            True, "You see who this person is, and the ledger; not the record.", hidden_sections=hidden
        )
    if purpose == Purpose.OWN_RECORD:
        step = "Sign in as a resident to read your own record."
        return Decision(False, "Staff accounts do not open the account holder's own record.", step)
    if purpose == Purpose.AUDIT:
        return Decision(
            False, "Only the privacy officer opens a record for audit.", "Ask the privacy officer."
        )
    role = reader.role.replace("_", " ") or "unknown role"
    return Decision(
        False, f"The role {role} does not read clinical records.", "Ask somebody who cares for the person."
    )


def _by_scope(reader: Actor) -> Decision:
    """A service reads of everybody the types that its `system/` scopes cover; a `user/` scope is of no use to it."""
    known = filter(None, map(parsed, reader.scopes))
    rtypes = {each.rtype for each in known if each.context == "system" and each.act in ("*", "read")} - {
        METRICS
    }
    if rtypes:
        return Decision(True, "The service account's scopes allow it to read.", rtypes=frozenset(rtypes))
    return Decision(
        False, "This service account has no scope to read.", "Ask the administrator for a token with one."
    )


def relations_of(reader: Actor, record: Record) -> tuple[Relation, ...]:
    """The relationships of the reader's organisation with the person that the record itself tells."""
    asked = (
        (Relation.REGISTRATION, is_registered_with),
        (Relation.STAY, has_stayed_with),
        (Relation.REFERRAL, is_referred_to),
        (Relation.CASELOAD, is_on_caseload_of),
    )
    return tuple(relation for relation, holds in asked if holds(record, reader.organisation))


def is_registered_with(record: Record, organisation: str) -> bool:
    """Whether the practice holds the person's registration now."""
    return organisation in record.once(registered_at)


def has_stayed_with(record: Record, organisation: str) -> bool:
    """Whether the person is with the organisation now or left it less than six weeks ago."""
    since = record.at - STAY_LASTS
    for visit in record.once(visits_lately):
        recent = (
            visit.end.last_instant >= since if visit.end else visit.is_going_on or _began_after(visit, since)
        )
        if recent and is_within(visit.provider_code, organisation):
            return True
    return False


def _began_after(visit, since) -> bool:
    return visit.start is not None and visit.start.at >= since


def is_referred_to(record: Record, organisation: str) -> bool:
    """Whether a referral to the organisation is open, or ended or was made in the last 90 days."""
    since = record.at - REFERRAL_LASTS
    for referral in record.once(referrals).items:
        made_lately = referral.made is not None and referral.made.at >= since
        is_live = referral.is_open or (made_lately and referral.status == "completed")
        if is_live and any(is_within(code, organisation) for code in referral.performer_codes):
            return True
    return False


def is_on_caseload_of(record: Record, organisation: str) -> bool:
    """Whether a team of the organisation has the person on its caseload, in its care team or in its plan."""
    return any(is_within(code, organisation) for code in record.once(caring_organisations))


def check_may_read(decision: Decision) -> Decision:
    """The decision itself when it allows; otherwise it raises Refused with the sentence and the next step."""
    if not decision.allowed:
        raise Refused(decision.sentence, decision.next_step)
    return decision


# What stays hidden


def sieve(
    reader: Actor, record: Record, decision: Decision, told: Iterable[Resource]
) -> tuple[list[Resource], tuple[Withheld, ...]]:
    """The resources that the decision lets through, and a marker for each group of those that it holds back."""
    told = list(told)
    if decision.by_scope:
        return [each for each in told if decision.covers(each.rtype)], ()
    hidden = hidden_as_sensitive(reader, record, told)
    reasons = [withholding(reader, decision, each, hidden) for each in told]
    seen = [each for each, reason in zip(told, reasons, strict=True) if reason is None]
    held = Counter(
        (reason, each.section)
        for each, reason in zip(told, reasons, strict=True)
        if reason and each.section in BY_SLUG
    )
    return seen, tuple(Withheld(*key, count, SENTENCES[key[0]]) for key, count in sorted(held.items()))


SENTENCES = {
    Withholding.ROLE: "Your role does not see this part of the record.",
    Withholding.OBJECTION: "Withheld: the person objects to the shared record.",
    Withholding.SENSITIVE: "Withheld: marked as sensitive. Ask the person if it matters for what you are doing.",
    Withholding.SEALED: "Location hidden: this person's whereabouts are sealed.",
}
KNOWN_TO_ALL = {"Patient"}
ADDRESSED_TO = (
    "https://toldonce.example/StructureDefinition/addressed-to"  # an organisation that a letter was sent to
)


def withholding(
    reader: Actor, decision: Decision, resource: Resource, hidden: frozenset[str] = frozenset()
) -> Withholding | None:
    """Why a resource is held back: by the role, the objection or its sensitivity; None when it is shown."""
    if decision.hidden_sections and _is_hidden(resource.section, decision):
        return Withholding.ROLE
    if wrote(reader, resource):
        return None
    if decision.own_only and resource.rtype not in KNOWN_TO_ALL and not is_addressed_to(reader, resource):
        return Withholding.OBJECTION
    if hidden and (resource.reference in hidden or mentions(resource, hidden)):
        return Withholding.SENSITIVE
    return None


def _is_hidden(slug: str, decision: Decision) -> bool:
    return slug in decision.hidden_sections or slug not in BY_SLUG


def wrote(reader: Actor, resource: Resource) -> bool:
    """Whether the reader's organisation is the source of the resource."""
    return is_within(resource.source, reader.organisation)


def is_addressed_to(reader: Actor, resource: Resource) -> bool:
    """Whether it is a letter to the reader's organisation: an objection to sharing does not take back one's post."""
    if resource.rtype != "DocumentReference":
        return False
    told = (
        first(each.get("valueReference"))
        for each in listed(resource.get("extension"))
        if each.get("url") == ADDRESSED_TO
    )
    return any(first(each.get("identifier")).get("value") == reader.organisation for each in told)


def hidden_as_sensitive(reader: Actor, record: Record, told: Iterable[Resource]) -> frozenset[str]:
    """The references of the sensitive resources that another organisation wrote and the person did not ask to show."""
    asked_of = {id(each): each for each in (*record, *told)}.values()
    sensitive = [each for each in asked_of if is_sensitive(each) and not wrote(reader, each)]
    if not sensitive or reader.role not in SEES_WHAT_IS_SHOWN_AGAIN:
        return frozenset(each.reference for each in sensitive)
    references, codes = shown_again(record)
    return frozenset(
        each.reference
        for each in sensitive
        if each.reference not in references and codes_told(each).isdisjoint(codes)
    )


LOCATING = ("address", "telecom", "generalPractitioner", "managingOrganization", "contact", "photo")


def without_location(reader: Actor, resource: Resource) -> Resource:
    """A sealed person's Patient or contact without what leads to them, unless the reader's organisation wrote it."""
    if resource.rtype not in ("Patient", "RelatedPerson") or wrote(reader, resource):
        return resource
    kept = {name: value for name, value in resource.items() if name not in LOCATING}
    return Resource(kept, resource.source, resource.stored)


def tells_practice(reader: Actor, resource: Resource) -> bool:
    """Whether it is an episode that names a practice and with it the neighbourhood of a sealed person."""
    return resource.rtype == "EpisodeOfCare" and not wrote(reader, resource)
