"""How quickly files are loaded, and how many bytes a resource takes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

SIZES = """
select (select count(*) from resource) + (select count(*) from resource_history),
       sum(pg_total_relation_size(oid)) filter (where relname in ('resource', 'resource_history', 'patient',
           'change', 'arrival', 'doubt', 'dictionary', 'identity_link')),
       sum(pg_relation_size(oid)) filter (where relname = 'resource'),
       sum(pg_total_relation_size(oid)) filter (where relname = 'content')
from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
"""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One load: resources, seconds, and bytes on disk."""

    resources: int
    seconds: float
    bytes_each: float
    heap_each: float
    content_bytes: int
    invented_in: float


def load_people(people: int, folder: Path, *, seed: int = 1) -> Loaded:
    """Write invented people to files, load those files, and measure the load alone."""
    from datetime import date

    from toldonce.directory.actors import SYSTEM
    from toldonce.project import configuration
    from toldonce.record.loading.load import load
    from toldonce.rehearsal.tell import write

    started = time.perf_counter()
    write(configuration.place(), folder, people=people, seed=seed, until=date(2026, 11, 21))
    invented = time.perf_counter() - started
    (folder / "truth.ndjson").unlink()
    started = time.perf_counter()
    summary = load([folder], by=SYSTEM, quarantine=folder / "quarantine")
    seconds = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
        cursor.execute(SIZES)
        count, everything, heap, content = cursor.fetchone()
    return Loaded(
        summary.resources, seconds, float(everything) / count, float(heap) / count, int(content), invented
    )
