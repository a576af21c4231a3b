"""The role by which the public reads sees what was published, and is refused everything else."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, connections

from tests.figures.publication.conftest import released
from toldonce.figures.publication import reader

RELATIONS = """
select c.relname, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and c.relkind in ('r', 'v', 'm', 'p', 'S', 'f')
order by 1
"""


def asked(statement: str) -> list:
    with connections[reader.READER].cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def relations() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(RELATIONS)
        return cursor.fetchall()


def test_it_reads_what_was_published(attendances):
    released()
    assert asked("select number from published_release") == [(1,)]
    assert asked("select count(*) from published_cell") == [(3,)]


def test_it_is_refused_every_other_table_view_and_sequence(attendances):
    others = [(name, kind) for name, kind in relations() if name not in reader.TABLES]
    assert {"figures_figure", "figures_current", "publication_cell", "resource", "ledger_row"} <= {
        n for n, _ in others
    }
    for name, _ in others:
        with pytest.raises(ProgrammingError, match="permission denied"):
            asked(f'select * from "{name}"')


CHANGES = (
    "delete from {0}", "truncate {0}", "insert into {0} default values", "drop table {0}",
    "alter table {0} add column x int", "create index on {0} ((1))", "select * from {0} for update",
)  # fmt: skip
OTHERS = (
    "create table mine (a int)", "create temporary table mine (a int)", "create schema mine", "create role mine",
    "set role toldonce", "create database mine", "select pg_read_file('/etc/passwd')", "select * from pg_authid",
    "copy published_release to program 'true'", "alter system set jit = on", "select lo_import('/etc/passwd')",
)  # fmt: skip
REFUSED = r"permission denied|must be owner"


def test_it_changes_nothing(published):
    asked(
        "set default_transaction_read_only = off"
    )  # a setting protects from mistakes, a right from attackers
    for statement in [each.format(table) for table in reader.TABLES for each in CHANGES]:
        with pytest.raises(ProgrammingError, match=REFUSED):
            asked(statement)


@pytest.mark.parametrize("statement", OTHERS)
def test_it_makes_nothing_and_is_nobody_else(published, statement):
    asked("set default_transaction_read_only = off")
    with pytest.raises(ProgrammingError, match=REFUSED):
        asked(statement)


def test_it_reads_only_unless_it_says_otherwise(published):
    assert asked("show default_transaction_read_only") == [("on",)]
    assert asked("show statement_timeout") == [(reader.SLOWEST,)]


def test_to_have_it_there_twice_changes_nothing(published):
    reader.ensure()
    assert asked("select current_user") != [("toldonce",)]


def test_a_role_that_sees_more_than_what_was_published_is_refused(published, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        own = cursor.fetchone()[0]
    monkeypatch.setattr(reader, "_role", lambda: own)
    with pytest.raises(reader.NoReader, match=f"The role {own} .* sees"):
        reader.ensure()


@pytest.mark.parametrize(
    "grant",
    [
        "grant select on figures_figure to {}",
        "grant select (value) on figures_figure to {}",
        "grant usage on sequence patient_pid to {}",
    ],
)
def test_a_right_too_much_is_refused_and_taken_away_from_a_role_that_toldonce_made(published, grant):
    with connection.cursor() as cursor:
        cursor.execute(grant.format(reader._role()))
    with pytest.raises(
        reader.SeesMore, match=r"sees .*, which was not published, so the public pages are closed"
    ):
        reader.refuse_more()
    reader.ensure()
    reader.refuse_more()
    assert asked("select count(*) from published_release") == [(0,)]


def test_a_right_of_everybody_is_nobody_s_to_take_from_one_role_so_it_is_told(published):
    with connection.cursor() as cursor:
        cursor.execute("grant select on figures_figure to public")
        try:
            with pytest.raises(reader.SeesMore, match="sees figures_figure"):
                reader.ensure()
        finally:
            cursor.execute("revoke select on figures_figure from public")
