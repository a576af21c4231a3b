"""Parts of resources: `_summary` and `_elements`, marked as SUBSETTED so that nobody takes a part for the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import orjson

from toldonce.codes.fhir import decimals
from toldonce.codes.fhir.definitions import Element, elements, is_structure, mandatory_elements
from toldonce.exchange.fhir_api.asks import Pairs
from toldonce.exchange.fhir_api.troubles import BadRequest, Unheeded

SUBSETTED = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "SUBSETTED",
    "display": "subsetted",
}
ALWAYS = ("resourceType", "id", "meta", "implicitRules")


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a resource is wanted: `summary` as in _summary, or the names of elements."""

    summary: str = ""
    elements: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return self.summary in ("", "false") and not self.elements

    def of(self, body: bytes) -> bytes:
        """Return this part of a resource, marked as a part."""
        if self.is_whole:
            return body
        _, document = decimals.parse(body)
        return orjson.dumps(_marked(self._chosen(document)))

    def _chosen(self, document: dict) -> dict:
        rtype = document["resourceType"]
        if self.elements:
            return _only(
                document, (*self.elements, *_named(self.elements, rtype), *mandatory_elements(rtype))
            )
        if self.summary == "text":
            return _only(document, ("text", *mandatory_elements(rtype)))
        if self.summary == "data":
            return {name: value for name, value in document.items() if name != "text"}
        return {**_only(document, ()), **_summarised(document, rtype)}


WHOLE = Part()


def wanted(rtype: str, pairs: Pairs) -> Part:
    """Return the part that `_summary` and `_elements` of a read ask for."""
    asked = dict(pairs)
    summary, names = asked.get("_summary", ""), asked.get("_elements", "")
    if summary not in ("", "true", "false", "text", "data"):
        raise BadRequest(f"_summary={summary[:20]} is not true, text, data or false, which a read knows.")
    chosen = tuple(name.strip().removeprefix(f"{rtype}.") for name in names.split(",") if name.strip())
    for name in chosen:
        if not _named((name,), rtype):
            raise Unheeded(f"_elements: {rtype} has no element {name[:60]}.")
    return Part(summary, chosen)


def _named(names: Iterable[str], rtype: str) -> tuple[str, ...]:
    """Return the property names of elements, value[x] spelled out."""
    wanted_names = set(names)
    return tuple(
        spelled
        for element in elements(rtype).values()
        for spelled, _ in element.names()
        if {spelled, element.name, element.name.removesuffix("[x]")} & wanted_names
    )


def _only(document: dict, names: Sequence[str]) -> dict:
    kept = {*ALWAYS, *names, *(f"_{name}" for name in names)}
    return {name: value for name, value in document.items() if name in kept}


def _summarised(node: dict, structure: str) -> dict:
    """Return what HL7 marks as summary, inside backbone elements too."""
    known = _summary_names(structure)
    made = {}
    for name, value in node.items():
        if name == "resourceType":
            made[name] = value
            continue
        element = known.get(name.removeprefix("_"))
        if element is not None:
            made[name] = _inside(value, element)
    return made


def _inside(value, element: Element):
    """Return a backbone element's own summary; data types are kept whole."""
    structure = element.types[0] if len(element.types) == 1 else ""
    if "." not in structure or not is_structure(structure):
        return value
    if isinstance(value, list):
        return [_summarised(item, structure) if isinstance(item, dict) else item for item in value]
    return _summarised(value, structure) if isinstance(value, dict) else value


@cache
def _summary_names(structure: str) -> dict[str, Element]:
    return {
        name: element
        for element in elements(structure).values()
        if element.is_summary or element.is_modifier
        for name, _ in element.names()
    }


def _marked(document: dict) -> dict:
    """Say in meta.tag that this is a part, after type and id."""
    meta = document.get("meta") or {}
    tags = [*(meta.get("tag") or []), SUBSETTED]
    return {**document, "meta": {**meta, "tag": tags}}
