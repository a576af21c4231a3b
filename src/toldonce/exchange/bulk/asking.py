"""From a kick-off request to what is wanted; whatever would make the export wider or narrower than meant is refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import orjson

from toldonce.codes.fhir.definitions import RESOURCE_TYPES, RTYPE, patient_compartment
from toldonce.directory import queries as directory
from toldonce.exchange.bulk.actions import Wanted
from toldonce.exchange.fhir_api import bundles, parts
from toldonce.exchange.fhir_api.asks import Ask, moment
from toldonce.exchange.fhir_api.readers import READ, Reach
from toldonce.exchange.fhir_api.troubles import BadRequest, Forbidden
from toldonce.record import store
from toldonce.record.errors import Deleted, NotThere
from toldonce.record.readings import lists
from toldonce.record.search import fetching
from toldonce.record.search.testing import meets

KNOWN = ("_outputFormat", "_since", "_type", "_typeFilter", "_elements", "patient")
FORMATS = ("", "application/fhir+ndjson", "application/ndjson", "ndjson")
OF_A_PRACTICE = "practice-"
ONLY_SERVICES = (
    "Exports are for services: use a token with system/ scopes, which `toldonce client` or `token` gives."
)


def wanted(ask: Ask) -> Wanted:
    """Return what a request for an export asks for; raises a FhirTrouble or a RecordTrouble."""
    if ask.reader.by_session:
        raise Forbidden(ONLY_SERVICES)
    ask.check_parameters(*KNOWN)
    _check_format(ask.value("_outputFormat"))
    level = ask.path[0] if len(ask.path) > 1 else ""
    types = _types(ask, only_people=bool(level))
    return Wanted(
        request=bundles.link(ask.base, "/".join(ask.path), ask.pairs),
        types=types,
        pids=_pids(ask, level),
        only_people=bool(level),
        since=_since(ask.value("_since")),
        elements=_elements(ask.value("_elements"), types),
        filters=_filters(ask, types),
    )


def _check_format(name: str) -> None:
    if name.strip() not in FORMATS:
        raise BadRequest(
            f"_outputFormat={name[:60]} is not written here. Files are application/fhir+ndjson, which is ndjson too."
        )


def _since(text: str) -> datetime | None:
    return moment(text, "_since") if text else None


def _types(ask: Ask, only_people: bool) -> Sequence[str]:
    """Return the types to be written: those that were named, else all that the scopes cover."""
    named = [name for key, value in ask.pairs if key == "_type" for name in value.split(",") if name]
    possible = [each for each in RESOURCE_TYPES if not only_people or _is_of_people(each)]
    for name in named:
        _check_type(name, possible)
        _check_covered(ask, name)
    covered = [each for each in possible if ask.reader.reach(each, READ) is Reach.EVERYBODY]
    if not covered:
        raise Forbidden(ONLY_SERVICES)
    return [each for each in covered if not named or each in named]


def _is_of_people(rtype: str) -> bool:
    """Whether a type is about one Patient; a Group is stored with its first member and names all the others."""
    return rtype != "Group" and (rtype == "Patient" or bool(patient_compartment(rtype)))


def _check_type(name: str, possible: Collection[str]) -> None:
    if name not in RTYPE:
        raise BadRequest(f"_type: {name[:60]} is not a resource type of FHIR R4.")
    if name not in possible:
        raise BadRequest(
            f"_type: {name} is not about one Patient. Export it at the address of the whole system."
        )


def _check_covered(ask: Ask, name: str) -> None:
    ask.reader.check(name, READ)
    if ask.reader.reach(name, READ) is not Reach.EVERYBODY:
        raise Forbidden(ONLY_SERVICES)


def _elements(text: str, types: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return the elements that are wanted of each type: `Patient.name` is of one, `id` of all that have it."""
    made: dict[str, list[str]] = {}
    for name in filter(None, (each.strip() for each in text.split(","))):
        rtype, dot, element = name.partition(".")
        if dot:
            parts.wanted(rtype if rtype in RTYPE else "Basic", (("_elements", element),))
            made.setdefault(rtype, []).append(element)
        else:
            made.setdefault("*", []).append(name)
    unknown = [each for each in made if each != "*" and each not in types]
    if unknown:
        raise BadRequest(f"_elements: {unknown[0][:60]} is not among the types of this export.")
    return made


def _filters(ask: Ask, types: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return the queries of which a resource of a type must meet one, each `Type?query`."""
    made: dict[str, list[str]] = {}
    for value in (value for key, value in ask.pairs if key == "_typeFilter"):
        for text in re.split(r",(?=[A-Z][A-Za-z]+\?)", value):
            rtype, _, query = text.partition("?")
            if rtype not in types:
                raise BadRequest(f"_typeFilter: {rtype[:60]!r} is not among the types of this export.")
            meets(rtype, query)
            made.setdefault(rtype, []).append(query)
    return made


# --- whose -------------------------------------------------------------------------------------------------------


def _pids(ask: Ask, level: str) -> Sequence[int] | None:
    """Return the source patients that the address and `patient` name; None is everybody."""
    named = _patients_named(ask)
    members = _members(ask) if level == "Group" else None
    if named is None:
        return members
    if not level:
        raise BadRequest(
            "patient narrows the export of a group or of all Patients; this address is the whole system."
        )
    asked = set(fetching.pids_of(named))
    if len(asked) < len(named) or (members is not None and not asked <= set(members)):
        raise BadRequest(
            "patient: not all of these Patients are here and in the group. Leave out those that are not."
        )
    return sorted(asked)


def _patients_named(ask: Ask) -> set[str] | None:
    values = [value for key, value in ask.pairs if key == "patient"]
    if not values:
        return None
    return {
        each.strip().removeprefix("Patient/") for value in values for each in value.split(",") if each.strip()
    }


def _members(ask: Ask) -> Sequence[int]:
    """Return the source patients of a group: of a Group resource, or of those registered at a practice."""
    id = ask.path[1]
    if id.startswith(OF_A_PRACTICE):
        return _registered(id.removeprefix(OF_A_PRACTICE))
    stored = store.read("Group", id)
    if stored is None:
        raise NotThere(
            f"Group/{id} is not in the record. The list of a practice is Group/{OF_A_PRACTICE}[ODS code]."
        )
    if stored.body is None:
        raise Deleted(f"Group/{id} was deleted at {stored.updated:%Y-%m-%d %H:%M} UTC.")
    return sorted(fetching.pids_of(_patients_of(orjson.loads(stored.body))))


def _patients_of(group: Mapping) -> list[str]:
    references = [
        str((member.get("entity") or {}).get("reference", ""))
        for member in group.get("member", [])
        if not member.get("inactive")
    ]
    return [each.removeprefix("Patient/") for each in references if each.startswith("Patient/")]


def _registered(practice: str) -> Sequence[int]:
    """Return what every source knows of the persons on a practice's list."""
    if directory.organisation(practice) is None:
        raise NotThere(f"There is no organisation {practice[:16]} here, so there is no list of its people.")
    return lists.pids_registered_at(practice)
