"""The types of resources that tell of nobody: what is of another type and names no Patient may still be about one.

A Binary, a Bundle, or a Condition whose subject is only an identifier, is stored under nobody (pid 0), because
nothing in it says by reference whose it is. It is not therefore for everybody: people see of what is stored under
nobody only these types.
"""

from __future__ import annotations

from toldonce.record.store import Stored

NOBODY = 0
STAFF_AND_PLACES = frozenset(
    (
        "Organization",
        "OrganizationAffiliation",
        "Practitioner",
        "PractitionerRole",
        "Location",
        "HealthcareService",
        "Endpoint",
        "InsurancePlan",
        "Slot",
    )
)
PRODUCTS = frozenset(
    (
        "Medication",
        "MedicationKnowledge",
        "MedicinalProduct",
        "MedicinalProductAuthorization",
        "MedicinalProductContraindication",
        "MedicinalProductIndication",
        "MedicinalProductIngredient",
        "MedicinalProductInteraction",
        "MedicinalProductManufactured",
        "MedicinalProductPackaged",
        "MedicinalProductPharmaceutical",
        "MedicinalProductUndesirableEffect",
        "CatalogEntry",
        "DeviceDefinition",
        "Substance",
        "SubstanceNucleicAcid",
        "SubstancePolymer",
        "SubstanceProtein",
        "SubstanceReferenceInformation",
        "SubstanceSourceMaterial",
        "SubstanceSpecification",
    )
)
DEFINITIONS = frozenset(
    (
        "ActivityDefinition",
        "CapabilityStatement",
        "ChargeItemDefinition",
        "CodeSystem",
        "CompartmentDefinition",
        "ConceptMap",
        "EffectEvidenceSynthesis",
        "EventDefinition",
        "Evidence",
        "EvidenceVariable",
        "ExampleScenario",
        "GraphDefinition",
        "ImplementationGuide",
        "Library",
        "Measure",
        "MessageDefinition",
        "NamingSystem",
        "ObservationDefinition",
        "OperationDefinition",
        "PlanDefinition",
        "Questionnaire",
        "ResearchDefinition",
        "ResearchElementDefinition",
        "ResearchStudy",
        "RiskEvidenceSynthesis",
        "SearchParameter",
        "SpecimenDefinition",
        "StructureDefinition",
        "StructureMap",
        "TerminologyCapabilities",
        "TestScript",
        "ValueSet",
    )
)
TELLS_OF_NOBODY = STAFF_AND_PLACES | PRODUCTS | DEFINITIONS


def is_about_nobody(stored: Stored) -> bool:
    """Whether a stored version belongs to no person and is of a type that tells of none."""
    return stored.pid == NOBODY and stored.rtype in TELLS_OF_NOBODY
