"""How quickly pages and the FHIR API answer, with access and the durable ledger on, from the processes that serve."""

from __future__ import annotations

import contextlib
import os
import random
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from datetime import date

from django.db import connection

from bench.requests import Timings, get, measure
from toldonce.codes.fhir.definitions import RTYPE

CONNECTIONS = 16
SECONDS = 8.0
PAGES = 4  # connections that read record pages: clinicians wait for one page at a time


@contextlib.contextmanager
def served() -> Iterator[int]:
    """Serve pages and live streams on free ports for as long as the block lasts, and yield the port of the pages."""
    from toldonce.project import serving

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        os.environ["TOLDONCE_PORT"] = str(probe.getsockname()[1])
    web, live = serving.web(), serving.live()
    try:
        _wait(web, serving.port())
        yield serving.port()
    finally:
        for process in (web, *live):
            process.terminate()
            process.wait(timeout=20)


def _wait(web: subprocess.Popen, port: int) -> None:
    for _ in range(200):
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5),
        ):
            return
        if web.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit("the web server did not come up")


def fhir(port: int, token: str, *, seconds: float = SECONDS) -> dict[str, Timings]:
    """Measure reads and five kinds of search, each over several hundred different people."""
    return {
        name: measure(
            port, [get(path, token=token) for path in paths], connections=CONNECTIONS, seconds=seconds
        )
        for name, paths in _questions().items()
    }


def _questions() -> dict[str, list[str]]:
    chance = random.Random(1)
    patients = _some("select id, nhs_number, family, birth_date from patient where family is not null")
    observations = _some(f"select id from resource where rtype = {RTYPE['Observation']} and body is not null")
    chance.shuffle(patients)
    numbered = [row for row in patients if row[1]]
    return {
        "read an Observation": [f"/fhir/Observation/{row[0]}" for row in observations],
        "20 newest Observations of a patient": [
            f"/fhir/Observation?patient={row[0]}&_sort=-date&_count=20" for row in patients
        ],
        "20 results of one code of a patient": [
            f"/fhir/Observation?patient={row[0]}&code=http://snomed.info/sct|75367002&_count=20"
            for row in patients
        ],
        "Patient by NHS number": [
            f"/fhir/Patient?identifier=https://fhir.nhs.uk/Id/nhs-number|{row[1]}" for row in numbered
        ],
        "Patient by name and birth date": [
            f"/fhir/Patient?family={row[2].split()[0]}&birthdate={row[3]}" for row in patients if row[3]
        ],
        "20 Conditions of one code, all people": [
            "/fhir/Condition?code=http://snomed.info/sct|38341003&_count=20"
        ],
    }


def _some(sql: str, count: int = 500) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f"select * from ({sql}) found order by md5(id) limit {count}")
        return cursor.fetchall()


def pages(port: int, cookie: str, *, seconds: float = SECONDS) -> Timings:
    """Measure the whole record page over people whom the reader may read."""
    people = registered()
    return measure(
        port,
        [get(f"/person/{person}/", cookie=cookie) for person in people],
        connections=PAGES,
        seconds=seconds,
    )


def registered() -> list[int]:
    """Return people who are registered where the measuring GP works."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select distinct p.person from patient p where p.source = %s and not deceased order by 1 limit 300""",
            [_post().organisation_id],
        )
        return [person for (person,) in cursor.fetchall()]


def _post():
    from toldonce.directory.models import Post, Role

    held = Post.objects.filter(role=Role.GP, account__is_active=True).select_related(
        "account", "organisation"
    )
    found = held.order_by("id").first()
    if found is None:
        raise SystemExit("no GP has a post in this place")
    return found


def signed_in() -> str:
    """Return the cookie of a session in which a GP is signed in."""
    from importlib import import_module

    from django.conf import settings

    from toldonce.web.entrance.door import ACCOUNT, LASTS, POST

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    post = _post()
    session.update({ACCOUNT: post.account.username, POST: post.pk})
    session.set_expiry(LASTS)
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def token() -> str:
    """Return a token that may read everything."""
    from toldonce.directory import actions
    from toldonce.directory.actors import SYSTEM

    _, secret = actions.create_token(name=f"bench {date.today()}", scopes=["system/*.*"], by=SYSTEM)
    return secret
