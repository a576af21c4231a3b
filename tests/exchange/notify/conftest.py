"""A service that subscribes, a receiver that is told, and the hands that hear and send."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest

from tests.exchange.fhir_api.conftest import Json, Speaker
from tests.exchange.notify.receivers import Receiver, receiving


def subscription(
    id: str, criteria: str, endpoint: str, payload: str = "application/fhir+json", **other
) -> Json:
    channel = {
        "type": "rest-hook",
        "endpoint": endpoint,
        "payload": payload,
        "header": ["Authorization: Bearer x"],
    }
    if not payload:
        del channel["payload"]
    return {
        "resourceType": "Subscription",
        "id": id,
        "status": "requested",
        "reason": "a test",
        "criteria": criteria,
        "channel": channel,
        **other,
    }


@pytest.fixture
def receiver(settings) -> Iterator[Receiver]:
    with receiving() as made:
        settings.SUBSCRIBERS = (made.origin,)
        yield made


@pytest.fixture
def maker(own_database: str) -> Callable[..., Speaker]:
    """Make services with these scopes."""
    from toldonce.directory.actions import create_token
    from toldonce.directory.actors import SYSTEM
    from toldonce.exchange.fhir_api import readers

    readers.forget_tokens()

    def make(*scopes: str, name: str = "a monitor") -> Speaker:
        return Speaker(create_token(by=SYSTEM, name=name, scopes=scopes or ("system/*.*",))[1])

    return make


@pytest.fixture
def fhir(maker: Callable[..., Speaker]) -> Speaker:
    return maker()


def tells() -> int:
    """Let the listener hear all there is, then send what is due once."""
    from toldonce.exchange.notify import sending

    hears()
    return sending.turn()


def hears() -> None:
    from toldonce.exchange.notify.hearing import LISTENER
    from toldonce.record.listening import listen_once

    while listen_once(LISTENER):
        pass


@pytest.fixture
def subscribe(fhir: Speaker, receiver: Receiver) -> Callable[..., Json]:
    """Write a Subscription of the service and let it be activated."""

    def make(criteria: str, *, id: str = "s", by: Speaker | None = None, **other) -> Json:
        speaker = by or fhir
        tells()
        said = speaker.put(
            f"Subscription/{id}", subscription(id, criteria, f"{receiver.origin}/{id}", **other)
        )
        assert said.status in (200, 201), said.raw
        tells()
        return fhir.get(f"Subscription/{id}").json

    return make


@pytest.fixture
def resolved(monkeypatch) -> dict[str, str]:
    """What the names of hosts mean, where a test says so."""
    meant: dict[str, str] = {}
    look_up = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *more, **named: look_up(meant.get(host, host), *more, **named)
    )
    return meant


def due_again() -> None:
    """Let the time pass until everything that waits is due."""
    from django.utils import timezone

    from toldonce.exchange.notify.models import Delivery

    Delivery.objects.update(due=timezone.now(), taken_until=None)
