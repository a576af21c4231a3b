"""Listeners on the feed of changes: how far each has come, and what it could not take in."""

from django.db import migrations

TABLES = """
create table listener (
    name text primary key,
    xid xid8,
    seq bigint not null,
    heard bigint not null default 0,
    since timestamptz not null default clock_timestamp(),
    moved timestamptz not null default clock_timestamp(),
    trouble text not null default '',
    tries integer not null default 0
);
comment on table listener is 'How far each listener has come in the feed of changes';
comment on column listener.xid is 'Not in backups: without it the place is found again by seq, some way back';

create table listener_set_aside (
    n bigint generated always as identity primary key,
    listener text not null,
    seq bigint not null,
    pid bigint not null,
    at timestamptz not null default clock_timestamp(),
    reason text not null,
    settled timestamptz,
    unique (listener, seq)
);
comment on table listener_set_aside is 'Changes that a listener failed on again and again, until it has heard them';
create index change_seq on change (seq);
"""
DROP = "drop index change_seq; drop table listener_set_aside, listener;"


class Migration(migrations.Migration):
    dependencies = [("record", "0012_identifiers_at_once")]
    operations = [migrations.RunSQL(TABLES, DROP)]
