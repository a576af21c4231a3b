"""An item of the worklist is somebody's or waits for somebody, and what nobody takes is shown to someone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from tests.writing import NURSE
from toldonce.care.worklist import actions, escalation, queries
from toldonce.care.worklist.errors import NotOurs, NotSaid, OutOfTurn
from toldonce.care.worklist.models import Duty, Item, State
from toldonce.care.worklist.states import ACTS, leads_to
from toldonce.directory.actors import SYSTEM
from toldonce.ledger import queries as ledger

pytestmark = pytest.mark.usefixtures("own_database")

PRACTICE = NURSE.organisation
DOCTOR = replace(NURSE, account="d.octor", name="Dora Octor", role="gp")
ELSEWHERE = replace(DOCTOR, account="e.lse", organisation="RBD")


def raised(
    key: str = "stay-1", *, hours: float = 4, ago: float = 0, organisation: str = PRACTICE, **said
) -> Item:
    """An item that was raised some hours ago and is due some hours after that."""
    at = timezone.now() - timedelta(hours=ago)
    item = actions.raise_item(
        by=SYSTEM, organisation=organisation, kind="alert", key=key, pid=7, title="Discharged",
        reason="You asked to be told of discharges.", due=at + timedelta(hours=hours), **said,
    )  # fmt: skip
    Item.objects.filter(pk=item.pk).update(raised=at)
    return item


STATES = """
    act       | waiting   | taken     | settled | withdrawn
    take      | taken     | taken     | -       | -
    hand over | taken     | taken     | -       | -
    put back  | -         | waiting   | -       | -
    settle    | settled   | settled   | -       | -
    withdraw  | withdrawn | withdrawn | -       | -
    reopen    | -         | -         | waiting | -
    address   | waiting   | -         | -       | -
    show      | waiting   | -         | -       | -
