"""Waking the pages that are open: the word that travels is a topic, never what it is about."""

from __future__ import annotations

from django.db import connection

CHANNEL = "live"


def wake(*topics: str) -> None:
    """Tell open pages, once this is committed, that something about a topic such as `org:J81016` changed."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, topic) from unnest(%s::text[]) topic", [CHANNEL, list(topics)])
