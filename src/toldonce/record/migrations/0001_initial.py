"""The store: resources and their history, source patients and persons, arrivals, changes, content, doubts."""

from django.db import migrations

TABLES = """
create table dictionary (
    id smallint primary key,
    body bytea not null,
    made timestamptz not null default clock_timestamp(),
    trained_on integer not null
);
comment on table dictionary is 'zstd dictionaries; a body can be read only with the one it was written with';

create table arrival (
    id bigint generated always as identity primary key,
    source text not null,
    feed text not null,
    author text not null,
    received timestamptz not null
);
create index arrival_source on arrival (source, received desc);
comment on table arrival is 'Where versions came from: one row for a request, a message or a file';

create sequence patient_pid;
create table patient (
    pid bigint primary key default nextval('patient_pid'),
    person bigint not null default currval('patient_pid'),
    id text collate "C" not null unique,
    source text not null default '',
    nhs_number text collate "C",
    family text collate "C",
    given text collate "C",
    birth_date date,
    gender text,
    postcode text collate "C",
    deceased boolean not null default false,
    local_ids text[] not null default '{}'
);
create index patient_person on patient (person);
create index patient_nhs_number on patient (nhs_number) where nhs_number is not null;
create index patient_birth_date_family on patient (birth_date, family);
create index patient_family_given on patient (family, given);
create index patient_postcode on patient (postcode);
create index patient_local_ids on patient using gin (local_ids);
create function local_numbers(ids text[]) returns text[] language sql immutable strict parallel safe as $$
    select array_agg(upper(substr(id, strpos(id, '|') + 1))) from unnest(ids) id
$$;
create index patient_local_numbers on patient using gin (local_numbers(local_ids));
comment on table patient is 'One source''s Patient each; pid never changes; those with one person number are one person';
comment on column patient.family is 'As it is searched: lower case, no accents';

create table identity_link (
    n bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    pid bigint not null,
    from_person bigint not null,
    to_person bigint not null,
    account text not null,
    why text not null,
    apart boolean not null default false
);
create index identity_link_pid on identity_link (pid);
comment on table identity_link is 'Every time a source patient was moved to another person: who did it, and why';

create table resource (
    pid bigint not null,
    arrival bigint not null,
    updated timestamptz not null,
    clinical_date timestamptz,
    xid xid8 not null default pg_current_xact_id(),
    version integer not null,
    rtype smallint not null,
    dict smallint not null,
    id text collate "C" not null,
    tokens bigint[] not null,
    body bytea
);
alter table resource alter column body set storage main;
alter table resource alter column tokens set storage main;
create unique index resource_address on resource (rtype, id);
create index resource_compartment on resource (pid, rtype, clinical_date desc);
create index resource_tokens on resource using gin (tokens) with (gin_pending_list_limit = 1024);
create index resource_updated on resource using brin (updated) with (pages_per_range = 32);
comment on table resource is 'The current version of every resource; body is null where it was deleted';
comment on column resource.pid is 'The source patient whom it is about; 0 for nobody';
comment on column resource.dict is 'The dictionary of the compressed body; 0 for none';

create table resource_history (
    like resource including defaults,
    replaced timestamptz not null,
    replaced_xid xid8 not null default pg_current_xact_id()
);
create unique index resource_history_address on resource_history (rtype, id, version);
create index resource_history_compartment on resource_history (pid, replaced);
create index resource_history_replaced on resource_history (replaced_xid);
comment on table resource_history is 'The versions before the current one, never edited';

create table change (
    xid xid8 not null default pg_current_xact_id(),
    seq bigint generated always as identity,
    at timestamptz not null default clock_timestamp(),
    pid bigint not null,
    arrival bigint not null,
    rtypes smallint[] not null,
    primary key (xid, seq)
);
create index change_pid on change (pid, seq desc);
comment on table change is 'The feed that everyone listens to: one row for a source patient and a transaction';

create table content (
    key bytea primary key,
    media_type text not null,
    size integer not null,
    made timestamptz not null default clock_timestamp(),
    body bytea not null
);
alter table content alter column body set storage external;
comment on table content is 'PDFs, images and raw messages by their sha256; bodies of resources point here';

create table doubt (
    rtype smallint not null,
    id text collate "C" not null,
    place text not null,
    reason text not null,
    at timestamptz not null default clock_timestamp(),
    primary key (rtype, id, place, reason)
);
comment on table doubt is 'What was stored although it is doubtful, until a later version mends it';
"""
DROP = """
drop table doubt, content, change, resource_history, resource, identity_link, patient, arrival, dictionary;
drop sequence patient_pid;
drop function local_numbers;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = [("directory", "0001_initial"), ("ledger", "0001_initial")]
    operations = [migrations.RunSQL(TABLES, DROP)]
