"""Whose number an identifier is: the NHS's, or that of the hospital or system that gave it."""

from __future__ import annotations

from toldonce.codes import nhs_number
from toldonce.exchange.hl7v2.segments import Part

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
NHS_OID = "2.16.840.1.113883.2.1.4.1"
NHS_NAMES = {"NHS", "NHSNUMBER", "NHSNBR", "NHSNMBR", "NHS NUMBER", "NHS_NUMBER", "NHSNO", NHS_OID}
NHS_TYPES = {"NH", "NHS", "NHSN", "NHSNBR", "NHSNMBR"}
NOBODY = {"", "0", "UNKNOWN", "UNK", "NONE", "N/A", "NOTKNOWN"}


def is_nhs(part: Part) -> bool:
    """Whether a CX says that it is an NHS number, by its authority or its type."""
    said = {part(4, 1).strip().upper(), part(4, 2).strip()}
    kind = part(5).strip().upper()
    is_national = kind == "NI" and said == {""} and nhs_number.is_valid(part(1))
    return is_national or not NHS_NAMES.isdisjoint(said) or kind in NHS_TYPES


def authority_of(part: Part) -> str:
    """Return who gave the number: an authority by name or universal id, or a facility; "" when it is not said."""
    return (part(4, 1) or part(4, 2) or part(6, 1)).strip()


def value_of(part: Part) -> str:
    """Return the number itself; an NHS number without its blanks."""
    value = part(1).strip()
    return (nhs_number.normalised(value) or value) if is_nhs(part) else value


def is_somebodys(value: str) -> bool:
    """Whether a number can be anybody's: a row of noughts or the word UNKNOWN is nobody's."""
    return value.upper() not in NOBODY and bool(value.strip("0 -"))


def named(part: Part) -> str:
    """Return "authority|value", by which messages about one patient are found."""
    authority = NHS_NUMBER if is_nhs(part) else authority_of(part)
    return f"{authority}|{value_of(part)}"[:300]
