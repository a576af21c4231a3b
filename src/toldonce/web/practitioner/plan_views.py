"""The pages on which care plans are written, signed, read, reviewed and ended."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from toldonce.care.plans import actions
from toldonce.care.plans.answers import from_form, kept, missing, written
from toldonce.care.plans.errors import (
    NoDraft,
    NotInForce,
    OnlyNow,
    Overtaken,
    RoleRefused,
    SavedMeanwhile,
    Unfinished,
)
from toldonce.care.plans.kinds import kinds, may_sign
from toldonce.care.plans.life import REASONS
from toldonce.care.plans.models import Draft
from toldonce.care.plans.queries import draft_of
from toldonce.record.readings.record import Record
from toldonce.web.design import troubles
from toldonce.web.design.context import say
from toldonce.web.entrance.guards import for_carers
from toldonce.web.practitioner import plans as shown
from toldonce.web.practitioner.banner import banner
from toldonce.web.practitioner.document_views import PAPER
from toldonce.web.practitioner.opened import of_a_record, opened, page
from toldonce.web.practitioner.plan_paper import plan_on_paper
from toldonce.web.practitioner.plans_due import plans_due

REFUSED = (RoleRefused, NoDraft, NotInForce, OnlyNow)
USUAL_REVIEW = 182  # days


def with_refusals(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What the plans refuse becomes a page with its sentence and the way back to the plans."""

    @wraps(view)
    def answer(request: HttpRequest, person: int, **parts: object) -> HttpResponse:
        try:
            return view(request, person, **parts)
        except REFUSED as refusal:
            ways = [("This person's care plans", reverse("plans", args=[person]))]
            return troubles.page(
                request,
                403 if isinstance(refusal, RoleRefused) else 409,
                heading="That was not done",
                missing=str(refusal),
                why="Whoever follows a plan must be able to trust that it was made by the right people, and stands.",
                next_step="Nothing was changed.",
                ways=ways,
            )

    return answer


@for_carers
@require_safe
def due_plans(request: HttpRequest) -> HttpResponse:
    """The plans of one's organisation that are to be looked at again."""
    found = plans_due(reader=request.actor, today=timezone.localdate())
    return render(request, "practitioner/pages/plans_due.html", {"plans": found})


@of_a_record
@with_refusals
@require_safe
def plans(request: HttpRequest, person: int) -> HttpResponse:
    """The plans in force, the drafts of one's own organisation, and the ways to begin one."""
    record = opened(request, person, "care plans")
    words = {"kinds": shown.startable(request.actor, record)}
    return page(request, record, "practitioner/pages/plans.html", "Care plans", "care-plans", **words)


@of_a_record
@with_refusals
@require_POST
def begin_plan(request: HttpRequest, person: int, slug: str) -> HttpResponse:
    """Begin a draft from the answers of the plan in force, or go on with the draft that there is."""
    if slug not in kinds():
        raise Http404
    record = opened(request, person, f"begin {slug}")
    answers, follows = shown.answers_before(record, slug)
    made = actions.begin(by=request.actor, record=record, slug=slug, answers=answers, follows=follows)
    return redirect("plan-draft", person, made.pk)


@of_a_record
@with_refusals
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, person: int, number: int) -> HttpResponse:
    """The form: kept as a draft at any time, signed when it says what it must."""
    record = opened(request, person, f"plan draft {number}")
    found = _draft(request, record, number)
    kind = kinds()[found.kind]
    answers, problems = found.answers, {}
    if request.method == "POST":
        answers = kept(kind, from_form(kind, request.POST.getlist))
        try:
            found = actions.save(
                by=request.actor, record=record, draft=number, version=_version(request), answers=answers
            )
        except SavedMeanwhile as conflict:
            found.version = conflict.version
            problems = {"main": str(conflict)}
        else:
            problems = missing(kind, answers, timezone.localdate()) if "check" in request.POST else {}
            if "check" in request.POST and not problems:
                return redirect("plan-sign", person, number)
            if not problems:
                say(request, "The draft is kept. Only your organisation sees it until it is signed.")
                return redirect("plan-draft", person, number)
    return _form(request, record, found, answers, problems)


def _form(
    request: HttpRequest, record: Record, found: Draft, answers: dict, problems: dict[str, str]
) -> HttpResponse:
    kind = kinds()[found.kind]
    words = {
        "kind": kind,
        "draft": found,
        "groups": shown.form_of(kind, answers),
        "problems": problems,
        "beside": shown.beside(record),
        "before": shown.in_force(record, found.kind),
        "may_sign": may_sign(request.actor.role, found.kind),
        "today": timezone.localdate().isoformat(),
        "objected": record.decision.own_only,
    }
    return page(
        request, record, "practitioner/pages/plan_form.html", f"{kind.title}: draft", "care-plans", **words
    )


