from django.db import migrations

APPEND_ONLY = """
create function chart_decisions_are_append_only() returns trigger language plpgsql as $$
begin raise exception 'decisions about charts are only ever added'; end $$;
create trigger chart_decision_append_only before update or delete or truncate on figures_charting_chartdecision
    for each statement execute function chart_decisions_are_append_only();
"""
UNDONE = """
drop trigger chart_decision_append_only on figures_charting_chartdecision;
drop function chart_decisions_are_append_only;
"""


class Migration(migrations.Migration):
    dependencies = [("figures_charting", "0001_initial")]

    operations = [migrations.RunSQL(APPEND_ONLY, UNDONE)]
