"""The embedded server is up while somebody needs it, and never a moment that nobody can end."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from toldonce.project.embedded import Server, is_up, revive, running
from toldonce.project.errors import ServerTrouble

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from toldonce.project.embedded import Server, running

with running(Server(Path(sys.argv[1]))):
    print("up", flush=True)
    try:
        sys.stdin.read()
    except KeyboardInterrupt:
        pass
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has another user run the server")


class Holder:
    """A process that needs the server until it is told to leave."""

    def __init__(self, server: Server) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(server.home)],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )

    def waits_until_it_is_up(self) -> Holder:
        assert self.process.stdout.readline() == "up\n"
        return self

    def ends(self, by: int = 0) -> None:
        """Let it leave, or end it and all it started by a signal."""
        if by:
            os.killpg(self.process.pid, by)
        self.process.communicate()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    home = Path(tempfile.mkdtemp(prefix="toldonce-embedded-"))
    home.chmod(0o755)  # as root, the user that runs the server must be able to enter
    made = Server(home)
    yield made
    shutil.rmtree(home)
    shutil.rmtree(made.socket, ignore_errors=True)


@pytest.fixture(autouse=True)
def nothing_is_left(server) -> Iterator[None]:
    yield
    assert not is_up(server)
    assert not (server.data / "postmaster.pid").exists()


def hold(server: Server) -> Holder:
    return Holder(server).waits_until_it_is_up()


def pid(server: Server) -> int:
    return int((server.data / "postmaster.pid").read_text().split()[0])


def ask(server: Server, question: str):
    with psycopg.connect(server.url()) as connection:
        return connection.execute(question).fetchone()[0]


def test_two_processes_that_start_at_once_on_a_new_home_share_one_server(server):
    one, two = Holder(server), Holder(server)
    one.waits_until_it_is_up()
    two.waits_until_it_is_up()
    assert ask(server, "select 1") == 1
    first = pid(server)
    one.ends()
    assert is_up(server)
    assert pid(server) == first
    two.ends()


def test_the_last_holder_stops_it_and_the_data_stay(server):
    with running(server), psycopg.connect(server.url()) as connection:
        connection.execute("create table kept as select 7 as n")
    assert not is_up(server)
    with running(server):
        assert ask(server, "select n from kept") == 7


def test_a_holder_inside_a_holder_does_not_stop_it_for_the_other(server):
    with running(server):
        with running(server):
            pass
        assert ask(server, "select 1") == 1


def test_a_holder_that_was_killed_leaves_a_server_that_the_next_takes_over_and_stops(server):
    killed = hold(server)
    first = pid(server)
    killed.ends(by=signal.SIGKILL)
    assert is_up(server)
    next_one = hold(server)
    assert pid(server) == first
    next_one.ends()


def test_ctrl_c_goes_to_the_holder_and_not_to_the_server_behind_its_back(server):
    one, two = hold(server), hold(server)
    one.ends(by=signal.SIGINT)
    assert ask(server, "select 1") == 1
    two.ends(by=signal.SIGINT)


def test_a_server_that_was_killed_comes_back_with_what_was_committed(server):
    holder = hold(server)
    with psycopg.connect(server.url()) as connection:
        connection.execute("create table committed as select 9 as n")
    os.kill(pid(server), signal.SIGKILL)
    deadline = time.monotonic() + 20
    while is_up(server) and time.monotonic() < deadline:
        time.sleep(0.1)
    with running(server):
        assert ask(server, "select n from committed") == 9
        holder.ends()


def test_a_server_that_was_killed_is_revived_under_those_who_hold_it(server):
    with running(server):
        assert revive(server) is False
        os.kill(pid(server), signal.SIGKILL)
        revived, deadline = False, time.monotonic() + 30
        while not revived and time.monotonic() < deadline:
            with contextlib.suppress(ServerTrouble):
                revived = revive(server)
            time.sleep(0.2)
        assert revived
        assert ask(server, "select 1") == 1


def test_nothing_listens_on_the_network_and_nobody_else_may_read_data_or_password(server):
    with running(server):
        assert ask(server, "show listen_addresses") == ""
        assert ask(server, "show synchronous_commit") == "on"
    assert server.data.stat().st_mode & 0o077 == 0
    assert server.password.stat().st_mode & 0o077 == 0
    assert server.socket.stat().st_mode & 0o077 == 0


def test_a_wrong_password_is_refused(server):
    with running(server), pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.url().replace(server.password.read_text(), "wrong"))


@as_root
@pytest.mark.parametrize(
    "fails",
    [
        "select 'Zebediah Quillfeather'::int",
        "insert into told values ('Zebediah Quillfeather'), ('Zebediah Quillfeather')",
        "do $$ begin raise log 'the server says something of itself' using detail = 'Zebediah Quillfeather'; end $$",
    ],
)
def test_its_log_holds_nothing_of_what_it_was_asked(server, fails):
    with running(server), psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create temporary table told (name text primary key)")
        with contextlib.suppress(psycopg.Error):
            connection.execute(fails)
    assert "database system is ready" in server.log.read_text()
    assert "Quillfeather" not in server.log.read_text()


def test_as_root_the_server_runs_as_an_ordinary_user(server):
    with running(server):
        assert Path(f"/proc/{pid(server)}").stat().st_uid != 0


@as_root
def test_as_root_a_home_that_the_ordinary_user_may_not_enter_is_refused_with_a_sentence(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with (
        pytest.raises(ServerTrouble, match=r"may not enter .*: set TOLDONCE_HOME to a folder"),
        running(Server(closed / "home")),
    ):
        pass


def test_a_home_that_is_a_file_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "home").write_text("not a folder")
    with pytest.raises(ServerTrouble, match="Not a directory"), running(Server(tmp_path / "home")):
        pass
