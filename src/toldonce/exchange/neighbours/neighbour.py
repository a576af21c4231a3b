"""A neighbour: who keeps the record on the other side of the border, where, and which sections it offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

TYPES: Mapping[str, tuple[str, ...]] = {
    "alerts": ("Flag",),
    "allergies": ("AllergyIntolerance",),
    "appointments": ("Appointment",),
    "care-plans": ("CarePlan",),
    "documents": ("DocumentReference",),
    "medicines": ("MedicationRequest", "MedicationStatement"),
    "problems": ("Condition",),
    "procedures": ("Procedure",),
    "results": ("Observation", "DiagnosticReport"),
    "stays": ("Encounter",),
    "vaccinations": ("Immunization",),
}
BRIEFLY = ("allergies", "problems", "medicines", "alerts", "care-plans")  # on the first page of a record


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One neighbour that can be asked; `token` opens its door, and never leaves for another address."""

    code: str
    name: str
    covers: str
    sections: tuple[str, ...]
    address: str
    token: str = ""

    def __repr__(self) -> str:
        return f"<{self.name} at {self.address}>"

    def offers(self, slug: str) -> bool:
        """Whether it tells this section."""
        return slug in self.sections and slug in TYPES


def known() -> Sequence[Neighbour]:
    """Return the neighbours that have an address here."""
    return [Neighbour(**each) for each in settings.NEIGHBOURS]


def named(code: str) -> Neighbour | None:
    """Return the neighbour of a code."""
    return next((each for each in known() if each.code == code), None)
