"""Whether the Patient that a neighbour returns is the person whom we mean.

The NHS number was asked for, so it alone proves nothing new: the date of birth and one of the names must agree too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from toldonce.record import identity
from toldonce.record.readings.demographics import demographics, patients_of
from toldonce.record.readings.elements import listed, strings, text_of
from toldonce.record.readings.record import Record


@dataclass(frozen=True, slots=True)
class Known:
    """What is known here of a person, by which a neighbour's Patient is judged."""

    nhs_number: str
    birth_date: str
    names: frozenset[str]
    sealed: bool

    @property
    def is_enough(self) -> bool:
        """Whether a neighbour's Patient could be judged by it."""
        return bool(self.nhs_number and self.birth_date and self.names)


def known_of(record: Record) -> Known:
    """Return what an open record says of who the person is."""
    who = next(iter(record.once(demographics)), None)
    if who is None:
        return Known("", "", frozenset(), False)
    names = frozenset(name for each in patients_of(record) for name in names_of(each))
    born = who.birth_date.day.isoformat() if who.birth_date else ""
    return Known(who.nhs_number, born, names, who.sealed or record.sealed)


def agrees(patient: Mapping[str, Any], known: Known) -> bool:
    """Whether a Patient is the person that is known here."""
    told = identity.identity_of(patient)
    return (
        told.nhs_number == known.nhs_number
        and patient.get("birthDate") == known.birth_date
        and not known.names.isdisjoint(names_of(patient))
    )


def names_of(patient: Mapping[str, Any]) -> set[str]:
    """Return the family names, and the first given names, as they are compared."""
    found: set[str] = set()
    for name in listed(patient.get("name")):
        found.add(identity.searched(text_of(name.get("family"))))
        found |= {f"{identity.searched(given)}," for given in strings(name.get("given"))[:1]}
    return found - {"", ","}
