"""What is wrong with a resource, element by element, in sentences that a person understands."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, NamedTuple

from toldonce.codes.fhir import primitives
from toldonce.codes.fhir.definitions import PRIMITIVES, RTYPE, Element, elements
from toldonce.codes.fhir.schema import INSIDE, required_codes, takes_extension

MOST_CODES_NAMED = 12


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong (or doubtful) at a place, `Observation.component[1].valueQuantity`, with the reason."""

    place: str
    reason: str


class Property(NamedTuple):
    """What a property name stands for: its element, its type, and whether it is `_name`, a primitive's extension."""

    element: Element
    kind: str
    is_extra: bool


@cache
def properties(structure: str) -> dict[str, Property]:
    """Every property name that may stand in a structure."""
    found = {}
    for element in elements(structure).values():
        for name, kind in element.names():
            found[name] = Property(element, kind, False)
            if takes_extension(structure, name, kind):
                found["_" + name] = Property(element, kind, True)
    return found


def faults(structure: str, value: Any, at: str) -> Iterator[Problem]:
    """Every fault of a value that should be this structure; resources inside it are left to the caller."""
    if not isinstance(value, dict):
        yield Problem(at, f"must be an object, not {primitives.name_of(value)}")
        return
    if not value:
        yield Problem(at, "must not be empty: leave it out")
        return
    known = properties(structure)
    for name, item in value.items():
        place = f"{at}.{name}"
        if name in known:
            yield from _faults_of_property(known[name], item, value, place)
        elif name != "resourceType" or structure not in RTYPE:
            yield Problem(place, _unknown(name, structure, known))
    yield from _faults_of_number(structure, value, at)


def _unknown(name: str, structure: str, known: dict[str, Property]) -> str:
    near = get_close_matches(name, known, 1)
    return f"{structure} has no element {name}" + (f": did you mean {near[0]}?" if near else "")


def _faults_of_property(found: Property, value: Any, beside: dict, place: str) -> Iterator[Problem]:
    if not found.element.is_many:
        yield from _faults_of_item(found, value, place)
        return
    if not isinstance(value, list):
        yield Problem(place, f"must be a list, not {primitives.name_of(value)}")
        return
    if not value:
        yield Problem(place, "must not be an empty list: leave it out")
    twins = _twins(found, beside, place)
    for number, item in enumerate(value):
        if item is None and found.kind in PRIMITIVES:
            if number >= len(twins) or twins[number] is None:
                yield Problem(
                    f"{place}[{number}]", "must not be null unless the other list has something there"
                )
        else:
            yield from _faults_of_item(found, item, f"{place}[{number}]")


def _twins(found: Property, beside: dict, place: str) -> list:
    """The list that goes with this one: `_given` for given and given for `_given`."""
    name = place.rpartition(".")[2]
    twins = beside.get(name.removeprefix("_") if found.is_extra else "_" + name)
    return twins if isinstance(twins, list) else []


def _faults_of_item(found: Property, value: Any, place: str) -> Iterator[Problem]:
    if value is None:
        yield Problem(place, "must not be null: leave it out")
    elif found.is_extra:
        yield from faults("Element", value, place)
    elif found.kind in PRIMITIVES:
        yield from _faults_of_primitive(found, value, place)
    elif found.kind != INSIDE:
        yield from faults(found.kind, value, place)
    elif not isinstance(value, dict):
        yield Problem(place, f"must be a resource, not {primitives.name_of(value)}")


def _faults_of_primitive(found: Property, value: Any, place: str) -> Iterator[Problem]:
    reason = primitives.fault(found.kind, value)
    codes = required_codes(found.element, found.kind)
    if not reason and codes and value not in codes:
        reason = f"{primitives.quoted(value)} is not one of {_some(codes)}"
    if reason:
        yield Problem(place, reason)


def _some(codes: frozenset[str]) -> str:
    named = sorted(codes)[:MOST_CODES_NAMED]
    return ", ".join(named) + (f" and {len(codes) - len(named)} others" if len(codes) > len(named) else "")


def _faults_of_number(structure: str, value: dict, at: str) -> Iterator[Problem]:
    for element in elements(structure).values():
        there = [name for name, _ in element.names() if name in value or "_" + name in value]
        if len(there) > 1:
            yield Problem(at, f"two values of {element.name}: {' and '.join(there)}; only one is allowed")
        if element.least and not there:
            yield Problem(f"{at}.{element.name}", _missing(structure, element))
    if structure == "Extension" and ("extension" in value) == _has_value(value):
        yield Problem(at, "an extension holds either one value or further extensions")


def _missing(structure: str, element: Element) -> str:
    names = [name for name, _ in element.names()]
    if element.is_choice:
        return f"is missing: {structure} needs one of {', '.join(names)}"
    return f"is missing: {structure} needs {element.name}"


def _has_value(extension: dict) -> bool:
    return any(name.startswith(("value", "_value")) for name in extension)
