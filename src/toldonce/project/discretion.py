"""What the log says of a fault: where in the code, of which kind, and nothing of what the code had in its hands.

The words of an error repeat what it failed on: PostgreSQL's DETAIL prints the row, a parser the message, a KeyError
the key. Whoever reads logs is not whoever may read records.
"""

from __future__ import annotations

import contextlib
import copy
import logging
import sys
import threading
import traceback
from collections.abc import Iterator

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError

ABOUT_THE_SERVER = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
REPEATS_OBJECTS = "asyncio"  # after its first line it prints the futures, and with them what failed in them


class DiscreetFormatter(logging.Formatter):
    """Writes log lines in which errors are said by their kind and place."""

    def format(self, record: logging.LogRecord) -> str:
        told = copy.copy(record)
        told.msg, told.args, told.exc_text = (
            said(record),
            (),
            None,
        )  # another formatter may have left its text
        return super().format(told)

    def formatException(self, ei: tuple) -> str:  # noqa: N802 (the name is logging's)
        return where(ei[1])


def said(record: logging.LogRecord) -> str:
    """The message of a log record, in which other people's errors are named and not quoted."""
    told = copy.copy(record)
    if isinstance(told.args, tuple):
        told.args = tuple(_named(each) for each in told.args)
    told.msg = _named(told.msg)
    message = told.getMessage()
    return message.partition("\n")[0] if record.name == REPEATS_OBJECTS else message


def _named(value: object) -> object:
    """An error of a library by its kind; our own are sentences that whoever logs them has chosen to say."""
    is_ours = type(value).__module__.startswith("toldonce.")
    return kind(value) if isinstance(value, BaseException) and not is_ours else value


def where(trouble: BaseException | None) -> str:
    """The trace of an error and of those that it came from, without their words."""
    parts: list[str] = []
    seen: set[int] = set()
    while trouble is not None and id(trouble) not in seen:
        seen.add(id(trouble))
        trace = "".join(traceback.format_tb(trouble.__traceback__))
        parts.append(f"{trace}{kind(trouble)}")
        trouble = trouble.__cause__ or (None if trouble.__suppress_context__ else trouble.__context__)
    return "\nbecause of it:\n".join(reversed(parts))


def kind(trouble: BaseException) -> str:
    """What an error is: its class, and what PostgreSQL says of it that names no row."""
    name = f"{type(trouble).__module__}.{type(trouble).__qualname__}"
    told = _of_postgresql(trouble)
    return f"{name} ({', '.join(told)})" if told else name


def _of_postgresql(trouble: BaseException) -> list[str]:
    """The state, and the constraint, table or column; in words only what is about the server itself."""
    cause = trouble.__cause__ if isinstance(trouble, DatabaseError | InterfaceError) else trouble
    if not isinstance(cause, psycopg.Error):
        return []
    diag = cause.diag
    named = {"constraint": diag.constraint_name, "table": diag.table_name, "column": diag.column_name}
    told = [f"state {cause.sqlstate}"] if cause.sqlstate else []
    told += [f"{what} {name}" for what, name in named.items() if name]
    if isinstance(cause, ABOUT_THE_SERVER):
        told += str(cause).strip().splitlines()[:1]
    return told


@contextlib.contextmanager
def discreet_threads() -> Iterator[None]:
    """Let a thread whose fault nobody catches end as discreetly as what is logged."""
    before = threading.excepthook
    threading.excepthook = _nobody_caught
    try:
        yield
    finally:
        threading.excepthook = before


def _nobody_caught(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and not isinstance(told.exc_value, SystemExit):
        name = told.thread.name if told.thread else "a thread"
        print(f"{name} ended by a fault:\n{where(told.exc_value)}", file=sys.stderr)
