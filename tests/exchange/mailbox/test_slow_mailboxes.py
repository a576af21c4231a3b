"""A mailbox that answers slowly keeps nobody waiting but itself."""

import pytest

from tests.exchange.mailbox.test_rounds import Shelf, envelope
from tests.open_transactions import transactions_that_write
from toldonce.directory.actors import SYSTEM
from toldonce.exchange.mailbox import actions, rounds
from toldonce.exchange.mailbox.models import Outgoing

pytestmark = pytest.mark.usefixtures("own_database")


class Slow(Shelf):
    """A mailbox that counts the transactions that are open, and lets another round begin, while it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.others = [], []

    def send(self, given):
        self.open.append(transactions_that_write())
        self.others.append(rounds.send_due(Shelf()))
        return super().send(given)

    def passage(self, name):
        self.open.append(transactions_that_write())
        self.others.append(rounds.look_how_far(Shelf()))
        return super().passage(name)


def test_the_feed_of_changes_does_not_wait_for_a_mailbox_and_nobody_else_sends_meanwhile():
    actions.post(by=SYSTEM, envelope=envelope())
    slow = Slow()
    rounds.send_due(slow)
    rounds.look_how_far(slow)
    assert (slow.open, slow.others) == ([0, 0], [0, 0])
    assert (len(slow.sent), Outgoing.objects.get().state) == (1, "sent")
