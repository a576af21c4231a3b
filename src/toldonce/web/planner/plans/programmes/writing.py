"""The next status report of a programme: begun from the last one and the sheets, previewed, saved with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from toldonce.steering.plans.programmes import words
from toldonce.steering.plans.programmes.handing_in import tell
from toldonce.steering.plans.programmes.network import Expected
from toldonce.steering.plans.programmes.plan import Programme, Report
from toldonce.steering.plans.programmes.progress_sheets import REPORTS
from toldonce.steering.plans.programmes.rating import RULES
from toldonce.steering.plans.programmes.reporting import Draft, drafted, newest_report, rows_of
from toldonce.steering.plans.programmes.telling import said_day
from toldonce.steering.sheets.errors import ChangedMeanwhile, SheetsError
from toldonce.steering.sheets.kinds import NotUnderstood
from toldonce.web.design import troubles
from toldonce.web.design.context import say
from toldonce.web.planner.plans.book import number
from toldonce.web.planner.plans.programmes import milestones
from toldonce.web.planner.plans.programmes.looking import Looking, of_a_portfolio, shown
from toldonce.web.planner.plans.programmes.ratings import Told, told
from toldonce.web.planner.plans.programmes.reports import LABEL
from toldonce.web.planner.plans.programmes.risks import threat
from toldonce.web.planner.readers import planners

DAY = REPORTS.by_key["as_at"].kind
WORDS = ("done", "next", "asked", "by")
FIELDS = ("as_at", *words.RATED, *WORDS, "invented", "reason")


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating that is asked for: what the sheets suggest and why, by which rule, and what the last report said."""

    key: str
    head: str
    suggested: str  # "" where nothing is known to rate by
    because: str
    rule: str
    before: str


@dataclass(frozen=True)
class Writing:
    """A report on its way: of which programme and day, what it begins with, what was typed, and what is wrong in it."""

    looking: Looking
    then: Looking  # on the day of which the report tells
    programme: Programme
    draft: Draft
    typed: Mapping[str, str]
    problems: dict[str, str]

    @property
    def ratings(self) -> dict[str, str]:
        """The ratings that were chosen."""
        return {key: self.typed[key] for key in words.RATED if self.typed[key] in words.RATINGS}

    @property
    def report(self) -> Report:
        """The report as it would be read, of what was typed."""
        said = {name: self.typed[name].strip() for name in WORDS}
        invented = bool(self.typed["invented"])
        return Report(0, 0, self.programme.key, self.draft.on, self.ratings, **said, invented=invented)


@planners
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_portfolio(LABEL)
def report(request: HttpRequest, looking: Looking, row: int) -> HttpResponse:
    """The form with its draft, what it would look like, or the report saved."""
    programme = looking.programme(row)
    if request.method != "POST":
        return _form(request, _begun(looking, programme))
    writing = _typed(request, looking, programme)
    if request.POST.get("act") not in ("preview", "save"):
        return troubles.page(request, 400)
    if writing.problems:
        return _form(request, writing, status=400)
    if request.POST["act"] == "preview":
        return _form(request, writing, preview=told(writing.then, writing.report))
    return _saved(request, writing)


def _begun(looking: Looking, programme: Programme) -> Writing:
    """The draft, before anything is typed: what is known is filled in, ratings are for the author to choose."""
    draft = _draft(looking, programme)
    begins = {
        "as_at": "" if draft.last and draft.last.as_at == looking.on else DAY.say(looking.on),
        "done": draft.done_in_words(looking.portfolio),
        "next": "\n".join(_next(draft)),
        "by": programme.lead,
    }
    return Writing(looking, looking, programme, draft, {name: begins.get(name, "") for name in FIELDS}, {})


def _next(draft: Draft) -> list[str]:
    """What the last report promised, and what else is expected before the next one."""
    promised = "\n".join(draft.carried)
    return [*draft.carried, *(_due(each) for each in draft.due if each.milestone.name not in promised)]


def _due(told: Expected) -> str:
    milestone = told.milestone
    if told.overdue:
        return f"{milestone.name}, which was due on {said_day(milestone.said)}"
    return f"{milestone.name}, expected on {said_day(told.day)}"


def _draft(looking: Looking, programme: Programme) -> Draft:
    return drafted(looking.portfolio, looking.network, programme.key, looking.on, looking.followed)


