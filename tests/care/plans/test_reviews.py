"""When plans are due, and who is told."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.care.plans.drawing import ESCALATION, GP, NURSE, opened, signed, somebody
from toldonce.care.plans import actions, reviews
from toldonce.care.plans.models import Review
from toldonce.care.plans.queries import due_by
from toldonce.care.worklist.models import Item
from toldonce.record import changes

pytestmark = pytest.mark.django_db


def heard() -> None:
    """Everything that was ever written, twice, as a listener may hear it."""
    for _ in range(2):
        reviews.hear(everything())


def everything() -> list[changes.Change]:
    """The changes so far; in a test they lie in its own transaction, below which the feed does not read."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select seq, at, pid, arrival from change")
        return [
            changes.Change(changes.Cursor(1, seq), at, pid, 0, arrival, ("CarePlan",))
            for seq, at, pid, arrival in cursor.fetchall()
        ]


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def due_in(days: int) -> dict:
    return {**ESCALATION, "review": [in_days(days).isoformat()]}


def items() -> list[tuple[str, str, str]]:
    return [(each.organisation, each.title, each.state) for each in Item.objects.order_by("pk")]


def test_a_review_is_on_the_worklist_of_those_who_signed_when_its_day_is_near_and_once():
    signed(somebody(), due_in(20), NURSE)
    heard()
    assert reviews.turn() == 1
    assert reviews.turn() == 0
    assert items() == [("RDY", "Treatment escalation plan: review", "waiting")]


def test_a_review_that_is_far_away_waits():
    signed(somebody(), due_in(60))
    heard()
    assert reviews.turn() == 0
    assert [each.due for each in due_by("J81016", in_days(90))] == [in_days(60)]


def test_when_the_plan_was_reviewed_the_item_goes_and_the_next_day_is_kept():
    person = somebody()
    plan = signed(person, due_in(20))
    heard()
    reviews.turn()
    actions.review(by=GP, record=opened(person), plan=plan, due=in_days(180))
    heard()
    assert items() == [("J81016", "Treatment escalation plan: review", "withdrawn")]
    assert Review.objects.get().due == in_days(180)


def test_a_plan_that_was_superseded_or_ended_is_due_no_more():
    person = somebody()
    first = signed(person, due_in(20))
    second = signed(person, due_in(40), NURSE, seen=first)
    heard()
    assert [each.plan for each in Review.objects.all()] == [second]
    actions.end(by=NURSE, record=opened(person, NURSE), plan=second, why="died")
    heard()
    assert not Review.objects.exists()
