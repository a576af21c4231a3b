"""What is sensitive: the RCGP set of four matters, by code and by security label.

The matters are those that the Royal College of General Practitioners withholds from shared records: assisted
conception, sexually transmitted infections, termination of pregnancy, gender reassignment. The codes are our short
list (`codes/terms/sensitive.csv`); a deployment brings the whole national set.
Words in free text and in documents are not read.

A change here leaks if: a code is dropped from the list; a resource refers to a withheld one and repeats it in its
display (`mentions` holds that); a reading is given the record before `sieve`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

import orjson

from toldonce.codes.terms import OPCS4, SNOMED, terms
from toldonce.record.readings.elements import first, listed, text_of
from toldonce.record.readings.record import Resource

CODED = re.compile(rb'"code"\s*:\s*"([^"]+)"')
ICD10_CHAPTERS = re.compile(rb"^(A5[0-9]|A6[0-4]|B2[0-4]|O04|Z31\.?[0-3]|F64)")
LABELS = {"R", "V", "HIV", "STD", "SEX", "SDV", "TABOO", "REPRODUCTIVE", "GENDER"}
REPEATERS = {"Composition", "List", "CareTeam", "EpisodeOfCare", "Patient", "Consent", "Flag", "Provenance"}


@cache
def sensitive_codes(system: str) -> frozenset[bytes]:
    """The sensitive codes of one system, as they are written in a body."""
    return frozenset(term.code.encode() for term in terms("sensitive") if term.system == system)


def is_sensitive(resource: Resource) -> bool:
    """Whether a label or any code in it says that the resource is sensitive; a Patient is never so by label."""
    if resource.rtype == "Patient":
        return False
    body = _body(resource)
    told = CODED.findall(body)
    if not sensitive_codes(SNOMED).isdisjoint(told):
        return True
    if b"icd-10" in body and any(ICD10_CHAPTERS.match(code) for code in told):
        return True
    if b"opcs-4" in body and not sensitive_codes(OPCS4).isdisjoint(told):
        return True
    return b'"security"' in body and not _labels(resource).isdisjoint(LABELS)


def codes_told(resource: Resource) -> set[str]:
    """Every code in the resource."""
    return {code.decode("utf-8", "replace") for code in CODED.findall(_body(resource))}


def mentions(resource: Resource, references: Iterable[str]) -> bool:
    """Whether the resource refers to one of these and so may repeat what it says."""
    if resource.rtype in REPEATERS:
        return False
    body = _body(resource)
    return any(f'"{reference}"'.encode() in body for reference in references)


def _labels(resource: Resource) -> set[str]:
    return {text_of(label.get("code")) for label in listed(first(resource.get("meta")).get("security"))}


def _body(resource: Resource) -> bytes:
    if resource.stored is not None and resource.stored.body is not None:
        return resource.stored.body
    return orjson.dumps(resource)
