"""Coded values: what a local code means by its table, beside the code and the words that were sent."""

from __future__ import annotations

from typing import Any

from toldonce.exchange.hl7v2.mapping import Row, Target
from toldonce.exchange.hl7v2.reader import Reader, cleaned, pruned
from toldonce.exchange.hl7v2.segments import Part


def concept_of(part: Part, row: Row, reader: Reader, words: str = "") -> dict | None:
    """A CWE, CE, CNE, IS or ID as a CodeableConcept: never guessed, never dropped."""
    code, text = cleaned(part(1)), cleaned(part(2))
    codings = _meant(code, part(3), row, reader) if code else []
    codings += _sent(part, reader, row, has_meaning=bool(codings))
    said = (
        text
        or cleaned(part(9))
        or words
        or next((c["display"] for c in codings if "display" in c), "")
        or code
    )
    if not said:
        said = cleaned(part(5)) or cleaned(part(4))
    return pruned({"coding": _once(codings), "text": said}) or None


def _meant(code: str, system: str, row: Row, reader: Reader) -> list[dict]:
    target = reader.target(row, code, system) if row.table else None
    return [_coding(target)] if target and target.code else []


def _coding(target: Target) -> dict:
    return pruned({"system": target.system, "code": target.code, "display": target.display})


def _sent(part: Part, reader: Reader, row: Row, *, has_meaning: bool) -> list[dict]:
    """The codes as they were sent, in the system that was named; in none, as the source's own if that is all."""
    found = []
    for code, text, system in ((part(1), part(2), part(3)), (part(4), part(5), part(6))):
        code = cleaned(code)
        if code and not code.isspace() and (system or not has_meaning):
            address = reader.system(system) if system else _own_system(reader, row)
            found.append(
                pruned({"system": address, "code": " ".join(code.split()), "display": cleaned(text)})
            )
    return found


def _own_system(reader: Reader, row: Row) -> str:
    return reader.system(row.table or row.place)


def _once(codings: list[dict]) -> list[dict]:
    return list({(each.get("system"), each.get("code")): each for each in reversed(codings)}.values())[::-1]


def concept(parts: list[Part], row: Row, reader: Reader) -> dict | None:
    """The first repetition as a CodeableConcept."""
    return concept_of(_at(parts[0], row), row, reader)


def concepts(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """Every repetition as a CodeableConcept."""
    return [found for part in parts if (found := concept_of(_at(part, row), row, reader))]


def _at(part: Part, row: Row) -> Part:
    return part.inside(row.component) if row.component else part


def coding(parts: list[Part], row: Row, reader: Reader) -> dict | None:
    """A Coding; a code that no table knows stands for itself, as the source's own."""
    code = cleaned(parts[0](row.component or 1))
    target = reader.target(row, code) if code else None
    if target:
        return _coding(target)
    return (
        {"system": _own_system(reader, row), "code": " ".join(code.split()), "display": code}
        if code
        else None
    )


def code(parts: list[Part], row: Row, reader: Reader) -> Any:
    """A code of FHIR's own; nothing where the table does not say what is meant."""
    target = reader.target(row, parts[0](row.component or 1))
    return target.code if target else None


def codes(parts: list[Part], row: Row, reader: Reader) -> list[Any]:
    """Several codes of FHIR's own."""
    found = (reader.target(row, part(row.component or 1)) for part in parts if part(row.component or 1))
    return list(dict.fromkeys(target.code for target in found if target))


EXTENSIONS = {
    "ethnicity": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory",
    "religion": "http://hl7.org/fhir/StructureDefinition/patient-religion",
    "expected_discharge": "https://toldonce.example/StructureDefinition/expected-discharge-date",
}


def extension(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """A coded value as an extension."""
    url = EXTENSIONS.get(row.more["url"], row.more["url"])
    return [
        {"url": url, "valueCodeableConcept": found}
        for part in parts[:1]
        if (found := concept_of(part, row, reader))
    ]


def extension_date(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """A day as an extension."""
    found = reader.moment(parts[0], row)
    url = EXTENSIONS.get(row.more["url"], row.more["url"])
    return [{"url": url, "valueDate": found.fhir_date}] if found else []


def languages(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """Languages of communication."""
    return [
        {"language": found, "preferred": number == 0}
        for number, part in enumerate(parts)
        if (found := concept_of(part, row, reader))
    ]
