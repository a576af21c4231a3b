"""What is indexed of a resource: its tokens, its clinical date, and whose it is.

For each resource type one function is written as Python source from HL7's search expressions, so that a resource is
walked once. Resources are taken to have passed validation.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from toldonce.codes.fhir.definitions import patient_compartment, search_parameters
from toldonce.record.search import references, words
from toldonce.record.search.dates import SPANS, Span, beginning, beginning_of, timing
from toldonce.record.search.expressions import Branch, parameter_branches
from toldonce.record.search.indexed import BIRTH_DATES, CLINICAL_DATE, COMMONPLACE, NAMED_TYPES
from toldonce.record.search.tokens import (
    NOTHING,
    ReferenceTokens,
    Tokens,
    beginnings,
    hashed,
    without_version,
)

Json = Mapping[str, Any]
FIRST_COMPARTMENT_PARAMETERS = ("subject", "patient", "beneficiary")
HUMAN_NAME_PARTS = ("family", "given", "text", "prefix", "suffix")
ADDRESS_PARTS = ("line", "city", "district", "state", "postalCode", "country", "text")


class Indexed(NamedTuple):
    """What the table `resource` keeps beside the body, for search."""

    tokens: list[int]
    clinical_date: datetime | None
    patient: str | None


def index(resource: Json) -> Indexed:
    """The tokens, the clinical date (its beginning, where it is a period) and the id of the Patient it is about."""
    rtype = resource["resourceType"]
    walk, spans, patient = _functions(rtype)
    reference = patient(resource)
    found: set[int] = {NOTHING}
    walk(resource, found.add, reference)
    date = None
    if spans is not None:
        date, is_long = spans(resource)
        if is_long:
            found.add(long_token(rtype))
    found.remove(NOTHING)
    return Indexed(list(found), date, reference and _patient_id(reference))


def _patient_id(reference: str) -> str:
    id = reference[8:]
    return id if "/" not in id else references.plain(reference)[8:]


def long_token(rtype: str) -> int:
    """The token of resources whose clinical date is open to a side or longer than LONG: a range may miss them."""
    return hashed(f"{rtype}~long")


@cache
def _functions(rtype: str) -> tuple[Callable, Callable | None, Callable]:
    return _walker(rtype), _clinical(rtype), _patient(rtype)


# --- whose it is -------------------------------------------------------------------------------------------------


@cache
def compartment_paths(rtype: str) -> tuple[Branch, ...]:
    """Where a resource says whose it is, in the order in which they are asked."""
    codes = list(patient_compartment(rtype))
    codes.sort(key=lambda code: (code not in FIRST_COMPARTMENT_PARAMETERS, code != "subject"))
    found = [
        branch for code in codes for branch in parameter_branches(rtype, code) if branch.type == "Reference"
    ]
    return tuple({branch.path: branch for branch in found}.values())


def _patient(rtype: str) -> Callable[[Json], str | None]:
    """A function that finds the reference to the Patient, as it is written."""
    if rtype == "Patient":
        return lambda resource: f"Patient/{resource['id']}" if "id" in resource else None
    readers = [branch.reader() for branch in compartment_paths(rtype)]

    def whose(resource: Json) -> str | None:
        for read in readers:
            for value in read(resource):
                reference = value.get("reference")
                if reference and (
                    reference[:8] == "Patient/" or references.plain(reference)[:8] == "Patient/"
                ):
                    return reference
        return None

    return whose


# --- when it was -------------------------------------------------------------------------------------------------


@cache
def clinical_branches(rtype: str) -> tuple[tuple[Branch, ...], ...]:
    """The branches of each of the parameters that give a type's clinical date."""
    return tuple(
        tuple(branch for branch in parameter_branches(rtype, code) if branch.type in SPANS)
        for code in CLINICAL_DATE.get(rtype, ())
    )


def _clinical(rtype: str) -> Callable[[Json], tuple[datetime | None, bool]] | None:
    parameters = clinical_branches(rtype)
    if not parameters:
        return None
    if all(_is_plain(branch) for found in parameters for branch in found):
        return _one_date(branch for found in parameters for branch in found)
    readers = [[(branch.reader(), SPANS[branch.type]) for branch in found] for found in parameters]

    def one_of_several(resource: Json) -> tuple[datetime | None, bool]:
        for pairs in readers:
            spans = [found for read, spanned in pairs for v in read(resource) if (found := spanned(v))]
            if spans:
                whole = Span(min(span.start for span in spans), max(span.end for span in spans))
                return beginning_of(whole) or NO_DATE
        return NO_DATE

    return one_of_several


NO_DATE: tuple[datetime | None, bool] = (None, False)


def _is_plain(branch: Branch) -> bool:
    """Whether it is one property of the resource, with one value."""
    return len(branch.steps) == 1 and not branch.steps[0].is_many


def _one_date(found: Iterable[Branch]) -> Callable[[Json], tuple[datetime | None, bool]]:
    pairs = [
        (branch.steps[0].name, _timing_beginning if branch.type == "Timing" else beginning)
        for branch in found
    ]

    def one_date(resource: Json) -> tuple[datetime | None, bool]:
        for name, begins in pairs:
            value = resource.get(name)
            if value:
                return begins(value) or NO_DATE
        return NO_DATE

    return one_date


def _timing_beginning(value: Json) -> tuple[datetime | None, bool] | None:
    return beginning_of(timing(value))


# --- tokens ------------------------------------------------------------------------------------------------------


class Place(NamedTuple):
    """A place in the JSON of which tokens are made, and the way they are made."""

    branch: Branch
    way: str


