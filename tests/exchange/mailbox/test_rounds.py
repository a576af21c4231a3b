"""The rounds: retry with pauses, giving up, and taking in each envelope once, whatever fails in between."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from toldonce.directory.actors import SYSTEM, Actor
from toldonce.exchange.mailbox import actions, queries, rounds
from toldonce.exchange.mailbox.envelopes import Envelope, Passage
from toldonce.exchange.mailbox.errors import Declined, TryAgain, Undeliverable
from toldonce.exchange.mailbox.models import Outgoing, Received

pytestmark = pytest.mark.django_db
JOAN = Actor("joan", "Joan Pitman", "administrator", "QVV")


def envelope(local_id: str = "letter-1", body: bytes = b"{}") -> Envelope:
    return Envelope("RBD", "J83001", "W", local_id, "A letter", "application/fhir+json", body)


class Shelf:
    """A mailbox that does what the test says."""

    def __init__(self, *troubles: Exception) -> None:
        self.troubles, self.sent, self.inside = list(troubles), [], {}
        self.taken, self.declined, self.arrived = [], {}, Passage.WAITING

    def send(self, given):
        if self.troubles:
            raise self.troubles.pop(0)
        self.sent.append(given)
        return f"name-{len(self.sent)}"

    def passage(self, name):
        return self.arrived, "closed" if self.arrived == Passage.REFUSED else ""

    def waiting(self):
        return list(self.inside)

    def fetch(self, name):
        found = self.inside[name]
        if isinstance(found, Exception):
            raise found
        return found

    def take(self, name):
        if self.troubles:
            raise self.troubles.pop(0)
        self.taken.append(name)
        del self.inside[name]

    def decline(self, name, reason):
        self.declined[name] = reason
        del self.inside[name]


def posted() -> Outgoing:
    return actions.post(by=SYSTEM, envelope=envelope())


def state() -> tuple[str, int]:
    found = Outgoing.objects.get()
    return found.state, found.tries


def due_now() -> None:
    Outgoing.objects.update(next_try=timezone.now() - timedelta(seconds=1))


def test_posting_twice_sends_once():
    posted(), posted()
    shelf = Shelf()
    assert (rounds.send_due(shelf), rounds.send_due(shelf)) == (1, 0)
    assert shelf.sent == [envelope()]


def test_a_mailbox_that_is_away_is_tried_again_after_a_pause_that_doubles():
    posted()
    shelf = Shelf(TryAgain("away"), TryAgain("away"))
    rounds.send_due(shelf)
    first = Outgoing.objects.get().next_try - timezone.now()
    assert rounds.send_due(shelf) == 0
    due_now()
    rounds.send_due(shelf)
    second = Outgoing.objects.get().next_try - timezone.now()
    assert state() == ("waiting", 2)
    assert first < timedelta(seconds=31) < second < timedelta(seconds=61)
    due_now()
    rounds.send_due(shelf)
    assert state()[0] == "sent"


def test_what_fails_too_often_or_for_good_is_given_up_and_told():
    posted()
    shelf = Shelf(*[TryAgain("away")] * actions.TRIES)
    for _ in range(actions.TRIES):
        due_now()
        rounds.send_due(shelf)
    assert state() == ("dead", actions.TRIES)
    assert [each.trouble for each in queries.to_tell(10)] == ["away"]
    again = actions.try_again(by=JOAN, outgoing=Outgoing.objects.get())
    assert (again.state, again.tries) == ("waiting", 0)
    rounds.send_due(Shelf(Undeliverable("no such mailbox")))
    assert state() == ("dead", 1)


@pytest.mark.parametrize(
    ("passage", "expected"),
    [(Passage.DELIVERED, "delivered"), (Passage.REFUSED, "dead"), (Passage.WAITING, "sent")],
)
def test_how_far_it_has_come_is_looked_for(passage, expected):
    posted()
    shelf = Shelf()
    rounds.send_due(shelf)
    shelf.arrived = passage
    rounds.look_how_far(shelf)
    assert state()[0] == expected


def test_each_envelope_is_handed_over_once_though_the_mailbox_does_not_hear_that_it_was_taken():
    shelf = Shelf(TryAgain("away"))
    shelf.inside = {"a": envelope()}
    handed = []
    assert rounds.collect(shelf, handed.append) == 0
    assert rounds.collect(shelf, handed.append) == 1
    assert (handed, shelf.taken) == ([envelope()], ["a"])


def test_what_cannot_be_taken_is_declined_with_its_reason_and_the_others_go_on():
    shelf = Shelf()
    shelf.inside = {"a": Declined("It is no JSON."), "b": envelope()}
    rounds.collect(shelf, lambda given: None)
    assert shelf.declined == {"a": "It is no JSON."}
    assert shelf.taken == ["b"]
    assert [each.reason for each in queries.declined()] == ["It is no JSON."]


def test_where_we_fail_ourselves_it_stays_for_the_next_round_and_nothing_is_half_done():
    shelf = Shelf()
    shelf.inside = {"a": envelope(), "b": envelope("letter-2")}

    def fails_on_the_first(given: Envelope) -> None:
        if given.local_id == "letter-1":
            raise ValueError("a mistake of ours")

    assert rounds.collect(shelf, fails_on_the_first) == 1
    assert (list(shelf.inside), shelf.taken) == (["a"], ["b"])
    assert Received.objects.count() == 1
