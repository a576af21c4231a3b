"""Patient/[id]/$everything: what is recorded about one source's Patient, and what that refers to.

A page is a slice in the order (type, id), the Patient first, as the record was when the first page was asked.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.exchange.fhir_api import bundles
from toldonce.exchange.fhir_api.asks import Answer, Ask, moment, whole_number
from toldonce.exchange.fhir_api.disclosure import check_may_see, disclosed, said_to
from toldonce.exchange.fhir_api.readers import READ
from toldonce.exchange.fhir_api.troubles import BadRequest
from toldonce.ledger import actions as ledger
from toldonce.record import store
from toldonce.record.errors import Deleted, NotThere
from toldonce.record.search import dates
from toldonce.record.store import Stored

PARAMETERS = ("start", "end", "_since", "_type", "_count", "_page")
MOST = 10_000
_REFERENCE = re.compile(rb'"reference":"([A-Z][A-Za-z]+)/([A-Za-z0-9.\-]{1,64})"')


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended, and the moment that all pages show."""

    at: datetime
    rtype: str = ""
    id: str = ""


def everything(ask: Ask) -> Answer:
    """Answer with the compartment of a Patient, and with the staff and organisations that it names."""
    ask.reader.check("Patient", READ)
    ask.check_parameters(*PARAMETERS)
    wanted = _Wanted.of(ask)
    patient = _patient(ask)
    place = _opened(ask.value("_page")) if ask.value("_page") else Place(datetime.now(UTC))
    found = [
        each for each in store.compartment([patient.pid], as_at=place.at, inline=True) if wanted.holds(each)
    ]
    found.sort(key=_order)
    rest = [each for each in found if _order(each) > _key(place.rtype, place.id)] if place.rtype else found
    page, more = rest[: wanted.count], len(rest) > wanted.count
    return _told(
        ask, wanted, page, Place(place.at, page[-1].rtype, page[-1].id) if more else None, len(found)
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What of the compartment is wanted."""

    count: int
    types: frozenset[str]
    start: datetime | None
    end: datetime | None
    since: datetime | None

    @staticmethod
    def of(ask: Ask) -> _Wanted:
        types = frozenset(name for name in ask.value("_type").split(",") if name)
        for name in types:
            if name not in RTYPE:
                raise BadRequest(f"_type: {name[:60]} is not a resource type of FHIR R4.")
        count = whole_number(ask.value("_count"), "_count", MOST) if ask.value("_count") else MOST
        start, end, since = (ask.value(name) for name in ("start", "end", "_since"))
        return _Wanted(
            count or 1,
            types,
            _span(start, "start").start if start else None,
            _span(end, "end").end if end else None,
            moment(since, "_since") if since else None,
        )

    def holds(self, stored: Stored) -> bool:
        """Whether it is wanted; what has no clinical date is there in every period."""
        if self.types and stored.rtype not in self.types:
            return False
        if self.since and stored.updated < self.since:
            return False
        at = stored.clinical_date
        return at is None or ((not self.start or at >= self.start) and (not self.end or at < self.end))


def _span(text: str, name: str) -> dates.Span:
    found = dates.span(text)
    if found is None:
        raise BadRequest(f"{name}={text[:40]} is not a date; write it like 2024-05-31 or 2024.")
    return found


def _patient(ask: Ask) -> Stored:
    stored = store.read("Patient", ask.id)
    if stored is None:
        raise NotThere(f"Patient/{ask.id} is not in the record.")
    if stored.body is None:
        raise Deleted(f"Patient/{ask.id} was deleted at {stored.updated:%Y-%m-%d %H:%M} UTC.")
    return check_may_see(ask.reader, stored)


def _order(stored: Stored) -> tuple[bool, str, str]:
    return _key(stored.rtype, stored.id)


def _key(rtype: str, id: str) -> tuple[bool, str, str]:
    return rtype != "Patient", rtype, id


def _told(ask: Ask, wanted: _Wanted, page: Sequence[Stored], following: Place | None, total: int) -> Answer:
    matches, hidden = disclosed(ask.reader, page)
    beside, hidden_too = disclosed(ask.reader, _beside(page, wanted))
    ledger.write(
        by=ask.reader.actor,
        act="record.read",
        pids=sorted({each.pid for each in matches if each.pid}),
        subject=f"Patient/{ask.id}/$everything",
        detail={"found": len(matches), "beside": len(beside)},
    )
    entries = [bundles.found(ask.base, each, "match") for each in matches]
    entries += [bundles.found(ask.base, each, "include") for each in beside]
    issues = [*said_to(ask.reader, "Patient"), *hidden, *(each for each in hidden_too if each not in hidden)]
    path = "/".join(ask.path)
    links = [("self", bundles.link(ask.base, path, ask.pairs))]
    if following:
        kept = ask.without(["_page"]).pairs
        links.append(("next", bundles.link(ask.base, path, (*kept, ("_page", _sealed(following))))))
    return Answer(
        200,
        bundles.bundle(
            "searchset", [*entries, *bundles.said(issues)], links=links, total=None if issues else total
        ),
    )


def _beside(page: Sequence[Stored], wanted: _Wanted) -> list[Stored]:
    """Return what the page refers to and is about nobody: staff, organisations, places, medicines."""
    named = {
        (rtype.decode(), id.decode()) for each in page for rtype, id in _REFERENCE.findall(each.body or b"")
    }
    asked = sorted(
        address
        for address in named
        if address[0] in RTYPE and (not wanted.types or address[0] in wanted.types)
    )
    return sorted((each for each in store.read_many(asked) if not each.pid), key=_order)


def _sealed(place: Place) -> str:
    return (
        base64.urlsafe_b64encode(f"{place.at.isoformat()} {place.rtype} {place.id}".encode())
        .decode()
        .rstrip("=")
    )


def _opened(text: str) -> Place:
    """Read where a page ended; it names nothing that the reader may not see, so it is not signed."""
    try:
        at, rtype, id = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split(" ")
        return Place(datetime.fromisoformat(at).astimezone(UTC), rtype, id)
    except (ValueError, OverflowError, binascii.Error) as trouble:
        raise BadRequest("_page is not a place that this server gave: follow its next link.") from trouble