@of_a_record
@with_refusals
@require_http_methods(["GET", "HEAD", "POST"])
def sign_draft(request: HttpRequest, person: int, number: int) -> HttpResponse:
    """The plan as its readers will see it, and the signature."""
    record = opened(request, person, f"sign plan draft {number}")
    found = _draft(request, record, number)
    kind, problems = kinds()[found.kind], {}
    if request.method == "POST":
        if "sure" not in request.POST:
            problems = {"sure": "Say that you have read the plan and stand by it: tick the box, then sign."}
        else:
            try:
                reason = written(request.POST.get("reason", ""))[:1000]
                seen = request.POST.get("seen", "")
                made = actions.sign(
                    by=request.actor,
                    record=record,
                    draft=number,
                    seen=seen,
                    reason=reason,
                    version=_version(request),
                )
            except Unfinished as unfinished:
                problems = unfinished.problems
                if "reason" not in problems:
                    return _form(request, record, found, found.answers, problems)
            except Overtaken as overtaken:
                found = _draft(request, record, number)
                problems = {"main": str(overtaken)}
            else:
                say(
                    request,
                    f"The {kind.title.lower()} is signed and in force. Ambulance crews see it from now on.",
                )
                return redirect("plan", person, made)
    words = {
        "kind": kind,
        "draft": found,
        "groups": shown.as_answered(kind, found.answers),
        "before": shown.in_force(record, found.kind),
        "problems": problems,
    }
    return page(
        request,
        record,
        "practitioner/pages/plan_sign.html",
        f"Sign: {kind.title.lower()}",
        "care-plans",
        **words,
    )


@of_a_record
@with_refusals
@require_POST
def discard_draft(request: HttpRequest, person: int, number: int) -> HttpResponse:
    """Throw a draft away."""
    record = opened(request, person, f"discard plan draft {number}")
    actions.discard(by=request.actor, record=record, draft=number)
    say(request, "The draft has been thrown away.")
    return redirect("plans", person)


@of_a_record
@require_safe
def plan(request: HttpRequest, person: int, id: str) -> HttpResponse:
    """One plan to be read or printed: what it says, who signed it, and whether it is in force."""
    record = opened(request, person, f"plan {id}")
    found = shown.shown_plan(record, id)
    words = {
        "plan": found,
        "id": id,
        "may_change": not record.as_at and shown.may_change(request.actor, found),
    }
    return page(request, record, "practitioner/pages/plan.html", found.line.title, "care-plans", **words)


@of_a_record
@require_safe
def plan_as_pdf(request: HttpRequest, person: int, id: str) -> HttpResponse:
    """One plan as a PDF, to be printed or given to the person."""
    record = opened(request, person, f"plan {id} as PDF")
    found = shown.shown_plan(record, id)
    answer = HttpResponse(
        plan_on_paper(found, banner(record), timezone.now()), content_type="application/pdf"
    )
    answer["Content-Disposition"] = 'inline; filename="care-plan.pdf"'
    answer["Content-Security-Policy"] = PAPER
    answer["Cache-Control"] = "no-store, private"
    return answer


@of_a_record
@with_refusals
@require_http_methods(["GET", "HEAD", "POST"])
def review_plan(request: HttpRequest, person: int, id: str) -> HttpResponse:
    """Say that the plan holds as it is, until another day."""
    record = opened(request, person, f"review plan {id}")
    found, problems = shown.shown_plan(record, id), {}
    due, words = request.POST.get("due", ""), written(request.POST.get("words", ""))[:1000]
    if request.method == "POST":
        try:
            actions.review(by=request.actor, record=record, plan=id, due=_day(due), words=words)
        except Unfinished as unfinished:
            problems = unfinished.problems
        else:
            say(request, "The review is written down.")
            return redirect("plan", person, id)
    usual = timezone.localdate() + timedelta(days=USUAL_REVIEW)
    told = {"plan": found, "id": id, "due": due or usual.isoformat(), "words": words, "problems": problems}
    return page(
        request, record, "practitioner/pages/plan_review.html", "Review the plan", "care-plans", **told
    )


@of_a_record
@with_refusals
@require_http_methods(["GET", "HEAD", "POST"])
def end_plan(request: HttpRequest, person: int, id: str) -> HttpResponse:
    """End a plan that is no longer to be followed."""
    record = opened(request, person, f"end plan {id}")
    found, problems = shown.shown_plan(record, id), {}
    why, words = request.POST.get("why", ""), written(request.POST.get("words", ""))[:1000]
    if request.method == "POST":
        try:
            actions.end(by=request.actor, record=record, plan=id, why=why, words=words)
        except Unfinished as unfinished:
            problems = unfinished.problems
        else:
            say(request, "The plan has ended. It is no longer shown to ambulance crews.")
            return redirect("plans", person)
    told = {"plan": found, "id": id, "why": why, "words": words, "reasons": REASONS, "problems": problems}
    return page(request, record, "practitioner/pages/plan_end.html", "End the plan", "care-plans", **told)


def _draft(request: HttpRequest, record: Record, number: int) -> Draft:
    found = draft_of(request.actor, record, number)
    if found is None:
        raise NoDraft(
            "This draft is not here: it was signed or thrown away, or belongs to another organisation. Look at the"
            " person's care plans to see what stands now."
        )
    return found


def _version(request: HttpRequest) -> int:
    """The version of the draft that the form was made from; 0 when it does not say."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 9 else 0


def _day(text: str) -> date:
    try:
        return parse_date(text) or timezone.localdate()
    except ValueError:
        return timezone.localdate()
