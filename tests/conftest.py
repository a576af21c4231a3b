"""Tests run against a real PostgreSQL: the embedded one in a home of its own, or the one in DATABASE_URL."""

from __future__ import annotations

import itertools
import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import django
import pytest
from hypothesis import settings

# How long an example takes is a matter of benchmarks, and of who else is at work on the machine.
settings.register_profile("toldonce", deadline=None)
settings.load_profile("toldonce")

_open = ExitStack()
OWN_HOME = Path(tempfile.gettempdir()) / f"toldonce-tests-{os.geteuid()}"
SMALL = 256 * 1024  # bytes of a table whose rows are deleted: to truncate it takes far longer
NUMBERS_BEGIN_ANEW = """
    select setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    from pg_sequences where last_value is not null"""


def _prepare() -> None:
    """Let Django read its settings before any other file of the tests is read: those beside tests import models."""
    # The browser of the journeys keeps an event loop in this thread, and Django would then refuse to ask the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    # A shell's background job ignores Ctrl-C, and so would every process that a test starts and ends with it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if "TOLDONCE_HOME" not in os.environ:  # a home given by the environment is kept
        OWN_HOME.mkdir(mode=0o755, exist_ok=True)
        os.environ["TOLDONCE_HOME"] = str(OWN_HOME)
    os.environ["DJANGO_SETTINGS_MODULE"] = "toldonce.project.settings"  # not before the home is known
    django.setup()


_prepare()


def pytest_configure(config: pytest.Config) -> None:
    """Start the database."""
    from toldonce.project.embedded import Server, running

    if not os.environ.get("DATABASE_URL"):
        _open.enter_context(running(Server(Path(os.environ["TOLDONCE_HOME"]))))
        if Path(os.environ["TOLDONCE_HOME"]) == OWN_HOME:
            _do_not_wait_for_the_disk()


def _do_not_wait_for_the_disk() -> None:
    """What a killed process leaves behind is the same; only a machine that loses its power would lose rows."""
    _on_server("alter system set fsync = off")
    _on_server("select pg_reload_conf()")


def pytest_unconfigure(config: pytest.Config) -> None:
    from django.db import connections

    connections.close_all()
    _open.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real open data beside the project; tests that need it skip when it is not there."""
    root = Path(__file__).resolve().parents[1]
    folder = Path(os.environ.get("TOLDONCE_SHARED", root.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"the open data beside the project are not there: {folder} (TOLDONCE_SHARED names them)")
    return folder


@contextmanager
def connected_to(name: str) -> Iterator[str]:
    """Let Django use another database of the same server for as long as the block lasts, by every role."""
    from django.db import connections

    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    _move_to(dict.fromkeys(before, name))
    try:
        yield name
    finally:
        _move_to(before)


def _move_to(names: dict[str, str]) -> None:
    from django.db import connections

    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def _on_server(statement: str) -> None:
    import psycopg
    from django.db import connection

    where = {**connection.get_connection_params(), "dbname": "postgres"}
    with psycopg.connect(**where, autocommit=True) as server:
        server.execute(statement)


@pytest.fixture(scope="session")
def migrated(django_db_blocker) -> Iterator[str]:
    """A database with tables and no rows, from which others are copied in a moment."""
    from django.core.management import call_command

    name = f"toldonce_empty_{os.getpid()}"
    with django_db_blocker.unblock():
        _on_server(f"create database {name}")
        with connected_to(name):
            call_command("migrate", interactive=False, verbosity=0)
        yield name
        _on_server(f"drop database {name} with (force)")


@pytest.fixture
def new_database(migrated: str, django_db_blocker) -> Iterator[Callable[[], str]]:
    """Make databases with tables and no rows; they are dropped when the test ends."""
    made, numbers = [], itertools.count(1)

    def make() -> str:
        made.append(f"{migrated}_{next(numbers)}")
        _on_server(f"create database {made[-1]} template {migrated}")
        return made[-1]

    with django_db_blocker.unblock():
        yield make
        for name in made:
            _on_server(f"drop database {name} with (force)")


@pytest.fixture(scope="session")
def shared_database(migrated: str, django_db_blocker) -> Iterator[str]:
    """The database that tests with `own_database` have one after the other."""
    name = f"{migrated}_own"
    with django_db_blocker.unblock():
        _on_server(f"create database {name} template {migrated}")
        yield name
        _on_server(f"drop database {name} with (force)")


@pytest.fixture
def own_database(shared_database: str, django_db_blocker) -> Iterator[str]:
    """Give one test an empty database, in which it may commit, kill and tamper."""
    from toldonce.record import bodies

    with django_db_blocker.unblock(), connected_to(shared_database) as name:
        _empty()
        bodies.forget_dictionaries()
        yield name


def _empty() -> None:
    """Take every row out of the database, and let numbers begin anew."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, pg_relation_size(relid) from pg_stat_user_tables"
            " where relname <> all(%s) and pg_relation_size(relid) > 0",
            [["django_migrations", "django_content_type", "auth_permission"]],
        )
        filled = dict(cursor.fetchall())
        large = [name for name, size in filled.items() if size > SMALL]
        cursor.execute("set session_replication_role = replica")  # the ledger's triggers refuse otherwise
        if large:
            cursor.execute(f"truncate {', '.join(large)} cascade")
        for name in filled.keys() - set(large):
            cursor.execute(f"delete from {name}")
        cursor.execute("set session_replication_role = origin")
        cursor.execute(NUMBERS_BEGIN_ANEW)


@pytest.fixture
def other(own_database: str) -> Iterator:
    """Another writer in the test's own database."""
    from tests.others import Other

    made = Other()
    yield made
    made.leaves()
