"""Who listens to the feed of changes, each in a thread of its own that is woken when something is committed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence

import psycopg
from django.db import InterfaceError, OperationalError, connection

from toldonce.care.alerts import raising as alerts
from toldonce.care.plans import reviews
from toldonce.care.referrals import hearing as referrals
from toldonce.exchange.locator import hearing as pointers
from toldonce.exchange.notify import hearing as subscribers
from toldonce.record import listening
from toldonce.record.changes import CHANNEL
from toldonce.record.identity.likeness import joining as likeness
from toldonce.record.listening import Listener, is_waiting, listen_once, who_waits

LISTENERS: tuple[Listener, ...] = (
    alerts.LISTENER,
    likeness.LISTENER,
    referrals.LISTENER,
    reviews.LISTENER,
    pointers.LISTENER,
    subscribers.LISTENER,
)
AT_LEAST_EVERY = 1.0  # seconds: even if no word of a commit comes through
UNASKED = 60.0  # seconds after which a listener looks for itself, whatever became of the bell
SHORTEST_WAIT = 0.01  # seconds, while something waits for an open transaction or is failed on
LONGEST_WAIT = 1.0

log = logging.getLogger(__name__)


class Bell:
    """Rings for every listener when a change is committed, and for those that wait if the word of it was lost.

    It asks for all of them in one statement, so that listeners that have nothing to hear cost nothing.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.stopped = threading.Event()
        self.rings = {name: threading.Event() for name in names}

    def ring(self, names: Iterable[str]) -> None:
        for name in self.rings.keys() & set(names):
            self.rings[name].set()

    def stop(self) -> None:
        self.stopped.set()
        self.ring(self.rings)

    def watch(self) -> None:
        """Ring at each word of a commit until it is stopped; a lost connection is made anew."""
        while not self.stopped.is_set():
            try:
                self._watch()
            except psycopg.Error:
                log.warning("The database does not answer; the listeners are woken by the clock meanwhile.")
                self.stopped.wait(AT_LEAST_EVERY)
                self.ring(self.rings)

    def _watch(self) -> None:
        with psycopg.connect(**connection.get_connection_params(), autocommit=True) as server:
            server.execute(f"listen {CHANNEL}")
            while not self.stopped.is_set():
                if list(server.notifies(timeout=AT_LEAST_EVERY, stop_after=1)):
                    self.ring(self.rings)
                else:
                    self.ring(who_waits(server))


def start(listeners: Sequence[Listener] = LISTENERS) -> Bell:
    """Start a thread for each listener and one for the bell; they end when the bell is stopped."""
    bell = Bell(listener.name for listener in listeners)
    for listener in listeners:
        heard_by = (listener, bell.rings[listener.name], bell.stopped)
        work = threading.Thread(target=follow, args=heard_by, name=listener.name)
        work.daemon = True
        work.start()
    if listeners:
        threading.Thread(target=bell.watch, name="bell", daemon=True).start()
    return bell


def hear_again() -> int:
    """Let each listener hear what an operator asked it to hear again."""
    return sum(map(listening.hear_again, LISTENERS))


def follow(listener: Listener, ring: threading.Event, stopped: threading.Event) -> None:
    """Let a listener hear whatever comes, until it is stopped."""
    wait = SHORTEST_WAIT
    while not stopped.is_set():
        ring.clear()
        heard, waiting = _turn(listener)
        if heard:
            wait = SHORTEST_WAIT
        elif waiting:
            stopped.wait(wait)
            wait = min(2 * wait, LONGEST_WAIT)
        else:
            wait = SHORTEST_WAIT
            ring.wait(UNASKED)
    connection.close()


def _turn(listener: Listener) -> tuple[int, bool]:
    """What it heard, and whether there is more that it could not hear yet."""
    try:
        heard = listen_once(listener)
        return heard, not heard and is_waiting(listener)
    except (OperationalError, InterfaceError):
        log.warning("%s cannot reach the database; it tries again.", listener.name)
        connection.close()
        return 0, True
