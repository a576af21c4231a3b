"""HL7's search expressions, compiled."""

import pytest

from toldonce.codes.fhir.definitions import RESOURCE_TYPES, search_parameters
from toldonce.record.search.criteria import MODIFIERS
from toldonce.record.search.expressions import NotInOurSubset, branches, parameter_branches
from toldonce.record.search.extract import clinical_branches, index
from toldonce.record.search.indexed import BIRTH_DATES, CLINICAL_DATE, COMMONPLACE, NAMED_TYPES

WITHOUT_EXPRESSION = {"_text", "_content", "_query"}
PERSON = {
    "resourceType": "Patient",
    "id": "p",
    "deceasedDateTime": "2024-01-01",
    "name": [{"family": "Hardy"}],
    "telecom": [{"system": "phone", "value": "1"}, {"system": "email", "value": "a@b"}],
    "generalPractitioner": [{"reference": "Organization/o"}, {"reference": "Practitioner/x"}],
}


def values(structure: str, expression: str, item: dict) -> list:
    return [value for branch in branches(structure, expression) for value in branch.reader()(item)]


@pytest.mark.parametrize("rtype", RESOURCE_TYPES)
def test_every_search_parameter_of_r4_compiles_and_reads_nothing_from_nothing(rtype):
    for code, parameter in search_parameters(rtype).items():
        assert bool(parameter.expression) == (code not in WITHOUT_EXPRESSION)
        assert parameter.type in MODIFIERS
        if not parameter.expression:
            continue
        found = parameter_branches(rtype, code)
        assert found
        for branch in found:
            assert branch.reader()({}) in ([], [False]) or not branch.steps
            for component in parameter.components:
                assert branches(branch.type, component.expression)
    assert index({"resourceType": rtype}).tokens == []


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("Patient.name.family", ["Hardy"]),
        ("Patient.name.family | Patient.telecom.value", ["Hardy", "1", "a@b"]),
        ("Patient.telecom.where(system='email').value", ["a@b"]),
        ("Patient.telecom[0].value", ["1"]),
        ("(Patient.deceased as dateTime)", ["2024-01-01"]),
        ("Patient.deceased.as(boolean)", []),
        ("Patient.deceased", ["2024-01-01"]),
        ("Patient.deceased.exists() and Patient.deceased != false", [True]),
        ("Patient.name.exists()", [True]),
    ],
)
def test_an_expression_reads_what_it_says(expression, found):
    assert values("Patient", expression, PERSON) == found


@pytest.mark.parametrize(
    ("item", "is_deceased"),
    [
        ({}, False),
        ({"deceasedBoolean": False}, False),
        ({"deceasedBoolean": True}, True),
        ({"deceasedDateTime": "2024"}, True),
    ],
)
def test_somebody_is_dead_who_is_not_said_to_live(item, is_deceased):
    assert values("Patient", search_parameters("Patient")["deceased"].expression, item) == [is_deceased]


@pytest.mark.parametrize(
    "expression", ["Patient.colour", "Patient.name.first()", "Patient.(", "Patient ~ 1", ""]
)
def test_what_r4_does_not_use_is_refused(expression):
    with pytest.raises(NotInOurSubset):
        branches("Patient", expression)


def test_the_tables_name_things_that_are_there():
    for rtype, codes in CLINICAL_DATE.items():
        assert all(search_parameters(rtype)[code].type == "date" for code in codes)
        assert all(clinical_branches(rtype))
    assert set(RESOURCE_TYPES) >= NAMED_TYPES
    for path in (*BIRTH_DATES, *COMMONPLACE):
        assert branches(path.split(".")[0], path)
