"""A plan as a workbook, and a workbook as a proposal: what it would change is shown before it is taken."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from toldonce.figures.receiving import kept
from toldonce.steering.sheets import actions
from toldonce.steering.sheets.comparing import Comparison
from toldonce.steering.sheets.errors import BookRefused, SheetsError, Unsure
from toldonce.steering.sheets.models import State
from toldonce.steering.sheets.opening.tables import as_csv
from toldonce.steering.sheets.queries import Opened
from toldonce.steering.sheets.workbooks.amounts import multiplied, strange_amount
from toldonce.steering.sheets.workbooks.bounds import LARGEST
from toldonce.steering.sheets.workbooks.merging import Proposal, proposed
from toldonce.steering.sheets.workbooks.reading import Read, read
from toldonce.steering.sheets.workbooks.writing import workbook_of
from toldonce.web.design.context import say
from toldonce.web.design.menu import PLANNER
from toldonce.web.planner.plans import showing
from toldonce.web.planner.plans.changes import Told, cell_words, row_words
from toldonce.web.planner.plans.framing import framed
from toldonce.web.planner.readers import readers_of_figures

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8; header=present"
TIMES = {
    "1": 1,
    "1000": 1_000,
}  # what somebody says that the amounts of a file are multiplied by to be pounds
SALT, LASTS = "plan file", 4 * 3600  # seconds in which a proposal can be taken


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was sent: the digest by which its bytes are kept, what it would change, which amount is strange."""

    sha256: str
    file: Read
    proposal: Proposal | None = None
    strange: str = ""


@readers_of_figures
@require_safe
def workbook(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The plan as an XLSX file."""
    opened = showing.book_called(kind, key)
    return _attached(workbook_of(opened), XLSX, f"{kind}-{key}-version-{opened.book.version}.xlsx")


@readers_of_figures
@require_safe
def table(request: HttpRequest, kind: str, key: str, sheet: str) -> HttpResponse:
    """One sheet as a CSV file."""
    opened = showing.book_called(kind, key)
    content = as_csv(showing.sheet_called(opened.kind, sheet), opened.contents[sheet])
    return _attached(content, CSV, f"{kind}-{key}-{sheet}-version-{opened.book.version}.csv")


def _attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)


@readers_of_figures
@require_http_methods(["GET", "HEAD", "POST"])
def taking(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The file to download; what a file that was sent would change; then it is taken."""
    opened = showing.book_called(kind, key)
    may = request.actor.role == PLANNER and opened.book.state == State.DRAFT
    if request.method != "POST" or not may:
        return _page(request, opened, None, {}, may)
    sent, problems, taking = None, {}, request.POST.get("act") == "take"
    try:
        sent, seen = _sent_before(request, opened) if taking else (_looked_at(opened, _bytes(request)), 0)
        if taking:
            return _taken(request, opened, sent, seen)
        if sent.file.faults:
            problems = {"file": f"{sent.file.faults[0]}. Nothing was changed."}
    except Unsure as question:
        problems = {"times": str(question)}
    except SheetsError as refusal:
        at_form = sent and sent.proposal and sent.proposal.differences
        problems = {"reason" if at_form else "file": str(refusal)}
    return _page(request, opened, sent, problems, may)


def _bytes(request: HttpRequest) -> bytes:
    given = request.FILES.get("file")
    if given is None:
        raise BookRefused("Choose a file: nothing was sent.")
    if (given.size or 0) > LARGEST:
        raise BookRefused(f"The file is larger than {LARGEST // 2**20} MB, which no plan is.")
    return given.read()


def _looked_at(opened: Opened, content: bytes) -> Sent:
    file = read(opened.kind, opened.book.key, content)
    if file.faults:
        return Sent(hashlib.sha256(content).hexdigest(), file)
    proposal = proposed(opened, file)
    strange = strange_amount(opened.kind, opened.contents, proposal.differences)
    return Sent(kept.keep(content), file, proposal, strange)


def _sent_before(request: HttpRequest, opened: Opened) -> tuple[Sent, int]:
    """The file that was shown, as it is beside the plan now, and the version of the plan in which it was shown."""
    try:
        sha256, seen = signing.loads(request.POST.get("sent", ""), salt=SALT, max_age=LASTS)
        content = kept.fetch(sha256)
    except (signing.BadSignature, LookupError, ValueError, TypeError) as trouble:
        raise BookRefused("The proposal is too old: send the file once more.") from trouble
    return _looked_at(opened, content), seen


def _taken(request: HttpRequest, opened: Opened, sent: Sent, seen: int) -> HttpResponse:
    """Take the file as it was shown; raises SheetsError where the plan was edited since."""
    if sent.proposal is None:
        raise BookRefused("The file is not one that was shown: send it once more.")
    saved = actions.take(
        by=request.actor, kind=opened.kind, key=opened.book.key, differences=_in_pounds(request, sent),
        seen=seen, reason=request.POST.get("reason", ""),
    )  # fmt: skip
    say(request, f"The file is taken: {len(saved.edits):,} edits in change {saved.change.version}.")
    return redirect("plan-changes", opened.kind.key, opened.book.key)


def _in_pounds(request: HttpRequest, sent: Sent) -> Comparison:
    """What the file changes, its amounts as somebody says that they are meant where one is strange. Raises Unsure."""
    assert sent.proposal
    if not sent.strange:
        return sent.proposal.differences
    times = TIMES.get(request.POST.get("times", ""))
    if times is None:
        raise Unsure(f"Say whether the amounts of the file are pounds. {sent.strange}.", 1_000)
    return multiplied(sent.proposal.differences, times)


def _page(
    request: HttpRequest, opened: Opened, sent: Sent | None, problems: dict[str, str], may: bool
) -> HttpResponse:
    cells: list[Told] = []
    rows: list[tuple[str, str, str]] = []
    if sent and sent.proposal:
        cells = [cell_words(each) for each in sent.proposal.differences.cells]
        rows = [row_words(each) for each in sent.proposal.differences.rows]
    shown = framed(
        opened, "Files", sent=sent, cells=cells, rows=rows, problems=problems, may=may,
        reason=request.POST.get("reason", ""),
        signed=signing.dumps([sent.sha256, opened.book.version], salt=SALT) if sent and sent.proposal else "",
    )  # fmt: skip
    return render(request, "planner/pages/plans/file.html", shown, status=400 if problems else 200)
