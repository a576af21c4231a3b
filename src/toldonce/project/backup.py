"""Backup and restore: a folder with every table as one moment saw it, and a manifest that is written last.

The folder is written under another name and renamed when it is whole, so that a backup that was killed half-way is
never taken for one. Each table is a zstd-compressed COPY in PostgreSQL's binary form, with its sha256 in the manifest.
Transaction numbers mean nothing in another cluster: in the restored database every row carries the number of
the transaction that restored it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import orjson
import psycopg
import zstandard
from django.db import connection, transaction
from psycopg import sql

from toldonce import __version__
from toldonce.directory.actors import Actor
from toldonce.ledger import actions as ledger
from toldonce.project.errors import BadInput

FORMAT = 1
LEFT_OUT = {
    "django_migrations": "the manifest says which were applied",
    "django_session": "a copy must not carry anybody's sign-in; people sign in again",
}
MADE_BY_MIGRATIONS = ("auth_permission", "django_content_type")  # not empty in a new database, and replaced
MANIFEST, SEAL = "manifest.json", "manifest.sha256"
PIECE = 1024 * 1024
Progress = Callable[[str, int, int], None]  # what is done now, bytes done, bytes of all


class BackupRefused(BadInput):
    """The backup, or the database that it shall go to, is not fit for it."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a backup: its file, what is in it, and how to know that it is whole."""

    name: str
    columns: list[str]
    types: list[str]
    rows: int
    bytes: int
    sha256: str

    @property
    def file(self) -> str:
        return f"{self.name}.copy.zst"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup is: versions, tables and sequences."""

    format: int
    toldonce: str
    postgresql: str
    made: str
    migrations: list[str]
    tables: list[Table]
    sequences: dict[str, int]
    left_out: dict[str, str]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


def backup(folder: Path, *, by: Actor, progress: Progress = lambda *done: None) -> Manifest:
    """Write the whole database, as one moment saw it, to a folder that is not there yet."""
    if folder.exists():
        raise BackupRefused(f"{folder} is there already: name a folder that is not.")
    ledger.write(by=by, act="backup.make", subject=folder.name)
    try:
        with _half_written(folder) as half:
            manifest = _write(half, progress)
            half.rename(folder)
        _sync(folder.parent)
    except OSError as trouble:
        raise BackupRefused(f"{folder} could not be written ({trouble.strerror}).") from trouble
    return manifest


@contextmanager
def _half_written(folder: Path) -> Iterator[Path]:
    """Give a folder beside the wanted one, gone when the block ends unless it was renamed."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    half = Path(tempfile.mkdtemp(prefix=f".{folder.name}.half-", dir=folder.parent))
    try:
        yield half
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _write(folder: Path, progress: Progress) -> Manifest:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        sizes, done, tables = _sizes(cursor), 0, []
        for name, size in sizes.items():
            progress(name, done, sum(sizes.values()))
            tables.append(_dump(cursor, name, folder))
            done += size
        manifest = Manifest(
            format=FORMAT,
            toldonce=__version__,
            postgresql=_one(cursor, "show server_version"),
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            migrations=_migrations(cursor),
            tables=tables,
            sequences=_sequences(cursor),
            left_out=LEFT_OUT,
        )
    text = orjson.dumps(asdict(manifest), option=orjson.OPT_INDENT_2)
    _write_file(folder / MANIFEST, text)
    _write_file(folder / SEAL, f"{hashlib.sha256(text).hexdigest()}  {MANIFEST}\n".encode())
    _sync(folder)
    return manifest


def _dump(cursor, name: str, folder: Path) -> Table:
    """Copy one table to its file."""
    columns = _columns(cursor, name)
    table = Table(name, list(columns), list(columns.values()), 0, 0, "")
    digest, size = hashlib.sha256(), 0
    command = sql.SQL("copy {} ({}) to stdout (format binary)").format(*_named(table))
    compressor = zstandard.ZstdCompressor(level=3).compressobj()
    with _new_file(folder / table.file) as file, cursor.copy(command) as copy:
        for piece in _compressed(copy, compressor):
            digest.update(piece)
            size += len(piece)
            file.write(piece)
    return Table(name, table.columns, table.types, cursor.rowcount, size, digest.hexdigest())


def _compressed(pieces, compressor) -> Iterator[bytes]:
    for piece in pieces:
        yield compressor.compress(piece)
    yield compressor.flush()


