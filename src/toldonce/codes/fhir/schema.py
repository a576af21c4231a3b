"""A JSON Schema for each resource type, compiled from HL7's element table: the quick gate of validation.

What passes the gate is valid. What does not pass is looked at by hand (`faults`), for the gate is narrower in rare
cases: nulls among repeated primitives, extensions with an id, resources inside others.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import jsonschema_rs

from toldonce.codes.fhir import primitives
from toldonce.codes.fhir.definitions import PRIMITIVES, RTYPE, Element, elements, is_structure, value_set

INSIDE = "Resource"
MOST_PAIRED = 12
Schema = dict[str, Any]
# Its address and one thing more: one value or further extensions.
_PLAIN_EXTENSION: Schema = {
    "required": ["url"],
    "minProperties": 2,
    "maxProperties": 2,
    "not": {"required": ["id"]},
}


@cache
def gate(rtype: str) -> jsonschema_rs.Draft4Validator:
    """The compiled schema of a resource type, made at its first use (some milliseconds) and kept."""
    return jsonschema_rs.Draft4Validator(
        {**_structure(rtype), "definitions": _reachable(rtype)}, pattern_options=jsonschema_rs.RegexOptions()
    )


def _reachable(rtype: str) -> dict[str, Schema]:
    found: dict[str, Schema] = {}
    waiting = {"Element", *_structures_in(rtype)}
    while waiting:
        structure = waiting.pop()
        found[structure] = _structure(structure)
        waiting |= _structures_in(structure) - found.keys()
    return found | {kind: primitives.schema(kind) for kind in PRIMITIVES}


def _structures_in(structure: str) -> set[str]:
    kinds = {kind for element in elements(structure).values() for kind in element.types}
    return {kind for kind in kinds if is_structure(kind) and kind != INSIDE}


def _structure(structure: str) -> Schema:
    fields = list(elements(structure).values())
    schema: Schema = {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": _properties(structure, fields),
    }
    if structure == "Extension":
        return schema | _PLAIN_EXTENSION
    demands = [_demand(element) for element in fields if element.least]
    demands += [
        rule for element in fields if len(element.types) > MOST_PAIRED for rule in _alone_by_halves(element)
    ]
    choices = [element for element in fields if 1 < len(element.types) <= MOST_PAIRED]
    paired = {name: others for element in choices for name, others in _alone_by_pairs(element)}
    return schema | ({"allOf": demands} if demands else {}) | ({"dependencies": paired} if paired else {})


def _properties(structure: str, fields: list[Element]) -> Schema:
    properties: Schema = {"resourceType": {"enum": [structure]}} if structure in RTYPE else {}
    for element in fields:
        for name, kind in element.names():
            properties[name] = _repeated(element, _value(element, kind))
            if takes_extension(structure, name, kind):
                properties["_" + name] = _repeated(element, {"$ref": "#/definitions/Element"})
    return properties


def takes_extension(structure: str, name: str, kind: str) -> bool:
    """Whether `_name` may stand beside name: not where XML has an attribute (the ids, an extension's address)."""
    return kind in PRIMITIVES and name != "id" and (structure, name) != ("Extension", "url")


def _repeated(element: Element, item: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": item} if element.is_many else item


def _value(element: Element, kind: str) -> Schema:
    codes = required_codes(element, kind)
    if codes:
        return {"enum": sorted(codes)}
    if kind == INSIDE:
        return {"type": "object", "required": ["resourceType"]}
    return {"$ref": f"#/definitions/{kind}"}


@cache
def required_codes(element: Element, kind: str) -> frozenset[str]:
    """The codes among which an element must choose; empty where the choice is free or the list is not HL7's."""
    allowed = value_set(element.value_set) if element.strength == "required" and kind == "code" else None
    return frozenset(code for codes in (allowed or {}).values() for code in codes)


def _names(element: Element) -> dict[str, int]:
    """The property names of an element, `_name` included, each with the number of its type."""
    numbered = {}
    for number, (name, kind) in enumerate(element.names()):
        numbered[name] = number
        if kind in PRIMITIVES:
            numbered["_" + name] = number
    return numbered


def _one_of(names: Iterable[str]) -> Schema:
    return {"anyOf": [{"required": [name]} for name in names]}


def _demand(element: Element) -> Schema:
    """What must be there; a primitive may be there as an extension alone."""
    return _one_of(_names(element))


def _alone_by_pairs(element: Element) -> Iterator[tuple[str, Schema]]:
    """Of one choice, such as value[x], one type only: a name forbids all the others."""
    names = _names(element)
    for name, number in names.items():
        yield name, {"not": _one_of(other for other in names if names[other] != number)}


def _alone_by_halves(element: Element) -> Iterator[Schema]:
    """The same for very many types: two different numbers differ in some binary digit, so no digit may be both."""
    names = _names(element)
    for digit in range((len(element.types) - 1).bit_length()):
        halves = [[name for name in names if names[name] >> digit & 1 == side] for side in (0, 1)]
        yield {"not": {"allOf": [_one_of(half) for half in halves]}}
