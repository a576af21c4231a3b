"""Identifiers are looked up while patients are loaded: entries go into the index at once, not on a list to be walked."""

from django.db import migrations

AT_ONCE = """
alter index patient_local_ids set (fastupdate = off);
alter index patient_local_numbers set (fastupdate = off);
select gin_clean_pending_list('patient_local_ids'), gin_clean_pending_list('patient_local_numbers');
"""
LATER = """
alter index patient_local_ids reset (fastupdate);
alter index patient_local_numbers reset (fastupdate);
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0011_search_order")]
    operations = [migrations.RunSQL(AT_ONCE, LATER)]
