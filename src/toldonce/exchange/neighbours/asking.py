"""The questions that go over the wire: the Patients of an NHS number, then the types side by side, in one time limit.

Nothing is believed of what comes back but that it is JSON of a bounded length; nothing of it is kept.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import httpx
import orjson

from toldonce.directory.actors import Actor
from toldonce.exchange import outward
from toldonce.exchange.neighbours import claims
from toldonce.exchange.neighbours.neighbour import Neighbour
from toldonce.record.identity import NHS_NUMBER

LIMIT = 1.5  # seconds for everything
LARGEST = 8 * 1024 * 1024  # bytes of one answer
MOST = 100  # resources of one type
FHIR = "application/fhir+json"


class State(StrEnum):
    """How a question went."""

    ANSWERED = "answered"
    SILENT = "silent"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back to one question."""

    state: State
    resources: tuple[Mapping[str, Any], ...] = ()
    beside: tuple[Mapping[str, Any], ...] = ()
    is_all: bool = True
    remarks: tuple[str, ...] = ()


class Conversation:
    """Questions to one neighbour for one reader, until the time is over."""

    def __init__(self, neighbour: Neighbour, reader: Actor, purpose: str) -> None:
        self.neighbour = neighbour
        self.until = time.monotonic() + LIMIT
        self.headers = {"Accept": FHIR, claims.HEADER: claims.written(reader, purpose)}
        if neighbour.token:
            self.headers["Authorization"] = f"Bearer {neighbour.token}"
        self.client = outward.client(headers=self.headers)

    def __enter__(self) -> Conversation:
        return self

    def __exit__(self, *trouble: object) -> None:
        self.client.close()

    def patients(self, nhs_number: str) -> Heard:
        """Ask whom the neighbour knows under an NHS number."""
        return self._ask("Patient", (("identifier", f"{NHS_NUMBER}|{nhs_number}"), ("_count", str(MOST))))

    def types(self, rtypes: Sequence[str], patients: Sequence[str]) -> dict[str, Heard]:
        """Ask for resources of these types about these Patients, side by side."""
        about = ",".join(f"Patient/{id}" for id in patients)
        with ThreadPoolExecutor(len(rtypes) or 1) as threads:
            asked = {
                rtype: threads.submit(self._ask, rtype, (("patient", about), ("_count", str(MOST))))
                for rtype in rtypes
            }
            return {rtype: each.result() for rtype, each in asked.items()}

    def _ask(self, rtype: str, pairs: Sequence[tuple[str, str]]) -> Heard:
        left = self.until - time.monotonic()
        if left <= 0:
            return Heard(State.SILENT)
        try:
            return self._heard(rtype, pairs, left)
        except (httpx.HTTPError, ValueError, TypeError, RecursionError):
            return Heard(State.SILENT)

    def _heard(self, rtype: str, pairs: Sequence[tuple[str, str]], left: float) -> Heard:
        address = f"{self.neighbour.address}/{rtype}"
        with self.client.stream("GET", address, params=list(pairs), timeout=left) as answer:
            if answer.status_code in (401, 403):
                return Heard(State.WITHHELD)
            if answer.status_code != 200:
                return Heard(State.SILENT)
            return read(self._body(answer), rtype)

    def _body(self, answer: httpx.Response) -> bytes:
        """Return the body; raises ValueError where it is too long or comes too slowly."""
        made = bytearray()
        for block in answer.iter_bytes():
            made += block
            if len(made) > LARGEST or time.monotonic() > self.until:
                raise ValueError("too long, or too late")
        return bytes(made)


def read(body: bytes, rtype: str) -> Heard:
    """Read a searchset; raises ValueError where it is none. What is of another type only stands beside."""
    bundle = orjson.loads(body)
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise ValueError("not a Bundle")
    entries = [each for each in bundle.get("entry") or [] if isinstance(each, dict)]
    found = [each["resource"] for each in entries if isinstance(each.get("resource"), dict)]
    links = [each for each in bundle.get("link") or [] if isinstance(each, dict)]
    outcomes = [each for each in found if each.get("resourceType") == "OperationOutcome"]
    return Heard(
        State.ANSWERED,
        tuple(each for each in found if each.get("resourceType") == rtype),
        tuple(each for each in found if each.get("resourceType") not in (rtype, "OperationOutcome")),
        not any(each.get("relation") == "next" for each in links),
        tuple(_remarks(outcomes)),
    )


def _remarks(outcomes: Sequence[Mapping[str, Any]]) -> list[str]:
    issues = [issue for each in outcomes for issue in each.get("issue") or [] if isinstance(issue, dict)]
    return [str(each["diagnostics"])[:300] for each in issues if each.get("diagnostics")]
