"""Bundles written by joining bytes: a stored body goes out as it lies in the store, never parsed again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from http import HTTPStatus
from urllib.parse import quote, urlencode

import orjson

from toldonce.exchange.fhir_api import outcomes
from toldonce.exchange.fhir_api.asks import Answer, Pairs
from toldonce.exchange.fhir_api.outcomes import Issue
from toldonce.exchange.fhir_api.parts import WHOLE, Part
from toldonce.record.bodies import instant
from toldonce.record.store import Stored

Links = Sequence[tuple[str, str]]


def bundle(
    kind: str,
    entries: Iterable[bytes],
    *,
    links: Links = (),
    total: int | None = None,
    tag: dict | None = None,
) -> bytes:
    """Return a Bundle of entries that are already written."""
    head: dict = {"resourceType": "Bundle", "type": kind}
    if tag:
        head["meta"] = {"tag": [tag]}
    if total is not None:
        head["total"] = total
    if links:
        head["link"] = [{"relation": relation, "url": url} for relation, url in links]
    joined = b",".join(entries)
    start = orjson.dumps(head)[:-1]
    return b"".join((start, b',"entry":[', joined, b"]}")) if joined else start + b"}"


def found(base: str, stored: Stored, mode: str, part: Part = WHOLE) -> bytes:
    """Return an entry of a search."""
    return b'{"fullUrl":"%b/%b/%b","resource":%b,"search":{"mode":"%b"}}' % (
        base.encode(),
        stored.rtype.encode(),
        stored.id.encode(),
        part.of(stored.body or b"{}"),
        mode.encode(),
    )


def said(issues: Iterable[Issue]) -> list[bytes]:
    """Return the entry that says what was left out, if anything was."""
    issues = list(issues)
    return [b'{"resource":%b,"search":{"mode":"outcome"}}' % outcomes.written(issues)] if issues else []


def version(base: str, stored: Stored) -> bytes:
    """Return an entry of a history; how a first version was made is not known, so all are told as PUT."""
    address = f"{stored.rtype}/{stored.id}"
    method, status = (
        ("DELETE", "204") if stored.body is None else ("PUT", "201" if stored.version == 1 else "200")
    )
    entry = {
        "fullUrl": f"{base}/{address}",
        "request": {"method": method, "url": address},
        "response": {
            "status": status,
            "etag": etag(stored.version),
            "lastModified": instant(stored.updated),
        },
    }
    written = orjson.dumps(entry)
    return written if stored.body is None else b'%b,"resource":%b}' % (written[:-1], stored.body)


def answered(answer: Answer, full_url: str = "", outcome: bytes = b"") -> bytes:
    """Return an entry of a batch-response or transaction-response."""
    response: dict = {"status": f"{answer.status} {HTTPStatus(answer.status).phrase}"}
    if answer.location:
        response["location"] = answer.location
    if answer.version is not None:
        response["etag"] = etag(answer.version)
    if answer.updated is not None:
        response["lastModified"] = instant(answer.updated)
    written = orjson.dumps(response)
    if outcome:
        written = b'%b,"outcome":%b}' % (written[:-1], outcome)
    parts = [b'"response":' + written]
    if answer.body and not outcome:
        parts.insert(0, b'"resource":' + answer.body)
    if full_url:
        parts.insert(0, b'"fullUrl":' + orjson.dumps(full_url))
    return b"{" + b",".join(parts) + b"}"


def etag(number: int) -> str:
    """Return a version as a weak entity tag."""
    return f'W/"{number}"'


def link(base: str, path: str, pairs: Pairs) -> str:
    """Return an absolute address with its query."""
    address = f"{base}/{quote(path, safe='/$')}"
    return f"{address}?{urlencode(pairs, safe=':|,/$*')}" if pairs else address
