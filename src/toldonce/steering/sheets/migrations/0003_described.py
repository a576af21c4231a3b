from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("steering_sheets", "0002_append_only")]

    operations = [
        migrations.AlterField(
            model_name="bookchange",
            name="act",
            field=models.CharField(
                choices=[
                    ("edit", "Cells edited"),
                    ("rows", "Rows added, removed or moved"),
                    ("taken", "A file taken"),
                    ("undo", "A change undone"),
                    ("describe", "What is said about the plan changed"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="bookedit",
            name="sheet",
            field=models.SlugField(blank=True, db_index=False, max_length=40),
        ),
    ]