"""


def test_what_may_follow_what():
    head, *rows = [[cell.strip() for cell in line.split("|")] for line in STATES.strip().splitlines()]
    assert {row[0] for row in rows} == set(ACTS)
    found = [[act, *(leads_to(act, state) or "-" for state in head[1:])] for act, *_ in rows]
    assert found == rows


def test_the_same_thing_is_raised_once():
    first, again = raised(), raised(hours=99)
    assert first.pk == again.pk
    assert Item.objects.get().due == first.due
    assert [row.act for row in ledger.newest()] == ["worklist.raise"]


def test_one_key_at_two_organisations_is_two_items():
    assert raised().pk != raised(organisation="RBD").pk


def test_an_item_goes_from_hand_to_hand_and_remembers_it():
    item = raised()
    actions.take(by=NURSE, item=item)
    actions.hand_over(by=NURSE, item=item, to="d.octor", note="Please look at the potassium.")
    actions.put_back(by=DOCTOR, item=item, note="Not before Monday.")
    actions.take(by=DOCTOR, item=item)
    done = actions.settle(by=DOCTOR, item=item, outcome="Telephoned", note="She is well.")
    assert (done.state, done.owner, done.outcome) == (State.SETTLED, "", "Telephoned")
    assert [(step.act, step.account, step.owner) for step in item.steps.order_by("pk")] == [
        ("raise", "toldonce", ""),
        ("take", "n.urse", "n.urse"),
        ("hand over", "n.urse", "d.octor"),
        ("put back", "d.octor", ""),
        ("take", "d.octor", "d.octor"),
        ("settle", "d.octor", ""),
    ]


@pytest.mark.parametrize(
    ("attempt", "refusal"),
    [
        (lambda item: actions.take(by=ELSEWHERE, item=item), NotOurs),
        (lambda item: actions.put_back(by=NURSE, item=item), OutOfTurn),
        (lambda item: actions.settle(by=NURSE, item=item, outcome=" "), NotSaid),
        (lambda item: actions.hand_over(by=NURSE, item=item, to="d.octor", note=""), NotSaid),
        (lambda item: actions.reopen(by=NURSE, item=item, note="why"), OutOfTurn),
    ],
)
def test_what_is_refused_changes_nothing(attempt, refusal):
    item = raised()
    with pytest.raises(refusal):
        attempt(item)
    item.refresh_from_db()
    assert (item.state, item.steps.count()) == (State.WAITING, 1)


def test_two_who_take_the_same_item_do_not_both_have_it(other):
    item = raised()
    other.begins()
    other.does(lambda: actions.take(by=DOCTOR, item=item))
    waits = other.starts(lambda: None)
    other.commits()
    waits.result(timeout=10)
    with pytest.raises(OutOfTurn):
        actions.take(by=NURSE, item=item)
    item.refresh_from_db()
    assert item.owner == "d.octor"


def test_what_is_urgent_comes_first_then_what_is_due_first():
    raised("late", hours=9), raised("soon", hours=1), raised("urgent", hours=5, urgent=True)
    assert [item.key for item in queries.open_items(PRACTICE)] == ["urgent", "soon", "late"]


def test_the_counts_are_those_of_the_reader():
    raised("mine"), raised("hers"), raised("untaken", hours=1, ago=2), raised("other", organisation="RBD")
    actions.take(by=NURSE, item=Item.objects.get(key="mine"))
    actions.take(by=DOCTOR, item=Item.objects.get(key="hers"))
    assert queries.counts(PRACTICE, "n.urse") == queries.Counts(mine=1, untaken=1, overdue=1, urgent=0)


SHOWN = [  # hours it has, hours it has waited, whether it is shown to somebody
    (4, 1, False),
    (4, 1.9, False),
    (4, 2.1, True),
    (4, 5, True),
]


@pytest.mark.parametrize(("hours", "ago", "shown"), SHOWN)
def test_what_waits_for_half_of_its_time_is_shown_to_whoever_is_on_duty(hours, ago, shown):
    actions.go_on_duty(by=DOCTOR, until=timezone.now() + timedelta(hours=6))
    item = raised(hours=hours, ago=ago)
    escalation.turn()
    item.refresh_from_db()
    assert item.shown_to == ("d.octor" if shown else "")
    assert escalation.turn() == 0  # once


def test_with_nobody_on_duty_it_is_shown_to_everybody():
    raised(ago=3)
    escalation.turn()
    assert Item.objects.get().shown_to == queries.EVERYBODY


def test_what_nobody_took_in_one_duty_is_shown_to_the_next():
    actions.go_on_duty(by=DOCTOR, until=timezone.now() + timedelta(hours=6))
    raised(ago=3)
    escalation.turn()
    actions.go_on_duty(by=NURSE, until=timezone.now() + timedelta(hours=6))
    escalation.turn()
    assert Item.objects.get().shown_to == NURSE.account
    Duty.objects.update(until=timezone.now())
    escalation.turn()
    assert Item.objects.get().shown_to == queries.EVERYBODY
    assert escalation.turn() == 0


def test_somebody_who_goes_on_duty_relieves_the_one_before():
    actions.go_on_duty(by=NURSE, until=timezone.now() + timedelta(hours=6))
    actions.go_on_duty(by=DOCTOR, until=timezone.now() + timedelta(hours=6))
    assert queries.on_duty(PRACTICE).account == "d.octor"
    with pytest.raises(NotSaid):
        actions.go_on_duty(by=NURSE, until=timezone.now() + timedelta(days=8))


def test_operators_see_who_neglects_how_much():
    raised("a", hours=1, ago=3), raised("b", hours=1, ago=2), raised("c"), raised("d", organisation="RBD")
    assert [(each.organisation, each.count) for each in queries.neglected()] == [(PRACTICE, 2)]


def test_open_pages_are_woken_by_a_topic_that_says_nothing_about_anybody():
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as page:
        page.execute("listen live")
        raised()
        assert next(page.notifies(timeout=10)).payload == f"org:{PRACTICE}"
