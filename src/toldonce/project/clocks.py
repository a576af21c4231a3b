"""What the clock does: each in a thread of its own, so that nobody waits for another's slow work."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error, connection

from toldonce.care.alerts import posting, standing_in
from toldonce.care.documents import clock as documents
from toldonce.care.plans import reviews
from toldonce.care.worklist import escalation
from toldonce.exchange.bulk import writing as exports
from toldonce.exchange.files import inbox
from toldonce.exchange.hl7v2 import retention, silences
from toldonce.exchange.locator import telling as locator
from toldonce.exchange.notify import sending
from toldonce.exchange.smart.actions import forget_old
from toldonce.figures.receiving import retention as tried
from toldonce.figures.waiting import working as figures
from toldonce.ledger.seals import seal
from toldonce.project import carriage, listeners

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Clock:
    """Something done every so many seconds; `turn` says how much it did and is asked again at once if it did much.

    What `computes` for long belongs to the worker that gives way to all others.
    """

    name: str
    every: float
    turn: Callable[[], int]
    much: int = 1_000_000
    computes: bool = False


CLOCKS: tuple[Clock, ...] = (
    Clock("send the letters about alerts", 5.0, posting.turn),
    Clock("put reviews of care plans on worklists", 60.0, reviews.turn, much=reviews.AT_A_TIME),
    Clock("tell the National Record Locator", 5.0, locator.turn, much=locator.AT_A_TIME),
    Clock("seal the ledger", 1.0, seal),
    Clock("hear again", 5.0, listeners.hear_again),
    Clock("take files from the inbox", 2.0, inbox.turn, much=inbox.FILES_A_TURN),
    Clock("write exports", 1.0, exports.turn, much=1),
    Clock("write to operators about silent feeds", 60.0, silences.turn, much=silences.AT_A_TIME),
    Clock("forget old messages", 60.0, retention.turn, much=retention.AT_A_TIME),
    Clock("forget old tokens", 60.0, forget_old),
    Clock("forget files of figures that were only tried", 3600.0, tried.turn),
    Clock("read large files of figures", 1.0, figures.turn, much=1, computes=True),
    Clock("notify subscribers", 0.25, sending.turn, much=1),
    Clock("let those who cover have what waits", 20.0, standing_in.turn, much=standing_in.AT_A_TIME),
    Clock("show what nobody has taken", 20.0, escalation.turn, much=escalation.AT_A_TIME),
    Clock("make the round of the mailbox", 5.0, carriage.turn, much=carriage.AT_A_TIME),
    Clock("show what was never acknowledged", 30.0, documents.turn, much=documents.AT_A_TIME),
)


def start(stopped: threading.Event, clocks: tuple[Clock, ...] = CLOCKS) -> None:
    """Start a thread for each clock; they end when `stopped` is set."""
    for clock in clocks:
        threading.Thread(target=keep_turning, args=(clock, stopped), name=clock.name, daemon=True).start()


def keep_turning(clock: Clock, stopped: threading.Event) -> None:
    """Do what the clock is for until it is stopped; what goes wrong is said, and tried again."""
    while not stopped.is_set():
        done = turn_once(clock)
        if done < clock.much:
            stopped.wait(clock.every)
    connection.close()


def turn_once(clock: Clock) -> int:
    """Do it once; a failure is one line in the log, without what it was about."""
    try:
        return clock.turn()
    except Error:
        log.warning("%s: the database does not answer; it is tried again.", clock.name)
        connection.close()
    except Exception as trouble:
        log.warning("%s failed (%s); it is tried again.", clock.name, type(trouble).__name__)
    return 0
