"""Feeds, messages, corrected codes."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


# Bodies are compressed already; a row is written again once, when it is known what became of it. Numbers are found as
# the record finds them, by their value alone, and go into the index at once so that no search walks a list.
TABLES = """
alter table hl7_message alter body set storage external;
alter table hl7_message set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);
create index hl7_message_numbers on hl7_message using gin (local_numbers(patients)) with (fastupdate = off);
"""
UNDO = "drop index hl7_message_numbers"


class Migration(migrations.Migration):

    initial = True

    dependencies = [("record", "0012_identifiers_at_once")]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('source', models.CharField(max_length=16)),
                ('application', models.CharField(blank=True, max_length=200)),
                ('facility', models.CharField(blank=True, max_length=200)),
                ('peer', models.CharField(blank=True, max_length=200)),
                ('mapping', models.CharField(blank=True, max_length=80)),
                ('zone', models.CharField(default='Europe/London', max_length=60)),
                ('silent_after', models.PositiveIntegerField(default=60)),
                ('silent_after_at_night', models.PositiveIntegerField(default=480)),
                ('state', models.CharField(choices=[('set up', 'Being set up'), ('live', 'Live'), ('paused', 'Paused')], default='set up', max_length=12)),
                ('created', models.DateTimeField(default=django.utils.timezone.now)),
                ('created_by', models.CharField(max_length=80)),
            ],
            options={
                'db_table': 'hl7_feed',
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('n', models.BigAutoField(primary_key=True, serialize=False)),
                ('received', models.DateTimeField()),
                ('sent', models.DateTimeField(null=True)),
                ('feed', models.CharField(max_length=40)),
                ('control_id', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=40)),
                ('version', models.CharField(max_length=20)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('applied', 'In the record'), ('stored', 'Kept, not mapped'), ('quarantined', 'In quarantine'), ('refused', 'Refused at the door'), ('put aside', 'Put aside')], max_length=12)),
                ('reason', models.TextField()),
                ('patients', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('pids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('size', models.IntegerField()),
                ('digest', models.BinaryField()),
                ('body', models.BinaryField()),
            ],
            options={
                'db_table': 'hl7_message',
                'indexes': [models.Index(fields=['feed', 'received'], name='hl7_message_by_time'), models.Index(condition=models.Q(('state', 'waiting')), fields=['feed', 'n'], name='hl7_message_waiting'), models.Index(condition=models.Q(('state', 'quarantined')), fields=['feed', 'n'], name='hl7_message_quarantined')],
                'constraints': [models.UniqueConstraint(fields=('control_id', 'feed', 'digest'), name='hl7_message_once')],
            },
        ),
        migrations.CreateModel(
            name='Reprocessing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('after', models.BigIntegerField()),
                ('until', models.BigIntegerField()),
                ('total', models.IntegerField()),
                ('done', models.IntegerField(default=0)),
                ('quarantined', models.IntegerField(default=0)),
                ('asked', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.CharField(max_length=80)),
                ('finished', models.DateTimeField(null=True)),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reprocessings', to='hl7v2.feed')),
            ],
            options={
                'db_table': 'hl7_reprocessing',
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=80)),
                ('local', models.CharField(max_length=200)),
                ('target', models.CharField(max_length=200)),
                ('display', models.CharField(blank=True, max_length=300)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.CharField(max_length=80)),
                ('feed', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='hl7v2.feed')),
            ],
            options={
                'db_table': 'hl7_correction',
                'constraints': [models.UniqueConstraint(fields=('feed', 'table', 'local'), name='hl7_correction_once_a_code')],
            },
        ),
        migrations.RunSQL(TABLES, UNDO),
    ]
