"""Every change to a worklist: atomic, in the item's steps and in the ledger, told to the pages that are open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from toldonce.care.worklist.errors import NotOurs, NotSaid, OutOfTurn
from toldonce.care.worklist.models import Duty, Item, Kind, State, Step
from toldonce.care.worklist.states import leads_to
from toldonce.directory.actors import Actor
from toldonce.ledger import actions as ledger
from toldonce.record.waking import wake

ON_DUTY_AT_MOST = timedelta(days=7)


@transaction.atomic
def raise_item(
    *,
    by: Actor,
    organisation: str,
    kind: str,
    key: str,
    pid: int,
    title: str,
    reason: str,
    due: datetime,
    refers: str = "",
    urgent: bool = False,
) -> Item:
    """Put something on the worklist of an organisation, once for each key; what is there already is returned as it is.

    `reason` is the sentence that answers "why did I get this"; `refers` is the resource behind it, as `Task/1`.
    """
    item, is_new = Item.objects.get_or_create(
        organisation=organisation,
        kind=Kind(kind),
        key=key,
        defaults={
            "pid": pid,
            "title": title[:300],
            "reason": reason,
            "due": due,
            "refers": refers,
            "urgent": urgent,
        },
    )
    if is_new:
        _write(by, [item], "raise", "")
    return item


@transaction.atomic
def raise_new(*, by: Actor, items: Sequence[Item]) -> list[Item]:
    """Put many new things on worklists at once; if one of them is there already, none is put there."""
    made = Item.objects.bulk_create(items)
    _write(by, made, "raise", "")
    return made


@transaction.atomic
def take(*, by: Actor, item: Item) -> Item:
    """Say that one sees to it oneself."""
    return _act(by, item, "take", owner=by.account)


@transaction.atomic
def hand_over(*, by: Actor, item: Item, to: str, note: str) -> Item:
    """Give it to a colleague (an account of the same organisation), with the words that they need."""
    if not note.strip():
        raise NotSaid("Your colleague needs to know what is to be done. Write a sentence for them.")
    return _act(by, item, "hand over", owner=to, note=note)


@transaction.atomic
def put_back(*, by: Actor, item: Item, note: str = "") -> Item:
    """Let go of it, so that somebody else can take it."""
    return _act(by, item, "put back", note=note)


@transaction.atomic
def settle(*, by: Actor, item: Item, outcome: str, note: str = "") -> Item:
    """Say that it is done with, and how."""
    if not outcome.strip():
        raise NotSaid("Whoever reads this later needs to know how it ended. Choose or write an outcome.")
    return _act(by, item, "settle", note=note, outcome=outcome[:200])


@transaction.atomic
def withdraw(*, by: Actor, item: Item, why: str) -> Item:
    """Take it off the list because what it told is no longer so; the reason stays with it."""
    return _act(by, item, "withdraw", note=why, outcome=why[:200])


@transaction.atomic
def reopen(*, by: Actor, item: Item, note: str) -> Item:
    """Put something back on the list that was settled too early."""
    if not note.strip():
        raise NotSaid("Say in a sentence what is still to be done.")
    return _act(by, item, "reopen", note=note)


@transaction.atomic
def show_to(*, by: Actor, item: Item, account: str, why: str) -> Item:
    """Show somebody what nobody has taken; it stays open to all."""
    return _act(by, item, "show", note=why, shown_to=account)


@transaction.atomic
def address(*, by: Actor, item: Item, to: str, why: str) -> Item:
    """Let what waits for somebody wait for a colleague of theirs instead; it stays open to all."""
    return _act(by, item, "address", note=why, meant_for=to)


@transaction.atomic
def go_on_duty(*, by: Actor, until: datetime) -> Duty:
    """Be the one who looks after what nobody has taken, until then."""
    now = timezone.now()
    if not now < until <= now + ON_DUTY_AT_MOST:
        raise NotSaid(
            f"A duty ends within seven days. Choose a time up to {now + ON_DUTY_AT_MOST:%-d %B %Y}."
        )
    Duty.objects.filter(organisation=by.organisation, until__gt=now).update(until=now)
    duty = Duty.objects.create(
        organisation=by.organisation, account=by.account, name=by.name, since=now, until=until
    )
    ledger.write(by=by, act="worklist.duty", subject=by.organisation, detail={"until": until.isoformat()})
    wake(f"org:{by.organisation}")
    return duty


def _act(by: Actor, item: Item, act: str, *, owner: str = "", note: str = "", **fields: str) -> Item:
    """Do one act on an item, having looked again where it stands."""
    item = Item.objects.select_for_update().get(pk=item.pk)
    _check_ours(by, item)
    to = leads_to(act, item.state)
    if to is None:
        raise OutOfTurn(
            f"This item is {item.get_state_display().lower()}, so one cannot {act} it. Look at it once more."
        )
    if act == "take" and item.owner not in ("", by.account):
        raise OutOfTurn("A colleague has taken this item in the meantime. Ask them to hand it over.")
    item.state, item.owner = to, owner
    item.settled = timezone.now() if to in (State.SETTLED, State.WITHDRAWN) else None
    for name, value in fields.items():
        setattr(item, name, value)
    item.save()
    _write(by, [item], act, note)
    return item


def _check_ours(by: Actor, item: Item) -> None:
    """An item is moved by its own organisation, or by the software itself."""
    if by.role != "service" and by.organisation != item.organisation:
        raise NotOurs(NotOurs.__doc__)


def _write(by: Actor, items: Sequence[Item], act: str, note: str) -> None:
    if not items:
        return
    Step.objects.bulk_create(
        Step(
            item=item,
            account=by.account,
            name=by.name,
            act=act,
            state=item.state,
            owner=item.owner,
            note=note,
        )
        for item in items
    )
    ledger.write_all([_row(by, item, act, note) for item in items])
    wake(*sorted({f"org:{item.organisation}" for item in items}))


def _row(by: Actor, item: Item, act: str, note: str) -> ledger.Act:
    return ledger.Act(
        by,
        f"worklist.{act.replace(' ', '-')}",
        [item.pid] if item.pid else [],
        f"item/{item.pk}",
        note,
        {"kind": item.kind, "organisation": item.organisation, "owner": item.owner},
    )
