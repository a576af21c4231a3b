"""Who is who: each source keeps its own Patient, and a person is the set of those that are one human being.

Linking changes the set and never the resources; every move is kept with who did it and why. A valid NHS number or the
same number of one system links source patients that do not contradict each other. Where it is
not clear somebody is asked.
"""

from toldonce.record.identity.actions import link, unlink
from toldonce.record.identity.identifiers import (
    CORRECTED,
    SAME_LOCAL_ID_WHY,
    SAME_NUMBER_WHY,
    describe,
    link_by_identifier,
)
from toldonce.record.identity.patients import (
    FOUND_AT_MOST,
    NHS_NUMBER,
    Identity,
    SourcePatient,
    find,
    identity_of,
    of_persons,
    of_pids,
    person_of,
    pids_for,
    pids_of,
    pids_of_all,
    searched,
    source_patients,
)

__all__ = [
    "CORRECTED", "FOUND_AT_MOST", "NHS_NUMBER", "SAME_LOCAL_ID_WHY", "SAME_NUMBER_WHY", "Identity", "SourcePatient",
    "describe", "find", "identity_of", "link", "link_by_identifier", "of_persons", "of_pids", "person_of", "pids_for",
    "pids_of", "pids_of_all", "searched", "source_patients", "unlink",
]  # fmt: skip
