"""The log says where a fault is and of which kind; never whose record, message or file it was about."""

from __future__ import annotations

import argparse
import asyncio
import gc
import io
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace

import orjson
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from toldonce.exchange.fhir_api import troubles
from toldonce.exchange.mailbox.errors import MailboxTrouble
from toldonce.project import cli
from toldonce.project.discretion import DiscreetFormatter, discreet_threads, kind

NAME, NUMBER = "Zebediah Quillfeather", "9990000018"


@pytest.fixture
def written(monkeypatch) -> Iterator[io.StringIO]:
    """What the log holds as our settings write it, whoever silenced loggers in this process before."""
    for name in ("asyncio", troubles.__name__):
        monkeypatch.setattr(logging.getLogger(name), "disabled", False)
    page = io.StringIO()
    handler = logging.StreamHandler(page)
    handler.setFormatter(DiscreetFormatter(settings.LOGGING["formatters"]["line"]["format"]))
    logging.getLogger().addHandler(handler)
    yield page
    logging.getLogger().removeHandler(handler)


def violation() -> IntegrityError:
    """A row with a name that PostgreSQL refuses, and prints in its DETAIL."""
    with connection.cursor() as cursor, pytest.raises(IntegrityError) as caught, transaction.atomic():
        cursor.execute(
            "create temporary table told (number text check (number = ''), name text) on commit drop"
        )
        cursor.execute("insert into told values (%s, %s)", [NUMBER, NAME])
    assert NAME in str(caught.value)  # or this would test nothing
    return caught.value


def fault_of(act: Callable[[], object]) -> Exception:
    try:
        act()
    except Exception as trouble:
        return trouble
    raise AssertionError("nothing failed")


@pytest.mark.parametrize("logger", ["", "django.request", "_granian", "toldonce.exchange"])
def test_our_settings_write_every_line_discreetly(logger):
    code = (
        "import django, logging; django.setup();"
        f"logging.getLogger({logger!r}).error('failed', exc_info=KeyError({NAME!r}))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "builtins.KeyError" in told.stderr
    assert NAME not in told.stderr + told.stdout


def test_a_row_that_postgresql_refuses_is_named_by_its_constraint(own_database, written):
    said = troubles.issues_of(violation())
    assert "written in the server's log" in str(said[0])
    assert (
        "psycopg.errors.CheckViolation (state 23514, constraint told_number_check, table told)"
        in written.getvalue()
    )
    assert 'cursor.execute("insert into told' in written.getvalue()  # where in the code
    assert NAME not in written.getvalue()
    assert NUMBER not in written.getvalue()


@pytest.mark.parametrize(
    "act",
    [
        lambda: {}[NAME],
        lambda: int(NAME),
        lambda: orjson.loads(f'{{"family": "{NAME}'),
        lambda: exec("raise ValueError(name) from KeyError(name)", {"name": NAME}),
    ],
)
@pytest.mark.parametrize("way", ["exc_info", "argument", "message"])
def test_what_code_failed_on_is_not_said(written, act, way):
    trouble = fault_of(act)
    log = logging.getLogger("toldonce.test")
    if way == "exc_info":
        log.error("a request failed", exc_info=trouble)
    elif way == "argument":
        log.error("failed: %s", trouble)
    else:
        log.error(trouble)
    assert f"{type(trouble).__qualname__}" in written.getvalue()
    assert NAME not in written.getvalue()


def test_text_that_another_handler_made_of_an_error_is_not_taken_over(written):
    record = logging.LogRecord("toldonce", logging.ERROR, __file__, 1, "failed", None, None)
    record.exc_info = (ValueError, ValueError(NAME), None)
    logging.Formatter().format(record)
    assert NAME in (record.exc_text or "")
    assert NAME not in DiscreetFormatter().format(record)


def test_a_sentence_of_ours_is_said_where_it_was_chosen(written):
    logging.getLogger("toldonce.test").warning("cannot be read: %s", MailboxTrouble("The folder is gone."))
    assert "cannot be read: The folder is gone." in written.getvalue()


def test_what_is_about_the_server_is_said_in_its_words(own_database):
    with connection.cursor() as cursor, pytest.raises(Exception) as caught, transaction.atomic():
        cursor.execute("set local statement_timeout = 1")
        cursor.execute("select pg_sleep(1)")
    assert "canceling statement due to statement timeout" in kind(caught.value)


def test_a_future_that_nobody_asked_is_named_without_what_it_held(written):
    async def forget() -> None:
        asyncio.get_running_loop().create_future().set_exception(ValueError(NAME))

    asyncio.run(forget())
    gc.collect()
    assert "Future exception was never retrieved" in written.getvalue()
    assert NAME not in written.getvalue()


def test_a_thread_that_nobody_watches_ends_discreetly(capsys):
    with discreet_threads():
        thread = threading.Thread(target=lambda: {}[NAME], name="bell")
        thread.start()
        thread.join()
    told = capsys.readouterr().err
    assert "bell ended by a fault" in told
    assert "KeyError" in told
    assert NAME not in told


def test_a_command_that_fails_ends_discreetly(monkeypatch, capsys):
    failing = ModuleType("failing")
    failing.NEEDS_DATABASE = False
    failing.run = lambda arguments: {}[NAME]
    told = argparse.Namespace(command="check", module=failing)
    monkeypatch.setattr(cli, "parser", lambda: SimpleNamespace(parse_args=lambda words: told))
    assert cli.main([]) == 1
    said = capsys.readouterr().err
    assert "toldonce check failed" in said
    assert "builtins.KeyError" in said
    assert f"KeyError: '{NAME}" not in said


@given(st.text(min_size=12).filter(lambda text: not text.isspace()))
def test_no_words_of_an_error_come_through_whatever_they_are(words):
    record = logging.LogRecord(
        "toldonce", logging.ERROR, __file__, 1, "failed: %s", (ValueError(words),), None
    )
    assert DiscreetFormatter().format(record) == "failed: builtins.ValueError"
