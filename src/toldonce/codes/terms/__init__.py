"""Our own short lists of codes, one CSV file each; a deployment brings its own full terminology."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from toldonce.codes.fhir import definitions

FOLDER = Path(__file__).parent
SNOMED = "http://snomed.info/sct"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
OPCS4 = "https://fhir.hl7.org.uk/CodeSystem/opcs-4"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
DMD = "https://dmd.nhs.uk"
COMMON = ("system", "code", "display", "seen_in")
LISTS = tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))


@dataclass(frozen=True, slots=True)
class Term:
    """A code with its display, where it was seen, and what its list says besides (unit, kind, register …)."""

    system: str
    code: str
    display: str
    seen_in: str
    about: Mapping[str, str]


@cache
def terms(name: str) -> tuple[Term, ...]:
    """The rows of one list; a medicine that is described in words alone has no system and no code."""
    with (FOLDER / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return tuple(_term(row) for row in csv.DictReader(file))


def _term(row: dict[str, str]) -> Term:
    about = {key: value for key, value in row.items() if key not in COMMON}
    return Term(row["system"], row["code"], row["display"], row["seen_in"], MappingProxyType(about))


@cache
def _displays() -> dict[tuple[str, str], str]:
    return {(term.system, term.code): term.display for name in LISTS for term in terms(name) if term.code}


def display(system: str, code: str) -> str | None:
    """The words for a code from our lists or HL7's value sets; None when neither knows it."""
    return _displays().get((system, code)) or definitions.hl7_display(system, code)


@cache
def _kinds(name: str) -> dict[tuple[str, str], str]:
    return {(term.system, term.code): term.about.get("kind", "") for term in terms(name)}


def has_right_check_digit(code: str) -> bool:
    """Whether a SNOMED CT identifier is well formed: 6 to 18 digits, the last by Verhoeff's rule."""
    if not (6 <= len(code) <= 18 and code.isascii() and code.isdigit()) or code[0] == "0":
        return False
    check = 0
    for place, digit in enumerate(reversed(code)):
        check = _PRODUCT[check][_PERMUTED[place % 8][int(digit)]]
    return check == 0


# Multiplication in the dihedral group of order ten, and the permutations by place (Verhoeff 1969).
_PRODUCT = tuple(
    tuple(
        (a + b) % 5 if a < 5 and b < 5 else
        (a + b) % 5 + 5 if a < 5 else
        (a - b) % 5 + 5 if b < 5 else
        (a - b) % 5
        for b in range(10)
    )
    for a in range(10)
)  # fmt: skip
_FIRST_PERMUTATION = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def _permutations() -> tuple[tuple[int, ...], ...]:
    rows = [tuple(range(10))]
    for _ in range(7):
        rows.append(tuple(_FIRST_PERMUTATION[digit] for digit in rows[-1]))
    return tuple(rows)


_PERMUTED = _permutations()
