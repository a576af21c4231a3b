"""FHIR resources in the shapes of UK Core, one function for each kind of thing that a source may write."""
