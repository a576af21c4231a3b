"""The role of the database by which the public reads: it sees the tables `published_*`, and nothing else at all.

Everything that a public page or a download shows is asked by this role, on the connection `READER`, so that a mistake
in a page cannot show what was not released. Where a change could leak: a new table in `PUBLISHED`, a grant to `public`
anywhere in a migration, a public page that asks on another connection.

A role that sees more is not asked: public pages are closed until it is set right (`refuse_more`). What Toldonce made
itself it also sets right itself, at each start.

Toldonce makes the role itself where its own role may make roles (CREATEROLE; the embedded server's may). Else the
operator makes one, `create role NAME login password '...'`, and names it in TOLDONCE_PUBLIC_DATABASE_URL; to give it
what it may read takes no more than owning the tables.
"""

from __future__ import annotations

from django.db import connection, connections, transaction
from psycopg import sql

from toldonce.figures.publication.models import PUBLISHED

READER = "published"  # the alias of the connection
TABLES = tuple(model._meta.db_table for model in PUBLISHED)
OURS = "toldonce_public_"  # how the names of roles begin that Toldonce makes
LOCK = 7_016_532  # two processes that start together make it once
SLOWEST = "10s"
MAKE = (
    "create role {role} nosuperuser nocreatedb nocreaterole noinherit noreplication login password {password}"
)

SEES_MORE = """
select c.relname from pg_class c
where c.relkind in ('r', 'v', 'm', 'p', 'S', 'f') and c.relname <> all(%(tables)s)
    and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace, 'pg_toast'::regnamespace)
    and case when c.relkind = 'S' then has_sequence_privilege(%(role)s, c.oid, 'select, usage, update')
        else has_table_privilege(%(role)s, c.oid, 'select, insert, update, delete, truncate')
            or has_any_column_privilege(%(role)s, c.oid, 'select, insert, update') end
order by 1 limit 1
"""


class NoReader(Exception):
    """The role by which the public reads cannot be had; the message says what the operator has to do."""


class SeesMore(NoReader):
    """The role by which the public reads sees more than what was published."""


def ensure() -> None:
    """Have the role there with exactly what it may read; raises NoReader."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        role = _role()
        if not _is_there(cursor, role):
            _make(cursor, role)
        if role.startswith(OURS) and _sees_more(cursor, role):
            _take_away(cursor, role)
        if not _has_what_it_needs(cursor, role):
            _give(cursor, role)
        _refuse_more(cursor, role)


def refuse_more() -> None:
    """Refuse to let the public read by a role that sees more than what was published; raises SeesMore.

    It is asked by the role itself, so that a public page needs no other connection for it.
    """
    with connections[READER].cursor() as cursor:
        _refuse_more(cursor, _role())


def _role() -> str:
    return connections[READER].settings_dict["USER"]


def _is_there(cursor, role: str) -> bool:
    cursor.execute("select exists (select from pg_roles where rolname = %s)", [role])
    return cursor.fetchone()[0]


def _make(cursor, role: str) -> None:
    cursor.execute("select rolcreaterole or rolsuper from pg_roles where rolname = current_user")
    if not cursor.fetchone()[0]:
        raise NoReader(
            "The public pages have no role of the database: make one (create role NAME login password '...') and "
            "name it in TOLDONCE_PUBLIC_DATABASE_URL, or let Toldonce make it (alter role ... createrole)."
        )
    password = connections[READER].settings_dict["PASSWORD"]
    cursor.execute(sql.SQL(MAKE).format(role=sql.Identifier(role), password=sql.Literal(password)))
    said = sql.SQL("alter role {} set {} = {}")
    for name, value in (("default_transaction_read_only", "on"), ("statement_timeout", SLOWEST)):
        cursor.execute(said.format(sql.Identifier(role), sql.Identifier(name), sql.Literal(value)))


def _has_what_it_needs(cursor, role: str) -> bool:
    cursor.execute(
        "select bool_and(has_table_privilege(%s, name, 'select')) "
        "and not has_database_privilege(%s, current_database(), 'temporary') from unnest(%s::text[]) name",
        [role, role, list(TABLES)],
    )
    return cursor.fetchone()[0]


def _sees_more(cursor, role: str) -> str:
    """The first table, view or sequence that the role sees although it was not published; nothing if there is none."""
    cursor.execute(SEES_MORE, {"role": role, "tables": list(TABLES)})
    found = cursor.fetchone()
    return found[0] if found else ""


def _refuse_more(cursor, role: str) -> None:
    """Refuse a role that sees more than what was published, such as the one that Toldonce itself uses."""
    if found := _sees_more(cursor, role):
        raise SeesMore(
            f"The role {role} by which the public reads sees {found}, which was not published, so the public pages are "
            "closed. Take that right away, or name in TOLDONCE_PUBLIC_DATABASE_URL a role that was made for the "
            "public pages alone, without other rights."
        )


def _take_away(cursor, role: str) -> None:
    """Take every right from a role that Toldonce made; what it needs it is given anew."""
    for kind in ("tables", "sequences"):
        revoke = sql.SQL("revoke all on all {} in schema public from {}")
        cursor.execute(revoke.format(sql.SQL(kind), sql.Identifier(role)))


def _give(cursor, role: str) -> None:
    """Let the role read what was published; nobody but the owner makes temporary tables in this database."""
    cursor.execute("select current_database()")
    database = sql.Identifier(cursor.fetchone()[0])
    cursor.execute(sql.SQL("revoke temporary on database {} from public").format(database))
    for name in TABLES:
        cursor.execute(sql.SQL("grant select on {} to {}").format(sql.Identifier(name), sql.Identifier(role)))
