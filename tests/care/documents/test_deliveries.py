"""A document sent is a document acknowledged, or it comes back into somebody's view."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.care.documents.people import (
    FAR,
    GRACE,
    HALLETT,
    OKAFOR,
    OTHER_PRACTICE,
    PRACTICE,
    opened,
    organisations,
    sent,
    someone,
)
from toldonce.care.documents import actions, clock, queries
from toldonce.care.documents.due import due_after
from toldonce.care.documents.errors import NotNow, NotYours
from toldonce.care.documents.models import Delivery
from toldonce.care.documents.passage import actions as passage
from toldonce.care.documents.states import MOVES, State, after, can
from toldonce.care.worklist.models import Item
from toldonce.directory.actors import SYSTEM
from toldonce.record.readings.requested_actions import requested_actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    organisations()
    return someone()


def on_the_list_of(organisation: str) -> list[tuple[str, bool]]:
    found = Item.objects.filter(organisation=organisation).order_by("pk")
    return [(each.key.partition("/")[0], each.is_open) for each in found]


def history(delivery: Delivery) -> list[tuple[str, str]]:
    return [(each.state, each.name) for each in delivery.steps.all()]


def test_from_the_ward_to_the_practice_and_back_on_the_screen_of_the_ward(person):
    (delivery,) = sent(person)
    assert on_the_list_of(PRACTICE) == [("received", True)]
    actions.open_delivery(by=OKAFOR, delivery=delivery)
    actions.acknowledge_delivery(by=OKAFOR, delivery=delivery, note="Seen, bloods booked")
    assert on_the_list_of(PRACTICE) == [("received", False)]
    delivery = actions.file_delivery(by=OKAFOR, delivery=delivery)
    assert history(delivery) == [
        ("waiting", "Grace Whitlock"),
        ("delivered", "Grace Whitlock"),
        ("opened", "Dr Amara Okafor"),
        ("acknowledged", "Dr Amara Okafor"),
        ("filed", "Dr Amara Okafor"),
    ]


def test_what_the_letter_asks_for_becomes_tasks_once(person):
    (delivery,) = sent(person)
    actions.open_delivery(by=OKAFOR, delivery=delivery)
    actions.acknowledge_delivery(by=OKAFOR, delivery=delivery)
    (task,) = requested_actions(opened(person, OKAFOR))
    assert (task.title, task.status, str(task.due.day)) == (
        "Check kidney function",
        "requested",
        "2026-12-03",
    )


def test_a_copy_asks_for_no_action(person):
    _, copy = sent(person, PRACTICE, OTHER_PRACTICE)
    assert (copy.is_copy, copy.actions) == (True, [])


def test_what_was_not_opened_is_not_acknowledged(person):
    (delivery,) = sent(person)
    with pytest.raises(NotNow):
        actions.acknowledge_delivery(by=OKAFOR, delivery=delivery)


def test_only_the_receiver_answers(person):
    (delivery,) = sent(person)
    for act in (actions.acknowledge_delivery, actions.file_delivery):
        with pytest.raises(NotYours):
            act(by=GRACE, delivery=delivery)
    with pytest.raises(NotYours):
        actions.return_delivery(by=HALLETT, delivery=delivery, why="Not our patient")


def test_the_sender_who_looks_does_not_make_it_opened(person):
    (delivery,) = sent(person)
    assert actions.open_delivery(by=GRACE, delivery=delivery).state == State.DELIVERED


def test_sent_to_the_wrong_practice_it_comes_back_with_the_reason(person):
    (delivery,) = sent(person, OTHER_PRACTICE)
    actions.return_delivery(by=HALLETT, delivery=delivery, why="She is not our patient")
    assert on_the_list_of(OTHER_PRACTICE) == [("received", False)]
    assert on_the_list_of(GRACE.organisation) == [("returned", True)]
    assert [each.pk for each in queries.came_back(GRACE.organisation)] == [delivery.pk]


def test_a_return_needs_its_reason(person):
    (delivery,) = sent(person)
    with pytest.raises(NotNow):
        actions.return_delivery(by=OKAFOR, delivery=delivery, why="no")


def test_what_was_never_opened_is_listed_on_both_sides(person):
    opened_one, other = sent(person, PRACTICE, OTHER_PRACTICE)
    actions.open_delivery(by=OKAFOR, delivery=opened_one)
    assert [each.pk for each in queries.never_opened(sender=GRACE.organisation)] == [other.pk]
    assert [each.pk for each in queries.never_opened(receiver=OTHER_PRACTICE)] == [other.pk]
    assert list(queries.never_opened(receiver=PRACTICE)) == []


def test_past_its_time_it_comes_back_to_the_sender_once(person):
    (delivery,) = sent(person)
    assert clock.turn() == 0
    Delivery.objects.update(due=timezone.now() - timedelta(minutes=1))
    assert (clock.turn(), clock.turn()) == (1, 0)
    assert on_the_list_of(GRACE.organisation) == [("unopened", True)]
    actions.open_delivery(by=OKAFOR, delivery=delivery)
    actions.acknowledge_delivery(by=OKAFOR, delivery=delivery)
    assert on_the_list_of(GRACE.organisation) == [("unopened", False)]


DUE = """
    sent              | kind      | due
    2026-11-26 17:00  | discharge | 2026-11-30 18:00
    2026-11-27 09:00  | discharge | 2026-12-01 18:00
    2026-12-24 09:00  | emergency | 2026-12-30 18:00
    2026-11-26 09:00  | clinic    | 2026-12-03 18:00
