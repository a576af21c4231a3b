"""What is well formed but doubtful: it is stored with a warning, for refusing it would lose what somebody knew."""

import csv
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from toldonce.codes import nhs_number, terms
from toldonce.codes.fhir.definitions import elements, hl7_systems, value_set
from toldonce.codes.fhir.faults import Problem
from toldonce.codes.fhir.primitives import quoted

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
KNOWN_SYSTEMS = frozenset(
    (
        *(terms.SNOMED, terms.ICD10, terms.OPCS4, terms.LOINC, terms.UCUM, terms.DMD),
        *("http://www.nlm.nih.gov/research/umls/rxnorm", "http://www.whocc.no/atc", "urn:iso:std:iso:3166"),
        *(
            "http://dicom.nema.org/resources/ontology/DCM",
            "http://hl7.org/fhir/sid/cvx",
            "http://unstats.un.org",
        ),
        *(
            "urn:ietf:bcp:47",
            "urn:ietf:bcp:13",
            "urn:ietf:rfc:3986",
            "urn:iso:std:iso:4217",
            "http://read.info/readv2",
        ),
        *("http://read.info/ctv3", "http://nucc.org/provider-taxonomy", "https://www.usps.com/"),
    )
)
KNOWN_BEGINNINGS = (
    *(
        "http://hl7.org/fhir/",
        "http://terminology.hl7.org/",
        "https://fhir.nhs.uk/",
        "https://fhir.hl7.org.uk/",
    ),
    *("urn:oid:", "urn:uuid:", "https://toldonce.example/"),
)
MOST_REMEMBERED = 65536


def doubts(resource: dict) -> list[Problem]:
    """Warnings about a valid resource: UK Core's mandatory elements, HL7's rules, unknown codes, false NHS numbers."""
    rtype = resource["resourceType"]
    found = []
    if _lacks_something(rtype, resource):
        found += _missing(rtype, resource)
    if rtype in _RULES:
        found += _broken_rules(rtype, resource)
    if _required_concepts(rtype):
        found += _outside_required(rtype, resource)
    if _has_doubtful_codes(resource):
        found += _doubtful_codes({name: value for name, value in resource.items() if name != "meta"}, rtype)
    return found


