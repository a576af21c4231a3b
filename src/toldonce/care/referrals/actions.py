"""Everything that is done with a request: in the record, its history, the worklists and the ledger at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

import orjson
from django.db import connection, transaction
from django.utils import timezone

from toldonce.care.referrals import items, shapes
from toldonce.care.referrals.answer_clock import Turn, due_of, waited_for_asker
from toldonce.care.referrals.errors import Incomplete, NotNow, NotYours
from toldonce.care.referrals.models import Request, RequestStep
from toldonce.care.referrals.said import Said
from toldonce.care.referrals.shapes import Asking
from toldonce.care.referrals.states import ASKED, ASKER, MOVES, Kind, State, may, next_state
from toldonce.directory.actors import Actor
from toldonce.directory.queries import organisation
from toldonce.ledger import actions as ledger
from toldonce.record import identity, store
from toldonce.record.actions import Arrival, Incoming, put
from toldonce.record.errors import Conflict
from toldonce.record.readings.record import Record

FEED = "requests"
A_MOMENT = timedelta(minutes=1)
CHANGED = "Somebody changed this request in the meantime. Open it again, and look at what was said."


@transaction.atomic
def ask(*, by: Actor, record: Record, asking: Asking, led_from: Request | None = None) -> Request:
    """Refer the person of an open record, ask for advice, or give a task; raises Incomplete with what is missing.

    The same words sent twice within a moment, as by a button that was pressed twice, are asked once.
    """
    known = [asking.to] if organisation(asking.to) else []
    problems = shapes.problems_of(asking, known, by)
    if problems:
        raise Incomplete(problems)
    patient = _own_patient(record, by.organisation)
    if twice := _just_asked(by, asking, patient.pid):
        return twice
    request = _begun(by, asking, patient.pid)
    resources = _as_fhir(by, asking, request, str(patient["id"]))
    _put(by, resources, "something was asked of an organisation")
    _step(request, by, "ask", asking.question)
    if led_from is not None:
        led_from.led_to = request
        led_from.save(update_fields=["led_to"])
    items.raise_for_receiver(request, by)
    _write(by, f"{request.kind}.ask", request)
    return request


@transaction.atomic
def act(*, by: Actor, request: Request, what: str, words: str = "") -> Request:
    """Do one thing of the table of moves that needs nothing but words."""
    request, state = _checked(by, request, what, words)
    _moved(by, request, what, state, words)
    _write(by, f"{request.kind}.{what}", request)
    return request


@transaction.atomic
def redirect(*, by: Actor, request: Request, to: str, words: str) -> Request:
    """Send a request on to another organisation; one's own organisation has no more to do with it."""
    if organisation(to) is None or to == request.asked:
        raise Incomplete(
            {"to": "Nobody else is chosen to receive it. Choose another organisation from the list."}
        )
    request, state = _checked(by, request, "redirect", words)
    items.settle_turn(request, by, request.asked, f"sent on to {items.name_of(to)}")
    request.asked = to
    _moved(by, request, "redirect", state, words)
    _write(by, f"{request.kind}.redirect", request, to=to)
    return request


@transaction.atomic
def book(*, by: Actor, request: Request, at: datetime, minutes: int = 30, where: str = "") -> Request:
    """Book an appointment for a referral."""
    if at <= timezone.now():
        raise Incomplete(
            {"at": "An appointment lies in the future. Choose a day and a time that are still to come."}
        )
    words = f"Appointment on {timezone.localtime(at):%-d %B %Y at %H:%M}{', ' + where if where else ''}"
    request, state = _checked(by, request, "book", words)
    request.appointment = at
    patient = identity.source_patients([request.pid])[0].id
    until = at + timedelta(minutes=minutes)
    booked = shapes.appointment(
        by, id=_name(request, "appointment"), patient=patient, request=request.request, service=request.title, at=at,
        until=until, where=where,
    )  # fmt: skip
    _moved(by, request, "book", state, words, [booked])
    _write(by, "referral.book", request)
    return request


