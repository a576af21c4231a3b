"""Which transactions are open just now: the feed of changes is read no further than the oldest that writes."""

from django.db import connection


def transactions_that_write() -> int:
    """How many transactions of this database are open that have written or locked something."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database() and backend_xid is not null"
        )
        return cursor.fetchone()[0]