@cache
def _mandatory() -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    with Path(__file__).with_name("uk_core.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            table.setdefault(row["type"], []).append(tuple(row["path"].split(".")))
    return table


def _lacks_something(rtype: str, resource: dict) -> bool:
    """A quick look without places; a path of several steps matters only where its first element is there."""
    return any(
        (path[0] not in resource)
        if len(path) == 1
        else path[0] in resource and _lacks(resource[path[0]], path, 1)
        for path in _mandatory().get(rtype, ())
    )


def _lacks(value: Any, path: tuple[str, ...], step: int) -> bool:
    if type(value) is list:
        return any(_lacks(item, path, step) for item in value)
    name = path[step]
    if step + 1 == len(path):
        return name not in value
    return name in value and _lacks(value[name], path, step + 1)


def _missing(rtype: str, resource: dict) -> Iterator[Problem]:
    for path in _mandatory()[rtype]:
        yield from _missing_at(resource, path, rtype)


def _missing_at(value: dict, path: tuple[str, ...], at: str) -> Iterator[Problem]:
    name, rest = path[0], path[1:]
    if not rest:
        if name not in value and "_" + name not in value:
            yield Problem(f"{at}.{name}", "is missing: UK Core asks for it")
        return
    inner = value.get(name)
    if isinstance(inner, list):
        for number, item in enumerate(inner):
            yield from _missing_at(item, rest, f"{at}.{name}[{number}]")
    elif inner is not None:
        yield from _missing_at(inner, rest, f"{at}.{name}")


def _codes(concept: dict | None) -> set[str]:
    return {coding.get("code", "") for coding in (concept or {}).get("coding", ())}


def _has_value(resource: dict) -> bool:
    return any(name.startswith("value") for name in resource)


_RULES: dict[str, list[tuple[Callable[[dict], bool], str, str]]] = {
    "AllergyIntolerance": [
        (
            lambda r: "clinicalStatus" in r or "entered-in-error" in _codes(r.get("verificationStatus")),
            "clinicalStatus",
            "is missing: an allergy that is not an error has one (HL7 ait-1)",
        ),
    ],
    "Condition": [
        (
            lambda r: (
                "clinicalStatus" not in r or "entered-in-error" not in _codes(r.get("verificationStatus"))
            ),
            "clinicalStatus",
            "must not be there when the condition was entered in error (HL7 con-5)",
        ),
    ],
    "Immunization": [
        (
            lambda r: r.get("status") != "not-done" or "statusReason" in r,
            "statusReason",
            "is missing: a vaccination that was not done says why (UK Core ukcore-imm-1)",
        ),
    ],
    "Observation": [
        (
            lambda r: "dataAbsentReason" not in r or not _has_value(r),
            "dataAbsentReason",
            "must not be there beside a value (HL7 obs-6)",
        ),
    ],
    "Organization": [
        (
            lambda r: "identifier" in r or "name" in r,
            "name",
            "is missing, and so is an identifier (HL7 org-1)",
        ),
    ],
}


def _broken_rules(rtype: str, resource: dict) -> Iterator[Problem]:
    for holds, name, reason in _RULES.get(rtype, ()):
        if not holds(resource):
            yield Problem(f"{rtype}.{name}", reason)


@cache
def _required_concepts(rtype: str) -> tuple[tuple[str, dict[str, frozenset[str]]], ...]:
    """The elements of a type that must be coded from a list of HL7's, with the codes of each system."""
    return tuple(
        (element.name, {system: frozenset(codes) for system, codes in allowed.items()})
        for element in elements(rtype).values()
        if element.strength == "required" and element.types[0] in ("CodeableConcept", "Coding")
        if (allowed := value_set(element.value_set))
    )


def _outside_required(rtype: str, resource: dict) -> Iterator[Problem]:
    for name, allowed in _required_concepts(rtype):
        value = resource.get(name)
        for concept in value if isinstance(value, list) else [value] if value else ():
            codings = concept.get("coding", [concept] if "code" in concept else ())
            if not any(coding.get("code") in allowed.get(coding.get("system"), ()) for coding in codings):
                yield Problem(f"{rtype}.{name}", f"holds no code of {' or '.join(sorted(allowed))}")


def _has_doubtful_codes(resource: dict) -> bool:
    """A quick look over everything but the tags, without places: most resources have nothing to tell."""
    waiting = [value for name, value in resource.items() if name != "meta"]
    for value in waiting:
        kind = type(value)
        if kind is dict:
            if "system" in value and _doubt_about(value):
                return True
            waiting += value.values()
        elif kind is list:
            waiting += value
    return False


def _doubtful_codes(value: Any, at: str) -> Iterator[Problem]:
    if isinstance(value, dict):
        reason = _doubt_about(value) if "system" in value else ""
        if reason:
            yield Problem(at, reason)
        for name, inner in value.items():
            yield from _doubtful_codes(inner, f"{at}.{name}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _doubtful_codes(inner, f"{at}[{number}]")


def _doubt_about(value: dict) -> str:
    """The doubt about a Coding or an Identifier; "" for quantities, contacts and whatever is in order."""
    system, code = value["system"], value.get("code")
    if code is None:
        number = value.get("value")
        return _doubt_about_nhs_number(number) if system == NHS_NUMBER and isinstance(number, str) else ""
    if "value" in value or type(system) is not str or type(code) is not str:
        return ""
    return _doubt_about_code(system, code)


@lru_cache(MOST_REMEMBERED)
def _doubt_about_nhs_number(number: str) -> str:
    if not nhs_number.normalised(number):
        return f"{quoted(number)} is not an NHS number: it has not ten digits. It links nobody"
    if not nhs_number.is_valid(number):
        return f"the NHS number {nhs_number.formatted(number)} fails its check digit. It links nobody"
    if nhs_number.range_of(number) == nhs_number.NOT_ISSUED:
        return f"the NHS number {nhs_number.formatted(number)} lies in a range that is not issued"
    return ""


@lru_cache(MOST_REMEMBERED)
def _doubt_about_code(system: str, code: str) -> str:
    if system == terms.SNOMED and not terms.has_right_check_digit(code):
        return f"{quoted(code)} is not a SNOMED CT code: its check digit is wrong"
    if system in KNOWN_SYSTEMS or system.startswith(KNOWN_BEGINNINGS) or system in hl7_systems():
        return ""
    return f"the code system {system} is not known here"
