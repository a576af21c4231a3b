"""The same bytes may be loaded again by a mapping that is put back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0004_loading")]

    operations = [
        migrations.RemoveConstraint(model_name="receivedfile", name="figures_file_loaded_once"),
        migrations.AddIndex(
            model_name="receivedfile",
            index=models.Index(fields=["sha256", "mapping"], name="figures_file_of_these_bytes"),
        ),
    ]
