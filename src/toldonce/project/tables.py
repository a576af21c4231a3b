"""The tables as this version wants them."""

from __future__ import annotations

import contextlib

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from toldonce.figures.publication import reader

LOCK = 7_016_531  # two processes that start together migrate once


def bring_up_to_date() -> bool:
    """Apply the migrations that are missing, let the public's role read, and tell whether there were any."""
    applied = _migrated()
    with contextlib.suppress(
        reader.NoReader
    ):  # everything else works without: `toldonce doctor` says what to do
        reader.ensure()
    return applied


def _migrated() -> bool:
    if not missing():
        return False
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
        try:
            call_command("migrate", interactive=False, verbosity=0)
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])
    return True


def missing() -> list:
    """Return the migrations that are not applied yet."""
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())
