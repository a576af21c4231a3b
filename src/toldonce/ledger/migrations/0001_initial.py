"""The ledger: rows that nobody may change, and the seals that chain them."""

from django.db import migrations

TABLES = """
create table ledger_row (
    n bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    account text not null,
    role text not null,
    organisation text not null,
    act text not null,
    pids bigint[] not null,
    subject text not null,
    why text not null,
    whence text not null,
    detail jsonb not null
);
create index ledger_row_pids on ledger_row using gin (pids);
create index ledger_row_account on ledger_row (account, n desc);

create table ledger_seal (
    block bigint primary key,
    at timestamptz not null default clock_timestamp(),
    first_n bigint not null,
    last_n bigint not null,
    holes bigint[] not null,
    late bigint[] not null,
    rows bigint not null,
    previous bytea not null,
    hash bytea not null
);

create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is append only: % of % is refused', tg_op, tg_table_name;
end $$;
create trigger ledger_row_append_only before update or delete or truncate on ledger_row
    for each statement execute function ledger_is_append_only();
create trigger ledger_seal_append_only before update or delete or truncate on ledger_seal
    for each statement execute function ledger_is_append_only();

comment on table ledger_row is 'Who did what, on whom, why, from where and when; one row for each act';
comment on column ledger_row.pids is 'The source patients on whom the act was done';
comment on table ledger_seal is 'One block of sealed rows: hash = sha256(previous, rows in order of n)';
comment on column ledger_seal.holes is 'Numbers between first_n and last_n that had no row when the block was sealed';
comment on column ledger_seal.late is 'Rows sealed here that were holes of an earlier block: they committed late';
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            TABLES,
            "drop table ledger_seal, ledger_row; drop function ledger_is_append_only;",
        )
    ]
