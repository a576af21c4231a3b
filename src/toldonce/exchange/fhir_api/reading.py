"""Read, vread and history; each writes its row in the ledger before its answer leaves."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from toldonce.exchange.fhir_api import bundles, parts
from toldonce.exchange.fhir_api.asks import Answer, Ask, moment, whole_number
from toldonce.exchange.fhir_api.disclosure import WITHHELD, check_may_see, disclosed
from toldonce.exchange.fhir_api.readers import READ, Reach
from toldonce.exchange.fhir_api.troubles import BadRequest, Forbidden, Unknown
from toldonce.ledger import actions as ledger
from toldonce.record import store
from toldonce.record.errors import Deleted, NotThere
from toldonce.record.store import Stored

HISTORY_COUNT, MOST_HISTORY = 50, 1000
LARGEST_VERSION = 2**31 - 1


def read(ask: Ask) -> Answer:
    """Return the current version."""
    ask.reader.check(ask.rtype, READ)
    ask.check_parameters("_summary", "_elements")
    part = parts.wanted(ask.rtype, ask.pairs)
    stored = store.read(ask.rtype, ask.id)
    return _shown(ask, stored, part, f"{ask.rtype}/{ask.id}")


def vread(ask: Ask) -> Answer:
    """Return one version."""
    ask.reader.check(ask.rtype, READ)
    ask.check_parameters("_summary", "_elements")
    part = parts.wanted(ask.rtype, ask.pairs)
    name, number = f"{ask.rtype}/{ask.id}", ask.path[3]
    if not (number.isascii() and number.isdigit() and len(number) < 11 and int(number) <= LARGEST_VERSION):
        raise Unknown(f"{number[:40]} is not a version of {name}; versions are numbers from 1.")
    return _shown(ask, store.vread(ask.rtype, ask.id, int(number)), part, f"{name}/_history/{number}")


def _shown(ask: Ask, stored: Stored | None, part: parts.Part, name: str) -> Answer:
    if stored is not None:
        stored = check_may_see(ask.reader, stored)
    ledger.write(
        by=ask.reader.actor,
        act="record.read",
        pids=(stored.pid,) if stored and stored.pid else (),
        subject=name,
    )
    if stored is None:
        raise NotThere(f"{name} is not in the record.")
    if stored.body is None:
        raise Deleted(f"{name} was deleted at {stored.updated:%Y-%m-%d %H:%M} UTC; its history is kept.")
    if _is_known(ask, stored):
        return Answer(304, version=stored.version, updated=stored.updated)
    return Answer(200, part.of(stored.body), stored.version, stored.updated)


def _is_known(ask: Ask, stored: Stored) -> bool:
    """Whether the client has this version already; If-None-Match goes before If-Modified-Since."""
    if ask.if_none_match:
        tags = {tag.strip().removeprefix("W/").strip('"') for tag in ask.if_none_match.split(",")}
        return "*" in tags or str(stored.version) in tags
    if ask.if_modified_since:
        return _is_unmodified(ask.if_modified_since, stored.updated)
    return False


def _is_unmodified(header: str, updated: datetime) -> bool:
    """Whether nothing is newer than an HTTP date, which has no fractions; one that cannot be read means nothing."""
    try:
        since = parsedate_to_datetime(header)
    except ValueError:
        return False
    return updated.replace(microsecond=0) <= (since if since.tzinfo else since.replace(tzinfo=UTC))


# --- history -----------------------------------------------------------------------------------------------------


def history(ask: Ask) -> Answer:
    """Return the versions of a resource, or of all resources of a type, newest first."""
    ask.reader.check(ask.rtype, READ)
    ask.check_parameters("_count", "_since", "_before")
    id = ask.id if len(ask.path) == 3 else None
    if id is None and ask.reader.reach(ask.rtype, READ) is not Reach.EVERYBODY:
        raise Forbidden("The history of a whole type is for services that may read everybody's.")
    count = whole_number(ask.value("_count") or str(HISTORY_COUNT), "_count", MOST_HISTORY) or 1
    rows = _versions(ask, id, count + 1)
    if id is not None and not rows and not ask.pairs:
        _note(ask, [])
        raise NotThere(f"{ask.rtype}/{id} is not in the record.")
    page, _ = disclosed(ask.reader, rows[:count])
    _note(ask, page)
    if len(page) < len(rows[:count]):
        raise Forbidden(WITHHELD)  # a history cannot carry the sentence that something is missing
    return Answer(200, _history_bundle(ask, page, rows[count - 1] if len(rows) > count else None))


def _versions(ask: Ask, id: str | None, count: int) -> list[Stored]:
    since, before = ask.value("_since"), ask.value("_before")
    return store.history(
        ask.rtype,
        id,
        since=moment(since, "_since") if since else None,
        before=_place(before) if before else None,
        count=count,
    )


def _note(ask: Ask, page: list[Stored]) -> None:
    ledger.write(
        by=ask.reader.actor,
        act="record.history",
        pids=sorted({each.pid for each in page if each.pid}),
        subject="/".join(ask.path),
        detail={"versions": len(page)},
    )


def _history_bundle(ask: Ask, page: list[Stored], last: Stored | None) -> bytes:
    address, links = "/".join(ask.path), [("self", bundles.link(ask.base, "/".join(ask.path), ask.pairs))]
    if last is not None:
        kept = ask.without(["_before"]).pairs
        links.append(("next", bundles.link(ask.base, address, (*kept, ("_before", _cursor(last))))))
    whole = len(ask.path) == 3 and not ask.value("_since") and not ask.value("_before")
    return bundles.bundle(
        "history",
        [bundles.version(ask.base, each) for each in page],
        links=links,
        total=page[0].version if whole and page else None,
    )


def _cursor(stored: Stored) -> str:
    text = f"{stored.updated.isoformat()} {stored.id} {stored.version}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _place(cursor: str) -> tuple[datetime, str, int]:
    """Read where a page ended; it says nothing secret, so it is not signed."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        at, id, version = text.split(" ")
        return datetime.fromisoformat(at), id, min(int(version), LARGEST_VERSION)
    except (ValueError, binascii.Error) as trouble:
        raise BadRequest(
            "_before is not a place that a history of this server gave: follow its next link."
        ) from (trouble)
