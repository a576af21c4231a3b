"""Our names for the SNOMED CT, dm+d, ICD-10 and OPCS-4 terms that the rehearsal uses."""

import csv
from functools import cache
from pathlib import Path

import toldonce.codes
from toldonce.rehearsal.shapes import SNOMED, coded, coding, rows_of

ICD10 = "http://hl7.org/fhir/sid/icd-10"
OPCS4 = "https://fhir.hl7.org.uk/CodeSystem/opcs-4"
LISTS = Path(toldonce.codes.__file__).parent / "terms"


@cache
def _terms() -> dict[str, tuple[str, str]]:
    return {row["name"]: (row["code"], row["display"]) for row in rows_of("terms")}


@cache
def _listed(name: str) -> list[dict[str, str]]:
    path = LISTS / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def concept(name: str) -> dict:
    """The CodeableConcept of one of our terms; shared, never to be changed."""
    return coded(SNOMED, *_terms()[name])


def display_of(name: str) -> str:
    """The words of one of our terms."""
    return _terms()[name][1]


@cache
def diagnosis(name: str) -> dict:
    """A diagnosis as a hospital codes it: ICD-10 beside SNOMED CT."""
    return _with(name, ICD10, "problems", "icd10")


@cache
def operation(name: str) -> dict:
    """A procedure as a hospital codes it: OPCS-4 beside SNOMED CT."""
    return _with(name, OPCS4, "procedures", "opcs4")


def _with(name: str, system: str, kind: str, column: str) -> dict:
    code, words = _terms()[name]
    other = next((row[column] for row in _listed(kind) if row["code"] == code), "")
    if not other:
        return concept(name)
    return {"coding": [coding(SNOMED, code, words), coding(system, other)], "text": words}


@cache
def medicines() -> dict[str, dict[str, str]]:
    """Our medicines by name: display, amount and unit of a month's supply."""
    return {row["name"]: row for row in rows_of("medicines")}


@cache
def medicine_concept(name: str) -> dict:
    """The dm+d product, or its name alone where our lists do not have its code."""
    words = medicines()[name]["display"]
    code = next((row["code"] for row in _listed("medicines") if row["display"] == words), "")
    return coded(SNOMED, code, words)
