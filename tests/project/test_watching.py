"""Health and measures: open where nothing can be learnt from them, guarded elsewhere."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tests.writing import patient, put, weight
from toldonce.directory import actions
from toldonce.directory.actors import SYSTEM
from toldonce.directory.models import Organisation, Place
from toldonce.ledger.seals import seal


@pytest.fixture(autouse=True)
def filled(own_database):
    place = Place.objects.create(code="here", name="Here")
    Organisation.objects.create(code="J81010", place=place, kind="practice", name="The Practice")
    put(patient("gp-1", "9990000018", "Shaw"), weight("w1", "gp-1"))
    put(weight("w1", "gp-1", 71))
    put(patient("letter", "", "Dickens"), source="Aaron_Dickens_1950")


def measures(client, **headers) -> dict[str, float]:
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/openmetrics-text")
    return {
        sample.name + "".join(sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def bearer(*scopes: str) -> dict[str, str]:
    _, secret = actions.create_token(by=SYSTEM, name="prometheus", scopes=scopes)
    return {"Authorization": f"Bearer {secret}"}


def test_health_is_ok_while_the_database_answers(client):
    answer = client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_health_is_503_while_the_database_does_not_answer(client, monkeypatch):
    def refuse(*_):
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)
    assert client.get("/health").status_code == 503


def test_the_measures_count_what_is_there(client, settings):
    settings.TOLDONCE_DEMO = True
    told = measures(client)
    assert told["toldonce_resources"] == 3
    assert told["toldonce_versions_replaced"] == 1
    assert told["toldonce_ledger_rows"] == told["toldonce_ledger_unsealed_rows"] == 3
    assert told["toldonce_change_head"] == 3
    assert told["toldonce_database_bytes"] > 1_000_000
    assert 0 <= told["toldonce_source_silence_secondsJ81010"] < 60
    assert told["process_resident_memory_bytes"] > 0
    seal()
    assert measures(client)["toldonce_ledger_unsealed_rows"] == 0


def test_no_name_of_a_person_or_file_is_in_the_measures(client, settings):
    settings.TOLDONCE_DEMO = True
    assert not any("dickens" in name.lower() or "shaw" in name.lower() for name in measures(client))


def test_outside_the_demonstration_the_measures_want_a_token_with_their_scope(client, settings):
    settings.TOLDONCE_DEMO = False
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert client.get("/metrics", headers=bearer("system/Observation.read")).status_code == 403
    assert measures(client, **bearer("system/metrics.read"))["toldonce_resources"] == 3


@pytest.mark.parametrize("address", ["/health", "/metrics"])
def test_nothing_can_be_posted(client, address):
    assert client.post(address).status_code == 405
