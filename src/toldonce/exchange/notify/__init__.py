"""FHIR R4 Subscription: who asked to be told, what they are told, and what could not be delivered."""
