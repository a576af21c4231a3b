"""What other systems ask of an organisation in the record: heard from the feed, put on its worklist, once."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from toldonce.care.referrals import actions
from toldonce.care.referrals.answer_clock import due_of
from toldonce.care.referrals.models import Request
from toldonce.care.referrals.said import Said, answer, question
from toldonce.care.referrals.states import OF_REQUEST, OF_TASK, OVER, Kind, State
from toldonce.directory.actors import SYSTEM
from toldonce.directory.queries import organisation
from toldonce.record import store
from toldonce.record.changes import Change
from toldonce.record.gathering import neighbours, resources_of
from toldonce.record.listening import Listener
from toldonce.record.readings.assembly import whole_record
from toldonce.record.readings.elements import first, listed, period_of, reference_parts, text_of, words
from toldonce.record.readings.organisations import organisation_code
from toldonce.record.readings.record import Record, Resource

HEARD = ("ServiceRequest", "Task")
FEED_OF_OURS = actions.FEED


def hear(changes: Sequence[Change]) -> None:
    """Look at each ServiceRequest and Task that came in; hearing one twice changes nothing."""
    for change in changes:
        if change.pid and not set(HEARD).isdisjoint(change.rtypes):
            _hear(change)


def _hear(change: Change) -> None:
    came = [each for each in store.compartment([change.pid], HEARD) if each.arrival == change.arrival]
    if not came or store.provenance([change.arrival])[change.arrival].feed == FEED_OF_OURS:
        return
    told = resources_of(came)
    record = whole_record(told, neighbours=neighbours([each.body or b"" for each in came], told))
    for each in sorted(told, key=lambda one: one.rtype):  # a ServiceRequest before the Task that is about it
        if each.rtype == "ServiceRequest" and each.section != "results":
            _request(record, each)
        elif each.rtype == "Task":
            _task(record, each)


def _request(record: Record, told: Resource) -> None:
    state = OF_REQUEST.get(text_of(told.get("status")))
    known = Request.objects.filter(request=told.stored.id).first()
    if known is not None:
        if state in OVER:  # it says less than our states: only its end is followed
            _follow(known, state, answer(told, told.source))
        return
    asked = next(
        filter(None, (organisation_code(record, each) for each in listed(told.get("performer")))), ""
    )
    asker = organisation_code(record, told.get("requester")) or told.source
    if state in (State.REQUESTED, State.QUESTIONED) and asked != asker and organisation(asked) is not None:
        kind = Kind.ADVICE if "advice" in words(told.get("category")).lower() else Kind.REFERRAL
        title = words(told.get("code")) or words(told.get("category")) or "Referral"
        request = _new(record, told, kind, asker, asked, title)
        request.request = told.stored.id
        actions.notice(by=SYSTEM, request=request, said=question(record, told, asker))


def _task(record: Record, told: Resource) -> None:
    state = OF_TASK.get(text_of(told.get("status")))
    known = Request.objects.filter(task=told.stored.id).first() or _of_focus(told)
    if known is not None:
        _follow(known, state, answer(told, told.source))
        return
    asked = organisation_code(record, told.get("owner"))
    asker = organisation_code(record, told.get("requester")) or told.source
    if state is not None and state not in OVER and organisation(asked) is not None:
        title = text_of(told.get("description")) or words(told.get("code")) or "Task without words"
        request = _new(record, told, Kind.TASK, asker, asked, title.splitlines()[0])
        request.task = told.stored.id
        due = period_of(first(told.get("restriction")))[1]
        if due is not None:
            request.due, request.due_is_asked = due.last_instant, True
        actions.notice(by=SYSTEM, request=request, said=question(record, told, asker))
        _follow(request, state, answer(told, told.source))  # it may be under way before it is heard of


def _of_focus(told: Resource) -> Request | None:
    """The request that a Task is about, where it is about one that we know."""
    rtype, id = reference_parts(told.get("focus"))
    return Request.objects.filter(request=id).first() if rtype == "ServiceRequest" and id else None


def _follow(known: Request, state: State | None, said: Said) -> None:
    """Follow another system's Task until the request is over; of a task in progress no appointment is known."""
    if state == State.BOOKED and known.appointment is None:
        state = State.ACCEPTED
    if state is not None and state != known.state and known.state not in OVER:
        actions.follow(by=SYSTEM, request=known, state=state, said=said)


def _new(record: Record, told: Resource, kind: Kind, asker: str, asked: str, title: str) -> Request:
    now = timezone.now()
    priority = text_of(told.get("priority")) or "routine"
    return Request(
        kind=kind,
        pid=told.pid,
        asker=asker[:16],
        asked=asked,
        title=title[:300],
        priority=priority[:16],
        asked_by=record.author_of(told)[:200],
        came=now,
        due=due_of(kind, priority, now),
    )


LISTENER = Listener("requests of other systems", hear)
