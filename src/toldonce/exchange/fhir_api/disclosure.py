"""What a reader gets of what was found: everything for a service with `system/` scopes, and for people the same as on
the pages. What is withheld is said in a sentence, never by a silent gap.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from toldonce.exchange.fhir_api.outcomes import WARNING, Issue
from toldonce.exchange.fhir_api.readers import READ, WRITE, Reach, Reader
from toldonce.exchange.fhir_api.troubles import Forbidden
from toldonce.record.search.criteria import Search
from toldonce.record.store import Stored


def check_may_see(reader: Reader, stored: Stored) -> Stored:
    """Return what may be seen of one resource; raises Forbidden."""
    if reader.reach(stored.rtype, READ) is Reach.EVERYBODY or not stored.pid:
        return stored
    raise Forbidden(
        "People read this through the pages; here a service's token with system/ scopes is needed."
    )


def disclosed(reader: Reader, found: Sequence[Stored]) -> tuple[list[Stored], list[Issue]]:
    """Return what may be seen of what was found, and what to say of the rest."""
    reaches = {rtype: reader.reach(rtype, READ) for rtype in {each.rtype for each in found}}
    seen = [each for each in found if reaches[each.rtype] is Reach.EVERYBODY]
    hidden = sorted(rtype for rtype, reach in reaches.items() if reach is Reach.NOBODY)
    return seen, withheld_types(hidden)


def withheld_types(types: Iterable[str]) -> list[Issue]:
    """Say which types the scopes do not cover."""
    return [
        Issue(
            WARNING, "suppressed", f"{rtype} is left out: the scopes of this token do not cover reading it."
        )
        for rtype in types
    ]


def check_may_write(reader: Reader, resource: dict) -> None:
    """Refuse to write for whoever reaches only the persons they may read; services with `system/` scopes may."""
    if reader.reach(resource["resourceType"], WRITE) is not Reach.EVERYBODY:
        raise Forbidden(
            "To write, use a service's token with system/ scopes; people write through the pages."
        )


def pids_that_may_be_searched(reader: Reader, asked: Search) -> Collection[int] | None:
    """Return the source patients among whom a search may look; None is everybody."""
    if reader.reach(asked.rtype, READ) is Reach.EVERYBODY:
        return None
    raise Forbidden("People search through the pages; here a service's token with system/ scopes is needed.")