@transaction.atomic
def answer(*, by: Actor, request: Request, words: str) -> Request:
    """Answer a question for advice; the answer is in the record for everybody who opens it."""
    request, state = _checked(by, request, "answer", words)
    patient = identity.source_patients([request.pid])[0].id
    said = shapes.answer(
        by, id=_name(request, "answer"), patient=patient, request=request.request, to=request.asker, words=words,
        at=timezone.now(),
    )  # fmt: skip
    _moved(by, request, "answer", state, words, [said])
    _write(by, "advice.answer", request)
    return request


@transaction.atomic
def notice(*, by: Actor, request: Request, said: Said) -> Request:
    """Put on a worklist what another system has written into the record; the row has been made, its id is new."""
    request.save()
    _step(request, _speaker(by, said), "arrive", said.words)
    items.raise_for_receiver(request, by)
    _write(by, f"{request.kind}.arrive", request)
    return request


@transaction.atomic
def follow(*, by: Actor, request: Request, state: str, said: Said) -> Request:
    """Follow what another system has made of a request in the record, and let the one whose turn it is now know."""
    request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    before, request.state = request.state, state
    request.save(update_fields=["state"])
    _step(request, _speaker(by, said), "follow", said.words)
    if state != State.ACCEPTED:  # who has accepted it elsewhere may still take it here
        _tell(by, request, "follow", before)
    _write(by, f"{request.kind}.follow", request, state=state)
    return request


def _speaker(by: Actor, said: Said) -> Actor:
    """Whose words a step shows; without a name it is the other system."""
    return Actor(by.account, said.name or "Another system", by.role, said.organisation)


# What several of them do


def _just_asked(by: Actor, asking: Asking, pid: int) -> Request | None:
    """The same request if it was made a moment ago; who asks at the same time waits until that is known."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ask {by.account} {pid}"])
    return Request.objects.filter(
        kind=asking.kind,
        pid=pid,
        asker=by.organisation,
        asked=asking.to,
        priority=asking.priority,
        title=_title(asking),
        came__gt=timezone.now() - A_MOMENT,
        steps__act="ask",
        steps__account=by.account,
        steps__words=asking.question,
    ).first()


def _title(asking: Asking) -> str:
    return (asking.question.splitlines()[0] if asking.kind == Kind.TASK else asking.service)[:300]


def _begun(by: Actor, asking: Asking, pid: int) -> Request:
    now = timezone.now()
    named = asking.due and timezone.make_aware(
        datetime.combine(asking.due, datetime.max.time().replace(microsecond=0))
    )
    is_task = asking.kind == Kind.TASK
    return Request.objects.create(
        kind=asking.kind,
        pid=pid,
        request="" if is_task else str(uuid.uuid4()),
        task=str(uuid.uuid4()),
        asker=by.organisation,
        asked=asking.to,
        title=_title(asking),
        priority=asking.priority,
        asked_by=by.name,
        came=now,
        due=named or due_of(asking.kind, asking.priority, now),
        due_is_asked=named is not None,
    )


def _as_fhir(by: Actor, asking: Asking, request: Request, patient: str) -> list[dict]:
    made = []
    if request.request:
        made.append(shapes.service_request(asking, by, id=request.request, patient=patient, at=request.came))
    made.append(
        shapes.task(
            asking,
            by,
            id=request.task,
            patient=patient,
            at=request.came,
            due=request.due,
            request=request.request,
        )
    )
    return made


def _checked(by: Actor, request: Request, what: str, words: str) -> tuple[Request, State]:
    """The request, locked, and the state to which the act leads; refuses who may not and what is not said."""
    request = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    sides = {ASKER: request.asker, ASKED: request.asked}
    mine = [side for side, code in sides.items() if code == by.organisation]
    if not mine:
        raise NotYours(
            "The request lies with other organisations. Only the one that asks and the one asked act on it."
        )
    state = next_state(what, request.kind, request.state)
    if not any(may(what, request.kind, request.state, side) for side in mine):
        raise NotYours("This is for the other organisation to do. Add a message if it should know something.")
    move = MOVES[Kind(request.kind)][what]
    if move.said and len(words.strip()) < 2:
        raise Incomplete({"words": move.said})
    return request, state


def _moved(
    by: Actor, request: Request, what: str, state: State, words: str, more: Sequence[dict] = ()
) -> None:
    """Write a move into the record, the history and the worklists."""
    before, request.state = request.state, state
    _step(request, by, what, words)
    _set_due(request)
    request.save()
    _write_record(by, request, words, more)
    _tell(by, request, what, before)


def _set_due(request: Request) -> None:
    """Let the answer be due later by what was lost while the asker was waited for."""
    if not request.due_is_asked and request.state == State.REQUESTED:
        turns = [Turn(each.at, each.state) for each in request.steps.all()]
        lost = waited_for_asker(turns, timezone.now())
        request.due = due_of(request.kind, request.priority, request.came, lost)


def _tell(by: Actor, request: Request, what: str, before: str) -> None:
    """Move the turn to whoever's it is now."""
    if what == "say":
        return
    if request.state == State.WITHDRAWN:
        items.withdraw_all(request, "The one who asked has withdrawn it.")
    elif request.state == State.ACCEPTED:
        items.take_turn(request, by)
    elif request.state == State.REQUESTED:
        if before == State.QUESTIONED:
            items.settle_turn(request, by, request.asker, "answered")
        items.raise_for_receiver(request, by)
    else:
        items.settle_turn(request, by, request.asked, State(request.state).label.lower())
        due = due_of(request.kind, request.priority, timezone.now())
        items.raise_for_asker(request, by, due)


