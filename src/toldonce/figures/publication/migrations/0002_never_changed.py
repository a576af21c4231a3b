from django.db import migrations

NEVER_CHANGED = """
create function published_is_never_changed() returns trigger language plpgsql as $$
begin raise exception 'what was published is never changed: release anew'; end $$;
create trigger published_cell_never_changed before update on published_cell
    for each statement execute function published_is_never_changed();
create trigger published_indicator_never_changed before update on published_indicator
    for each statement execute function published_is_never_changed();
"""
UNDO = """
drop trigger published_cell_never_changed on published_cell;
drop trigger published_indicator_never_changed on published_indicator;
drop function published_is_never_changed;
"""


class Migration(migrations.Migration):
    dependencies = [("publication", "0001_initial")]

    operations = [migrations.RunSQL(NEVER_CHANGED, UNDO)]
