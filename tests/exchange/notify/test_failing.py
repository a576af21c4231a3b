"""Receivers fail, hang, and go away: nothing is lost, nothing overtakes, and what is given up can be sent again."""

from __future__ import annotations

import os
import subprocess
import sys

import httpx
import pytest

from tests.exchange.fhir_api.conftest import patient, weight
from tests.exchange.notify.conftest import due_again, hears, tells
from tests.exchange.notify.receivers import HANGS
from toldonce.exchange.notify import actions, sending
from toldonce.exchange.notify.models import Delivery, Fate, State, Subscriber

GIVEN_UP_AFTER = len(sending.AGAIN_AFTER) + 1


def test_a_failure_is_tried_again_later_and_nothing_overtakes_it(fhir, subscribe, receiver):
    subscribe("Observation")
    fhir.store(patient("p1"), weight("w1", "p1"), weight("w2", "p1"))
    receiver.answers = [500, 200]
    tells()
    tells()
    assert receiver.paths == ["/s/Observation/w1"]
    due_again()
    tells()
    assert receiver.paths == ["/s/Observation/w1", "/s/Observation/w1", "/s/Observation/w2"]
    [first, again, _] = receiver.heard
    assert first.headers["Idempotency-Key"] == again.headers["Idempotency-Key"]


def test_waits_grow(fhir, subscribe, receiver):
    subscribe("Observation")
    fhir.store(patient("p1"), weight("w1", "p1"))
    receiver.answers = [503]
    waits = []
    for _ in range(3):
        tells()
        delivery = Delivery.objects.get()
        waits.append(round((delivery.due - delivery.queued).total_seconds()))
        due_again()
    assert waits == sorted(waits) and waits[2] > waits[0]


@pytest.mark.parametrize("status", [301, 302, 400, 401, 404, 429, 500, 503])
def test_every_answer_but_a_good_one_is_a_failure(fhir, subscribe, receiver, status):
    """A redirection is not followed: it could lead anywhere."""
    subscribe("Observation")
    fhir.store(patient("p1"), weight("w1", "p1"))
    receiver.answers = [status]
    tells()
    assert Delivery.objects.get().said == f"answered {status}"
    assert Delivery.objects.get().fate == Fate.WAITING


def test_an_address_to_which_nothing_can_be_sent_does_not_hold_up_the_others(fhir, subscribe, receiver):
    subscribe("Observation", id="bad")
    subscribe("Observation", id="good")
    Subscriber.objects.filter(id="bad").update(endpoint=f"{receiver.origin}/\x7f")
    fhir.store(patient("p1"), weight("w1", "p1"))
    tells()
    assert receiver.paths == ["/good/Observation/w1"]
    assert Delivery.objects.get(subscriber="bad").said == "could not be reached (InvalidURL)"


def test_one_that_hangs_does_not_hold_up_the_others(fhir, subscribe, receiver, monkeypatch):
    monkeypatch.setattr(sending, "PATIENCE", httpx.Timeout(0.3))
    receiver.answers = [200]
    subscribe("Observation", id="slow")
    subscribe("Observation", id="quick")
    fhir.store(patient("p1"), weight("w1", "p1"))
    receiver.answers = [HANGS, 200]
    tells()
    due_again()
    tells()
    fates = dict(Delivery.objects.values_list("subscriber_id", "fate"))
    assert fates == {"slow": Fate.SENT, "quick": Fate.SENT}
    assert len(receiver.heard) == 3


def test_one_that_is_not_there(fhir, subscribe, receiver):
    subscribe("Observation")
    fhir.store(patient("p1"), weight("w1", "p1"))
    receiver.server.server_close()
    tells()
    assert Delivery.objects.get().said.startswith("could not be reached")


