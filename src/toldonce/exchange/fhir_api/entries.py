"""The entries of a batch or transaction as interactions of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import unquote

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.exchange.fhir_api import sending
from toldonce.exchange.fhir_api.asks import Ask, Sent
from toldonce.exchange.fhir_api.troubles import FhirTrouble, Malformed

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH")
ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its place in the Bundle, what the Bundle calls it, and what it asks."""

    number: int
    full_url: str
    ask: Ask

    @property
    def place(self) -> str:
        return place_of(self.number)


def place_of(number: int) -> str:
    """Return the place of an entry as FHIRPath."""
    return f"Bundle.entry[{number}]"


def entries(ask: Ask) -> list[Entry | FhirTrouble]:
    """Return the entries of the Bundle that was sent, or why one cannot be read; entries that are not a list fail."""
    assert ask.sent is not None
    rows, written = (_rows(bundle) for bundle in (ask.sent.resource, ask.sent.document))
    made: list[Entry | FhirTrouble] = []
    for number, row in enumerate(rows):
        try:
            made.append(_entry(ask, number, row, written[number]))
        except FhirTrouble as trouble:
            made.append(trouble)
    return made


def _rows(bundle: dict) -> list:
    rows = bundle.get("entry", [])
    if not isinstance(rows, list):
        raise Malformed("The entries are not a list.", "Bundle.entry")
    return rows


def _entry(ask: Ask, number: int, row, written) -> Entry:
    place = place_of(number)
    request = row.get("request") if isinstance(row, dict) else None
    if not isinstance(request, dict):
        raise Malformed(
            "The entry has no request, which says what is to be done with it.", f"{place}.request"
        )
    method, url = request.get("method"), request.get("url")
    if method not in METHODS:
        raise Malformed(f"The method is not one of {', '.join(METHODS)}.", f"{place}.request.method")
    if not isinstance(url, str) or "\0" in url:
        raise Malformed("The entry does not say on which address.", f"{place}.request.url")
    path, pairs = _address(url, ask.base, place)
    full_url = row.get("fullUrl")
    return Entry(
        number,
        full_url if isinstance(full_url, str) else "",
        replace(
            ask,
            method=method,
            path=path,
            pairs=pairs,
            sent=_sent(row, written, method, place),
            if_match=_text(request, "ifMatch"),
            if_none_match=_text(request, "ifNoneMatch"),
            if_modified_since=_text(request, "ifModifiedSince"),
            if_none_exist=_text(request, "ifNoneExist"),
        ),
    )


def _address(url: str, base: str, place: str):
    path, _, query = url.removeprefix(f"{base}/").removeprefix("/").partition("?")
    segments = tuple(unquote(part) for part in path.split("/") if part)
    if not segments or segments[0] not in RTYPE:
        raise Malformed(
            f"{url[:100]!r} is not an address of this server, such as Patient/123.", f"{place}.request.url"
        )
    return segments, sending.pairs(query)


def _sent(row: dict, written: dict, method: str, place: str) -> Sent | None:
    resource = row.get("resource")
    if resource is None and method not in ("POST", "PUT"):
        return None
    if not isinstance(resource, dict):
        raise Malformed("The entry has no resource to be stored.", f"{place}.resource")
    return Sent(resource, written["resource"])


def _text(request: dict, name: str) -> str:
    value = request.get(name, "")
    return value if isinstance(value, str) else ""
