"""What is indexed of a resource: tokens, clinical date, whose it is."""

from datetime import UTC, datetime

import pytest

from toldonce.record.search import references
from toldonce.record.search.extract import index, long_token
from toldonce.record.search.tokens import hashed, token


def observation(**more):
    return {"resourceType": "Observation", "id": "o", **more}


def reference(text):
    return {"subject": {"reference": text}}


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.fixture
def our_base(settings):
    settings.FHIR_BASES = ["https://record.example/fhir/"]
    references.our_bases.cache_clear()
    yield
    references.our_bases.cache_clear()


@pytest.mark.parametrize(
    ("resource", "patient"),
    [
        ({"resourceType": "Patient", "id": "p"}, "p"),
        ({"resourceType": "Organization", "id": "o"}, None),
        (observation(), None),
        (observation(**reference("Patient/p")), "p"),
        (observation(**reference("Patient/p/_history/3")), "p"),
        (observation(**reference("https://record.example/fhir/Patient/p")), "p"),
        (observation(**reference("https://record.example/fhir/Patient/p/_history/3")), "p"),
        (observation(**reference("https://elsewhere.example/fhir/Patient/p")), None),
        (observation(**reference("urn:uuid:7f1c1c5e-0000-4000-8000-000000000001")), None),
        (observation(**reference("#p")), None),
        (observation(**reference("Group/p")), None),
        (observation(subject={"identifier": {"value": "17"}}), None),
        (observation(subject={"display": "somebody"}), None),
        (observation(performer=[{"reference": "Practitioner/x"}, {"reference": "Patient/q"}]), "q"),
        (observation(**reference("Patient/p"), performer=[{"reference": "Patient/q"}]), "p"),
        ({"resourceType": "Appointment", "participant": [{"actor": {"reference": "Location/l"}},
                                                         {"actor": {"reference": "Patient/p"}}]}, "p"),
        ({"resourceType": "Coverage", "beneficiary": {"reference": "Patient/b"},
          "payor": [{"reference": "Patient/a"}]}, "b"),
        ({"resourceType": "RelatedPerson", "patient": {"reference": "Patient/p"}}, "p"),
    ],
)  # fmt: skip
def test_a_resource_says_whose_it_is(our_base, resource, patient):
    assert index(resource).patient == patient


@pytest.mark.parametrize(
    ("effective", "date", "is_long"),
    [
        ({}, None, False),
        ({"effectiveDateTime": "2024-05-01T10:00:00Z"}, at(2024, 5, 1, 10), False),
        ({"effectiveDateTime": "2024-05-01T10:00:00.250+01:00"}, at(2024, 5, 1, 9, 0, 0, 250000), False),
        ({"effectiveDateTime": "2024-01-15"}, at(2024, 1, 15), False),
        ({"effectiveDateTime": "2024-06-15"}, at(2024, 6, 14, 23), False),
        ({"effectiveDateTime": "2024-02"}, at(2024, 2, 1), False),
        ({"effectiveDateTime": "2024"}, at(2024, 1, 1), True),
        ({"effectiveDateTime": "2016-12-31T23:59:60Z"}, at(2017, 1, 1), False),
        ({"effectivePeriod": {"start": "2024-01-15", "end": "2024-01-20"}}, at(2024, 1, 15), False),
        ({"effectivePeriod": {"start": "2024-01-15", "end": "2024-03-20"}}, at(2024, 1, 15), True),
        (
            {"effectivePeriod": {"start": "2024-01-15T08:00:00Z", "end": "2024-01-15T09:00:00Z"}},
            at(2024, 1, 15, 8),
            False,
        ),
        ({"effectivePeriod": {"start": "2024-01-15"}}, at(2024, 1, 15), True),
        ({"effectivePeriod": {"end": "2024-01-15"}}, None, True),
        ({"effectiveTiming": {"event": ["2024-01-16", "2024-01-15"]}}, at(2024, 1, 15), False),
        ({"effectiveInstant": "9999-12-31T23:59:59Z"}, at(9999, 12, 31, 23, 59, 59), True),
    ],
)
def test_the_clinical_date_is_where_it_begins(effective, date, is_long):
    indexed = index(observation(**effective))
    assert indexed.clinical_date == date
    assert (long_token("Observation") in indexed.tokens) == is_long


@pytest.mark.parametrize(
    ("condition", "date"),
    [
        ({"onsetDateTime": "2020-01-02", "recordedDate": "2021-01-01"}, at(2020, 1, 2)),
        ({"recordedDate": "2021-01-01"}, at(2021, 1, 1)),
        ({"onsetString": "as a child", "recordedDate": "2021-01-01"}, at(2021, 1, 1)),
        ({"onsetAge": {"value": 7}}, None),
    ],
)
def test_a_condition_begins_with_its_onset_or_when_it_was_recorded(condition, date):
    assert index({"resourceType": "Condition", **condition}).clinical_date == date


BLOOD_PRESSURE = observation(
    status="final",
    code={"coding": [{"system": "http://snomed.info/sct", "code": "75367002"}], "text": "Blood pressure"},
    component=[{"code": {"coding": [{"code": "sys"}]}}, {"code": {"coding": [{"code": "dia"}]}}],
    subject={"reference": "Patient/p"},
    encounter={"reference": "Encounter/e"},
    performer=[
        {"reference": "Patient/p"},
        {"reference": "Organization/o", "identifier": {"value": "J81010"}},
    ],
    valueQuantity={"value": 7},
    effectiveDateTime="2024-01-01",
    note=[{"text": "said twice"}],
)


def test_an_observation_has_a_token_for_each_code_and_reference_but_not_for_whose_it_is():
    assert sorted(index(BLOOD_PRESSURE).tokens) == sorted(
        [
            token("Observation", "code", "75367002"),
            token("Observation", "component.code", "sys"),
            token("Observation", "component.code", "dia"),
            token("Observation", "encounter", "Encounter/e"),
            token("Observation", "performer", "Organization/o"),
            token("Observation", "performer:identifier", "J81010"),
        ]
    )


def test_a_name_gives_tokens_for_its_beginnings():
    person = {"resourceType": "Patient", "id": "p", "name": [{"family": "O'Brien", "given": ["Jo"]}]}
    assert set(index(person).tokens) == {hashed("Patient.name^3^obr"), hashed("Patient.name^6^obrien")}


def test_tokens_fit_a_signed_number_of_64_bits():
    numbers = [hashed(str(number)) for number in range(1000)]
    assert all(-(2**63) <= number < 2**63 for number in numbers)
    assert min(numbers) < 0 < max(numbers)


def test_arrays_of_primitives_may_have_gaps():
    person = {"resourceType": "Patient", "id": "p", "name": [{"given": ["Anna", None], "_given": [None, {}]}]}
    assert index(person).tokens
