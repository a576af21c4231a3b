"""NHS number, FHIR R4 definitions, value sets and the clinical codes that we use."""
