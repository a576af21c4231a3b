"""An arrival says whether it is a load: many people told at once, whose history is no news."""

from django.db import migrations

LOADS = """
alter table arrival add column loads boolean not null default false;
comment on column arrival.loads is 'Whether it is a file or a rehearsal of many transactions, not one message';
"""
NO_LOADS = "alter table arrival drop column loads;"


class Migration(migrations.Migration):
    dependencies = [("record", "0015_identity_review")]
    operations = [migrations.RunSQL(LOADS, NO_LOADS)]
