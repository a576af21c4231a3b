"""FHIR Bulk Data: exports asked for, written piece by piece behind the scenes, and fetched as NDJSON."""
