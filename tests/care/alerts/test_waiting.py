"""What somebody asked for waits for them, and when they do not come somebody else is shown it in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.care.alerts.telling import PRACTICE, ago, doctor, register, settle_tinyshire, stay, told
from toldonce.care.alerts import actions, queries, standing_in
from toldonce.care.alerts.models import Alert, Asking
from toldonce.care.worklist import actions as worklist
from toldonce.care.worklist import escalation
from toldonce.care.worklist.models import Item
from toldonce.care.worklist.queries import Counts, counts, newest_item
from toldonce.directory import actions as directory
from toldonce.directory.actors import SYSTEM, Actor
from toldonce.directory.models import Account, Organisation

pytestmark = pytest.mark.usefixtures("own_database")
BEA, CAT, DAN = (Actor(name.lower(), name, "gp", PRACTICE) for name in ("Bea", "Cat", "Dan"))
NOTHING, ONE_OF_MINE = Counts(0, 0, 0, 0), Counts(1, 0, 0, 0)
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def waiting(own_database) -> Item:
    """Dr Tiny asked about Ada, and the practice does not; Ada comes home from hospital."""
    settle_tinyshire()
    ada = register()
    for colleague in (BEA, CAT, DAN):
        account = directory.open_account(by=SYSTEM, username=colleague.account, name=colleague.name)
        where = Organisation.objects.get(code=PRACTICE)
        directory.give_post(by=SYSTEM, account=account, role=colleague.role, organisation=where)
    told(stay("s1", ago(hours=30)))
    Asking.objects.update(ended=timezone.now())
    Item.objects.update(state="settled", settled=timezone.now())
    actions.ask(by=doctor(), whom="person", pid=ada, kinds=["discharged"], on_worklist=True)
    assert told(stay("s1", ago(hours=30), ago(minutes=1))) == ["discharged"]
    return now()


def now() -> Item:
    """The item as it is now."""
    return Item.objects.order_by("-pk")[0]


def passes(share: float) -> None:
    """So much of the time that the item has goes by."""
    item = now()
    Item.objects.filter(pk=item.pk).update(
        raised=item.raised - share * (item.due - item.raised),
        due=item.due - share * (item.due - item.raised),
    )


def covers(colleague: Actor, *, by: Actor, days: int = 7) -> None:
    """A colleague covers from today on."""
    until = TODAY() + timedelta(days=days)
    actions.arrange_cover(by=by, colleague=colleague.account, since=TODAY(), until=until)


def test_it_waits_for_whoever_asked_and_is_no_concern_of_others_yet(waiting):
    assert (waiting.state, waiting.owner, waiting.meant_for) == ("waiting", "", "ida.tiny")
    assert waiting.reason == "Dr Ida Tiny asked to be told about this person: discharged from hospital."
    assert counts(PRACTICE, "ida.tiny") == ONE_OF_MINE
    assert counts(PRACTICE, "bea") == NOTHING
    assert newest_item(PRACTICE, "ida.tiny") == waiting
    assert newest_item(PRACTICE, "bea") is None


def test_what_she_has_seen_is_hers_and_shown_to_nobody_else():
    actions.see(by=doctor(), alert=Alert.objects.get(account="ida.tiny"))
    assert (now().state, now().owner) == ("taken", "ida.tiny")
    passes(0.9)
    assert escalation.turn() == 0


def test_what_a_colleague_took_meanwhile_stays_theirs_when_she_sees_it(waiting):
    worklist.take(by=BEA, item=waiting)
    actions.see(by=doctor(), alert=Alert.objects.get(account="ida.tiny"))
    assert now().owner == "bea"


@pytest.mark.parametrize(("share", "shown"), [(0.4, ""), (0.6, "bea"), (1.2, "bea")])
def test_when_half_of_its_time_is_over_whoever_is_on_duty_is_shown_it(share, shown):
    worklist.go_on_duty(by=BEA, until=timezone.now() + timedelta(hours=8))
    passes(share)
    escalation.turn()
    assert (now().shown_to, now().state) == (shown, "waiting")
    assert counts(PRACTICE, "bea").untaken == (1 if shown else 0)


def test_with_nobody_on_duty_everybody_is_shown_it():
    passes(0.6)
    escalation.turn()
    assert counts(PRACTICE, "bea").untaken == counts(PRACTICE, "cat").untaken == 1
    assert counts(PRACTICE, "ida.tiny") == ONE_OF_MINE


def test_when_she_goes_away_it_waits_for_who_covers_and_then_for_who_is_on_duty():
    covers(BEA, by=doctor())
    assert standing_in.turn() == 1
    assert (now().meant_for, now().state) == ("bea", "waiting")
    assert (counts(PRACTICE, "bea"), counts(PRACTICE, "ida.tiny")) == (ONE_OF_MINE, NOTHING)
    assert standing_in.turn() == 0
    worklist.go_on_duty(by=CAT, until=timezone.now() + timedelta(hours=8))
    passes(0.6)
    escalation.turn()
    assert now().shown_to == "cat"
    worklist.take(by=CAT, item=now())
    steps = [(step.act, step.name, step.note) for step in now().steps.order_by("pk")]
    assert steps == [
        ("raise", "Toldonce", ""),
        ("address", "Toldonce", "Dr Ida Tiny is away, and Bea covers."),
        ("show", "Toldonce", "Nobody took it within half of its time; Cat is on duty."),
        ("take", "Cat", ""),
    ]


def test_a_cover_that_begins_later_changes_nothing_today():
    next_week = TODAY() + timedelta(days=7)
    actions.arrange_cover(by=doctor(), colleague="bea", since=next_week, until=next_week)
    assert standing_in.turn() == 0


def test_two_who_cover_for_each_other_do_not_hand_it_to_and_fro():
    covers(BEA, by=doctor())
    covers(doctor(), by=BEA)
    assert standing_in.turn() == 0


def test_when_who_covers_is_away_as_well_it_waits_for_who_covers_for_them():
    covers(BEA, by=doctor())
    covers(CAT, by=BEA)
    assert standing_in.turn() == 1
    assert now().meant_for == "cat"
    assert standing_in.turn() == 0


def test_what_happens_while_both_are_away_is_told_to_who_covers_for_both():
    covers(BEA, by=doctor())
    covers(CAT, by=BEA)
    told(stay("s2", ago(hours=3), ago(minutes=2)))
    assert [(each.account, each.covers) for each in Alert.objects.order_by("-pk")[:1]] == [
        ("cat", "ida.tiny")
    ]


def test_what_cannot_be_handed_on_holds_nothing_else_back(waiting, monkeypatch):
    monkeypatch.setattr(standing_in, "AT_A_TIME", 1)
    Item.objects.create(
        organisation=PRACTICE, kind="alert", key="later", pid=waiting.pid, title="Later", reason="It is later.",
        due=waiting.due + timedelta(hours=1), meant_for="cat",
    )  # fmt: skip
    covers(BEA, by=doctor())
    directory.close_account(by=SYSTEM, account=Account.objects.get(username="bea"))
    covers(DAN, by=CAT)
    assert standing_in.turn() == 1
    assert Item.objects.get(key="later").meant_for == "dan"


def test_a_colleague_without_a_post_any_more_is_given_nothing():
    covers(BEA, by=doctor())
    directory.close_account(by=SYSTEM, account=Account.objects.get(username="bea"))
    assert standing_in.turn() == 0


def test_whoever_is_shown_the_item_may_open_the_alert_behind_it():
    number = Alert.objects.get(account="ida.tiny").pk
    assert queries.alert_for(BEA, number) is not None
    assert queries.alert_of(BEA, number) is None
    assert queries.alert_for(Actor("x", "X", "gp", "TP2"), number) is None
