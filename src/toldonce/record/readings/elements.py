"""Reading FHIR elements, every one of which may be missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import Any

from toldonce.record.readings.moments import Moment, moment

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
ENTERED_IN_ERROR = "entered-in-error"


def listed(value: Any) -> list[dict]:
    """The members of a repeating element, each a dict, however few there are."""
    if isinstance(value, dict):
        return [value]
    if isinstance(value, list):
        return [each for each in value if isinstance(each, dict)]
    return []


def first(value: Any) -> dict:
    """The first member of a repeating element, or an empty dict."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        for each in value:
            if isinstance(each, dict):
                return each
    return {}


def text_of(value: Any) -> str:
    """The string itself, or an empty one."""
    return value.strip() if isinstance(value, str) else ""


def strings(value: Any) -> list[str]:
    """The strings of a repeating element."""
    if isinstance(value, str):
        return [value]
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def number(value: Any) -> float | None:
    """A number, and never a truth value."""
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def codings(concept: Any) -> Iterator[tuple[str, str]]:
    """System and code of each coding that has a code; a repeating concept is read through."""
    for each in listed(concept):
        for coding in listed(each.get("coding")):
            code = coding.get("code")
            if isinstance(code, str) and code:
                yield text_of(coding.get("system")), code


def codes(concept: Any) -> set[str]:
    """The codes of a concept whatever their system."""
    return {code for _, code in codings(concept)}


def words(concept: Any) -> str:
    """What a person would read: the source's own text, then a display, then the code."""
    if isinstance(concept, list):
        return ", ".join(filter(None, (words(each) for each in concept)))
    if not isinstance(concept, dict):
        return ""
    if text := text_of(concept.get("text")):
        return text
    members = listed(concept.get("coding"))
    for coding in members:
        if display := text_of(coding.get("display")):
            return display
    return next((code for coding in members if (code := text_of(coding.get("code")))), "")


def coding_words(coding: Any) -> str:
    """What a person would read of a single Coding."""
    return text_of(first(coding).get("display")) or text_of(first(coding).get("code"))


def status_code(concept: Any) -> str:
    """The code of a status that is a CodeableConcept."""
    return next((code for _, code in codings(concept)), "")


def when(resource: Mapping[str, Any], *names: str) -> Moment | None:
    """The first of the named dates, periods (their start) or timings that is told."""
    for name in names:
        value = resource.get(name)
        if isinstance(value, dict):
            value = value.get("start") or value.get("end") or next(iter(strings(value.get("event"))), None)
        if told := moment(value):
            return told
    return None


def period_of(resource: dict, name: str = "period") -> tuple[Moment | None, Moment | None]:
    """Start and end of a Period."""
    period = first(resource.get(name))
    return moment(period.get("start")), moment(period.get("end"))


def person_name(name: Any) -> str:
    """A HumanName in the order in which it is said."""
    name = first(name)
    if text := text_of(name.get("text")):
        return text
    parts = [*strings(name.get("prefix")), *strings(name.get("given")), text_of(name.get("family"))]
    return " ".join([part for part in parts if part])


def address_lines(address: Any) -> tuple[str, ...]:
    """An Address as its lines."""
    address = first(address)
    lines = [*strings(address.get("line")), *(text_of(address.get(each)) for each in ADDRESS_PARTS)]
    return tuple(line for line in lines if line) or tuple(filter(None, [text_of(address.get("text"))]))


ADDRESS_PARTS = ("city", "district", "postalCode")


def chosen(resource: dict, stem: str) -> tuple[str, Any]:
    """The type and value of a choice element such as value[x]."""
    for name, value in resource.items():
        if name.startswith(stem) and len(name) > len(stem) and name[len(stem)].isupper():
            return name[len(stem) :], value
    return "", None


def extensions(element: dict) -> Iterator[tuple[str, Any]]:
    """The url and value of each extension, nested ones after their parent."""
    for extension in listed(element.get("extension")):
        yield text_of(extension.get("url")), chosen(extension, "value")[1]
        yield from extensions(extension)


def extension(element: dict, *fragments: str) -> Any:
    """The value of the first extension whose address holds all the fragments, letter case apart."""
    for url, value in extensions(element):
        if value is not None and all(fragment in url.lower() for fragment in fragments):
            return value
    return None


def notes(resource: dict) -> tuple[str, ...]:
    """The texts of the annotations."""
    return tuple(text for note in listed(resource.get("note")) if (text := text_of(note.get("text"))))


TAGS = re.compile(r"<[^>]*>")


def narrative(resource: dict) -> str:
    """The words of the generated text, without its mark-up."""
    div = text_of(first(resource.get("text")).get("div"))
    return " ".join(unescape(TAGS.sub(" ", div)).split()) if div else ""


def in_error(resource: dict) -> bool:
    """Whether its source took the resource back."""
    status = resource.get("verificationStatus")
    return ENTERED_IN_ERROR in (resource.get("status"), resource.get("lifecycleStatus")) or (
        isinstance(status, dict) and status_code(status) == ENTERED_IN_ERROR
    )


@lru_cache(maxsize=16384)
def plain(text: str) -> str:
    """Words without case, punctuation and semantic tag, for comparing names."""
    without_tag = re.sub(
        r"\s*\((disorder|finding|situation|procedure|substance|product|event)\)\s*$", "", text.lower()
    )
    return " ".join(re.findall(r"[a-z0-9.%+]+", without_tag))


def reference_parts(reference: Any) -> tuple[str, str]:
    """Type and id of a literal reference; a urn:uuid has no type, a contained one neither."""
    literal = text_of(first(reference).get("reference")).split("/_history/")[0]
    if literal.startswith("urn:uuid:"):
        return "", literal[9:]
    kind, _, identifier = literal.rpartition("/")
    return kind.rpartition("/")[2], identifier