def test_after_enough_tries_it_is_given_up_and_the_subscription_says_so(fhir, subscribe, receiver):
    subscribe("Observation")
    fhir.store(patient("p1"), weight("w1", "p1"), weight("w2", "p1"))
    receiver.answers = [500]
    for _ in range(GIVEN_UP_AFTER):
        tells()
        due_again()
    tells()
    assert len(receiver.heard) == GIVEN_UP_AFTER
    told = fhir.get("Subscription/s").json
    assert told["status"] == "error" and "answered 500" in told["error"]
    assert [each.fate for each in Delivery.objects.order_by("id")] == [Fate.DEAD, Fate.WAITING]


def test_what_was_given_up_is_sent_again_with_what_came_meanwhile(fhir, subscribe, receiver):
    from toldonce.directory.actors import SYSTEM

    test_after_enough_tries_it_is_given_up_and_the_subscription_says_so(fhir, subscribe, receiver)
    fhir.store(weight("w3", "p1"))
    hears()
    receiver.heard.clear()
    receiver.answers = [200]
    assert actions.resume(by=SYSTEM, subscriber=Subscriber.objects.get()) == 1
    while tells():
        pass
    assert receiver.paths == ["/s/Observation/w1", "/s/Observation/w2", "/s/Observation/w3"]
    told = fhir.get("Subscription/s").json
    assert told["status"] == "active" and "error" not in told


def test_one_that_says_it_is_gone_is_turned_off(fhir, subscribe, receiver):
    subscribe("Observation")
    fhir.store(patient("p1"), weight("w1", "p1"), weight("w2", "p1"))
    receiver.answers = [410]
    tells()
    due_again()
    tells()
    assert len(receiver.heard) == 1
    assert fhir.get("Subscription/s").json["status"] == "off"
    assert Subscriber.objects.get().state == State.OFF


KILLED = """
import os, signal, sys
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from django.conf import settings
settings.SUBSCRIBERS = (sys.argv[2],)
from toldonce.exchange.notify import sending
sending._settle = lambda reply: os.kill(os.getpid(), signal.SIGKILL)
sending.turn()
"""


def test_a_sender_that_is_killed_before_it_could_note_it_sends_again_under_the_same_key(
    fhir, subscribe, receiver
):
    from django.db import connection

    subscribe("Observation")
    fhir.store(patient("p1"), weight("w1", "p1"))
    hears()
    words = [sys.executable, "-c", KILLED, connection.settings_dict["NAME"], receiver.origin]
    assert subprocess.run(words, env={**os.environ, "PYTHONPATH": "src"}).returncode == -9
    assert sending.turn() == 0, "somebody may still be sending it"
    due_again()
    assert sending.turn() == 1
    keys = [each.headers["Idempotency-Key"] for each in receiver.heard]
    assert len(keys) == 2 and len(set(keys)) == 1
    assert Delivery.objects.get().fate == Fate.SENT


def test_one_that_cannot_be_prepared_is_put_off_and_the_others_go_on(fhir, subscribe, receiver, monkeypatch):
    from toldonce.exchange.notify import preparing

    subscribe("Observation", id="s")
    subscribe("Patient", id="t")
    fhir.store(patient("p1"), weight("w1", "p1"))
    letter = preparing.letter

    def breaks(delivery):
        if delivery.rtype == "Observation":
            raise ZeroDivisionError
        return letter(delivery)

    monkeypatch.setattr(preparing, "letter", breaks)
    tells()
    assert receiver.paths == ["/t/Patient/p1"]
    assert Delivery.objects.get(rtype="Observation").fate == Fate.WAITING


def test_old_deliveries_are_forgotten_but_not_those_that_were_given_up(fhir, subscribe, receiver):
    from datetime import timedelta

    from django.utils import timezone

    subscribe("Observation")
    fhir.store(patient("p1"), weight("w1", "p1"), weight("w2", "p1"))
    tells()
    long_ago = timezone.now() - sending.KEPT_FOR - timedelta(days=1)
    Delivery.objects.update(settled=long_ago)
    Delivery.objects.filter(resource="w2").update(fate=Fate.DEAD)
    tells()
    assert [each.resource for each in Delivery.objects.all()] == ["w2"]
