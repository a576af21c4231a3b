"""Another writer beside the test: a thread with a connection of its own that does one step after the other."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import connection, connections, transaction


class Other:
    """Does what it is told in its own thread, and can hold a transaction open from one step to the next."""

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(1)
        self.open: transaction.Atomic | None = None

    def starts(self, work: Callable, *given) -> Future:
        """Let it begin something that may have to wait for somebody."""
        return self.thread.submit(work, *given)

    def has_to_wait(self, work: Callable, *given) -> Future:
        """Let it begin something, and go on as soon as it waits for what somebody else has locked."""
        begun, until = self.starts(work, *given), time.monotonic() + 20
        while time.monotonic() < until and not begun.done():
            with connection.cursor() as cursor:
                cursor.execute("select exists (select from pg_locks where not granted)")
                if cursor.fetchone() == (True,):
                    return begun
            time.sleep(0.01)
        raise AssertionError(f"it does not wait: {begun}")

    def does(self, work: Callable, *given):
        """Let it do something to the end."""
        return self.starts(work, *given).result(timeout=30)

    def begins(self) -> None:
        """Let it open a transaction."""
        self.open = transaction.atomic()
        self.does(self.open.__enter__)

    def commits(self) -> None:
        """Let it commit its transaction."""
        held, self.open = self.open, None
        self.does(held.__exit__, None, None, None)

    def rolls_back(self) -> None:
        """Let it throw its transaction away."""
        self.does(transaction.set_rollback, True)
        self.commits()

    def leaves(self) -> None:
        """Let it go home."""
        if self.open:
            self.rolls_back()
        self.does(connections.close_all)
        self.thread.shutdown()
