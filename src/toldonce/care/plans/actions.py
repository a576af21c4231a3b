"""What is done with plans: begun, saved, discarded, signed, reviewed, ended. A signature is one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import orjson
from django.db import connection, transaction
from django.utils import timezone

from toldonce.care.plans import signing
from toldonce.care.plans.answers import Answers, kept, missing
from toldonce.care.plans.checks import check_may_sign, check_may_write, check_now
from toldonce.care.plans.errors import NoDraft, NotInForce, Overtaken, SavedMeanwhile, Unfinished
from toldonce.care.plans.kinds import REVIEWED_WITHIN, Kind, kind_of, kinds
from toldonce.care.plans.life import REASONS, SUPERSEDED_WORDS, State
from toldonce.care.plans.models import Draft
from toldonce.care.plans.queries import own_patient
from toldonce.care.plans.signing import signed_by
from toldonce.directory.actors import Actor
from toldonce.directory.models import Role
from toldonce.ledger import actions as ledger
from toldonce.record import actions as record_actions
from toldonce.record import store
from toldonce.record.actions import Arrival, Incoming
from toldonce.record.readings.demographics import demographics
from toldonce.record.readings.record import Record

FEED = "plans"
ANOTHERS = (
    "Another organisation signed the plan before: say what has changed, so that they understand why it ended."
)


@transaction.atomic
def begin(
    *, by: Actor, record: Record, slug: str, answers: Answers | None = None, follows: str = ""
) -> Draft:
    """Begin a draft, or go on with the one that the organisation has already."""
    check_now(record)
    check_may_write(by, slug)
    patient = own_patient(by, record)
    made, is_new = Draft.objects.get_or_create(
        pid=patient.pid,
        kind=slug,
        organisation=by.organisation,
        defaults={"answers": answers or {}, "follows": follows, "begun_by": by.name, "saved_by": by.name},
    )
    if is_new:
        ledger.write(by=by, act="plan.begin", pids=[patient.pid], subject=f"draft/{made.pk} {slug}")
    return made


@transaction.atomic
def save(*, by: Actor, record: Record, draft: int, version: int, answers: Answers) -> Draft:
    """Keep what has been written so far; refused when somebody else saved it after it was opened."""
    found = _locked(by, record, draft)
    check_may_write(by, found.kind)
    if found.version != version:
        raise SavedMeanwhile(
            f"{found.saved_by} saved this draft after you opened it, so yours has not been kept yet. What you wrote is"
            " still below: open the draft in another tab, compare, and save again to keep yours.",
            found.version,
        )
    if found.answers != answers:
        found.answers, found.version, found.saved_by = answers, version + 1, by.name
        found.save()
        ledger.write(by=by, act="plan.save", pids=[found.pid], subject=f"draft/{found.pk} {found.kind}")
    return found


@transaction.atomic
def discard(*, by: Actor, record: Record, draft: int) -> None:
    """Throw a draft away; what it said is gone, that there was one stays in the ledger."""
    found = _locked(by, record, draft)
    check_may_write(by, found.kind)
    ledger.write(by=by, act="plan.discard", pids=[found.pid], subject=f"draft/{found.pk} {found.kind}")
    found.delete()


def sign(
    *, by: Actor, record: Record, draft: int, seen: str = "", reason: str = "", version: int | None = None
) -> str:
    """Sign a draft: the plan is in the record, the one before it is superseded; returns the plan's id.

    `seen` is the plan of this kind that the signer saw in force, empty for none; `version` is that of the draft that
    they read. Raises Unfinished, Overtaken.
    """
    plan = str(uuid.uuid4())

    def work() -> str:
        with transaction.atomic():
            found = _as_read(by, record, draft, version)
            _sign(by=by, record=record, found=found, plan=plan, seen=seen, reason=reason)
        return plan

    return record_actions.retried(work)


def _as_read(by: Actor, record: Record, draft: int, version: int | None) -> Draft:
    """The draft, if it still says what the signer read."""
    found = _locked(by, record, draft)
    if version is not None and version != found.version:
        raise Overtaken(
            f"{found.saved_by} changed this draft after you opened it. It stands below as it is now: read it, then"
            " sign."
        )
    return found


def _sign(*, by: Actor, record: Record, found: Draft, plan: str, seen: str, reason: str) -> None:
    check_may_sign(by, found.kind)
    kind = kinds()[found.kind]
    if problems := missing(kind, kept(kind, found.answers), timezone.localdate()):
        raise Unfinished(problems)
    _one_at_a_time(record, kind)
    before = _in_force(record, kind)
    if (before["id"] if before else "") != seen:
        raise Overtaken(_overtaken(before))
    if before and not reason and signed_by(before) != by.organisation:
        raise Unfinished({"reason": ANOTHERS})
    signature = _signature(by, record, plan, before)
    _put(by, [*signing.signed_plan(kind, found.answers, signature), *_superseded(before, signature, reason)],
         f"{kind.title} signed")  # fmt: skip
    told = {"follows": signature.follows, "reason": reason} if before else {}
    ledger.write(
        by=by, act="plan.sign", pids=[found.pid], subject=f"CarePlan/{plan}", why=kind.title, detail=told
    )
    found.delete()


def _signature(by: Actor, record: Record, plan: str, before: Mapping[str, Any] | None) -> signing.Signature:
    who = next(iter(record.once(demographics)), None)
    return signing.Signature(
        plan=plan,
        name=by.name,
        role=Role(by.role).label,
        organisation=by.organisation,
        at=timezone.now(),
        patient=str(own_patient(by, record)["id"]),
        nhs_number=who.nhs_number if who else "",
        follows=before["id"] if before else "",
    )


def _superseded(before: Mapping[str, Any] | None, signature: signing.Signature, reason: str) -> list[dict]:
    if before is None:
        return []
    words = f"{SUPERSEDED_WORDS}, signed by {signature.who}"
    old = signing.over(before, State.SUPERSEDED, signature.at, words, reason)
    pointer = _read("DocumentReference", signing.pointer_id(before["id"]))
    return [
        old,
        *([{**pointer, "status": "superseded"}] if pointer else []),
        *_team_over(before, signature.at),
    ]


def review(*, by: Actor, record: Record, plan: str, due: date, words: str = "") -> None:
    """Say that a plan was looked at again and holds as it is, until another day."""
    today = timezone.localdate()
    if not today < due <= today + timedelta(days=REVIEWED_WITHIN):
        raise Unfinished({"due": "Give the day of the next review: after today and within a year."})
    with transaction.atomic():
        told, kind = _plan_in_force(by, record, plan)
        note = f"Reviewed on {today:%-d %B %Y} by {by.name}, {Role(by.role).label}. {words}".strip()
        _put(by, [signing.reviewed(told, due, note)], f"{kind.title} reviewed")
        ledger.write(by=by, act="plan.review", pids=list(record.pids), subject=f"CarePlan/{plan}", why=words)


def end(*, by: Actor, record: Record, plan: str, why: str, words: str = "") -> None:
    """End a plan that is no longer to be followed, for one of REASONS."""
    if why not in REASONS:
        raise Unfinished({"why": "Choose why the plan ends: whoever followed it must know."})
    with transaction.atomic():
        told, kind = _plan_in_force(by, record, plan)
        at = timezone.now()
        _put(
            by,
            [signing.over(told, State.ENDED, at, why, words), *_team_over(told, at)],
            f"{kind.title} ended",
        )
        _delete_pointer(by, plan)
        ledger.write(
            by=by, act="plan.end", pids=list(record.pids), subject=f"CarePlan/{plan}", why=f"{why}: {words}"
        )


def _locked(by: Actor, record: Record, draft: int) -> Draft:
    check_now(record)
    mine = Draft.objects.select_for_update().filter(pid__in=record.pids, organisation=by.organisation)
    found = mine.filter(pk=draft).first()
    if found is None:
        raise NoDraft(
            "This draft is not here: it was signed or thrown away, or belongs to another organisation. Look at the"
            " person's care plans to see what stands now."
        )
    return found


def _plan_in_force(by: Actor, record: Record, plan: str) -> tuple[dict, Kind]:
    """The plan as it stands, if this reader sees it and it is in force, and its kind."""
    check_now(record)
    shown = next((each for each in record.resources_of("CarePlan") if each.get("id") == plan), None)
    told = _read("CarePlan", plan) if shown is not None else None
    kind = kind_of(next(iter((told or {}).get("instantiatesCanonical", ())), ""))
    if told is None or kind is None or told["status"] != "active":
        raise NotInForce(
            "This plan is no longer in force, so it cannot be changed. Look at the plan that followed it."
        )
    check_may_sign(by, kind.slug)
    _one_at_a_time(record, kind)
    return told, kind


def _in_force(record: Record, kind: Kind) -> dict | None:
    """The plan of this kind in force: of those that the reader saw, or that came after the record was opened."""
    seen = {each.get("id") for each in record.resources_of("CarePlan")}
    told = store.compartment(record.pids, ["CarePlan"])
    plans = [orjson.loads(each.body or b"{}") for each in told if each.id in seen or each.updated > record.at]
    mine = [each for each in plans if each["status"] == "active" and _is_of(each, kind)]
    return max(mine, key=lambda each: each.get("created", ""), default=None)


def _is_of(plan: Mapping[str, Any], kind: Kind) -> bool:
    return kind_of(next(iter(plan.get("instantiatesCanonical", ())), "")) == kind


def _overtaken(before: Mapping[str, Any] | None) -> str:
    if before is None:
        return "The plan that yours was to supersede has ended since you opened the draft. Look at it, then sign again."
    who, when = before["author"]["display"], before["created"][:10]
    return (
        f"{who} signed a plan of this kind on {when}, which you had not seen when you opened the draft. Read it, then"
        " sign again if yours is to take its place."
    )


def _one_at_a_time(record: Record, kind: Kind) -> None:
    """Two signers of one kind of plan for one person wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"plan {record.person} {kind.slug}"]
        )


def _read(rtype: str, id: str) -> dict | None:
    found = store.read(rtype, id)
    return orjson.loads(found.body) if found and found.body else None


def _put(by: Actor, resources: Sequence[dict], why: str) -> None:
    arrival = Arrival(source=by.organisation, feed=FEED, author=by.name)
    record_actions.put(by=by, arrival=arrival, incoming=[Incoming(each) for each in resources], why=why)


def _team_over(plan: Mapping[str, Any], at) -> list[dict]:
    team = _read("CareTeam", signing.team_id(plan["id"]))
    return [signing.team_over(team, at)] if team else []


def _delete_pointer(by: Actor, plan: str) -> None:
    pointer = {"resourceType": "DocumentReference", "id": signing.pointer_id(plan)}
    if _read("DocumentReference", pointer["id"]):
        arrival = Arrival(source=by.organisation, feed=FEED, author=by.name)
        record_actions.put(by=by, arrival=arrival, incoming=[Incoming(pointer, delete=True)])
