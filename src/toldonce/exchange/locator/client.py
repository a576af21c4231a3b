"""Speaking with the producer's side of the National Record Locator (FHIR API, version 3)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from typing import Any

import httpx
from django.conf import settings

from toldonce.exchange import outward
from toldonce.record.readings.elements import first, listed, text_of

JSON = "application/fhir+json;version=1"
SECONDS = 10.0
NAME = re.compile(r"[A-Za-z0-9.-]{1,100}")
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"


class LocatorTrouble(Exception):
    """The locator did not do what it was asked; the message says what it answered, never about whom."""

    def __init__(self, sentence: str, status: int = 0) -> None:
        super().__init__(sentence)
        self.status = status


class Locator:
    """One producer's connection: an organisation tells what it holds."""

    def __init__(self, organisation: str) -> None:
        headers = {"Accept": JSON, "NHSD-End-User-Organisation-ODS": organisation}
        if settings.TOLDONCE_LOCATOR_TOKEN:
            headers["Authorization"] = f"Bearer {settings.TOLDONCE_LOCATOR_TOKEN}"
        self._client = outward.client(base_url=settings.TOLDONCE_LOCATOR, headers=headers, timeout=SECONDS)

    def __enter__(self) -> Locator:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def create(self, document: Mapping[str, Any]) -> str:
        """Tell of a pointer, or of the one that takes another's place; returns the locator's name for it."""
        answer = self._ask("POST", "DocumentReference", json=document)
        return _name(answer.headers.get("Location", "").split("/_history/")[0].rpartition("/")[2])

    def delete(self, name: str) -> None:
        """Take a pointer back; one that is gone already is as good as deleted."""
        try:
            self._ask("DELETE", f"DocumentReference/{name}")
        except LocatorTrouble as trouble:
            if trouble.status not in (404, 410):
                raise

    def find(self, nhs_number: str, url: str) -> str:
        """The locator's name for a pointer to an address, empty when it has none."""
        asked = {"subject:identifier": f"{NHS_NUMBER}|{nhs_number}"}
        told = _read(self._ask("GET", "DocumentReference", params=asked))
        if told.get("resourceType") != "Bundle":
            raise LocatorTrouble("The locator answered with something that is no Bundle.")
        for entry in listed(told.get("entry")):
            held = first(entry.get("resource"))
            urls = {text_of(first(each.get("attachment")).get("url")) for each in listed(held.get("content"))}
            if url in urls and held.get("status") == "current":
                return _name(text_of(held.get("id")))
        return ""

    def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        ids = {"X-Request-Id": str(uuid.uuid4()), "X-Correlation-Id": str(uuid.uuid4())}
        if "json" in more:
            ids["Content-Type"] = JSON
        try:
            answer = self._client.request(method, path, headers=ids, **more)
        except httpx.HTTPError as trouble:
            raise LocatorTrouble(f"The locator does not answer ({type(trouble).__name__}).") from trouble
        if not answer.is_success:
            raise LocatorTrouble(
                f"The locator answered {answer.status_code}{_said(answer)}.", answer.status_code
            )
        return answer


def _name(told: str) -> str:
    if not NAME.fullmatch(told):
        raise LocatorTrouble("The locator took the pointer and did not say under which name.")
    return told


def _read(answer: httpx.Response) -> dict:
    """What was answered, empty where it is no object of JSON."""
    try:
        told = answer.json()
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _said(answer: httpx.Response) -> str:
    """The codes of its complaint; its free text may repeat what we sent, so that is left out."""
    codes = {text_of(each.get("code")) for each in listed(_read(answer).get("issue"))} - {""}
    return f": {', '.join(sorted(codes))}"[:100] if codes else ""
