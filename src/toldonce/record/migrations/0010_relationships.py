"""Relationships that are declared, and glass that is broken."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('record', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BreakGlass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=200)),
                ('role', models.CharField(max_length=24)),
                ('organisation', models.CharField(max_length=16)),
                ('person', models.BigIntegerField()),
                ('reason', models.TextField()),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('until', models.DateTimeField()),
                ('reviewed', models.DateTimeField(null=True)),
                ('reviewed_by', models.CharField(blank=True, max_length=80)),
                ('finding', models.TextField(blank=True)),
            ],
            options={
                'db_table': 'break_glass',
                'indexes': [models.Index(fields=['person', 'account'], name='break_glass_person_account'), models.Index(condition=models.Q(('reviewed', None)), fields=['since'], name='break_glass_not_reviewed')],
            },
        ),
        migrations.CreateModel(
            name='DeclaredRelationship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.CharField(max_length=80)),
                ('role', models.CharField(max_length=24)),
                ('organisation', models.CharField(max_length=16)),
                ('person', models.BigIntegerField()),
                ('reason', models.TextField()),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('until', models.DateTimeField()),
            ],
            options={
                'db_table': 'declared_relationship',
                'indexes': [models.Index(fields=['person', 'account'], name='declared_person_account')],
            },
        ),
    ]