def _typed(request: HttpRequest, looking: Looking, programme: Programme) -> Writing:
    """What was typed, with what is wrong in it; the draft is that of the day for which it is written."""
    typed = {name: request.POST.get(name, "") for name in FIELDS}
    problems: dict[str, str] = {}
    on = _as_at(looking, programme, typed["as_at"], problems)
    for key, head in words.RATED.items():
        if typed[key] not in words.RATINGS:
            problems[key] = f"{head}: choose green, amber or red"
    for name in WORDS:
        try:
            REPORTS.by_key[name].kind.read(typed[name])
        except NotUnderstood as why:
            problems[name] = f"{REPORTS.by_key[name].head}: it {why}"
    then = replace(looking, on=on)
    return Writing(looking, then, programme, _draft(then, programme), typed, problems)


def _as_at(looking: Looking, programme: Programme, said: str, problems: dict[str, str]) -> date:
    """The day of the report; that of the portfolio where it is none on which a report can be."""
    try:
        day = DAY.read(said)
    except NotUnderstood as why:
        problems["as_at"] = f"As at: {why}"
        return looking.on
    if not isinstance(day, date):
        problems["as_at"] = "As at: say of which day the report tells"
        return looking.on
    if day > looking.on:
        problems["as_at"] = (
            f"As at: {said_day(day)} is later than {said_day(looking.on)}, the day of which the portfolio is judged"
        )
    elif any(each.as_at == day for each in looking.portfolio.reports if each.programme == programme.key):
        problems["as_at"] = (
            f"As at: there is a report of {said_day(day)} already, mend it in the sheet of reports"
        )
    return day


def _saved(request: HttpRequest, writing: Writing) -> HttpResponse:
    looking, typed = writing.looking, writing.typed
    said = {name: typed[name] for name in WORDS}
    (row,), reported = rows_of(writing.draft, writing.then.network, ratings=writing.ratings, **said)
    try:
        tell(
            by=request.actor,
            key=looking.key,
            programme=writing.programme.key,
            report={**row, "invented": "yes" if typed["invented"] else ""},
            reported=reported,
            seen=number(request.POST.get("seen", "")) or 0,
            reason=typed["reason"],
        )
    except ChangedMeanwhile as refusal:
        writing.problems["report-form"] = str(refusal)
        return _form(request, writing, seen=_newest(writing), status=400)
    except SheetsError as refusal:
        writing.problems["reason"] = str(refusal)
        return _form(request, writing, status=400)
    say(request, f"The report of {writing.programme.name} is saved.")
    return redirect("programmes-told", looking.key, writing.programme.row)


def _newest(writing: Writing) -> int:
    """The newest row of the reports of the programme as this page shows them."""
    return newest_report(writing.looking.opened.contents, writing.programme.key)


def _form(
    request: HttpRequest,
    writing: Writing,
    *,
    preview: Told | None = None,
    seen: int | None = None,
    status: int = 200,
) -> HttpResponse:
    """The form; `seen` is the newest report that its author has seen, by default what the form said before."""
    looking, then, draft = writing.looking, writing.then, writing.draft
    page = shown(
        request,
        looking,
        LABEL,
        programme=writing.programme,
        page=looking.pages[writing.programme.key],
        draft=draft,
        typed=writing.typed,
        problems=writing.problems,
        seen=seen or request.POST.get("seen") or _newest(writing),
        last=told(then, draft.last) if draft.last else None,
        rated=_rated(draft),
        ratings=words.RATINGS,
        done=milestones.lines(then, list(draft.done)),
        overdue=milestones.lines(then, list(draft.overdue)),
        slipped=[(milestones.line(then, each.expected), each) for each in draft.slipped],
        due=milestones.lines(then, list(draft.due)),
        reviews=[threat(then, each) for each in draft.reviews],
        preview=preview,
    )
    return render(request, "planner/pages/plans/programmes/report.html", page, status=status)


def _rated(draft: Draft) -> list[Rated]:
    """The four ratings, with what the sheets suggest."""
    last = draft.last.ratings if draft.last else {}
    return [
        Rated(
            key,
            head,
            words.RATINGS.get(draft.suggested[key].rating or "", ""),
            draft.suggested[key].because,
            RULES[key],
            words.RATINGS.get(last.get(key, ""), ""),
        )
        for key, head in words.RATED.items()
    ]
