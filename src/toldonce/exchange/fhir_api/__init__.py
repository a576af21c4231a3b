"""FHIR R4 over HTTP at `/fhir`: requests become calls of the record, answers become FHIR."""
