"""Several clients at once: two cannot both create what one of them asked to create only once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.exchange.fhir_api.conftest import Said, Speaker, patient, weight
from toldonce.ledger import queries

CLIENTS = 6


@pytest.fixture
def speak(
    own_database: str, token: Callable[..., str]
) -> Callable[[Callable[[Speaker, int], Said]], list[Said]]:
    """Let several clients, each with a connection of its own, do one thing at the same moment."""
    from toldonce.exchange.fhir_api import readers

    readers.forget_tokens()
    secret = token()

    def together(work: Callable[[Speaker, int], Said]) -> list[Said]:
        start = Barrier(CLIENTS)

        def one(number: int) -> Said:
            from django.db import connection

            try:
                connection.settings_dict["NAME"] = own_database
                speaker = Speaker(secret)
                start.wait(timeout=20)
                return work(speaker, number)
            finally:
                connection.close()

        with ThreadPoolExecutor(CLIENTS) as pool:
            return list(pool.map(one, range(CLIENTS)))

    return together


NUMBERED = patient("x", identifier=[{"system": "http://a", "value": "1"}])
CRITERIA = "identifier=http://a|1"


def test_one_of_several_conditional_creates_makes_the_resource(speak):
    answers = speak(lambda speaker, _: speaker.post("Patient", NUMBERED, If_None_Exist=CRITERIA))
    assert sorted(each.status for each in answers) == [200] * (CLIENTS - 1) + [201]
    assert len({each.json["id"] for each in answers}) == 1


def test_one_of_several_conditional_updates_makes_the_resource(speak):
    body = {name: value for name, value in NUMBERED.items() if name != "id"}
    answers = speak(
        lambda speaker, n: speaker.put(f"Patient?{CRITERIA}", {**body, "gender": ("male", "female")[n % 2]})
    )
    assert sorted(each.status for each in answers) == [200] * (CLIENTS - 1) + [201]
    assert len({each.json["id"] for each in answers}) == 1


def test_one_of_several_transactions_makes_the_resource(speak):
    def send(speaker: Speaker, number: int) -> Said:
        person = {"method": "POST", "url": "Patient", "ifNoneExist": CRITERIA}
        observed = {**weight(f"w{number}", "x"), "subject": {"reference": "urn:uuid:1"}}
        entries = [
            {"fullUrl": "urn:uuid:1", "resource": NUMBERED, "request": person},
            {"resource": observed, "request": {"method": "PUT", "url": f"Observation/w{number}"}},
        ]
        return speaker.post("", {"resourceType": "Bundle", "type": "transaction", "entry": entries})

    answers = speak(send)
    assert {each.status for each in answers} == {200}
    made = [each.json["entry"][0]["response"] for each in answers]
    assert sorted(each["status"][:3] for each in made) == ["200"] * (CLIENTS - 1) + ["201"]
    assert len({each["location"] for each in made}) == 1


def test_one_of_several_writers_of_the_same_version_wins(speak):
    first = speak(lambda speaker, _: speaker.put("Patient/p1", patient("p1")))
    assert {each.status for each in first} <= {200, 201}
    answers = speak(lambda speaker, n: speaker.put("Patient/p1", patient("p1", f"Gale{n}"), If_Match='W/"1"'))
    assert sorted(each.status for each in answers) == [200] + [412] * (CLIENTS - 1)


def test_writers_without_conditions_follow_one_another_and_none_is_lost(speak):
    answers = speak(lambda speaker, n: speaker.put("Patient/p1", patient("p1", f"Gale{n}")))
    assert sorted(each.headers["ETag"] for each in answers) == [f'W/"{n + 1}"' for n in range(CLIENTS)]


def test_the_row_of_a_read_is_there_before_the_answer(speak):
    def read(speaker: Speaker, number: int) -> Said:
        said = speaker.get(f"Patient/p{number}")
        rows = queries.newest(acts=["record.read"], count=CLIENTS)
        assert f"Patient/p{number}" in {row.subject for row in rows}
        return said

    assert {each.status for each in speak(read)} == {404}


def test_a_read_goes_on_over_a_new_connection_and_a_write_says_that_nothing_was_stored(
    own_database: str, token: Callable[..., str]
):
    from django.db import connection

    speaker = Speaker(token())
    assert speaker.put("Patient/p1", patient("p1")).status == 201
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (backend,) = cursor.fetchone()
    terminate(backend)
    assert speaker.get("Patient/p1").status == 200
    connection.connection.close()
    said = speaker.put("Patient/p1", patient("p1", "Storm"))
    assert (said.status, "nothing was stored" in said.sentence) == (503, True)
    assert speaker.get("Patient/p1").json["name"] == [{"family": "Gale"}]


def terminate(backend: int) -> None:
    """End a connection from the server's side, as a restart does."""
    import psycopg
    from django.db import connection

    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s)", [backend])
