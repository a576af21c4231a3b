"""Trims HL7's R4 (4.0.1) definitions to the tables in `r4/`: `python -m toldonce.codes.fhir.vendor FOLDER`.

FOLDER is the unpacked npm package hl7.fhir.r4.examples: HL7's own, with every definition and every example.
"""

import gzip
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

TARGET = Path(__file__).parent / "r4"
PROFILE = "http://hl7.org/fhir/StructureDefinition/"
FHIR_TYPE = PROFILE + "structuredefinition-fhir-type"
NOT_OF_THE_BASE = ("-extensions-", "-genetic-", "example", "filter")
LARGEST_LIST = 400
Json = dict[str, Any]


def main(source: Path) -> None:
    """Writes every table of `r4/` anew from HL7's files."""
    structures = _structures(source)
    sets, systems, known = _value_sets(source, structures)
    numbers = TARGET / "resource_types.csv"
    if not numbers.exists():
        names = sorted(name for name in structures if "." not in name and "implicitRules" in structures[name])
        names = [name for name in names if name not in ("Resource", "DomainResource")]
        numbers.write_text("number,name\n" + "".join(f"{n},{name}\n" for n, name in enumerate(names, 1)))
    _write("elements.json.gz", structures)
    _write("value_sets.json.gz", {"sets": sets, "systems": systems, "known_systems": known})
    _write("search_parameters.json.gz", _search_parameters(source))
    _write("patient_compartment.json", _compartment(source))


def _write(name: str, content: object) -> None:
    data = orjson.dumps(content)
    path = TARGET / name
    path.write_bytes(gzip.compress(data, 9, mtime=0) if name.endswith(".gz") else data)
    print(f"{name}: {path.stat().st_size:,} bytes")


def _resources(source: Path, rtype: str) -> Iterator[Json]:
    for path in sorted(source.glob(f"{rtype}-*.json")):
        yield orjson.loads(path.read_bytes())


def _structures(source: Path) -> dict[str, dict[str, list]]:
    structures: dict[str, dict[str, list]] = {}
    for structure in _resources(source, "StructureDefinition"):
        if structure["kind"] in ("resource", "complex-type") and structure.get("derivation") != "constraint":
            _add_structure(structures, structure)
    return structures


def _add_structure(structures: dict, structure: Json) -> None:
    is_resource = structure["kind"] == "resource"
    structures.setdefault(structure["id"], {})
    for element in structure["snapshot"]["element"]:
        owner, _, name = element["path"].rpartition(".")
        if owner:
            structures.setdefault(owner, {})[name] = _row(element, is_resource and owner == structure["id"])


def _row(element: Json, of_resource: bool) -> list:
    """[types, min, max (0: many), flags ("s"ummary, "m"odifier), value set, strength, reference targets]."""
    types = [_type(each, element["path"], of_resource) for each in element.get("type", ())]
    if "contentReference" in element:
        types = [element["contentReference"].removeprefix("#")]
    binding = element.get("binding", {})
    targets = [
        target.removeprefix(PROFILE)
        for each in element.get("type", ())
        if each["code"] in ("Reference", "canonical")
        for target in each.get("targetProfile", ())
    ]
    flags = "s" * element.get("isSummary", False) + "m" * element.get("isModifier", False)
    row = [
        types,
        element["min"],
        0 if element["max"] == "*" else int(element["max"]),
        flags,
        binding.get("valueSet", "").split("|")[0],
        binding.get("strength", ""),
        targets,
    ]
    while row and not row[-1]:
        row.pop()
    return row


def _type(each: Json, path: str, of_resource: bool) -> str:
    if each["code"] in ("BackboneElement", "Element"):
        return path
    if of_resource and path.endswith(".id"):
        return "id"
    for extension in each.get("extension", ()):
        if extension["url"] == FHIR_TYPE:
            return extension["valueUrl"]
    return "string" if each["code"] == "http://hl7.org/fhirpath/System.String" else each["code"]


def _value_sets(source: Path, structures: dict) -> tuple[Json, Json, list[str]]:
    valued = {each["url"]: each for each in _resources(source, "ValueSet")}
    systems = {each["url"]: each for each in _resources(source, "CodeSystem")}
    wanted = {}
    for structure in structures.values():
        for row in structure.values():
            if len(row) > 5 and (row[5] != "example" or not wanted.get(row[4])):
                wanted[row[4]] = row[5]
    sets, displays = {}, {}
    for url, strength in sorted(wanted.items()):
        codes = _expanded(valued.get(url), systems)
        if codes is None or (strength != "required" and sum(map(len, codes.values())) > LARGEST_LIST):
            continue
        sets[url] = {system: sorted(found) for system, found in codes.items()}
        for system, found in codes.items():
            displays.setdefault(system, {}).update(found)
    return sets, displays, sorted(systems)


def _expanded(value_set: Json | None, systems: dict[str, Json]) -> dict[str, dict[str, str]] | None:
    """The codes of a value set by system, or None where it is not a closed list of codes published by HL7."""
    codes: dict[str, dict[str, str]] = {}
    for part in value_set["compose"]["include"] if value_set else ({},):
        found = _included(part, systems.get(part.get("system", "")))
        if found is None:
            return None
        codes.setdefault(part["system"], {}).update(found)
    for part in value_set["compose"].get("exclude", ()) if value_set else ():
        left_out = _included(part, systems.get(part["system"])) or {}
        codes[part["system"]] = {c: d for c, d in codes.get(part["system"], {}).items() if c not in left_out}
    return codes


def _included(part: Json, system: Json | None) -> dict[str, str] | None:
    if "valueSet" in part or "system" not in part:
        return None
    if "concept" in part:
        named = dict(_concepts(system or {}))
        return {c["code"]: c.get("display") or named.get(c["code"]) or c["code"] for c in part["concept"]}
    if not system or system["content"] != "complete":
        return None
    if "filter" not in part:
        return dict(_concepts(system))
    if [(f["property"], f["op"]) for f in part["filter"]] != [("concept", "is-a")]:
        return None
    return dict(_concepts({"concept": [_branch(system, part["filter"][0]["value"])]}))


def _branch(of: Json, code: str) -> Json:
    """The concept with this code, with everything below it."""
    for concept in of.get("concept", ()):
        found = concept if concept["code"] == code else _branch(concept, code)
        if found:
            return found
    return {}


def _concepts(of: Json) -> Iterator[tuple[str, str]]:
    for concept in filter(None, of.get("concept", ())):
        yield concept["code"], concept.get("display", concept["code"])
        yield from _concepts(concept)


def _search_parameters(source: Path) -> list[Json]:
    kept = ("code", "url", "type", "base", "expression", "target", "comparator", "multipleOr", "multipleAnd")
    published = [
        parameter
        for parameter in _resources(source, "SearchParameter")
        if not any(sign in parameter["id"] for sign in NOT_OF_THE_BASE)
    ]
    code_of = {parameter["url"]: parameter["code"] for parameter in published}
    rows = []
    for parameter in published:
        row = {key: parameter[key] for key in kept if key in parameter}
        if "component" in parameter:
            row["component"] = [[code_of[c["definition"]], c["expression"]] for c in parameter["component"]]
        rows.append(row)
    return rows


def _compartment(source: Path) -> dict[str, list[str]]:
    definition = orjson.loads((source / "CompartmentDefinition-patient.json").read_bytes())
    return {row["code"]: row["param"] for row in definition["resource"] if "param" in row}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
