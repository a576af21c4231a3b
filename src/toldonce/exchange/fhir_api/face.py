"""The one view at /fhir: HTTP in, an interaction, HTTP out; every trouble leaves as an OperationOutcome."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime

import orjson
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from toldonce.codes.fhir import decimals
from toldonce.directory.actors import Actor
from toldonce.exchange.fhir_api import outcomes, routes, sending
from toldonce.exchange.fhir_api.asks import Answer, Ask, Prefer
from toldonce.exchange.fhir_api.bundles import etag
from toldonce.exchange.fhir_api.readers import Reader, reader_of
from toldonce.exchange.fhir_api.troubles import NotAcceptable, NotHere, issues_of, status_of

MEDIA = "application/fhir+json; charset=utf-8"
FORMATS = frozenset(
    ("", "json", "application/json", "application/fhir+json", "application/fhir json", "text/json")
)
NOBODY = Reader(Actor("", "", "", ""), ())
READS = ("GET", "HEAD")
PUBLIC = frozenset((("metadata",),))
SMALL = 1400  # bytes: what fits into one packet is not packed
RETRY_AFTER = "2"
_JSON_OR_ANY = re.compile(r"json|\*/\*|application/\*")
_VERSION = re.compile(r"fhirVersion\s*=\s*\"?([0-9.]+)")
_RETURN = re.compile(r"\breturn\s*=\s*(minimal|representation|OperationOutcome)\b")


@csrf_exempt
def face(request: HttpRequest, path: str | None = "") -> HttpResponse:
    """Answer any request below /fhir."""
    try:
        answer = _answer(request, path or "")
    except Exception as trouble:
        answer = _refusal(trouble)
    return _response(request, answer)


face.guard = ("a bearer token, or a session",)  # type: ignore[attr-defined]


def _answer(request: HttpRequest, path: str) -> Answer:
    segments = tuple(part for part in path.split("/") if part)
    handler = routes.handler_of(segments, request.method or "")
    _check_acceptable(request)

    def work() -> Answer:
        reader = NOBODY if segments in PUBLIC else reader_of(request)
        return handler(_ask(request, segments, reader))

    return _read(work) if request.method in READS else work()


def _read(work: Callable[[], Answer]) -> Answer:
    """Read at once, without asking first whether the connection still lives: if it does not, read again on a new one.

    That question, Django's health check, would be one in three of the questions that a read asks the database.
    """
    connection.health_check_done = True
    try:
        return work()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return work()


def _ask(request: HttpRequest, segments: tuple[str, ...], reader: Reader) -> Ask:
    meta, method = request.META, request.method or ""
    pairs, sent = sending.pairs(meta.get("QUERY_STRING", "")), None
    if method in routes.BODIES:
        if routes.shape_of(segments) in routes.FORMS:
            pairs += sending.form(request)
        elif segments[-1:] == ("$everything",):
            pairs += sending.parameters(request)
        else:
            sent = sending.sent(request)
    return Ask(
        method,
        segments,
        pairs,
        reader,
        base_of(request),
        sent,
        preference(meta.get("HTTP_PREFER", "")),
        meta.get("HTTP_IF_MATCH", ""),
        meta.get("HTTP_IF_NONE_MATCH", ""),
        meta.get("HTTP_IF_MODIFIED_SINCE", ""),
        meta.get("HTTP_IF_NONE_EXIST", ""),
        sending.patch(request) if method == "PATCH" else None,
    )


def base_of(request: HttpRequest) -> str:
    """Return the address of the FHIR API as this client wrote it."""
    return f"{request.scheme}://{request.get_host()}/fhir"


_PLAIN = Prefer()


def preference(header: str) -> Prefer:
    """Return what the header Prefer asks for."""
    if not header:
        return _PLAIN
    returned = _RETURN.search(header)
    return Prefer(returned[1] if returned else "", "handling=lenient" in header.replace(" ", ""))


def _check_acceptable(request: HttpRequest) -> None:
    """Only JSON is written; `_format` goes before the Accept header."""
    query = request.META.get("QUERY_STRING", "")
    if "_format=" in query:
        wanted = request.GET.get("_format", "").partition(";")[0].strip()
        if wanted in FORMATS:
            return
        raise NotAcceptable(
            f"_format={wanted[:60]} is not written here. This server answers in JSON: _format=json."
        )
    accept = request.META.get("HTTP_ACCEPT", "")
    if accept and not _JSON_OR_ANY.search(accept):
        raise NotAcceptable(
            f"This server answers in JSON (application/fhir+json) only, not in {accept[:100]}."
        )
    version = _VERSION.search(accept)
    if version and not version[1].startswith("4.0"):
        raise NotAcceptable(f"This server answers in FHIR 4.0, not {version[1][:20]}.")


def _refusal(trouble: Exception) -> Answer:
    status = status_of(trouble)
    headers: list[tuple[str, str]] = []
    if status == 401:
        headers.append(("WWW-Authenticate", 'Bearer realm="Toldonce"'))
    if status == 503:
        headers.append(("Retry-After", RETRY_AFTER))
    if isinstance(trouble, NotHere):
        headers.append(("Allow", ", ".join(trouble.allowed)))
    return Answer(status, outcomes.written(issues_of(trouble)), headers=tuple(headers))


def refused(request: HttpRequest, trouble: Exception) -> HttpResponse:
    """Return what a trouble becomes at an address below /fhir that is served by another view."""
    return _response(request, _refusal(trouble))


def _response(request: HttpRequest, answer: Answer) -> HttpResponse:
    body = answer.body
    if body and "_pretty=true" in request.META.get("QUERY_STRING", ""):
        body = _indented(body)
    response = HttpResponse(body, status=answer.status, content_type=MEDIA)
    if body:
        _pack(request, response)
    elif answer.status in (204, 304):
        del response["Content-Type"]
    response._has_been_logged = (
        True  # Django would write the addresses of refused requests, with ids, into the log
    )
    for name, value in _headers(answer):
        response[name] = value
    response["Content-Length"] = str(len(response.content))
    if request.method == "HEAD":
        response.content = b""
    return response


def _headers(answer: Answer) -> list[tuple[str, str]]:
    """Return the headers that say what the answer is of; clinical data are never kept by a cache on the way."""
    made = [("Cache-Control", "no-store" if answer.version is None else "private, no-cache"), *answer.headers]
    if answer.version is not None:
        made.append(("ETag", etag(answer.version)))
    if answer.updated is not None:
        made.append(("Last-Modified", _http_date(answer.updated)))
    if answer.location:
        made.append(("Location", answer.location))
    return made


def _http_date(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _pack(request: HttpRequest, response: HttpResponse) -> None:
    """Pack as gzip where the client takes it; a bearer token is not in the body, so BREACH has nothing to guess."""
    response["Vary"] = "Accept-Encoding, Authorization"
    if len(response.content) < SMALL or "gzip" not in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        return
    packer = zlib.compressobj(level=1, wbits=31)
    response.content = packer.compress(response.content) + packer.flush()
    response["Content-Encoding"] = "gzip"


def _indented(body: bytes) -> bytes:
    """Return JSON with line breaks, its decimals as they were written."""
    _, document = decimals.parse(body)
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)
