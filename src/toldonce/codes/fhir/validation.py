"""Is this a valid FHIR R4 resource? Refuses what is malformed; `doubts` tells what is well formed but doubtful."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import orjson

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.codes.fhir.doubts import doubts
from toldonce.codes.fhir.faults import Problem, faults
from toldonce.codes.fhir.primitives import name_of, quoted
from toldonce.codes.fhir.schema import gate

__all__ = ["MOST_PROBLEMS", "Problem", "doubts", "problems"]

MOST_PROBLEMS = 100
_UNWRITABLE = {
    "Recursion limit reached": "is nested too deeply: more than 254 levels",
    "surrogates": "holds text that is not valid Unicode (half of a pair of surrogates)",
    "64-bit": "holds a whole number of more than 64 bits",
}


def problems(resource: Any, *, inside: bool = True) -> list[Problem]:
    """Every fault of a resource, the first hundred; [] is valid. `inside=False` leaves out a Bundle's entries."""
    if _is_plainly_valid(resource):
        return []
    return list(islice(_problems(resource, "", inside), MOST_PROBLEMS))


_CARRIERS = frozenset({"Bundle", "Parameters"})


def _is_plainly_valid(resource: Any) -> bool:
    """The quick look at what came as JSON and holds no other resource: nearly everything ends here."""
    if type(resource) is not dict or "contained" in resource:
        return False
    rtype = resource.get("resourceType")
    if type(rtype) is not str or rtype not in RTYPE or rtype in _CARRIERS:
        return False
    return not _unwritable(resource) and gate(rtype).is_valid(resource)


def _problems(resource: Any, at: str, inside: bool = True) -> Iterator[Problem]:
    if not isinstance(resource, dict):
        yield Problem(at, f"a resource is an object, not {name_of(resource)}")
        return
    rtype = resource.get("resourceType")
    if not isinstance(rtype, str) or rtype not in RTYPE:
        yield Problem(_at(at, "resourceType"), _not_a_type(rtype))
        return
    at = at or rtype
    unwritable = _unwritable(resource)
    if unwritable:
        yield Problem(at, unwritable)
        return
    if not gate(rtype).is_valid(resource):
        yield from faults(rtype, resource, at)
    yield from _problems_within(rtype, resource, at, inside)


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _not_a_type(rtype: Any) -> str:
    if rtype is None:
        return "is missing: every resource says what it is"
    return f"{quoted(rtype) if isinstance(rtype, str) else name_of(rtype)} is not a resource type of FHIR R4"


def _unwritable(resource: dict) -> str:
    """Why a resource cannot be written as JSON again; "" when it can."""
    try:
        orjson.dumps(resource)
    except TypeError as error:
        text = str(error)
        return next((reason for part, reason in _UNWRITABLE.items() if part in text), f"is not JSON: {text}")
    return ""


def _problems_within(rtype: str, resource: dict, at: str, inside: bool) -> Iterator[Problem]:
    """The faults of the resources that a resource holds."""
    if "contained" in resource:
        yield from _problems_of_contained(resource["contained"], at)
    if not inside:
        return
    if rtype == "Bundle":
        yield from _problems_of_entries(resource.get("entry"), f"{at}.entry")
    elif rtype == "Parameters":
        yield from _problems_of_parameters(resource.get("parameter"), f"{at}.parameter")


def _problems_of_contained(contained: Any, at: str) -> Iterator[Problem]:
    for number, resource in _objects(contained):
        place = f"{at}.contained[{number}]"
        yield from _problems(resource, place)
        if "contained" in resource:
            yield Problem(f"{place}.contained", "a contained resource must not contain others")


def _problems_of_entries(entries: Any, at: str) -> Iterator[Problem]:
    for number, entry in _objects(entries):
        if "resource" in entry:
            yield from _problems(entry["resource"], f"{at}[{number}].resource")
        response = entry.get("response")
        if isinstance(response, dict) and "outcome" in response:
            yield from _problems(response["outcome"], f"{at}[{number}].response.outcome")


def _problems_of_parameters(parameters: Any, at: str) -> Iterator[Problem]:
    for number, parameter in _objects(parameters):
        if "resource" in parameter:
            yield from _problems(parameter["resource"], f"{at}[{number}].resource")
        yield from _problems_of_parameters(parameter.get("part"), f"{at}[{number}].part")


def _objects(items: Any) -> Iterator[tuple[int, dict]]:
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield number, item
