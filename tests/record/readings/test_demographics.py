from tests.record.readings.tables import record, resource
from toldonce.record.readings.demographics import demographics

NHS = "https://fhir.nhs.uk/Id/nhs-number"


def patient(source="gp", **elements):
    return resource("Patient", source, **elements)


def test_one_identity_is_told_from_all_sources_and_the_differences_are_named():
    whole = record(
        patient(
            name=[{"use": "official", "given": ["Ann", "Mary"], "family": "Legg"}],
            birthDate="1950-02-03",
            identifier=[{"system": NHS, "value": "9990000018"}],
            address=[{"line": ["1 High Street"], "city": "Poole", "postalCode": "BH15 1AA"}],
        ),
        patient(
            "hospital", name=[{"given": ["Anne"], "family": "Legg"}], birthDate="1950-03-02", gender="female"
        ),
    )
    (person,) = demographics(whole)
    assert (person.name, person.nhs_number, person.age, person.gender) == (
        "Ann Mary Legg",
        "9990000018",
        76,
        "female",
    )
    assert person.address == ("1 High Street", "Poole", "BH15 1AA")
    assert {each.fact for each in person.differences} == {"name", "date of birth"}


def test_the_address_of_now_is_shown_and_not_the_old_one():
    whole = record(
        patient(
            address=[
                {"use": "old", "line": ["Old Road"]},
                {"use": "home", "line": ["Past Lane"], "period": {"end": "2020-01-01"}},
                {"use": "home", "line": ["New Street"]},
            ]
        )
    )
    assert demographics(whole).items[0].address == ("New Street",)


def test_age_stops_at_death():
    (person,) = demographics(record(patient(birthDate="1930-01-01", deceasedDateTime="2020-06-01")))
    assert (person.age, person.is_dead) == (90, True)


def test_a_patient_that_says_nothing_is_still_a_person():
    (person,) = demographics(record(patient()))
    assert (person.name, person.age, person.address) == ("", None, ())


def named(source, given, updated, **elements):
    told = patient(source, name=[{"given": [given], "family": "Legg"}], **elements)
    told["meta"]["lastUpdated"] = updated
    return told


def test_the_name_of_the_registered_practice_goes_before_what_others_heard_later():
    practice = {"identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "gp"}}
    (person,) = demographics(
        record(
            named("council", "Peggy", "2026-06-01T00:00:00Z", address=[{"line": ["2 New Road"]}]),
            named(
                "gp",
                "Margaret",
                "2019-01-01T00:00:00Z",
                generalPractitioner=[practice],
                address=[{"line": ["1 High Street"]}],
            ),
        )
    )
    assert (person.given, person.address) == ("Margaret", ("1 High Street",))
    assert {each.fact for each in person.differences} == {"name", "address"}


def test_without_a_practice_a_verified_source_goes_before_a_newer_one():
    verified = {
        "url": "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus",
        "valueCodeableConcept": {"coding": [{"code": "number-present-and-verified"}]},
    }
    number = {"system": NHS, "value": "9990000018", "extension": [verified]}
    (person,) = demographics(
        record(
            named("council", "Peggy", "2026-06-01T00:00:00Z"),
            named("hospital", "Margaret", "2019-01-01T00:00:00Z", identifier=[number]),
        )
    )
    assert person.given == "Margaret"
