"""HL7's tables as the rest of the project reads them."""

import re

import pytest

from toldonce.codes.fhir import definitions
from toldonce.codes.fhir.definitions import RESOURCE_TYPES, RTYPE, elements, search_parameters


def test_every_resource_type_of_r4_has_a_number_that_never_changes():
    assert len(RESOURCE_TYPES) == 146
    assert list(RESOURCE_TYPES) == sorted(RTYPE)
    some = {"Account": 1, "Observation": 96, "Patient": 103, "VisionPrescription": 146}
    assert {name: RTYPE[name] for name in some} == some
    assert len(set(RTYPE.values())) == len(RTYPE)
    assert all(definitions.RTYPE_NAMES[number] == name for name, number in RTYPE.items())


@pytest.mark.parametrize(
    ("rtype", "code", "kind", "expression"),
    [
        ("Observation", "code", "token", "Observation.code"),
        (
            "AllergyIntolerance",
            "code",
            "token",
            "AllergyIntolerance.code | AllergyIntolerance.reaction.substance",
        ),
        ("MedicationRequest", "code", "token", "(MedicationRequest.medication as CodeableConcept)"),
        ("Observation", "patient", "reference", "Observation.subject.where(resolve() is Patient)"),
        ("Patient", "_lastUpdated", "date", "Resource.meta.lastUpdated"),
        ("InsurancePlan", "name", "string", "InsurancePlan.name | InsurancePlan.alias"),
        ("Location", "near", "special", "Location.position"),
    ],
)
def test_a_search_parameter_holds_the_expression_of_its_own_type(rtype, code, kind, expression):
    parameter = search_parameters(rtype)[code]
    assert (parameter.type, parameter.expression) == (kind, expression)


def test_a_composite_parameter_names_its_parts():
    parameter = search_parameters("Observation")["code-value-quantity"]
    assert [(c.code, c.expression) for c in parameter.components] == [
        ("code", "code"),
        ("value-quantity", "value.as(Quantity)"),
    ]


def test_nothing_that_hl7_did_not_publish_is_there():
    for rtype in RESOURCE_TYPES:
        for parameter in search_parameters(rtype).values():
            assert parameter.url.startswith("http://hl7.org/fhir/SearchParameter/")
    assert "project" not in elements("Meta")
    assert "definition[x]" in elements("EvidenceVariable.characteristic")
    assert "SubscriptionStatus" not in RTYPE


def test_every_search_expression_leads_to_an_element_that_exists():
    lost = [
        f"{rtype}.{parameter.code}: {path}"
        for rtype in RESOURCE_TYPES
        for parameter in search_parameters(rtype).values()
        for path in _paths(parameter.expression)
        if not _exists(rtype, path.split(".")[1:])
    ]
    assert lost == []


def _paths(expression):
    simple = re.sub(r"\.(where|as|exists|resolve|ofType)\((?:[^()]|\([^()]*\))*\)", "", expression)
    simple = re.sub(r" as \w+|[()]|\[\d+\]", "", simple)
    return [part.strip() for part in re.split(r"\||\band\b", simple.replace(" != false", "")) if part.strip()]


def _exists(structure, names):
    if not names:
        return True
    if structure == "Resource" and names[0] != "meta":
        return names == ["id"]
    found = [e for e in elements(structure).values() if e.name in (names[0], names[0] + "[x]")]
    return any(_exists(kind, names[1:]) for element in found for kind in element.types)


def test_a_type_belongs_to_a_patient_by_parameters_that_it_has():
    assert definitions.patient_compartment("Observation") == ("subject", "performer")
    assert definitions.patient_compartment("Organization") == ()
    for rtype in RESOURCE_TYPES:
        assert set(definitions.patient_compartment(rtype)) <= set(search_parameters(rtype))


def test_an_element_knows_its_types_number_and_binding():
    status = elements("Observation")["status"]
    assert (status.types, status.least, status.is_many, status.strength) == (("code",), 1, False, "required")
    assert definitions.value_set(status.value_set) == {
        "http://hl7.org/fhir/observation-status": [
            *("amended", "cancelled", "corrected", "entered-in-error", "final", "preliminary", "registered"),
            "unknown",
        ]
    }
    value = elements("Observation.component")["value[x]"]
    assert ("valueQuantity", "Quantity") in value.names()
    assert elements("Observation")["subject"].targets == ("Patient", "Group", "Device", "Location")


def test_every_type_of_every_element_is_known():
    for rtype in RESOURCE_TYPES:
        for element in elements(rtype).values():
            for kind in element.types:
                assert kind in definitions.PRIMITIVES or definitions.is_structure(kind), element.path


def test_a_subset_of_a_resource_keeps_what_must_be_there():
    assert definitions.mandatory_elements("Observation") == ("status", "code")


def test_hl7_codes_have_displays():
    system = "http://terminology.hl7.org/CodeSystem/condition-clinical"
    assert definitions.hl7_display(system, "active") == "Active"
    assert definitions.hl7_display(system, "unheard-of") is None
    assert system in definitions.hl7_systems()
