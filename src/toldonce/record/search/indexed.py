"""What is worth a token and which date is a resource's clinical date, as tables.

A token costs about ten bytes of every resource that has it. What has none is still found: by re-reading bodies.
"""

# The search parameters that give a type's clinical date: the first that has a value. Only the first can be used to
# narrow a search in SQL, and only where it stands alone can results be sorted by it in SQL.
CLINICAL_DATE: dict[str, tuple[str, ...]] = {
    "AdverseEvent": ("date",),
    "AllergyIntolerance": ("date",),
    "Appointment": ("date",),
    "AuditEvent": ("date",),
    "Basic": ("created",),
    "CarePlan": ("date",),
    "CareTeam": ("date",),
    "ChargeItem": ("occurrence",),
    "Claim": ("created",),
    "ClaimResponse": ("created",),
    "ClinicalImpression": ("date",),
    "Communication": ("sent",),
    "CommunicationRequest": ("authored",),
    "Composition": ("date",),
    "Condition": ("onset-date", "recorded-date"),
    "Consent": ("date",),
    "CoverageEligibilityRequest": ("created",),
    "CoverageEligibilityResponse": ("created",),
    "DetectedIssue": ("identified",),
    "DeviceRequest": ("authored-on",),
    "DiagnosticReport": ("date",),
    "DocumentManifest": ("created",),
    "DocumentReference": ("date",),
    "Encounter": ("date",),
    "EpisodeOfCare": ("date",),
    "ExplanationOfBenefit": ("created",),
    "FamilyMemberHistory": ("date",),
    "Flag": ("date",),
    "Goal": ("start-date",),
    "ImagingStudy": ("started",),
    "Immunization": ("date",),
    "ImmunizationEvaluation": ("date",),
    "ImmunizationRecommendation": ("date",),
    "Invoice": ("date",),
    "List": ("date",),
    "MeasureReport": ("date",),
    "Media": ("created",),
    "MedicationAdministration": ("effective-time",),
    "MedicationDispense": ("whenhandedover", "whenprepared"),
    "MedicationRequest": ("authoredon",),
    "MedicationStatement": ("effective",),
    "NutritionOrder": ("datetime",),
    "Observation": ("date",),
    "Procedure": ("date",),
    "Provenance": ("recorded",),
    "QuestionnaireResponse": ("authored",),
    "RequestGroup": ("authored",),
    "ResearchSubject": ("date",),
    "RiskAssessment": ("date",),
    "Schedule": ("date",),
    "ServiceRequest": ("authored", "occurrence"),
    "Slot": ("start",),
    "Specimen": ("collected",),
    "SupplyDelivery": (),
    "SupplyRequest": ("date",),
    "Task": ("authored-on",),
    "VisionPrescription": ("datewritten",),
}

# Types that are looked for by name or address: the beginnings of their texts get tokens, of these lengths.
NAMED_TYPES = frozenset(
    (
        "ActivityDefinition",
        "CodeSystem",
        "Device",
        "Endpoint",
        "Group",
        "HealthcareService",
        "Library",
        "Location",
        "Measure",
        "Medication",
        "Organization",
        "Patient",
        "Person",
        "PlanDefinition",
        "Practitioner",
        "PractitionerRole",
        "Questionnaire",
        "RelatedPerson",
        "SearchParameter",
        "StructureDefinition",
        "ValueSet",
    )
)
BEGINNINGS = (3, 6)

# Types that are looked for by date of birth: the day, the month and the year get tokens.
BIRTH_DATES = frozenset({"Patient.birthDate", "Person.birthDate", "RelatedPerson.birthDate"})

# Values that nearly every resource has: a token would cost much and narrow nothing.
COMMONPLACE: dict[str, frozenset[str]] = {
    "Condition.verificationStatus": frozenset({"confirmed"}),
    "DiagnosticReport.status": frozenset({"final"}),
    "DocumentReference.status": frozenset({"current"}),
    "Encounter.status": frozenset({"finished"}),
    "Immunization.status": frozenset({"completed"}),
    "MedicationRequest.intent": frozenset({"order"}),
    "Observation.status": frozenset({"final"}),
    "Procedure.status": frozenset({"completed"}),
}
