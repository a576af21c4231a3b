"""An operator asks that a listener hear again what was set aside."""

from django.db import migrations

ASKED = "alter table listener_set_aside add column asked timestamptz"


class Migration(migrations.Migration):
    dependencies = [("record", "0016_loads")]
    operations = [migrations.RunSQL(ASKED, "alter table listener_set_aside drop column asked")]
