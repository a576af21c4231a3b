"""What the sources tell: the same every time, valid, of the right size, and wrong only where the truth says so."""

import re
from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rehearsal.conftest import PLACE, UNTIL, patient_of, rehearse
from toldonce.codes.fhir import validation
from toldonce.rehearsal.tell import prepare, tell_block, write

NHS = "https://fhir.nhs.uk/Id/nhs-number"
TO_COME = {"Appointment", "Goal", "Task"}  # these may speak of days that have not come


def test_the_same_arguments_give_the_same_bytes():
    one, other = rehearse(250, seed=5), rehearse(250, seed=5)
    assert one.lines == other.lines
    assert one.truth == other.truth


def test_a_block_told_apart_says_the_same():
    scene, blocks = prepare(PLACE, people=250, seed=5, until=UNTIL)
    apart = {
        block.first: [line for b in tell_block(scene, block) for line in b.lines]
        for block in reversed(blocks)
    }
    together = rehearse(250, seed=5).lines
    assert [line for block in blocks for line in apart[block.first]] == together


def test_another_seed_gives_other_people():
    assert rehearse(20, seed=5).lines != rehearse(20, seed=6).lines


def test_there_are_about_150_resources_a_person_in_at_least_25_types(demonstration):
    assert 135 <= len(demonstration.lines) / 1_000 <= 165
    assert len({each["resourceType"] for each in demonstration.resources}) >= 25


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000), until=st.dates(date(2022, 1, 1), date(2030, 12, 31)))
def test_every_resource_is_valid_fhir_and_raises_no_doubt(seed, until):
    for resource in rehearse(40, seed, until).resources:
        assert validation.problems(resource) == []
        assert validation.doubts(resource) == []


def test_every_id_is_used_once(demonstration):
    ids = Counter((each["resourceType"], each["id"]) for each in demonstration.resources)
    assert not [key for key, n in ids.items() if n > 1]


def test_a_patient_comes_before_what_is_about_them(demonstration):
    known = set()
    for each in demonstration.resources:
        if each["resourceType"] == "Patient":
            known.add(each["id"])
        assert patient_of(each) in known


def test_every_reference_to_a_resource_of_the_rehearsal_finds_it(demonstration):
    there = {f"{each['resourceType']}/{each['id']}" for each in demonstration.resources}
    elsewhere = ("Organization/ods-", "Location/")
    told = {
        reference.decode()
        for line in demonstration.lines
        for reference in re.findall(rb'"reference":"([^"#][^"]*)"', line)
    }
    assert {each for each in told if not each.startswith(elsewhere)} <= there


# the element of a type that may lie ahead: a supply that lasts, a day expected to leave, a day of review
AHEAD = {
    "MedicationRequest": "end",
    "Encounter": "valueDate",
    "CarePlan": "valueDate",
    "QuestionnaireResponse": "valueDate",
}


def days_in(told, element=""):
    """Yield each day that a resource tells, with the element that holds it."""
    if isinstance(told, dict):
        for name, value in told.items():
            yield from days_in(value, name)
    elif isinstance(told, list):
        for value in told:
            yield from days_in(value, element)
    elif isinstance(told, str) and re.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?", told):
        yield element, told[:10]


def test_nothing_happens_before_birth_after_death_or_after_the_last_day(demonstration):
    owners = {patient: row for row in demonstration.truth for patient in row["patients"]}
    wrong = Counter()
    for each in demonstration.resources:
        row, kind = owners[patient_of(each)], each["resourceType"]
        if kind in TO_COME or kind == "Patient":
            continue
        last = row["died"] or UNTIL.isoformat()
        for element, day in days_in(each):
            is_late = day > last and element != AHEAD.get(kind)
            wrong[kind, element] += day < row["birth_date"] or is_late
    assert not +wrong


def test_sources_know_people_by_their_own_numbers(demonstration):
    patients = [each for each in demonstration.resources if each["resourceType"] == "Patient"]
    local = [i for p in patients for i in p["identifier"] if i["system"] != NHS]
    assert len(local) >= len(patients)
    assert len({each["id"] for each in patients}) == len(patients)


# source, slip, between which shares of its patients
SLIPS = [
    ("hospital-system", "nhs number missing", 0.02, 0.06),
    ("hospital-system", "surname misspelt", 0.015, 0.05),
    ("hospital-system", "old address", 0.08, 0.2),
    ("ambulance-system", "nhs number missing", 0.25, 0.42),
    ("social-care-system", "nhs number missing", 0.08, 0.4),
    ("gp-system", "nhs number missing", 0.0, 0.012),
]


@pytest.mark.parametrize(("feed", "slip", "least", "most"), SLIPS)
def test_sources_slip_as_often_as_they_should(demonstration, feed, slip, least, most):
    seen = [p for row in demonstration.truth for p in row["patients"].values() if p["feed"] == feed]
    assert least <= sum(slip in p["slips"] for p in seen) / len(seen) <= most


def test_a_slip_in_the_truth_is_a_slip_in_the_source(demonstration):
    patients = {each["id"]: each for each in demonstration.resources if each["resourceType"] == "Patient"}
    for row in demonstration.truth:
        for id, seen in row["patients"].items():
            numbers = [i["value"] for i in patients[id]["identifier"] if i["system"] == NHS]
            assert numbers == ([] if "nhs number missing" in seen["slips"] else [row["nhs_number"]])
            told, slips = patients[id], set(seen["slips"])
            is_another = told["name"][0]["family"] != row["family"]
            assert is_another == bool(slips & {"surname misspelt", "former surname"})
            is_another = told["birthDate"] != row["birth_date"]
            assert is_another == bool(slips & {"birth date wrong", "day and month swapped"})
            assert ("telecom" not in told) == ("no telephone" in slips)


def test_write_leaves_a_file_for_each_source_and_the_truth(tmp_path):
    count = write(PLACE, tmp_path, people=30, seed=1, until=UNTIL)
    files = {path.name for path in tmp_path.iterdir()}
    assert {"truth.ndjson", "RBD.ndjson"} <= files
    told = sum(
        len(path.read_bytes().splitlines()) for path in tmp_path.iterdir() if path.name != "truth.ndjson"
    )
    assert told == count
    assert len((tmp_path / "truth.ndjson").read_bytes().splitlines()) == 30
