"""The administrator's pages about files: which came, what became of them; a dry run first, then the file is taken."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toldonce.directory.actors import Actor
from toldonce.directory.queries import names_of, organisations
from toldonce.exchange.files import actions, telling
from toldonce.exchange.files.errors import FileRefused, FileTrouble
from toldonce.exchange.files.models import Load, State
from toldonce.exchange.files.reading import mapping_called, usable
from toldonce.web.design.context import say
from toldonce.web.operator.accounts import administrators

SHOWN = 100
UPLOAD_AT_MOST = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One file as the list shows it."""

    load: Load
    rows: str
    refused: int


@administrators
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """The newest files with what became of them."""
    loads = Load.objects.defer("quarantined").order_by("-began", "-pk")[:SHOWN]
    return render(request, "operator/pages/files.html", {"lines": [_line(load) for load in loads]})


def _line(load: Load) -> Line:
    told = load.report
    return Line(load, telling.counted(told) if told else "", told["states"]["refused"] if told else 0)


@administrators
@require_http_methods(["GET", "HEAD", "POST"])
def trying(request: HttpRequest) -> HttpResponse:
    """Choose a mapping, who tells, and a file; read it through and show what it holds."""
    refused: dict[str, str] = {}
    if request.method == "POST":
        try:
            return redirect("file", _tried(request).pk)
        except FileTrouble as trouble:
            refused = {"file": str(trouble)}
    shown = {
        "mappings": usable(_folder())[0].items(),
        "organisations": organisations(),
        "chosen": request.POST,
        "problems": refused,
    }
    return render(request, "operator/pages/try_file.html", shown, status=400 if refused else 200)


def _folder() -> Path | None:
    return settings.TOLDONCE_MAPPINGS


def _tried(request: HttpRequest) -> Load:
    """Try the file of the form."""
    given = request.FILES.get("file")
    if given is None:
        raise FileTrouble("Choose a file: nothing was sent.")
    if (given.size or 0) > UPLOAD_AT_MOST:
        raise FileTrouble(
            f"The file is larger than {UPLOAD_AT_MOST // 2**20} MB: put it into the inbox, or use `toldonce take`."
        )
    mapping = mapping_called(request.POST.get("mapping", ""), _folder())
    source = request.POST.get("source", "").strip().upper().split(" ")[0]
    return _read_through(request.actor, given, mapping, source)


def _read_through(by: Actor, given: UploadedFile, mapping, source: str) -> Load:
    name = Path(given.name or "file").name
    with tempfile.TemporaryDirectory(prefix="toldonce-file-") as folder:
        path = Path(folder) / f"file{Path(name).suffix.lower()[:8]}"
        with path.open("wb") as file:
            file.writelines(given.chunks())
        return actions.try_out(by=by, path=path, mapping=mapping, source=source, file_name=name)


@administrators
@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One file: what was found in it, what was refused, and whether it is to be taken."""
    return _page(request, get_object_or_404(Load, pk=number))


@administrators
@require_POST
def taking(request: HttpRequest, number: int) -> HttpResponse:
    """Take a file that was tried."""
    load = get_object_or_404(Load, pk=number)
    agreed = {name: request.POST.get(name) == "yes" for name in ("confirm_fewer", "again")}
    try:
        mapping = mapping_called(load.mapping, _folder())
        actions.take_tried(by=request.actor, load=load, mapping=mapping, **agreed)
    except FileTrouble as trouble:
        return _page(request, load, {"take": str(trouble)})
    say(request, "The file is taken.")
    return redirect("file", number)


@administrators
@require_POST
def discarding(request: HttpRequest, number: int) -> HttpResponse:
    """Put a file that was tried aside."""
    load = get_object_or_404(Load, pk=number)
    try:
        actions.discard(by=request.actor, load=load)
    except FileRefused as trouble:
        return _page(request, load, {"take": str(trouble)})
    say(request, "The file is discarded. Nothing of it was stored.")
    return redirect("files")


def _page(request: HttpRequest, load: Load, problems: dict | None = None) -> HttpResponse:
    told = load.report
    shown = {
        "load": load,
        "brought_by": names_of([load.by])[load.by],
        "report": told,
        "counted": telling.counted(told) if told else "",
        "columns": [(each, telling.remarks(each)) for each in told.get("columns", ())],
        "written": sorted(told.get("written", {}).items()),
        "refused": load.quarantined[:SHOWN],
        "waits": load.state == State.TRIED,
        "problems": problems or {},
    }
    return render(request, "operator/pages/file.html", shown, status=400 if problems else 200)
