"""How long something may take before it is given up, whether it is PostgreSQL or our own code that hangs."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import psycopg
from django.db import OperationalError, connection, transaction

LATER = 2.0  # seconds after which our own code is stopped, so that PostgreSQL stops a statement first

BEYOND_A_LIMIT = "54"  # the class of PostgreSQL's states for what is too long, too wide or too deep for it


class TooMuch(Exception):
    """It is more than PostgreSQL takes: trying again does not help, unlike with its other troubles of operation."""


class TookTooLong(BaseException):
    """It took too long and was given up; no handler of common errors may take it for a fault of what it was doing."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """A transaction that raises TookTooLong when it is not done in time, or TooMuch, and then leaves nothing.

    Our own code is stopped by a signal, and so in the main thread only; elsewhere only statements are.
    """
    try:
        with _alarm(seconds + LATER), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("select set_config('statement_timeout', %s, true)", [str(int(seconds * 1000))])
            yield
    except OperationalError as trouble:
        if isinstance(trouble.__cause__, psycopg.errors.QueryCanceled):
            raise TookTooLong(TookTooLong.__doc__) from trouble
        if str(getattr(trouble.__cause__, "sqlstate", "")).startswith(BEYOND_A_LIMIT):
            raise TooMuch(TooMuch.__doc__) from trouble
        raise


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _rings)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _rings(number: int, frame: FrameType | None) -> None:
    raise TookTooLong(TookTooLong.__doc__)
