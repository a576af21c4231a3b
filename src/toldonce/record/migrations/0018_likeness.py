"""What source patients say as it is weighed, with the keys under which those alike are found."""

from django.db import migrations

TABLE = """
create table likeness (
    pid bigint primary key,
    told text not null,
    keys bigint[] not null
);
create index likeness_keys on likeness using gin (keys) with (fastupdate = off);
comment on table likeness is 'Features of source patients, written by the listener that joins those alike';
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0017_hear_again")]
    operations = [migrations.RunSQL(TABLE, "drop table likeness;")]
