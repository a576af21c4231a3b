"""What a Subscription must be so that it can be served: a rest-hook to an address that the operator has allowed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from toldonce.codes.fhir import validation
from toldonce.directory import scopes
from toldonce.directory.actors import Actor
from toldonce.exchange.notify.criteria import rtype_of
from toldonce.exchange.notify.errors import SubscriptionRefused
from toldonce.exchange.notify.secrets import NOT_SHOWN, kept_for
from toldonce.record.errors import Invalid

PAYLOADS = ("application/fhir+json", "application/json")
ASKED = ("requested", "active", "off")
LONGEST_ENDPOINT = 500  # characters
HEADER = re.compile(r"(?P<name>[A-Za-z0-9\-]{1,60}): *(?P<value>[\x20-\x7e]{0,2000})")
OURS = frozenset(
    ("host", "content-length", "content-type", "transfer-encoding", "connection", "idempotency-key", "expect")
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a Subscription asks for, checked."""

    rtype: str
    criteria: str
    endpoint: str
    payload: bool
    headers: tuple[tuple[str, str], ...]
    end: datetime | None
    is_off: bool


def wish_of(resource: Mapping, by: Actor) -> Wish:
    """Return what a Subscription asks for; raises Invalid where it is malformed, SubscriptionRefused if not served."""
    if problems := validation.problems(resource):
        raise Invalid(problems)
    if resource.get("status") not in ASKED:
        raise SubscriptionRefused(
            "A Subscription is written with status requested, or off.", "Subscription.status"
        )
    channel = resource.get("channel") or {}
    criteria = str(resource.get("criteria", ""))
    rtype = rtype_of(criteria)
    _check_may_read(by, rtype)
    return Wish(
        rtype,
        criteria,
        _endpoint(channel),
        _payload(channel.get("payload")),
        _headers(resource.get("id"), channel),
        _end(resource.get("end")),
        resource.get("status") == "off",
    )


def _check_may_read(by: Actor, rtype: str) -> None:
    if not scopes.allow(by.scopes, rtype, "read"):
        raise SubscriptionRefused(
            f"Whoever is told of {rtype} must be able to read it: the token needs system/{rtype}.read.",
            "Subscription.criteria",
        )


def _endpoint(channel: Mapping) -> str:
    if channel.get("type") != "rest-hook":
        raise SubscriptionRefused("Only channels of type rest-hook are served.", "Subscription.channel.type")
    endpoint = str(channel.get("endpoint", ""))
    check_endpoint(endpoint)
    _check_can_be_sent_to(endpoint)
    return endpoint.rstrip("/")


def check_endpoint(endpoint: str) -> None:
    """Refuse an address that the operator has not allowed; nothing is ever sent to another."""
    try:
        parts = urlsplit(endpoint)
    except ValueError:  # brackets without an address between them
        parts = urlsplit("")
    origin = f"{parts.scheme}://{parts.netloc}"
    if origin not in settings.SUBSCRIBERS or parts.fragment or "@" in parts.netloc:
        raise SubscriptionRefused(
            f"{origin[:100]} is not among the addresses to which notifications may go. Whoever runs Toldonce allows it "
            f"by the setting TOLDONCE_SUBSCRIBERS.",
            "Subscription.channel.endpoint",
        )


def _check_can_be_sent_to(endpoint: str) -> None:
    try:
        httpx.URL(endpoint)
        fits = len(endpoint) <= LONGEST_ENDPOINT
    except httpx.InvalidURL:
        fits = False
    if not fits:
        raise SubscriptionRefused(
            f"The endpoint is a web address of at most {LONGEST_ENDPOINT} characters, all of them printable.",
            "Subscription.channel.endpoint",
        )


def _payload(media: object) -> bool:
    if media in (None, ""):
        return False
    if str(media).partition(";")[0].strip() not in PAYLOADS:
        raise SubscriptionRefused(
            "The payload is application/fhir+json, or left out where word is enough.",
            "Subscription.channel.payload",
        )
    return True


def _headers(id: object, channel: Mapping) -> tuple[tuple[str, str], ...]:
    """The headers that are sent; a value that was read as “not shown” and is written back is the one before."""
    told = [_header(each) for each in channel.get("header", ())]
    if all(value != NOT_SHOWN for _, value in told):
        return tuple(told)
    kept = kept_for(id, channel.get("endpoint"))
    missing = [name for name, value in told if value == NOT_SHOWN and name.lower() not in kept]
    if missing:
        raise SubscriptionRefused(
            f"No value of {missing[0]} is kept for this endpoint. Write it, or leave the header out.",
            "Subscription.channel.header",
        )
    return tuple((name, kept[name.lower()] if value == NOT_SHOWN else value) for name, value in told)


def _header(text: object) -> tuple[str, str]:
    found = HEADER.fullmatch(str(text))
    if found is None or found["name"].lower() in OURS:
        raise SubscriptionRefused(
            "A header is written “Name: value”, and is not one that the sending itself needs.",
            "Subscription.channel.header",
        )
    return found["name"], found["value"]


def _end(text: object) -> datetime | None:
    if not text:
        return None
    try:
        end = datetime.fromisoformat(str(text))
    except ValueError:
        raise SubscriptionRefused(
            "The end of a Subscription is a moment that there is.", "Subscription.end"
        ) from None
    if end < datetime.now(UTC):
        raise SubscriptionRefused("The end of this Subscription has passed.", "Subscription.end")
    return end