@contextmanager
def _new_file(path: Path) -> Iterator:
    """Open a file that only its owner may read, and have it on the disk when the block ends."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _write_file(path: Path, text: bytes) -> None:
    with _new_file(path) as file:
        file.write(text)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def restore(folder: Path, *, by: Actor, progress: Progress = lambda *done: None) -> Manifest:
    """Fill this migrated and empty database from a backup: all of it, or nothing is changed."""
    manifest = read_manifest(folder)
    check_files(folder, manifest, progress)
    try:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            _check_fit(cursor, manifest)
            _fill(cursor, folder, manifest, progress)
            ledger.write(by=by, act="backup.restore", subject=folder.name, detail={"made": manifest.made})
    except (psycopg.DataError, zstandard.ZstdError) as trouble:
        first = str(trouble).strip().splitlines()[0]
        raise BackupRefused(f"{folder} cannot be read ({first}); nothing was changed.") from trouble
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """Return what a backup says of itself, or refuse it."""
    try:
        text, seal = (folder / MANIFEST).read_bytes(), (folder / SEAL).read_text()
    except OSError as trouble:
        raise BackupRefused(
            f"{folder} is not a whole backup ({trouble.strerror}: {Path(str(trouble.filename)).name})."
        ) from trouble
    if hashlib.sha256(text).hexdigest() != seal.split()[0]:
        raise BackupRefused(f"{folder / MANIFEST} is damaged: take another copy of the backup.")
    given = orjson.loads(text)
    if given["format"] != FORMAT:
        raise BackupRefused(
            f"{folder} has format {given['format']}; this Toldonce reads {FORMAT}: "
            f"restore it with Toldonce {given['toldonce']}."
        )
    return Manifest(**{**given, "tables": [Table(**table) for table in given["tables"]]})


def check_files(folder: Path, manifest: Manifest, progress: Progress) -> None:
    """Refuse a backup of which a file is missing or not as it was written."""
    whole, done = sum(table.bytes for table in manifest.tables), 0
    for table in manifest.tables:
        progress(f"checking {table.name}", done, whole)
        path = folder / table.file
        if not path.is_file():
            raise BackupRefused(f"{path} is missing: take another copy of the backup.")
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != table.sha256:
                raise BackupRefused(f"{path} is damaged: take another copy of the backup.")
        done += table.bytes


def _check_fit(cursor, manifest: Manifest) -> None:
    """Refuse a database that has other tables than the backup, or rows of its own."""
    ours, theirs = set(_migrations(cursor)), set(manifest.migrations)
    if ours != theirs:
        example = min(ours ^ theirs)
        raise BackupRefused(
            f"the backup was made with other tables ({example} is in one of the two only): "
            f"restore it with Toldonce {manifest.toldonce}, then bring that up to date."
        )
    for table in manifest.tables:
        if dict(zip(table.columns, table.types, strict=True)) != _columns(cursor, table.name):
            raise BackupRefused(f"the table {table.name} has other columns here than in the backup.")
    cursor.execute(
        sql.SQL("lock table {} in exclusive mode").format(
            sql.SQL(", ").join(sql.Identifier(name) for name in _sizes(cursor))
        )
    )
    for name in _sizes(cursor):
        if name not in MADE_BY_MIGRATIONS and _has_rows(cursor, name):
            raise BackupRefused(
                f"the database is not empty (there are rows in {name}): "
                f"restore into a new one, with another TOLDONCE_HOME or DATABASE_URL."
            )


def _has_rows(cursor, name: str) -> bool:
    cursor.execute(sql.SQL("select exists (select from {})").format(sql.Identifier(name)))
    return cursor.fetchone()[0]


def _fill(cursor, folder: Path, manifest: Manifest, progress: Progress) -> None:
    cursor.execute("set constraints all deferred")
    for name in MADE_BY_MIGRATIONS:
        cursor.execute(sql.SQL("delete from {}").format(sql.Identifier(name)))
    whole, done = sum(table.bytes for table in manifest.tables), 0
    for table in manifest.tables:
        progress(table.name, done, whole)
        _copy_in(cursor, folder, table)
        done += table.bytes
    for name, value in manifest.sequences.items():
        cursor.execute("select setval(quote_ident(%s)::regclass, %s)", [name, value])


def _copy_in(cursor, folder: Path, table: Table) -> None:
    command = sql.SQL("copy {} ({}) from stdin (format binary)").format(*_named(table))
    with (folder / table.file).open("rb") as file, cursor.copy(command) as copy:
        for piece in zstandard.ZstdDecompressor().read_to_iter(file, write_size=PIECE):
            copy.write(piece)
    if cursor.rowcount != table.rows:
        raise BackupRefused(
            f"{table.file} holds {cursor.rowcount:,} rows and the manifest says {table.rows:,}; nothing was changed."
        )


def _named(table: Table) -> tuple[sql.Identifier, sql.Composed]:
    return sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns))


def _sizes(cursor) -> dict[str, int]:
    """Return the tables that a backup holds, with the bytes that each has in the database."""
    cursor.execute(
        """select table_name, pg_table_size(quote_ident(table_name)::regclass) from information_schema.tables
           where table_schema = current_schema() and table_type = 'BASE TABLE' and table_name <> all(%s)
           order by table_name""",
        [list(LEFT_OUT)],
    )
    return dict(cursor.fetchall())


def _columns(cursor, name: str) -> dict[str, str]:
    """Return the columns that a backup holds, with their types: no transaction numbers, nothing computed."""
    cursor.execute(
        """select column_name, udt_name from information_schema.columns
           where table_schema = current_schema() and table_name = %s and udt_name <> 'xid8' and is_generated = 'NEVER'
           order by ordinal_position""",
        [name],
    )
    return dict(cursor.fetchall())


def _migrations(cursor) -> list[str]:
    cursor.execute("select app || '.' || name from django_migrations order by 1")
    return [name for (name,) in cursor.fetchall()]


def _sequences(cursor) -> dict[str, int]:
    """Return where sequences stand: read after the snapshot, so never behind the rows in it."""
    cursor.execute(
        """select sequencename, last_value from pg_sequences
           where schemaname = current_schema() and last_value is not null order by 1"""
    )
    return dict(cursor.fetchall())


def _one(cursor, query: str, values: Sequence[object] = ()) -> str:
    cursor.execute(query, values)
    return cursor.fetchone()[0]
