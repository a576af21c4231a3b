"""Trying a file of figures by upload: shown what it would do, then loaded; a large one is left to the worker."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST

from toldonce.directory.models import Source
from toldonce.exchange.files.errors import FileTrouble
from toldonce.figures.errors import FiguresError, FiguresRefused
from toldonce.figures.receiving import kept
from toldonce.figures.receiving.actions import load, try_out
from toldonce.figures.receiving.mapping_files import known, mapping_called
from toldonce.figures.waiting.actions import send
from toldonce.figures.waiting.weight import takes_long
from toldonce.web.design.context import say
from toldonce.web.planner.readers import planners

UPLOAD_AT_MOST = 32 * 1024 * 1024
TRIED_LASTS = 24 * 3600  # seconds in which a file that was tried can be loaded
SALT = "a file of figures that was tried"


@dataclass(frozen=True, slots=True)
class Tried:
    """A file that was tried: where its bytes are kept, and how it is to be read."""

    sha256: str
    name: str
    mapping: str
    as_at: str

    @property
    def token(self) -> str:
        """What the form carries: signed, so that nobody names a file that was not tried here."""
        return signing.dumps([self.sha256, self.name, self.mapping, self.as_at], salt=SALT)


@planners
@require_http_methods(["GET", "HEAD", "POST"])
def trying(request: HttpRequest) -> HttpResponse:
    """Choose a mapping and a file; it is read through and shown what it would do, a large one by the worker."""
    if request.method != "POST":
        return _form(request)
    try:
        raw, tried = _sent(request)
        if takes_long(raw):
            sent = send(
                by=request.actor,
                raw=raw,
                file_name=tried.name,
                mapping=tried.mapping,
                as_at=_day(tried.as_at),
            )
            return redirect("waiting-file", sent.pk)
        kept.keep(raw)
        return _form(request, tried, _read_through(request, tried))
    except (FileTrouble, FiguresError) as trouble:
        return _form(request, problems={"file": str(trouble)})


@planners
@require_POST
def loading(request: HttpRequest) -> HttpResponse:
    """Load a file that was tried."""
    try:
        tried = Tried(*signing.loads(request.POST.get("tried", ""), salt=SALT, max_age=TRIED_LASTS))
    except (signing.BadSignature, TypeError):
        return _form(request, problems={"file": "The dry run is too old: choose the file once more."})
    try:
        with kept.as_file(tried.sha256, tried.name) as path:
            file = load(
                by=request.actor,
                path=path,
                mapping=mapping_called(tried.mapping, settings.TOLDONCE_PLACE),
                as_at=_day(tried.as_at),
                file_name=tried.name,
                reason=request.POST.get("reason", "").strip(),
                without_refused=request.POST.get("without_refused") == "yes",
                confirm_revised=request.POST.get("confirm_revised") == "yes",
            )
    except (FileTrouble, FiguresRefused) as trouble:
        return _form(request, tried, _read_through(request, tried), {"file": str(trouble)})
    word = "The file is loaded." if file.is_new else "The same bytes were loaded before: nothing was changed."
    say(request, word)
    return redirect("received-file", file.pk)


def _sent(request: HttpRequest) -> tuple[bytes, Tried]:
    """The file of the form, and how it is to be read."""
    given = request.FILES.get("file")
    if given is None:
        raise FileTrouble("Choose a file: nothing was sent.")
    if (given.size or 0) > UPLOAD_AT_MOST:
        raise FileTrouble(
            f"The file is larger than {UPLOAD_AT_MOST // 2**20} MB: use `toldonce figures load`."
        )
    mapping = mapping_called(request.POST.get("mapping", ""), settings.TOLDONCE_PLACE)
    raw, name = given.read(), Path(given.name or "file").name[:200]
    return raw, Tried(hashlib.sha256(raw).hexdigest(), name, mapping.name, request.POST.get("as_at", ""))


def _read_through(request: HttpRequest, tried: Tried) -> dict[str, Any]:
    """The report of a dry run."""
    with kept.as_file(tried.sha256, tried.name) as path:
        mapping = mapping_called(tried.mapping, settings.TOLDONCE_PLACE)
        return try_out(by=request.actor, path=path, mapping=mapping, as_at=_day(tried.as_at)).report()


def _day(words: str) -> date | None:
    """The day that a form says; None where it says none."""
    try:
        return parse_date(words) if words else None
    except ValueError:
        return None


def _form(
    request: HttpRequest,
    tried: Tried | None = None,
    report: dict[str, Any] | None = None,
    problems: dict[str, str] | None = None,
) -> HttpResponse:
    """The form by which a file is tried, after a dry run with its report."""
    titles = dict(Source.objects.values_list("key", "title"))
    mappings = [mapping_called(name, settings.TOLDONCE_PLACE) for name in known(settings.TOLDONCE_PLACE)]
    shown = {
        "mappings": [
            (each.name, f"{each.title} ({titles.get(each.source, each.source)})") for each in mappings
        ],
        "chosen": request.POST.get("mapping", tried.mapping if tried else ""),
        "as_at": request.POST.get("as_at", ""),
        "tried": tried,
        "report": report,
        "reason": request.POST.get("reason", ""),
        "problems": problems or {},
    }
    return render(request, "planner/pages/try_figures.html", shown, status=400 if problems else 200)
