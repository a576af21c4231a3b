"""Asking the national demographics service (PDS FHIR) who a source patient is, and which NHS number is theirs."""
