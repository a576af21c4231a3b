"""A Subscription cannot make us ask what only we can reach: nothing is sent but to where the operator allows."""

from __future__ import annotations

import pytest

from tests.exchange.fhir_api.conftest import patient, weight
from tests.exchange.notify.conftest import subscription, tells
from tests.exchange.notify.receivers import receiving
from toldonce.exchange.notify.models import Delivery, Fate, Subscriber

ALLOWED = "https://monitor.example"
ELSEWHERE = [
    "http://169.254.169.254/latest/meta-data/", "http://[fd00:ec2::254]/latest", "http://metadata.google.internal/",
    "http://127.0.0.1:5432/", "http://localhost:8000/fhir", "http://[::1]/", "http://0.0.0.0/", "http://127.1/",
    "http://2130706433/", "http://0x7f000001/", "http://[::ffff:169.254.169.254]/",
    "https://monitor.example@169.254.169.254/", "https://169.254.169.254\\@monitor.example/",
    "https://monitor.example\\@169.254.169.254/", "https://monitor.example.evil.example/",
    "https://monitor.example:443@evil.example/", "https://monitor.example:8443/", "http://monitor.example/",
    "https://evil.example/#https://monitor.example", "https://monitor.example#@evil.example/",
    "https://[", "https://[::1", "https://monitor.example]/", "//monitor.example/", "file:///etc/passwd", "gopher://x/",
    "https://monitor.example\t.evil.example/", "https://MONITOR.EXAMPLE./", "", "https://",
]  # fmt: skip


@pytest.mark.parametrize("endpoint", ELSEWHERE)
def test_an_endpoint_elsewhere_is_refused_with_its_place(fhir, settings, endpoint):
    settings.SUBSCRIBERS = (ALLOWED,)
    said = fhir.put("Subscription/s", subscription("s", "Observation", endpoint))
    assert (said.status, Subscriber.objects.exists()) == (400, False)
    assert said.json["issue"][0]["expression"][0].startswith("Subscription.channel")


def test_a_redirection_to_this_machine_is_not_followed(fhir, subscribe, receiver):
    with receiving() as secret:
        subscribe("Observation")
        fhir.store(patient("p1"), weight("w1", "p1"))
        receiver.answers, receiver.elsewhere = [307], f"{secret.origin}/latest/meta-data"
        tells()
        assert secret.heard == []
    assert Delivery.objects.get().fate == Fate.WAITING


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "169.254.169.254", "::1", "fe80::1", "0.0.0.0", "::ffff:127.0.0.1"]
)
def test_an_allowed_name_that_comes_to_mean_this_machine_or_its_metadata_is_sent_nothing(
    fhir, subscribe, receiver, settings, resolved, address
):
    subscribe("Observation")
    port = receiver.origin.rpartition(":")[2]
    settings.SUBSCRIBERS = (f"http://monitor.example:{port}",)
    Subscriber.objects.update(endpoint=f"http://monitor.example:{port}/s")
    resolved["monitor.example"] = address
    fhir.store(patient("p1"), weight("w1", "p1"))
    tells()
    assert receiver.heard == []
    assert Delivery.objects.get().said == "could not be reached (ConnectError)"
