"""A subscriber is told of each version that meets its criteria, once, in order, and with what it may read then."""

from __future__ import annotations

import orjson
import pytest

from tests.exchange.fhir_api.conftest import patient, weight
from tests.exchange.notify.conftest import due_again, hears, subscription, tells
from toldonce.exchange.notify.models import Delivery, Fate, Subscriber


def told(receiver) -> list[tuple[str, int]]:
    """What was told, by id and version."""
    bodies = [orjson.loads(each.body) for each in receiver.heard]
    return [(each["id"], int(each["meta"]["versionId"])) for each in bodies]


def test_it_becomes_active_and_is_told_of_what_comes_from_then_on(fhir, subscribe, receiver):
    fhir.store(patient("p1"), weight("before", "p1"))
    assert subscribe("Observation?code=http://loinc.org|29463-7")["status"] == "active"
    fhir.store(weight("w1", "p1"), {**weight("w2", "p1"), "code": {"text": "another"}})
    tells()
    [heard] = receiver.heard
    assert (heard.method, heard.path) == ("PUT", "/s/Observation/w1")
    assert heard.headers["Content-Type"] == "application/fhir+json"
    assert heard.headers["Authorization"] == "Bearer x"
    assert orjson.loads(heard.body) == fhir.get("Observation/w1").json


def test_word_alone_tells_nothing_of_the_person(fhir, subscribe, receiver):
    subscribe("Observation?code=29463-7", payload="")
    fhir.store(patient("p1"), weight("w1", "p1"))
    tells()
    [heard] = receiver.heard
    assert (heard.method, heard.path, heard.body) == ("POST", "/s", b"")


HISTORY = [
    # kilograms by version, criteria on the value, and the versions that are told
    ([70, 90, 95, 60], "Observation?value-quantity=gt80", [2, 3]),
    ([70, 90, 95, 60], "Observation?value-quantity=lt80", [1, 4]),
    ([70, 90, 95, 60], "Observation?code=29463-7&value-quantity=60", [4]),
    ([70, 90, 95, 60], "Observation", [1, 2, 3, 4]),
    ([70, 90], "Observation?patient=Patient/p2", []),
    ([70, 90], "Observation?subject=Patient/p1", [1, 2]),
]


@pytest.mark.parametrize(("kilograms", "criteria", "versions"), HISTORY)
def test_each_version_is_judged_by_itself(fhir, subscribe, receiver, kilograms, criteria, versions):
    subscribe(criteria)
    fhir.store(patient("p1"), *(weight("w1", "p1", each) for each in kilograms))
    tells()
    assert told(receiver) == [("w1", version) for version in versions]


def test_what_is_heard_twice_is_told_once(fhir, subscribe, receiver):
    from toldonce.exchange.notify import hearing
    from toldonce.record import changes

    subscribe("Observation")
    fhir.store(patient("p1"), weight("w1", "p1"))
    hearing.hear(changes.read())
    hearing.hear(changes.read())
    tells()
    tells()
    assert told(receiver) == [("w1", 1)]


def test_many_at_once_come_in_order(fhir, subscribe, receiver):
    subscribe("Observation")
    fhir.store(patient("p1"), *(weight(f"w{number:02}", "p1") for number in range(45)))
    while tells():
        pass
    assert told(receiver) == [(f"w{number:02}", 1) for number in range(45)]


def test_what_is_deleted_meanwhile_is_not_told(fhir, subscribe, receiver):
    subscribe("Observation")
    fhir.store(patient("p1"), weight("w1", "p1"))
    hears()
    fhir.delete("Observation/w1")
    tells()
    assert receiver.heard == []
    assert Delivery.objects.get().fate == Fate.WITHHELD


def test_who_may_no_longer_read_is_no_longer_told(fhir, maker, subscribe, receiver):
    from toldonce.directory.models import Token

    monitor = maker("system/Observation.read", "system/Subscription.*", name="ward monitor")
    subscribe("Observation", by=monitor)
    fhir.store(patient("p1"), weight("w1", "p1"))
    tells()
    Token.objects.filter(name="ward monitor").update(scopes="system/Subscription.*")
    fhir.store(weight("w2", "p1"))
    tells()
    assert told(receiver) == [("w1", 1)]
    assert Delivery.objects.get(resource="w2").said == "it may not be read by this subscriber"


def test_a_closed_account_is_told_nothing(fhir, maker, subscribe, receiver):
    from toldonce.directory.models import Account

    subscribe("Observation", by=maker(name="ward monitor"))
    Account.objects.filter(username="ward-monitor").update(is_active=False)
    fhir.store(patient("p1"), weight("w1", "p1"))
    tells()
    assert receiver.heard == []


def test_an_organisation_is_told_only_of_those_whose_record_it_may_read(fhir, maker, subscribe, receiver):
    """A token with user/ scopes reaches what its account's post may read, here nobody."""
    subscribe("Observation", by=maker("user/Observation.read", "system/Subscription.*", name="a ward"))
    fhir.store(patient("p1"), weight("w1", "p1"))
    tells()
    assert receiver.heard == []
    assert Delivery.objects.get().fate == Fate.WITHHELD