TOKEN_WAYS = {
    "CodeableConcept": "concept",
    "Coding": "coding",
    "Identifier": "identifier",
    "ContactPoint": "contact",
    "code": "plain",
    "id": "plain",
    "string": "plain",
    "uri": "plain",
}
REFERENCE_WAYS = {
    "Reference": "reference",
    "canonical": "canonical",
    "uri": "canonical",
    "Resource": "resource",
}
STRING_WAYS = {"string": "text", "markdown": "text", "HumanName": "human-name", "Address": "address"}
URI_WAYS = {"uri": "plain", "url": "plain", "canonical": "canonical"}
WAYS = {"token": TOKEN_WAYS, "reference": REFERENCE_WAYS, "string": STRING_WAYS, "uri": URI_WAYS}
NOT_INDEXED = frozenset({"_id", "_lastUpdated"})


def way_of(rtype: str, parameter_type: str, branch: Branch) -> str | None:
    """How tokens are made of a branch's values for a type of search parameter; None if none are."""
    if branch.truth or (parameter_type == "string" and rtype not in NAMED_TYPES):
        return None
    if branch.path in BIRTH_DATES and parameter_type == "date":
        return "birth-date"
    return WAYS.get(parameter_type, {}).get(branch.type)


def places(rtype: str) -> list[Place]:
    """Every place of a resource type of which tokens are made."""
    found: dict[tuple[str, str], Place] = {}
    for code, parameter in search_parameters(rtype).items():
        if code in NOT_INDEXED or not parameter.expression:
            continue
        for branch in parameter_branches(rtype, code):
            if way := way_of(rtype, parameter.type, branch):
                found.setdefault((branch.path, way), Place(branch, way))
    return list(found.values())


def _walker(rtype: str) -> Callable[[Json, Callable[[int], None], str | None], None]:
    """Writes and compiles `walk(resource, add, own)`; names and paths come from HL7's tables only."""
    tree: dict = {}
    for place in places(rtype):
        node = tree
        for step in place.branch.steps:
            node = node.setdefault((step.name, step.is_many), {})
        node.setdefault("ways", []).append(place)
    names: dict[str, Any] = {"hashed": hashed, "text_tokens": _text_tokens, "birth_tokens": _birth_tokens}
    lines = ["def walk(v, add, own):", *_lines(tree, "v", 1, names), " return"]
    exec("\n".join(lines), names)
    return names["walk"]


def _lines(tree: dict, here: str, depth: int, names: dict[str, Any]) -> Iterator[str]:
    for key, node in tree.items():
        if key == "ways":
            for place in node:
                yield from (" " * depth + line for line in _made(place, here, names))
            continue
        name, is_many = key
        there = f"v{depth}"
        yield f"{' ' * depth}{there} = {here}.get({name!r})"
        if is_many:
            yield f"{' ' * depth}if {there}:"
            yield f"{' ' * depth} for {there} in {there}:"
            yield from _lines(node, there, depth + 2, names)
        else:
            yield f"{' ' * depth}if {there}:"
            yield from _lines(node, there, depth + 1, names)


def _made(place: Place, v: str, names: dict[str, Any]) -> list[str]:
    """The lines that add the tokens of one value."""
    path, way = place.branch.path, place.way
    known = f"known{len(names)}"
    names[known] = _memory(path, way)
    return [line.format(v=v, known=known, path=path) for line in _LINES[way]]


def _memory(path: str, way: str) -> Tokens:
    if way in ("reference", "resource"):
        return ReferenceTokens(path, references.plain)
    normal = {"contact": words.contact, "canonical": without_version}.get(way, str)
    return Tokens(path, normal, COMMONPLACE.get(path, frozenset()))


_IDENTIFIER = ["x = {v}.get('value')", "if x: add(hashed('{path}=' + x))"]
_LINES: dict[str, list[str]] = {
    "concept": [
        "x = {v}.get('coding')",
        "if x:",
        " for x in x:",
        "  x = x.get('code')",
        "  if x: add({known}[x])",
    ],
    "coding": ["x = {v}.get('code')", "if x: add({known}[x])"],
    "identifier": _IDENTIFIER,
    "contact": ["x = {v}.get('value')", "if x: add({known}[x])"],
    "plain": ["if {v}: add({known}[{v}])"],
    "canonical": ["if {v}: add({known}[{v}])"],
    "reference": [
        "x = {v}.get('reference')",
        "if x and x != own: add({known}[x])",
        "x = {v}.get('identifier')",
        "if x:",
        " x = x.get('value')",
        " if x: add(hashed('{path}:identifier=' + x))",
    ],
    "resource": ["x = {v}.get('id')", "if x: add({known}[{v}['resourceType'] + '/' + x])"],
    "text": ["if {v}: text_tokens('{path}', {v}, add)"],
    "human-name": [
        f"for x in {HUMAN_NAME_PARTS}:",
        " x = {v}.get(x)",
        " if x: text_tokens('{path}', x, add)",
    ],
    "address": [
        f"for x in {ADDRESS_PARTS}:",
        " x = {v}.get(x)",
        " if x: text_tokens('{path}', x, add)",
    ],
    "birth-date": ["birth_tokens('{path}', {v}, add)"],
}


def _text_tokens(path: str, text: str | list[str | None], add: Callable[[int], None]) -> None:
    place = text_place(path)
    for each in [text] if isinstance(text, str) else text:
        for letters in beginnings(each or ""):
            add(hashed(f"{place}^{letters}"))


def text_place(path: str) -> str:
    """The place under which texts are hashed: all parts of a name or address share one."""
    for whole in (".name.", ".address."):
        if whole in path:
            return path[: path.index(whole) + len(whole) - 1]
    return path


def _birth_tokens(path: str, date: str, add: Callable[[int], None]) -> None:
    for length in (4, 7, 10):
        if len(date) >= length:
            add(hashed(f"{path}={date[:length]}"))
