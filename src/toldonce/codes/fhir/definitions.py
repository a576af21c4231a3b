"""HL7's FHIR R4 (4.0.1) as tables: resource types, elements, search parameters, compartment, value sets."""

import csv
import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import orjson

FHIR_VERSION = "4.0.1"
FOLDER = Path(__file__).parent / "r4"
COMMON_TYPES = ("Resource", "DomainResource")
# R4's compartment leaves these out although they may be about one person; a later FHIR takes most of them in.
ALSO_ABOUT_A_PATIENT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Contract": ("patient",),
        "Device": ("patient",),
        "GuidanceResponse": ("patient",),
        "Task": ("patient", "focus"),
    }
)
WITHOUT_NARRATIVE = frozenset(("Binary", "Bundle", "Parameters"))
PRIMITIVES = frozenset(
    (
        *("base64Binary", "boolean", "canonical", "code", "date", "dateTime", "decimal", "id", "instant"),
        *("integer", "markdown", "oid", "positiveInt", "string", "time", "unsignedInt", "uri", "url"),
        *("uuid", "xhtml"),
    )
)


@dataclass(frozen=True, slots=True)
class Component:
    """One part of a composite search parameter: a simple parameter's code and where it lies in the whole."""

    code: str
    expression: str


@dataclass(frozen=True, slots=True)
class SearchParameter:
    """One of HL7's search parameters for one resource type; `expression` holds that type's parts only."""

    code: str
    type: str
    expression: str
    targets: tuple[str, ...] = ()
    components: tuple[Component, ...] = ()
    comparators: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a structure; `types` are primitives, data types or the paths of backbone elements."""

    name: str
    path: str
    types: tuple[str, ...]
    least: int = 0
    most: int = 0
    flags: str = ""
    value_set: str = ""
    strength: str = ""
    targets: tuple[str, ...] = ()

    @property
    def is_many(self) -> bool:
        return self.most != 1

    @property
    def is_summary(self) -> bool:
        return "s" in self.flags

    @property
    def is_modifier(self) -> bool:
        return "m" in self.flags

    @property
    def is_choice(self) -> bool:
        return self.name.endswith("[x]")

    def names(self) -> tuple[tuple[str, str], ...]:
        """The property names in JSON, each with its type: valueQuantity and valueString for value[x]."""
        if not self.is_choice:
            return ((self.name, self.types[0]),)
        stem = self.name.removesuffix("[x]")
        return tuple((stem + kind[0].upper() + kind[1:], kind) for kind in self.types)


def _table(name: str) -> Any:
    data = (FOLDER / name).read_bytes()
    return orjson.loads(gzip.decompress(data) if name.endswith(".gz") else data)


def _numbers() -> dict[str, int]:
    with (FOLDER / "resource_types.csv").open(newline="") as file:
        return {row["name"]: int(row["number"]) for row in csv.DictReader(file)}


RTYPE: Mapping[str, int] = MappingProxyType(_numbers())
RTYPE_NAMES: Mapping[int, str] = MappingProxyType({number: name for name, number in RTYPE.items()})
RESOURCE_TYPES: tuple[str, ...] = tuple(sorted(RTYPE))


@cache
def _structures() -> dict[str, dict[str, list]]:
    return _table("elements.json.gz")


@cache
def elements(structure: str) -> Mapping[str, Element]:
    """The elements directly inside `Observation`, `Observation.component` or `Quantity`, by name."""
    rows = _structures()[structure].items()
    return MappingProxyType({name: Element(name, f"{structure}.{name}", *_frozen(row)) for name, row in rows})


def _frozen(row: list) -> tuple:
    return tuple(tuple(part) if isinstance(part, list) else part for part in row)


def is_structure(name: str) -> bool:
    """Whether a name has elements of its own: a resource type, data type or path of a backbone element."""
    return name in _structures()


@cache
def mandatory_elements(rtype: str) -> tuple[str, ...]:
    """The property names of a resource that must be there, which a subset of its elements has to keep."""
    return tuple(name for e in elements(rtype).values() if e.least for name, _ in e.names())


@cache
def _parameters() -> dict[str, tuple[dict, ...]]:
    by_type: dict[str, list[dict]] = {}
    for row in _table("search_parameters.json.gz"):
        for base in row["base"]:
            by_type.setdefault(base, []).append(row)
    return {base: tuple(rows) for base, rows in by_type.items()}


@cache
def search_parameters(rtype: str) -> Mapping[str, SearchParameter]:
    """HL7's search parameters of a resource type by code, with those of every resource (`_id` and so on)."""
    if rtype not in RTYPE:
        raise KeyError(rtype)
    bases = ("Resource",) if rtype in WITHOUT_NARRATIVE else COMMON_TYPES
    rows = [(base, row) for base in (*bases, rtype) for row in _parameters().get(base, ())]
    return MappingProxyType({row["code"]: _parameter(base, row) for base, row in rows})


def _parameter(base: str, row: dict) -> SearchParameter:
    return SearchParameter(
        code=row["code"],
        type=row["type"],
        expression=_part_for(base, row),
        targets=tuple(row.get("target", ())),
        components=tuple(Component(code, expression) for code, expression in row.get("component", ())),
        comparators=tuple(row.get("comparator", ())),
        url=row["url"],
    )


def _part_for(base: str, row: dict) -> str:
    """The alternatives that begin at this type; HL7 left the type out in one (InsurancePlan.name)."""
    parts = _alternatives(row.get("expression", ""))
    if len(row["base"]) == 1:
        parts = [part if re.match(r"\(*[A-Z]", part) or not part else f"{base}.{part}" for part in parts]
    return " | ".join(part for part in parts if re.match(rf"\(*{base}\b", part))


def _alternatives(expression: str) -> list[str]:
    """Splits a FHIRPath expression at the `|` signs that stand outside parentheses."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(expression):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            parts.append(expression[start:at].strip())
            start = at + 1
    return [*parts, expression[start:].strip()]


@cache
def _compartment() -> dict[str, tuple[str, ...]]:
    return {rtype: tuple(codes) for rtype, codes in _table("patient_compartment.json").items()}


def patient_compartment(rtype: str) -> tuple[str, ...]:
    """The search parameters by which such a resource belongs to a Patient; () where it belongs to nobody."""
    return _compartment().get(rtype) or ALSO_ABOUT_A_PATIENT.get(rtype, ())


@cache
def _value_sets() -> dict[str, Any]:
    return _table("value_sets.json.gz")


def value_set(url: str) -> Mapping[str, list[str]] | None:
    """A bound value set's codes by code system; None where HL7 publishes no closed list (media types)."""
    return _value_sets()["sets"].get(url)


def hl7_display(system: str, code: str) -> str | None:
    """HL7's own display for a code of one of the value sets that R4 binds."""
    return _value_sets()["systems"].get(system, {}).get(code)


@cache
def hl7_systems() -> frozenset[str]:
    """The code systems that HL7 publishes with R4."""
    return frozenset(_value_sets()["known_systems"])
