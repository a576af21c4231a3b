from django.db import migrations

# The one place that says which figure counts: what was said at the latest day; at the same day, what came in last.
CURRENT = """
create view figures_current as
select distinct on (indicator_id, place, part, period) *
from figures_figure
order by indicator_id desc, place desc, part desc, period desc, confirmed desc, as_at desc, revision desc
"""
APPEND_ONLY = """
create function figures_edits_are_append_only() returns trigger language plpgsql as $$
begin raise exception 'edits of indicators are only ever added'; end $$;
create trigger figures_edit_append_only before update or delete or truncate on figures_indicatoredit
    for each statement execute function figures_edits_are_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial")]

    operations = [
        migrations.RunSQL(CURRENT, "drop view figures_current"),
        migrations.RunSQL(
            APPEND_ONLY,
            "drop trigger figures_edit_append_only on figures_indicatoredit; drop function figures_edits_are_append_only",
        ),
    ]
