"""The clinical terms of the rehearsal are real ones."""

import csv
from pathlib import Path

import pytest

import toldonce.codes
from toldonce.rehearsal.shapes import measures, rows_of
from toldonce.rehearsal.terms import diagnosis, medicine_concept, operation

LISTS = Path(toldonce.codes.__file__).parent / "terms"
# Not in our lists, from general knowledge (their check digits hold): childbirth, operations, scores and questionnaires.
BY_HAND = {
    "delivery", "bronchiolitis", "seizure", "bleeding", "colectomy", "tonsillectomy",
    "cfs", "units", "phq9", "mrc", "peakflow", "fev1",
}  # fmt: skip
DIHEDRAL = [
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
]  # fmt: skip
TURN = "1576283094"


def is_sctid(code: str) -> bool:
    """Verhoeff's check over the whole identifier."""
    check = 0
    for place, digit in enumerate(reversed(code)):
        value = int(digit)
        for _ in range(place % 8):
            value = int(TURN[value])
        check = int(DIHEDRAL[check][value])
    return check == 0


@pytest.fixture(scope="module")
def listed() -> dict[str, str]:
    texts = [path.read_text(encoding="utf-8").splitlines() for path in LISTS.glob("*.csv")]
    return {row["code"]: row["display"] for text in texts for row in csv.DictReader(text)}


@pytest.mark.parametrize("table", ["terms", "measures"])
def test_every_code_is_a_snomed_identifier_and_in_our_lists(listed, table):
    for row in rows_of(table):
        if row["code"]:
            assert is_sctid(row["code"]), row
            assert row["code"] in listed or row["name"] in BY_HAND, row


def test_every_treatment_and_admission_uses_a_known_name():
    medicines = {row["name"] for row in rows_of("medicines")}
    terms = {row["name"] for row in rows_of("terms")}
    assert {row["medicine"] for row in rows_of("treatments")} <= medicines
    assert {row["medicine"] for row in rows_of("complaints") if row["medicine"]} <= medicines
    assert {row["reason"] for row in rows_of("admissions")} <= terms | {"CAN"}
    assert {row["procedure"] for row in rows_of("admissions") if row["procedure"]} <= terms


def test_hospitals_code_in_icd_and_opcs_beside_snomed():
    assert [c["code"] for c in diagnosis("pneumonia")["coding"]] == ["233604007", "J18.9"]
    assert [c["code"] for c in operation("cataract")["coding"]] == ["54885007", "C71.2"]


def test_a_medicine_has_its_code_where_our_lists_know_it():
    assert medicine_concept("metformin-500")["coding"][0]["code"] == "325278007"


def test_every_measure_has_a_unit():
    assert all(measure.ucum for measure in measures().values())
