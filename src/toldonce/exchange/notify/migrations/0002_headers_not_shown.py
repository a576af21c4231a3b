"""Take the values of headers out of the Subscriptions that were stored before they were kept apart."""

import orjson
from django.db import connection, migrations

from toldonce.codes.fhir.definitions import RTYPE
from toldonce.exchange.notify.secrets import without_secrets
from toldonce.record import bodies


def take_out(apps, schema_editor):
    with connection.cursor() as cursor:
        for table in ("resource", "resource_history"):
            cursor.execute(
                f"select id, version, dict, body from {table} where rtype = %s and body is not null",
                [RTYPE["Subscription"]],
            )
            for id, version, dictionary, body in cursor.fetchall():
                told = orjson.loads(bodies.press().expand(bytes(body), dictionary))
                made = bodies.press().compress(orjson.dumps(without_secrets(told)), dictionary)
                cursor.execute(
                    f"update {table} set body = %s where rtype = %s and id = %s and version = %s",
                    [made, RTYPE["Subscription"], id, version],
                )


class Migration(migrations.Migration):
    dependencies = [
        ("exchange_notify", "0001_initial"),
        ("record", "0018_likeness"),
    ]

    operations = [migrations.RunPython(take_out, migrations.RunPython.noop)]
