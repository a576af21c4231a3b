"""Short words for the organisations that tell something: `GP`, `Hospital`, `Social care`."""

from collections.abc import Iterable
from functools import lru_cache

from toldonce.directory.models import OrganisationKind
from toldonce.directory.queries import organisation
from toldonce.record.readings.record import Provenance

WORD = {
    OrganisationKind.PRACTICE: "GP",
    OrganisationKind.ACUTE_TRUST: "Hospital",
    OrganisationKind.COMMUNITY_TRUST: "Community",
    OrganisationKind.AMBULANCE_TRUST: "Ambulance",
    OrganisationKind.COUNCIL: "Social care",
    OrganisationKind.PHARMACY: "Pharmacy",
    OrganisationKind.CARE_HOME: "Care home",
}


@lru_cache(maxsize=4096)
def word_for(code: str) -> str:
    """The kind of an organisation in a word; its code, or `Source`, where the directory does not know it."""
    found = organisation(code) if code else None
    if found is None:
        return code if 0 < len(code) < 12 else "Source"
    return WORD.get(OrganisationKind(found.kind), found.name)


def short(told_by: Iterable[Provenance]) -> str:
    """Who told something, each kind of organisation once."""
    return ", ".join(dict.fromkeys(word_for(each.source) for each in told_by))


@lru_cache(maxsize=4096)
def name_of(code: str) -> str:
    """The name of an organisation, or its code where the directory does not know it."""
    found = organisation(code)
    return found.name if found else code


FILTERS = {"organisation_called": name_of, "short_sources": short, "short_source": word_for}
