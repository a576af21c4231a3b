"""The addresses of exports: ask for one, see how far it is, fetch its files, delete it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from email.utils import format_datetime
from functools import wraps

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.csrf import csrf_exempt

from toldonce.exchange.bulk import actions, asking, ranges
from toldonce.exchange.bulk.models import Export, File, Kind, State
from toldonce.exchange.fhir_api import face, outcomes, sending
from toldonce.exchange.fhir_api.asks import Ask
from toldonce.exchange.fhir_api.outcomes import ERROR, INFORMATION, Issue
from toldonce.exchange.fhir_api.readers import READ, Reader, reader_of
from toldonce.exchange.fhir_api.routes import shape_of
from toldonce.exchange.fhir_api.troubles import BadRequest, NotHere, Unknown
from toldonce.record.bodies import instant

ASK_AGAIN = "2"  # seconds
NDJSON = "application/fhir+ndjson"
GONE = "There is no such export of yours: exports are kept for a day, and seen by the client that asked."
View = Callable[..., HttpResponseBase]


def of_clients(*methods: str) -> Callable[[View], View]:
    """Let a view answer these methods to whoever has a token; what it refuses leaves as FHIR."""

    def made(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, **named) -> HttpResponseBase:
            try:
                reader = reader_of(request)
                if request.method not in methods:
                    raise NotHere(f"{request.method} is not offered at this address.", methods)
                return view(request, reader, **named)
            except Exception as trouble:
                return face.refused(request, trouble)

        guarded.guard = ("a bearer token",)  # type: ignore[attr-defined]
        return guarded

    return made


@of_clients("GET", "POST")
def begin(request: HttpRequest, reader: Reader, path: str = "") -> HttpResponse:
    """Promise an export and say where to look for it."""
    if "respond-async" not in request.META.get("HTTP_PREFER", ""):
        raise BadRequest("An export takes its time: send the header Prefer: respond-async.")
    export = actions.ask(by=reader.actor, wanted=asking.wanted(_asked(request, reader, path)))
    answer = _fhir(202, [Issue(INFORMATION, "informational", "The export is being written.")])
    answer["Content-Location"] = f"{face.base_of(request)}/$export/{export.key}"
    return answer


def _asked(request: HttpRequest, reader: Reader, path: str) -> Ask:
    segments = (*filter(None, path.split("/")),)
    if segments[:1] == ("Group",):
        shape_of(segments)
    pairs = sending.pairs(request.META.get("QUERY_STRING", ""))
    if request.method == "POST":
        pairs += sending.parameters(request)
    preference = face.preference(request.META.get("HTTP_PREFER", ""))
    path_asked = (*segments, "$export")
    return Ask("GET", path_asked, pairs, reader, face.base_of(request), prefer=preference)


@of_clients("GET", "HEAD", "DELETE")
def export(request: HttpRequest, reader: Reader, key: uuid.UUID) -> HttpResponse:
    """Say how far an export is, or what its files are; or delete it."""
    found = _export(reader, key)
    if request.method == "DELETE":
        actions.remove(by=reader.actor, export=found, why="its client deleted it")
        return _fhir(202, [Issue(INFORMATION, "informational", "The export and its files are removed.")])
    if found.state == State.WORKING:
        return _not_yet(found)
    if found.state == State.FAILED:
        return _fhir(500, [Issue(ERROR, "exception", found.trouble)])
    return _manifest(request, found)


def _export(reader: Reader, key: uuid.UUID) -> Export:
    found = Export.objects.filter(key=key, account=reader.actor.account).exclude(state=State.REMOVED).first()
    if found is None:
        raise Unknown(GONE)
    return found


def _fhir(status: int, issues: list[Issue]) -> HttpResponse:
    answer = HttpResponse(outcomes.written(issues), content_type=face.MEDIA, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _not_yet(found: Export) -> HttpResponse:
    written = sum(found.files.values_list("count", flat=True))
    answer = HttpResponse(status=202)
    done, of = min(found.step, len(found.types)), len(found.types)
    answer["X-Progress"] = f"{done} of {of} types, {written:,} resources"
    answer["Retry-After"] = ASK_AGAIN
    answer["Cache-Control"] = "no-store"
    return answer


def _manifest(request: HttpRequest, found: Export) -> HttpResponse:
    files = list(found.files.all())
    base = f"{face.base_of(request)}/$export/{found.key}"
    told = {
        "transactionTime": instant(found.transaction_time),
        "request": found.request,
        "requiresAccessToken": True,
        "output": [_told(base, each) for each in files if each.kind == Kind.OUTPUT],
        "deleted": [_told(base, each) for each in files if each.kind == Kind.DELETED],
        "error": [],
    }
    answer = HttpResponse(orjson.dumps(told), content_type="application/json")
    if found.expires:
        answer["Expires"] = format_datetime(found.expires, usegmt=True)
    answer["Cache-Control"] = "no-store"
    return answer


def _told(base: str, file: File) -> dict[str, object]:
    return {"type": file.rtype, "url": f"{base}/{file.name}", "count": file.count}


def _is_there(file: File) -> bool:
    """Whether its bytes lie where they were written; a link put in their place leads elsewhere."""
    return file.path.is_file() and not file.path.is_symlink()


@of_clients("GET", "HEAD")
def file(request: HttpRequest, reader: Reader, key: uuid.UUID, name: str) -> HttpResponseBase:
    """Hand out a file or a part of it, if the client may still read its type."""
    found = _export(reader, key)
    wanted = next((each for each in found.files.all() if each.name == name), None)
    if wanted is None or found.state != State.DONE or not _is_there(wanted):
        raise Unknown(GONE)
    for rtype in found.types if wanted.kind == Kind.DELETED else [wanted.rtype]:
        reader.check(rtype, READ)
    part = ranges.part_of(request, wanted)
    if request.method == "GET" and part.status < 400:
        actions.note_fetched(by=reader.actor, file=wanted, part=part.said)
    body = part.blocks() if request.method == "GET" else iter(())
    answer = StreamingHttpResponse(body, status=part.status, content_type=NDJSON)
    for header, value in part.headers():
        answer[header] = value
    return answer
