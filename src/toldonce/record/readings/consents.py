"""What the person has agreed to, objected to, and asked to be shown again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toldonce.record.readings.elements import (
    codes,
    first,
    listed,
    period_of,
    reference_parts,
    text_of,
    when,
    words,
)
from toldonce.record.readings.emptiness import section
from toldonce.record.readings.moments import Moment, newest_first
from toldonce.record.readings.record import Provenance, Record, Resource, Section

# An objection to planning and research (the national data opt-out) is not an objection to care.
NOT_CARE = {"research", "HRESCH", "HSYSADMIN", "PATRQT", "HMARKT", "CLINTRCH", "BIORCH", "POPHLTH"}
NOT_CARE_WORDS = re.compile(r"research|planning|national data opt")


@dataclass(frozen=True, slots=True)
class Decision:
    """One consent, objection or advance statement about sharing or treatment."""

    title: str
    decision: str
    status: str
    made: Moment | None
    until: Moment | None
    concerns_care: bool
    rule: str
    provenance: Provenance


def consents(record: Record) -> Section[Decision]:
    """The person's decisions, newest first."""
    told = [each for each in record.resources_of("Consent") if each.section == "consent"]
    found = [_decision(record, each) for each in told]
    return section(record, "consent", sorted(found, key=newest_first(lambda each: each.made)), told)


def objections(record: Record) -> tuple[Provenance, ...]:
    """The sources whose last word is that the person objects to the shared record."""
    newest: dict[str, Resource] = {}
    told = [each for each in record.resources_of("Consent") if _decides_on_sharing(record, each)]
    for each in sorted(told, key=newest_first(lambda one: when(one, "dateTime"))):
        newest.setdefault(each.source, each)
    return tuple(record.provenance(each, "dateTime") for each in newest.values() if _denies(each))


def shown_again(record: Record) -> tuple[frozenset[str], frozenset[str]]:
    """The references and the codes of sensitive items that the person has asked to be shared."""
    references, known = set(), set()
    for consent in record.resources_of("Consent"):
        if not _is_in_force(record, consent):
            continue
        for provision in _provisions(first(consent.get("provision"))):
            if provision.get("type") == "permit":
                known |= codes(provision.get("code"))
                told = (first(each.get("reference")) for each in listed(provision.get("data")))
                references |= {"/".join(reference_parts(each)) for each in told}
    return frozenset(references), frozenset(known)


def _decides_on_sharing(record: Record, consent: Resource) -> bool:
    """A general decision on sharing for care: not about research, one item, or treatment."""
    provision = first(consent.get("provision"))
    if not _is_in_force(record, consent) or not _concerns_care(consent) or consent.section != "consent":
        return False
    scope = codes(consent.get("scope"))
    is_narrow = provision.get("data") or provision.get("code") or provision.get("class")
    return (
        provision.get("type") in ("deny", "permit")
        and not is_narrow
        and scope.isdisjoint({"treatment", "adr"})
    )


def _denies(consent: Resource) -> bool:
    return first(consent.get("provision")).get("type") == "deny"


def _is_in_force(record: Record, consent: Resource) -> bool:
    if consent.get("status") not in ("active", None):
        return False
    start, end = period_of(first(consent.get("provision")))
    return (start is None or start.at <= record.at) and (end is None or end.last_instant >= record.at)


def _concerns_care(consent: Resource) -> bool:
    provision = first(consent.get("provision"))
    purposes = {text_of(each.get("code")) for each in listed(provision.get("purpose"))}
    told = codes(consent.get("scope")) | codes(consent.get("category")) | codes(consent.get("policyRule"))
    said = " ".join(words(consent.get(name)) for name in ("scope", "category", "policyRule")).lower()
    is_other = (
        not told.isdisjoint(NOT_CARE) or (purposes and purposes <= NOT_CARE) or NOT_CARE_WORDS.search(said)
    )
    return not is_other


def _provisions(provision: dict) -> Iterator[dict]:
    if provision:
        yield provision
    for nested in listed(provision.get("provision")):
        yield from _provisions(nested)


def _decision(record: Record, consent: Resource) -> Decision:
    provision = first(consent.get("provision"))
    return Decision(
        title=words(consent.get("category")) or words(consent.get("scope")) or "Consent",
        decision={"deny": "Objects", "permit": "Agrees"}.get(text_of(provision.get("type")), ""),
        status=text_of(consent.get("status")),
        made=when(consent, "dateTime"),
        until=period_of(provision)[1],
        concerns_care=_concerns_care(consent),
        rule=words(consent.get("policyRule")),
        provenance=record.provenance(consent, "dateTime"),
    )
