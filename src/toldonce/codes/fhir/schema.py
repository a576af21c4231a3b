"""A JSON Schema for each resource type, compiled from HL7's element table: the quick gate of validation.

What passes the gate is valid. What does not pass is looked at by hand (`faults`), for the gate is narrower in rare
cases: nulls among repeated primitives, extensions with an id, resources inside others.
"""

from functools import cache
from typing import Any

import jsonschema_rs

from toldonce.codes.fhir import primitives
from toldonce.codes.fhir.definitions import PRIMITIVES, RTYPE, Element, elements, is_structure, value_set

INSIDE = "Resource"
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
    demands = [demand for element in fields if element.least for demand in _demands(element)]
    choices = {name: alone for element in fields if len(element.types) > 1 for name, alone in _alone(element)}
    return schema | ({"allOf": demands} if demands else {}) | ({"dependencies": choices} if choices else {})


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


def _demands(element: Element) -> list[Schema]:
    """A primitive that must be there may be there as an extension alone."""
    names = [name for name, _ in element.names()]
    names += ["_" + name for name, kind in element.names() if kind in PRIMITIVES]
    return [{"anyOf": [{"required": [name]} for name in names]}]


def _alone(element: Element) -> list[tuple[str, Schema]]:
    """Of one choice, such as value[x], one type only: a name forbids all the others."""
    forbidden = {}
    for name, kind in element.names():
        forbidden[name] = name
        if kind in PRIMITIVES:
            forbidden["_" + name] = name
    return [
        (name, {"not": {"anyOf": [{"required": [other]} for other in forbidden if forbidden[other] != of]}})
        for name, of in forbidden.items()
    ]
