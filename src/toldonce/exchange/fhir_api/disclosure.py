"""What a reader gets of what was found: everything for a service with `system/` scopes, and for people what the pages
show them. What is withheld is said in a sentence, never by a silent gap.

A search tells also by what it does not find. Therefore people search among Patients by what these say themselves, or
about one Patient whose record they may read; they do not chain, and no totals are told; and the sentence about what
may be withheld is always there, whether something is or not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from toldonce.codes.fhir.definitions import patient_compartment
from toldonce.exchange.fhir_api.outcomes import WARNING, Issue
from toldonce.exchange.fhir_api.readers import READ, WRITE, Reach, Reader
from toldonce.exchange.fhir_api.troubles import Forbidden
from toldonce.ledger import actions as ledger
from toldonce.record import identity
from toldonce.record.access import Purpose, Refused, check_may_read
from toldonce.record.nobodys import NOBODY, TELLS_OF_NOBODY, is_about_nobody
from toldonce.record.opening import let_through, may_read
from toldonce.record.search import fetching
from toldonce.record.search.criteria import Criterion, Search, Target, Total
from toldonce.record.store import Stored

PURPOSE = Purpose.DIRECT_CARE
MOST_FOR_PEOPLE = 50
WHO = ("patient", "subject")  # some types' compartments name only one of the two
FOR_PEOPLE = Issue(
    WARNING,
    "suppressed",
    "You see what the pages show you: sensitive items, what a person objects to and what your role does not see may be "
    "left out here.",
)
WITHHELD = (
    "This is withheld from you. Open the person's record on its page: it says why, and what can be done."
)
WHOSE = (
    "This says by no reference whose it is, so it is not shown to people here. A letter opens on the page of the "
    "person whom it is about; services with system/ scopes may read it."
)
NAME_THE_PATIENT = (
    "People search about one Patient: add patient=Patient/<id>. Services with system/ scopes may search all."
)


def check_may_see(reader: Reader, stored: Stored) -> Stored:
    """Return what may be seen of one resource; raises Refused or Forbidden, and the ledger has a row of that."""
    if is_about_nobody(stored) or reader.reach(stored.rtype, READ) is Reach.EVERYBODY:
        return stored
    if not stored.pid:
        _note_refusal(reader, [], f"{stored.rtype}/{stored.id}", WHOSE)
        raise Forbidden(WHOSE)
    _check_may_read(reader, stored.pid, f"{stored.rtype}/{stored.id}")
    if stored.body is None:
        return stored
    seen = let_through(reader.actor, [stored], PURPOSE)
    if not seen:
        _note_refusal(reader, [stored.pid], f"{stored.rtype}/{stored.id}", WITHHELD)
        raise Forbidden(WITHHELD)
    return seen[0]


def disclosed(reader: Reader, found: Sequence[Stored]) -> tuple[list[Stored], list[Issue]]:
    """Return what may be seen of what was found, and what to say of the rest."""
    reaches = {rtype: reader.reach(rtype, READ) for rtype in {each.rtype for each in found}}
    hidden = sorted(rtype for rtype, reach in reaches.items() if reach is Reach.NOBODY)
    seen = [each for each in found if reaches[each.rtype] is not Reach.NOBODY] if hidden else list(found)
    issues = [_left_out(rtype) for rtype in hidden]
    if all(reach is not Reach.PERSONS_THEY_MAY_READ for reach in reaches.values()):
        return seen, issues
    return _for_people(reader, seen, reaches), issues


def said_to(reader: Reader, rtype: str) -> list[Issue]:
    """Return what people are told with every answer about this type, whether something is withheld or not."""
    return [FOR_PEOPLE] if reader.reach(rtype, READ) is Reach.PERSONS_THEY_MAY_READ else []


def _for_people(reader: Reader, found: Sequence[Stored], reaches: dict[str, Reach]) -> list[Stored]:
    free = {
        id(each)
        for each in found
        if is_about_nobody(each) or reaches[each.rtype] is not Reach.PERSONS_THEY_MAY_READ
    }
    bound = [each for each in found if each.pid and id(each) not in free]
    seen = {(each.rtype, each.id, each.version): each for each in let_through(reader.actor, bound, PURPOSE)}
    return [
        each if id(each) in free else seen[each.rtype, each.id, each.version]
        for each in found
        if id(each) in free or (each.rtype, each.id, each.version) in seen
    ]


def _left_out(rtype: str) -> Issue:
    return Issue(
        WARNING, "suppressed", f"{rtype} is left out: the scopes of this token do not cover reading it."
    )


def check_may_write(reader: Reader, resource: dict) -> None:
    """Refuse to write for whoever reaches only the persons they may read; services with `system/` scopes may."""
    if reader.reach(resource["resourceType"], WRITE) is not Reach.EVERYBODY:
        raise Forbidden(
            "To write, use a service's token with system/ scopes; people write through the pages."
        )


def check_reaches_everybody(reader: Reader, rtype: str) -> None:
    """Refuse criteria to people: whether they meet nothing, one or several tells of persons they may not read."""
    if reader.reach(rtype, READ) is not Reach.EVERYBODY:
        raise Forbidden("Conditions on a change are for services with system/ scopes.")


# --- where people may search -------------------------------------------------------------------------------------


def pids_that_may_be_searched(reader: Reader, asked: Search) -> Collection[int] | None:
    """Return the source patients among whom a search may look; None is everybody."""
    if reader.reach(asked.rtype, READ) is Reach.EVERYBODY:
        return None
    if not all(isinstance(each, Criterion) for each in asked.wanted.conditions):
        raise Forbidden("People do not search by what other resources say (chains, _has).")
    if asked.only_counts or asked.total is not Total.NONE:
        raise Forbidden("Totals are told to services with system/ scopes only.")
    if asked.count > MOST_FOR_PEOPLE:
        raise Forbidden(
            f"People get pages of at most {MOST_FOR_PEOPLE}: ask with _count={MOST_FOR_PEOPLE} or less."
        )
    if asked.rtype == "Patient":
        return None
    if asked.rtype in TELLS_OF_NOBODY:
        return [NOBODY]
    if not patient_compartment(asked.rtype):
        raise Forbidden(WHOSE)
    return _pids_named(reader, asked)


def _pids_named(reader: Reader, asked: Search) -> list[int]:
    pids = sorted(fetching.pids_of(_patients_named(asked)))
    if not pids:
        raise Forbidden(NAME_THE_PATIENT)
    for pid in pids:
        _check_may_read(reader, pid, f"{asked.rtype}?…")
    return pids


def _patients_named(asked: Search) -> list[str]:
    codes = {*patient_compartment(asked.rtype), *WHO}
    named = [
        value.any_of
        for each in asked.wanted.conditions
        if isinstance(each, Criterion) and each.code in codes and not each.modifier
        for value in each.values
        if isinstance(value, Target)
    ]
    references = (reference for any_of in named for reference in sorted(any_of))
    return [each.removeprefix("Patient/") for each in references if each.startswith("Patient/")]


def _check_may_read(reader: Reader, pid: int, what: str) -> None:
    decision = may_read(reader.actor, identity.person_of(pid), PURPOSE)
    try:
        check_may_read(decision)
    except Refused as refused:
        _note_refusal(reader, [pid], what, refused.sentence)
        raise


def _note_refusal(reader: Reader, pids: Iterable[int], what: str, because: str) -> None:
    ledger.write(
        by=reader.actor,
        act="record.refused",
        pids=list(pids),
        subject=what,
        why=str(PURPOSE),
        detail={"because": because},
    )
