"""Conditions of a change: If-Match, and criteria that say which resource is meant.

Two requests with the same criteria must not both create: inside the transaction that will write, the criteria are
locked first and searched after, so that the second sees what the first has written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import orjson
from django.db import connection

from toldonce.exchange.fhir_api import sending
from toldonce.exchange.fhir_api.asks import Pairs
from toldonce.exchange.fhir_api.bundles import link
from toldonce.exchange.fhir_api.disclosure import check_reaches_everybody
from toldonce.exchange.fhir_api.readers import READ, Reader
from toldonce.exchange.fhir_api.troubles import BadRequest, Stale
from toldonce.ledger import actions as ledger
from toldonce.record import store
from toldonce.record.errors import Ambiguous, ReadOnly
from toldonce.record.projection import SOURCE, is_projection
from toldonce.record.search import parse, run
from toldonce.record.store import Stored

OF_THE_DIRECTORY = frozenset(
    (
        "Organization",
        "Location",
        "HealthcareService",
        "Practitioner",
        "PractitionerRole",
        "OrganizationAffiliation",
    )
)
ENOUGH = "2"


@dataclass(frozen=True, slots=True)
class Criteria:
    """A search that is to find at most one resource."""

    rtype: str
    pairs: Pairs

    def __str__(self) -> str:
        return link("", self.rtype, self.pairs).lstrip("/")

    @property
    def key(self) -> str:
        """The same for criteria that mean the same, in whatever order they are written."""
        return f"{self.rtype}?{sorted(self.pairs)}"


def criteria(rtype: str, query: str | Pairs, where: str) -> Criteria:
    """Read criteria; what would not narrow the search is refused."""
    pairs = sending.pairs(query.removeprefix(f"{rtype}?").lstrip("?")) if isinstance(query, str) else query
    kept = tuple(pair for pair in pairs if pair[0] not in ("_format", "_pretty"))
    if not kept:
        raise BadRequest(f"{where} needs criteria, such as identifier=system|value.")
    for name, _ in kept:
        if name.startswith(("_sort", "_count", "_include", "_revinclude", "_summary", "_elements", "_total")):
            raise BadRequest(f"{where}: {name} does not say which resource is meant. Leave it out.")
    parse.parse(rtype, kept)
    return Criteria(rtype, kept)


def lock(wanted: Iterable[Criteria]) -> None:
    """Let other requests with the same criteria wait until this transaction ends; one order, so no deadlock."""
    keys = sorted({each.key for each in wanted})
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """select pg_advisory_xact_lock(k)
               from (select distinct hashtextextended(key, 2) k from unnest(%s::text[]) key order by 1) keys""",
            [keys],
        )


def the_one(wanted: Criteria, reader: Reader) -> Stored | None:
    """Return the one resource that meets the criteria, or None; raises Ambiguous."""
    reader.check(wanted.rtype, READ)
    check_reaches_everybody(reader, wanted.rtype)
    page = run.run(parse.parse(wanted.rtype, (*wanted.pairs, ("_count", ENOUGH))))
    ledger.write(
        by=reader.actor,
        act="record.search",
        pids=sorted({each.pid for each in page.matches if each.pid}),
        subject=str(wanted)[:1000],
        detail={"found": len(page.matches), "condition": True},
    )
    if len(page.matches) > 1:
        raise Ambiguous(
            f"{wanted} meets more than one resource, so nothing was done. Say more precisely which is meant."
        )
    return page.matches[0] if page.matches else None


def version_wanted(if_match: str) -> int | None:
    """Return the version in an If-Match header, or None where there is none."""
    if not if_match or if_match.strip() == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Stale(f'If-Match: {if_match[:40]} is not a version of this server; write it like W/"3".')
    return int(text)


def check_not_of_the_directory(rtype: str, id: str, resource: dict | None = None) -> None:
    """Refuse to change what is published from the directory, and to claim to be the directory."""
    check_none_of_the_directory([(rtype, id)], [resource])


def check_none_of_the_directory(
    addresses: Sequence[tuple[str, str]], resources: Iterable[dict | None] = ()
) -> None:
    """Refuse, of several changes, those to what is published from the directory; one query for all."""
    for (rtype, id), resource in zip(addresses, resources, strict=False):
        if rtype in OF_THE_DIRECTORY and resource and _claims_to_be_the_directory(resource):
            raise ReadOnly(f"{_published(rtype, id)} What comes from elsewhere names another meta.source.")
    asked = [address for address in addresses if address[0] in OF_THE_DIRECTORY]
    for stored in store.read_many(asked) if asked else ():
        body = stored.body or b"{}"
        if SOURCE.encode() in body and is_projection(orjson.loads(body)):
            raise ReadOnly(_published(stored.rtype, stored.id))


def _claims_to_be_the_directory(resource: dict) -> bool:
    """Whether something that was sent, and may be odd, names the directory as its source."""
    return isinstance(resource.get("meta"), dict) and is_projection(resource)


def _published(rtype: str, id: str) -> str:
    return f"{rtype}/{id} is published from the directory and can be changed only there."
