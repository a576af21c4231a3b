"""Received files of figures: what came, what was refused and why; a dry run by upload, then the load."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toldonce.directory.models import Source
from toldonce.directory.queries import names_of
from toldonce.exchange.files.errors import FileTrouble
from toldonce.figures.actions import check_file
from toldonce.figures.errors import CheckRefused, FiguresRefused
from toldonce.figures.models import ReceivedFile, Status
from toldonce.figures.queries import received
from toldonce.figures.receiving import kept
from toldonce.figures.receiving.actions import load, try_out
from toldonce.figures.receiving.interruption import mark_interrupted
from toldonce.figures.receiving.mapping_files import known, mapping_called
from toldonce.figures.receiving.trial import Trial
from toldonce.web.design.context import say
from toldonce.web.planner.readers import planners, readers_of_figures

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


@readers_of_figures
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """The newest files with what became of them."""
    files = received()
    shown = {"files": files, "names": names_of(each.by for each in files)}
    return render(request, "planner/pages/received.html", shown)


@readers_of_figures
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One file: where it came from, what it brought, what was refused with its row."""
    return _page(request, get_object_or_404(ReceivedFile, pk=number), {})


@planners
@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Mark the figures of a file as checked, by another than the one who brought it."""
    file = get_object_or_404(ReceivedFile, pk=number)
    try:
        count = check_file(by=request.actor, file=number, reason=request.POST.get("reason", ""))
    except CheckRefused as refusal:
        return _page(request, file, {"check": str(refusal)})
    say(request, f"{count:,} figures are marked as checked by you.")
    return redirect("received-file", number)


@planners
@require_http_methods(["GET", "HEAD", "POST"])
def trying(request: HttpRequest) -> HttpResponse:
    """Choose a mapping and a file; it is read through, and shown what it would do."""
    problems: dict[str, str] = {}
    trial: Trial | None = None
    tried: Tried | None = None
    if request.method == "POST":
        try:
            tried = _sent(request)
            trial = _read_through(request, tried)
        except (FileTrouble, FiguresRefused) as trouble:
            problems = {"file": str(trouble)}
    return _form(request, tried, trial, problems)


@planners
@require_POST
def loading(request: HttpRequest) -> HttpResponse:
    """Load a file that was tried."""
    try:
        tried = Tried(*signing.loads(request.POST.get("tried", ""), salt=SALT, max_age=TRIED_LASTS))
    except (signing.BadSignature, TypeError):
        return _form(request, None, None, {"file": "The dry run is too old: choose the file once more."})
    try:
        with _file(tried) as path:
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


def _sent(request: HttpRequest) -> Tried:
    """The file of the form, its bytes kept for the load that may follow."""
    given = request.FILES.get("file")
    if given is None:
        raise FileTrouble("Choose a file: nothing was sent.")
    if (given.size or 0) > UPLOAD_AT_MOST:
        raise FileTrouble(
            f"The file is larger than {UPLOAD_AT_MOST // 2**20} MB: use `toldonce figures load`."
        )
    mapping = mapping_called(request.POST.get("mapping", ""), settings.TOLDONCE_PLACE)
    raw = given.read()
    return Tried(
        kept.keep(raw), Path(given.name or "file").name[:200], mapping.name, request.POST.get("as_at", "")
    )


def _read_through(request: HttpRequest, tried: Tried) -> Trial:
    with _file(tried) as path:
        mapping = mapping_called(tried.mapping, settings.TOLDONCE_PLACE)
        return try_out(by=request.actor, path=path, mapping=mapping, as_at=_day(tried.as_at))


@contextmanager
def _file(tried: Tried) -> Iterator[Path]:
    """The kept bytes of a tried file, as a file for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="toldonce-figures-") as folder:
        path = Path(folder) / f"file{Path(tried.name).suffix.lower()[:8]}"
        path.write_bytes(kept.fetch(tried.sha256))
        yield path


def _day(words: str) -> date | None:
    try:
        return parse_date(words) if words else None
    except ValueError:
        return None


def _form(
    request: HttpRequest, tried: Tried | None, trial: Trial | None, problems: dict[str, str]
) -> HttpResponse:
    titles = dict(Source.objects.values_list("key", "title"))
    mappings = [mapping_called(name, settings.TOLDONCE_PLACE) for name in known(settings.TOLDONCE_PLACE)]
    shown = {
        "mappings": [
            (each.name, f"{each.title} ({titles.get(each.source, each.source)})") for each in mappings
        ],
        "chosen": request.POST.get("mapping", tried.mapping if tried else ""),
        "as_at": request.POST.get("as_at", ""),
        "tried": tried,
        "trial": trial,
        "report": trial.report() if trial else None,
        "reason": request.POST.get("reason", ""),
        "problems": problems,
    }
    return render(request, "planner/pages/try_figures.html", shown, status=400 if problems else 200)


def _page(request: HttpRequest, file: ReceivedFile, problems: dict[str, str]) -> HttpResponse:
    mark_interrupted([file])
    figures = file.figures.all()
    checked_by = set(figures.exclude(checked_by="").values_list("checked_by", flat=True))
    names = names_of({file.by, *checked_by})
    shown = {
        "file": file,
        "brought_by": names[file.by],
        "report": file.report,
        "drafts": figures.filter(status=Status.DRAFT).count(),
        "checkers": sorted(names[each] for each in checked_by),
        "indicators": sorted(set(figures.values_list("indicator__code", "indicator__name"))),
        "problems": problems,
    }
    return render(request, "planner/pages/received_file.html", shown, status=400 if problems else 200)
