from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import orjson
import pytest

from toldonce.rehearsal.tell import tell

PLACE = Path(__file__).parents[2] / "places" / "dorset"
UNTIL = date(2026, 11, 21)


@dataclass
class Rehearsed:
    """A rehearsal that was told: resources by source, and the truth."""

    lines: list[bytes] = field(default_factory=list)
    resources: list[dict] = field(default_factory=list)
    truth: list[dict] = field(default_factory=list)

    @cached_property
    def of_patient(self) -> dict[str, list[dict]]:
        sorted_out: dict[str, list[dict]] = {}
        for each in self.resources:
            sorted_out.setdefault(patient_of(each), []).append(each)
        return sorted_out

    def about(self, patient: str) -> list[dict]:
        return self.of_patient[patient]


def patient_of(resource: dict) -> str:
    """The id of the Patient that a resource is or belongs to."""
    if resource["resourceType"] == "Patient":
        return resource["id"]
    if resource["resourceType"] == "Appointment":
        return resource["participant"][0]["actor"]["reference"].removeprefix("Patient/")
    told = resource.get("subject") or resource.get("patient") or resource.get("for")
    return told["reference"].removeprefix("Patient/")


def rehearse(people: int, seed: int, until: date = UNTIL) -> Rehearsed:
    told = Rehearsed()
    for batch in tell(PLACE, people=people, seed=seed, until=until):
        told.lines += batch.lines
        told.truth += batch.truth
    told.resources = [orjson.loads(line) for line in told.lines]
    return told


@pytest.fixture(scope="session")
def demonstration() -> Rehearsed:
    return rehearse(1_000, seed=1)
