"""What is known of each thing that messages tell of, as it is folded from them."""

from django.db import migrations

TABLES = """
create table hl7_thing (
    scope text collate "C" not null,
    kind text collate "C" not null,
    key text collate "C" not null,
    state jsonb not null,
    changed timestamptz not null default now(),
    primary key (scope, kind, key)
);
create index hl7_thing_apart on hl7_thing (split_part(key, chr(31), 2), split_part(key, chr(31), 3))
    where strpos(key, chr(31)) > 0;
comment on table hl7_thing is 'A patient, a stay, a report: the last word for each field, and the events, with their times';
comment on column hl7_thing.scope is 'Whose numbers these are: source:RXX where the authority is said, feed:pas where it is not';
"""


class Migration(migrations.Migration):
    dependencies = [("hl7v2", "0001_initial")]
    operations = [migrations.RunSQL(TABLES, "drop table hl7_thing")]
