"""How many changes a second the alerts hear, with what a day of a hospital brings: `python -m bench.hearing`.

Needs a home with people in it (`toldonce up --people 220` once); what it writes there stays, and is no news a second
time: two runs are compared on two copies of one home.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toldonce.project.settings")
CHANGES, SHARES = 600, {"update": 0.45, "normal": 0.3, "abnormal": 0.1, "admission": 0.1, "medicine": 0.05}


def main() -> None:
    import django

    django.setup()
    from toldonce.project import configuration
    from toldonce.project.embedded import Server, running

    with running(Server(configuration.home())):
        _measure(int(sys.argv[1]) if len(sys.argv) > 1 else CHANGES)


def _measure(count: int) -> None:
    from toldonce.care.alerts.models import Alert
    from toldonce.care.alerts.raising import LISTENER
    from toldonce.project.garbage import collect_seldom
    from toldonce.record.listening import is_waiting, listen_once

    while listen_once(LISTENER):
        pass
    _write(count)
    collect_seldom()
    before, database = Alert.objects.count(), _database()
    at_work, at_work_there = time.process_time(), _worked(database)
    began, heard, slowest, asked = time.perf_counter(), 0, 0.0, 0
    while is_waiting(LISTENER):
        batch = time.perf_counter()
        with _counting() as statements:
            heard += listen_once(LISTENER)
        asked += statements[0]
        slowest = max(slowest, time.perf_counter() - batch)
    took, worked = time.perf_counter() - began, time.process_time() - at_work
    worked_there = _worked(database) - at_work_there
    raised = Alert.objects.count() - before
    print(f"{heard} changes and {raised} alerts in {took:.2f} s: {heard / took:.0f} changes a second")
    print(f"slowest batch {slowest:.2f} s; {asked / heard:.1f} statements for each change")
    print(
        f"{1000 * worked / heard:.1f} ms of this process and {1000 * worked_there / heard:.1f} of its database "
        f"for each change: {heard / (worked + worked_there):.0f} a second on one processor of their own"
    )


def _database() -> Path:
    """Where Linux tells of the process of the server that answers this one."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (number,) = cursor.fetchall()[0]
        return Path(f"/proc/{number}/stat")


def _worked(process: Path) -> float:
    """Seconds of processor that a process has used."""
    user, system = process.read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def _counting() -> Iterator[list[int]]:
    """How many statements are asked meanwhile."""
    from django.db import connection

    counted = [0]

    def one_more(execute, *asked):
        counted[0] += 1
        return execute(*asked)

    with connection.execute_wrapper(one_more):
        yield counted


def _write(count: int) -> None:
    """So many messages of the hospital, each as a transaction of its own."""
    from django.db import connection

    from toldonce.directory.actors import SYSTEM
    from toldonce.record.actions import Arrival, Incoming, put

    with connection.cursor() as cursor:
        cursor.execute("select id, source from patient where id like 'hosp-%' order by pid")
        known = cursor.fetchall()
    random = Random(count)
    for number in range(count):
        patient, source = known[number % len(known)]
        kind = random.choices(list(SHARES), list(SHARES.values()))[0]
        resource = _told(kind, number, patient, source, random)
        put(by=SYSTEM, arrival=Arrival(source, "bench"), incoming=[Incoming(resource)])


def _told(kind: str, number: int, patient: str, source: str, random: Random) -> dict:
    meta = {"source": f"https://toldonce.example/source/{source}"}
    subject, now = {"reference": f"Patient/{patient}"}, datetime.now(UTC)
    if kind == "medicine":
        return {
            "resourceType": "MedicationRequest", "id": f"bench-m-{now:%H%M%S}-{number}", "meta": meta,
            "status": "active", "intent": "order", "subject": subject, "authoredOn": now.isoformat(),
            "medicationCodeableConcept": {"text": f"Medicine {number} 5mg tablets"},
        }  # fmt: skip
    if kind in ("normal", "abnormal"):
        return {
            "resourceType": "Observation", "id": f"bench-o-{now:%H%M%S}-{number}", "meta": meta,
            "status": "final", "category": [{"coding": [{"code": "laboratory"}]}],
            "code": {"text": "Potassium"}, "subject": subject,
            "effectiveDateTime": now.isoformat(),
            "valueQuantity": {"value": random.randint(300, 800) / 100, "unit": "mmol/L"},
            "interpretation": [{"coding": [{"code": "H" if kind == "abnormal" else "N"}]}],
        }  # fmt: skip
    name = patient if kind == "update" else f"{patient}-{number}"
    started = now - (timedelta(days=60) if kind == "update" else timedelta(hours=1))
    return {
        "resourceType": "Encounter", "id": f"bench-e-{name}", "meta": meta, "status": "in-progress",
        "class": {"code": "IMP"}, "subject": subject, "period": {"start": f"{started:%Y-%m-%d}T08:00:00Z"},
        "reasonCode": [{"text": f"Reason {number}"}],
        "serviceProvider": {"reference": f"Organization/ods-{source}"},
    }  # fmt: skip


if __name__ == "__main__":
    main()
