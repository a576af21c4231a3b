"""Who was said to be two people, pair by pair; and which moves somebody made by hand."""

from django.db import migrations

TABLES = """
create table identity_apart (
    pid bigint not null,
    other bigint not null,
    at timestamptz not null default clock_timestamp(),
    account text not null,
    why text not null,
    alone boolean not null default false,
    primary key (pid, other)
);
create index identity_apart_other on identity_apart (other);
comment on table identity_apart is 'Two source patients of whom somebody said that they are not one person';
comment on column identity_apart.alone is 'pid was set apart: no identifier joins it to anybody';
insert into identity_apart (pid, other, account, why, alone)
select distinct on (pid, from_person) pid, from_person, account, why, true from identity_link where apart;
alter table identity_link add column by_hand boolean not null default false;
update identity_link set by_hand = not apart and why <> all (array[
    'the same valid NHS number', 'the same local identifier', 'its NHS number was corrected'
]);
"""
BACK = "alter table identity_link drop column by_hand; drop table identity_apart;"


class Migration(migrations.Migration):
    dependencies = [("record", "0013_listeners")]
    operations = [migrations.RunSQL(TABLES, BACK)]
