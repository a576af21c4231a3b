"""What a Subscription's headers hold reaches the receiver, and nobody who reads."""

from __future__ import annotations

import gzip
import importlib

import pytest
from django.db import connection

from tests.exchange.fhir_api.conftest import patient, weight
from tests.exchange.notify.conftest import subscription, tells
from toldonce.exchange.notify.models import Subscriber
from toldonce.record import bodies

SECRET = "Bearer x"
SHOWN = ["Authorization: (not shown)"]


@pytest.fixture
def subscribed(subscribe, fhir):
    subscribe("Observation")
    fhir.store(patient("p1"))
    return fhir


def sent_with(receiver) -> str:
    return receiver.heard[-1].headers["Authorization"]


READS = ["Subscription/s", "Subscription/s/_history/1", "Subscription/s/_history", "Subscription/_history",
         "Subscription?_id=s", "Subscription/s?_elements=channel", "Subscription/s?_summary=data"]  # fmt: skip


@pytest.mark.parametrize("address", READS)
def test_no_read_shows_it(subscribed, address):
    said = subscribed.get(address)
    assert said.status == 200
    assert "(not shown)" in said.raw.decode()
    assert SECRET not in said.raw.decode()


def test_the_answer_to_writing_it_does_not_show_it(fhir, receiver):
    said = fhir.put("Subscription/s", subscription("s", "Observation", receiver.origin))
    assert said.json["channel"]["header"] == SHOWN


def test_the_record_does_not_hold_it(subscribed):
    with connection.cursor() as cursor:
        cursor.execute("select body, dict from resource union all select body, dict from resource_history")
        kept = b"".join(body or b"" for body in bodies.expanded(cursor.fetchall()))
    assert b"(not shown)" in kept
    assert SECRET.encode() not in kept


def test_the_receiver_gets_it(subscribed, receiver):
    subscribed.store(weight("w1", "p1"))
    tells()
    assert sent_with(receiver) == SECRET


def test_what_was_read_and_is_written_back_keeps_it(subscribed, receiver):
    read = subscribed.get("Subscription/s").json
    assert (
        subscribed.put("Subscription/s", {**read, "status": "requested", "reason": "another"}).status == 200
    )
    tells()
    subscribed.store(weight("w1", "p1"))
    tells()
    assert sent_with(receiver) == SECRET


def test_another_value_is_taken_though_the_record_shows_no_difference(subscribed, receiver):
    read = subscribed.get("Subscription/s").json
    read["channel"]["header"] = ["Authorization: Bearer y"]
    subscribed.put("Subscription/s", {**read, "status": "requested"})
    tells()
    subscribed.store(weight("w1", "p1"))
    tells()
    assert sent_with(receiver) == "Bearer y"


@pytest.mark.parametrize("change", [{"endpoint": "/elsewhere"}, {"header": ["X-Other: (not shown)"]}])
def test_it_is_not_sent_to_another_endpoint_nor_under_another_name(subscribed, receiver, change):
    read = subscribed.get("Subscription/s").json
    if "endpoint" in change:
        change = {"endpoint": receiver.origin + change["endpoint"]}
    said = subscribed.put(
        "Subscription/s", {**read, "status": "requested", "channel": {**read["channel"], **change}}
    )
    assert said.status == 400
    assert said.json["issue"][0]["expression"] == ["Subscription.channel.header"]
    assert Subscriber.objects.get().headers == [["Authorization", SECRET]]


def test_an_export_does_not_show_it(subscribed, settings, tmp_path):
    from toldonce.directory.actors import SYSTEM
    from toldonce.exchange.bulk import actions, writing

    settings.EXPORTS = tmp_path
    actions.ask(by=SYSTEM, wanted=actions.Wanted("x", ["Subscription"]))
    writing.turn()
    written = b"".join(gzip.decompress(path.read_bytes()) for path in tmp_path.rglob("*.*"))
    assert b"(not shown)" in written
    assert SECRET.encode() not in written


def test_what_was_stored_before_is_taken_out_by_the_migration(subscribed):
    with connection.cursor() as cursor:
        body = b'{"resourceType":"Subscription","id":"s","channel":{"header":["Authorization: Bearer x"]}}'
        for table in ("resource", "resource_history"):
            cursor.execute(
                f"update {table} set dict = 0, body = %s where id = 's'", [bodies.press().compress(body, 0)]
            )
    assert SECRET in subscribed.get("Subscription/s").raw.decode()
    importlib.import_module("toldonce.exchange.notify.migrations.0002_headers_not_shown").take_out(None, None)
    for address in READS[:4]:
        assert SECRET not in subscribed.get(address).raw.decode()