"""


def test_the_time_to_acknowledge_is_counted_in_working_days():
    for line in DUE.strip().splitlines()[1:]:
        sent_at, kind, due = (each.strip() for each in line.split("|"))
        moment = timezone.make_aware(timezone.datetime.fromisoformat(sent_at))
        assert f"{timezone.localtime(due_after(moment, kind)):%Y-%m-%d %H:%M}" == due


def test_every_move_leads_from_states_that_are_reached():
    reached = {State.WAITING} | {move.to for move in MOVES.values()}
    assert all(move.after <= reached for move in MOVES.values())
    assert not any(can(act, State.FILED) for act in MOVES)
    with pytest.raises(NotNow):
        after("acknowledge", State.WAITING)


def test_the_mailbox_tells_how_far_it_came_and_says_it_twice(person):
    (delivery,) = sent(person, FAR)
    (waiting,) = queries.to_carry(10)
    assert waiting.pk == delivery.pk
    passage.mark_carried(by=SYSTEM, delivery=waiting)
    for _ in range(2):
        assert passage.mark_delivered(by=SYSTEM, local_id=delivery.local_id).state == State.DELIVERED
    replied = passage.hear_reply(
        by=SYSTEM, local_id=delivery.local_id, sender=FAR, accepted=True, words="Filed"
    )
    assert replied.state == State.ACKNOWLEDGED


def test_an_answer_counts_only_from_the_receiver(person):
    (delivery,) = sent(person, FAR)
    passage.mark_carried(by=SYSTEM, delivery=delivery)
    assert passage.hear_reply(by=SYSTEM, local_id=delivery.local_id, sender="RXX", accepted=True) is None


def test_what_cannot_be_delivered_is_back_on_the_list_of_the_sender(person):
    (delivery,) = sent(person, FAR)
    passage.mark_failed(by=SYSTEM, local_id=delivery.local_id, why="The mailbox of the receiver is closed")
    assert on_the_list_of(GRACE.organisation) == [("returned", True)]


def test_the_parcel_holds_the_paper_and_can_be_taken_in_again(person):
    from toldonce.care.documents.incoming.arriving import paper_inside

    (delivery,) = sent(person, FAR)
    parcel = queries.parcel_of(delivery)
    assert (parcel.receiver, parcel.workflow) == (FAR, "TOC_FHIR_DC_DISCH")
    assert paper_inside(parcel.body).startswith(b"%PDF")
