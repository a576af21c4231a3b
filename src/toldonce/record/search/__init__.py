"""FHIR R4 search: what is indexed, what a query asks for, how it is answered."""
