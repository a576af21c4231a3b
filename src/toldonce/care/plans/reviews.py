"""When plans are to be looked at again: days heard from the feed of changes, and the work that follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone

from toldonce.care.plans.kinds import kind_of, kinds
from toldonce.care.plans.models import Review
from toldonce.care.worklist import actions as worklist
from toldonce.care.worklist.models import Item, Kind
from toldonce.care.worklist.queries import OPEN
from toldonce.directory.actors import SYSTEM
from toldonce.record import store
from toldonce.record.changes import Change
from toldonce.record.listening import Listener
from toldonce.record.readings.care_plans import REVIEW_DUE
from toldonce.record.readings.elements import first, listed, text_of
from toldonce.record.readings.organisations import PREFIX

BEFORE = timedelta(days=28)  # so long before its day a review is put on the worklist
AT_A_TIME = 50
NO_LONGER = "The plan was reviewed, superseded or ended, so that this review is no longer due."


@dataclass(frozen=True, slots=True)
class Due:
    """A plan in force with the day of its review, as the record tells it."""

    plan: str
    pid: int
    kind: str
    organisation: str
    due: date


def hear(changes: Sequence[Change]) -> None:
    """Bring the days of review of everybody whose plans changed in line with the record."""
    pids = sorted({each.pid for each in changes if "CarePlan" in each.rtypes and each.pid})
    if not pids:
        return
    told = {each.plan: each for each in map(_due, store.compartment(pids, ["CarePlan"])) if each}
    for row in Review.objects.select_for_update().filter(pid__in=pids):
        if row.plan not in told or row.due != told[row.plan].due:
            _withdraw(row)
            row.delete()
    for each in told.values():
        Review.objects.get_or_create(
            plan=each.plan,
            defaults={"pid": each.pid, "kind": each.kind, "organisation": each.organisation, "due": each.due},
        )


def _due(stored: store.Stored) -> Due | None:
    """The review of one stored plan; None when it is over, or was not written with a form of ours."""
    plan = orjson.loads(stored.body or b"{}")
    kind = kind_of(next(iter(plan.get("instantiatesCanonical", ())), ""))
    day, organisation = _review_day(plan), _organisation(plan)
    if kind is None or plan.get("status") != "active" or day is None or not organisation:
        return None
    return Due(stored.id, stored.pid, kind.slug, organisation, day)


def _review_day(plan: Mapping[str, Any]) -> date | None:
    told = (
        text_of(each.get("valueDate"))
        for each in listed(plan.get("extension"))
        if each.get("url") == REVIEW_DUE
    )
    try:
        return date.fromisoformat(next(told, ""))
    except ValueError:
        return None


def _organisation(plan: Mapping[str, Any]) -> str:
    return text_of(first(plan.get("contributor")).get("reference")).removeprefix(f"Organization/{PREFIX}")


def turn() -> int:
    """Put the reviews whose day is near on the worklist of the organisation that signed; how many that were."""
    with transaction.atomic():
        near = Review.objects.select_for_update(skip_locked=True).filter(
            raised=None, due__lte=timezone.localdate() + BEFORE
        )
        rows = list(near.order_by("due", "plan")[:AT_A_TIME])
        for row in rows:
            _raise(row)
        Review.objects.filter(pk__in=[row.pk for row in rows]).update(raised=timezone.now())
    return len(rows)


def _raise(row: Review) -> None:
    title = kinds()[row.kind].title
    worklist.raise_item(
        by=SYSTEM,
        organisation=row.organisation,
        kind=Kind.PLAN,
        key=_key(row),
        pid=row.pid,
        title=f"{title}: review",
        reason=f"Your organisation signed this {title.lower()}, which is to be reviewed by {row.due:%-d %B %Y}.",
        due=datetime.combine(row.due, time(17), UTC),
        refers=f"CarePlan/{row.plan}",
    )


def _withdraw(row: Review) -> None:
    items = Item.objects.filter(organisation=row.organisation, kind=Kind.PLAN, key=_key(row), state__in=OPEN)
    for item in items:
        worklist.withdraw(by=SYSTEM, item=item, why=NO_LONGER)


def _key(row: Review) -> str:
    return f"review {row.plan} {row.due.isoformat()}"


LISTENER = Listener("reviews of care plans", hear, from_the_beginning=True)