def test_each_telling_is_in_the_ledger(fhir, subscribe, receiver):
    from django.db import connection

    subscribe("Observation")
    fhir.store(patient("p1"), weight("w1", "p1"))
    tells()
    with connection.cursor() as cursor:
        cursor.execute("select account, pids, subject from ledger_row where act = 'subscription.notify'")
        assert cursor.fetchall() == [("a-monitor", [1], "Observation/w1/_history/1 for Subscription/s")]


def test_off_and_deleted_ones_are_told_nothing(fhir, subscribe, receiver):
    subscribe("Observation")
    fhir.store(patient("p1"))
    off = {**fhir.get("Subscription/s").json, "status": "off"}
    assert fhir.put("Subscription/s", off).status == 200
    fhir.store(weight("w1", "p1"))
    tells()
    subscribe("Observation", id="t")
    fhir.delete("Subscription/t")
    fhir.store(weight("w2", "p1"))
    tells()
    assert receiver.heard == []


def test_one_ends_when_its_end_has_come(fhir, subscribe, receiver):
    from django.utils import timezone

    subscribe("Observation", end="2999-01-01T00:00:00Z")
    Subscriber.objects.update(end=timezone.now())
    tells()
    assert fhir.get("Subscription/s").json["status"] == "off"


REFUSED = {
    "another host": ("Observation", {}, "https://attacker.example/", "TOLDONCE_SUBSCRIBERS"),
    "this machine": ("Observation", {}, "http://127.0.0.1:5432/", "TOLDONCE_SUBSCRIBERS"),
    "a name and password": ("Observation", {}, "http://user@{host}/", "TOLDONCE_SUBSCRIBERS"),
    "no type": ("?code=1", {}, "{origin}/x", "name no type"),
    "no search": ("Observation?colour=red", {}, "{origin}/x", "colour"),
    "a chain": ("Observation?subject:Patient.family=gale", {}, "{origin}/x", "no chains"),
    "an order": ("Observation?_sort=date", {}, "{origin}/x", "nothing about order"),
    "e-mail": ("Observation", {"channel": {"type": "email", "endpoint": "mailto:x@y"}}, "", "rest-hook"),
    "XML": ("Observation", {"payload": "application/fhir+xml"}, "{origin}/x", "application/fhir+json"),
    "an error": ("Observation", {"status": "error"}, "{origin}/x", "status requested"),
    "the past": ("Observation", {"end": "2001-01-01T00:00:00Z"}, "{origin}/x", "has passed"),
    "no moment": ("Observation", {"end": "2999-12-31T23:59:60Z"}, "{origin}/x", "a moment"),
    "no address": ("Observation", {}, "{origin}/\x7f", "printable"),
    "a very long address": ("Observation", {}, "{origin}/" + 500 * "a", "at most 500"),
}


@pytest.mark.parametrize(("criteria", "other", "endpoint", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_served_is_refused(fhir, receiver, criteria, other, endpoint, sentence):
    host = receiver.origin.removeprefix("http://")
    endpoint = endpoint.format(origin=receiver.origin, host=host) or receiver.origin
    said = fhir.put("Subscription/s", subscription("s", criteria, endpoint, **other))
    assert said.status == 400 and sentence in said.sentence
    assert fhir.get("Subscription/s").status == 404


MALFORMED = {
    "a channel that is a word": ("channel", "rest-hook"),
    "an end that is no date": ("end", "soon"),
    "an end without a time": ("end", "2999-01-01"),
    "a number for criteria": ("criteria", 5),
}


@pytest.mark.parametrize(("element", "value"), MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_subscription_is_refused_with_its_place(fhir, receiver, element, value):
    said = fhir.put("Subscription/s", subscription("s", "Observation", receiver.origin) | {element: value})
    assert said.status == 400
    assert said.json["issue"][0]["expression"] == [f"Subscription.{element}"]


@pytest.mark.parametrize("header", ["no colon", "Host: x", "A: b\r\nC: d", "Content-Length: 5", "Ü: x"])
def test_headers_that_would_change_the_request_are_refused(fhir, receiver, header):
    wanted = subscription("s", "Observation", receiver.origin)
    wanted["channel"]["header"] = [header]
    assert fhir.put("Subscription/s", wanted).status == 400


def test_whoever_cannot_read_a_type_cannot_subscribe_to_it(maker, receiver):
    writer = maker("system/Subscription.*", "system/Patient.read", name="writer")
    said = writer.put("Subscription/s", subscription("s", "Observation", receiver.origin))
    assert said.status == 400 and "system/Observation.read" in said.sentence


def test_in_a_batch_it_goes_by_the_same_door_and_in_a_transaction_it_does_not_go(fhir, receiver):
    wanted = subscription("s", "Observation", receiver.origin)
    entry = {"resource": wanted, "request": {"method": "PUT", "url": "Subscription/s"}}
    said = fhir.post("", {"resourceType": "Bundle", "type": "batch", "entry": [entry] * 1})
    assert said.json["entry"][0]["response"]["status"].startswith("201")
    assert Subscriber.objects.count() == 1
    said = fhir.post("", {"resourceType": "Bundle", "type": "transaction", "entry": [entry]})
    assert said.status == 400 and "by itself" in said.sentence
    due_again()
