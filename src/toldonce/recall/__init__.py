"""The one way back from a cohort to named people, with a purpose, a legal basis and a ledger row."""
