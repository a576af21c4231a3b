"""The body of a request: bounded, unpacked, read as JSON, with the place of what cannot be read."""

from __future__ import annotations

import zlib
from urllib.parse import parse_qsl

import orjson
from django.http import HttpRequest

from toldonce.codes.fhir import decimals
from toldonce.exchange.fhir_api.asks import Pairs, Patch, Sent
from toldonce.exchange.fhir_api.troubles import BadRequest, Malformed, TooLarge, WrongMedia

MOST_BYTES = 64 * 1024 * 1024
MOST_LEVELS = 120
MOST_PARAMETERS = 1000
JSON_MEDIA = frozenset(
    ("", "application/fhir+json", "application/json", "text/json", "application/json+fhir")
)
PATCHES: dict[str, tuple[type, ...]] = {
    "application/json-patch+json": (list,),
    "application/merge-patch+json": (dict,),
    "application/json": (list, dict),
}
FORM = "application/x-www-form-urlencoded"
_TOO_LARGE = (
    f"The body is longer than {MOST_BYTES // 1024 // 1024} MB, unpacked. Send it in several requests."
)


def sent(request: HttpRequest) -> Sent:
    """Return the resource in a request's body; raises Malformed, WrongMedia, TooLarge."""
    media = _media(request)
    if media not in JSON_MEDIA:
        raise WrongMedia(
            f"This server reads FHIR in JSON only (application/fhir+json), not {media[:60]}. Nothing was stored."
        )
    return parsed(raw(request))


def form(request: HttpRequest) -> Pairs:
    """Return the parameters in the body of a POST _search."""
    body = raw(request)
    if body and _media(request) != FORM:
        raise WrongMedia(f"A search by POST sends its parameters as {FORM}.")
    return pairs(body)


def parameters(request: HttpRequest) -> Pairs:
    """Return the simple values of a Parameters resource, with which an operation may be called by POST."""
    if not int(request.META.get("CONTENT_LENGTH") or 0):
        return ()
    rows = sent(request).resource.get("parameter", [])
    made = []
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        values = (
            [_simple(row[name]) for name in row if name.startswith("value")] if isinstance(row, dict) else []
        )
        if len(values) != 1 or not isinstance(row.get("name"), str):
            raise Malformed(
                "A parameter has one name and one simple value.", f"Parameters.parameter[{number}]"
            )
        made.append((row["name"], values[0]))
    return tuple(made)


def _simple(value) -> str:
    """Return a value as a query has it: a Reference is its address."""
    return str(value.get("reference", value)) if isinstance(value, dict) else str(value)


def pairs(encoded: bytes | str) -> Pairs:
    """Return the name=value pairs of a query, in order."""
    text = encoded if isinstance(encoded, str) else encoded.decode("latin-1")
    try:
        found = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except ValueError as trouble:
        raise BadRequest(
            f"The parameters cannot be read: they are not UTF-8, or more than {MOST_PARAMETERS}."
        ) from (trouble)
    if any("\0" in name or "\0" in value for name, value in found):
        raise BadRequest("A parameter holds the character U+0000, which no text in FHIR may have.")
    return tuple(found)


def raw(request: HttpRequest) -> bytes:
    """Return the body, unpacked if it came as gzip, and never more than MOST_BYTES."""
    body = _bounded(request)
    coding = request.META.get("HTTP_CONTENT_ENCODING", "").strip().lower()
    if coding in ("", "identity"):
        return body
    if coding not in ("gzip", "x-gzip"):
        raise WrongMedia(f"A body may come as it is or as gzip, not as {coding[:40]}.")
    return _unpacked(body)


def _bounded(request: HttpRequest) -> bytes:
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdigit() and int(length) > MOST_BYTES:
        raise TooLarge(_TOO_LARGE)
    chunked = not length and request.META.get("HTTP_TRANSFER_ENCODING")
    stream = request.META["wsgi.input"] if chunked else request
    body = stream.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooLarge(_TOO_LARGE)
    return body


def _unpacked(body: bytes) -> bytes:
    """Unpack gzip; a bomb is found before it is unpacked beyond the bound."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        made = unpacker.decompress(body, MOST_BYTES + 1)
    except zlib.error as trouble:
        raise Malformed(f"The body is said to be gzip and cannot be unpacked ({trouble}).") from trouble
    if len(made) > MOST_BYTES:
        raise TooLarge(_TOO_LARGE)
    if not unpacker.eof:
        raise Malformed("The gzip body ends too early: it was cut off on its way.")
    return made


def _media(request: HttpRequest) -> str:
    return request.META.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()


def patch(request: HttpRequest) -> Patch:
    """Return the difference in a PATCH: JSON Patch is a list, a merge patch an object."""
    media = _media(request)
    if media not in PATCHES:
        raise WrongMedia(f"A PATCH is {' or '.join(PATCHES)}, not {media[:60] or 'nameless'}.")
    plain, document = _read(raw(request))
    if not isinstance(plain, PATCHES[media]):
        raise Malformed(f"{media} is a JSON {' or '.join(_KINDS[each] for each in PATCHES[media])}.")
    return Patch(plain, document)


_KINDS = {list: "list", dict: "object"}


def parsed(body: bytes) -> Sent:
    """Return the resource that bytes hold."""
    resource, document = _read(body)
    if not isinstance(resource, dict):
        raise Malformed("The body is not a JSON object; a resource was expected.")
    if not isinstance(resource.get("resourceType"), str):
        raise Malformed("The body does not say what it is: resourceType is missing.", "resourceType")
    return Sent(resource, document)


def _read(body: bytes) -> tuple:
    """Return what JSON says, with plain numbers and as it was written."""
    if not body.strip():
        raise Malformed("The body is empty; JSON was expected.")
    body = body.removeprefix(b"\xef\xbb\xbf")
    try:
        resource, document = decimals.parse(body)
    except orjson.JSONDecodeError as trouble:
        raise Malformed(f"The body is not JSON: {trouble}") from trouble
    except ValueError as trouble:
        raise Malformed(f"The body is not JSON that can be kept: {trouble}") from trouble
    _check_depth(resource)
    if b"\\u0000" in body:
        _check_no_nul(resource)
    return resource, document


def _check_depth(resource) -> None:
    """Refuse what is nested so deeply that walking it would exhaust the stack."""
    level = [resource] if isinstance(resource, (dict, list)) else []
    for _ in range(MOST_LEVELS):
        level = [
            item
            for node in level
            for item in (node.values() if type(node) is dict else node)
            if type(item) is dict or type(item) is list
        ]
        if not level:
            return
    raise Malformed(f"The body is nested more than {MOST_LEVELS} levels deep, which is not taken.")


def _check_no_nul(resource) -> None:
    for place, text in _texts(
        resource, resource.get("resourceType", "") if isinstance(resource, dict) else ""
    ):
        if "\0" in text:
            raise Malformed("The text holds the character U+0000, which FHIR does not allow.", place)


def _texts(node, place: str):
    """Yield the place and text of every name and string."""
    if isinstance(node, str):
        yield place, node
    elif isinstance(node, dict):
        for name, value in node.items():
            yield place, name
            yield from _texts(value, f"{place}.{name}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _texts(value, f"{place}[{number}]")