def _write_record(by: Actor, request: Request, words: str, more: Sequence[dict]) -> None:
    changed = []
    if request.request and (kept := _kept("ServiceRequest", request.request)):
        changed.append((shapes.moved_request(kept[0], request.state, request.asked), kept[1]))
    if request.task and (kept := _kept("Task", request.task)):
        made = shapes.moved_task(
            kept[0], request.state, by, timezone.now(), words, request.asked, request.due
        )
        changed.append((made, kept[1]))
    _put(by, more, f"{request.kind}: {request.state}", changed)


def _kept(rtype: str, id: str) -> tuple[dict, int] | None:
    """A resource and its version, as the record holds it now."""
    stored = store.read(rtype, id)
    return (orjson.loads(stored.body), stored.version) if stored and stored.body else None


def _put(by: Actor, resources: Sequence[dict], why: str, changed: Sequence[tuple[dict, int]] = ()) -> None:
    arrival = Arrival(source=by.organisation, feed=FEED, author=by.name)
    incoming = [Incoming(each, if_match=version) for each, version in changed]
    incoming += [Incoming(each) for each in resources]
    if not incoming:
        return
    try:
        put(by=by, arrival=arrival, incoming=incoming, why=why)
    except Conflict as trouble:
        raise NotNow(CHANGED) from trouble


def _own_patient(record: Record, organisation: str):
    patients = record.resources_of("Patient")
    return next((each for each in patients if each.source == organisation), patients[0])


def _name(request: Request, what: str) -> str:
    """An id that follows from the request, so that a second booking changes the first."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"toldonce/request/{request.pk}/{what}"))


def _step(request: Request, by: Actor, act: str, words: str) -> None:
    RequestStep.objects.create(
        request=request,
        act=act,
        state=request.state,
        account=by.account,
        name=by.name,
        organisation=by.organisation,
        words=words,
    )


def _write(by: Actor, act: str, request: Request, **detail: object) -> None:
    ledger.write(
        by=by,
        act=act,
        pids=[request.pid],
        subject=request.refers,
        detail={"request": request.pk, "state": request.state, "asked": request.asked, **detail},
    )
