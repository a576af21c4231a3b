"""An envelope: bytes between two organisations, of a workflow, under the sender's own name, never looked into here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

LARGEST = 100 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Envelope:
    """One thing to carry; sender and receiver are ODS codes."""

    sender: str
    receiver: str
    workflow: str
    local_id: str
    subject: str
    media_type: str
    body: bytes


class Passage(StrEnum):
    """How far an envelope that was handed over has come."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    REFUSED = "refused"


class Box(Protocol):
    """What a mailbox can do, whatever carries it."""

    def send(self, envelope: Envelope) -> str:
        """Hand an envelope over and return the mailbox's name for it; raises TryAgain or Undeliverable."""
        ...

    def passage(self, name: str) -> tuple[Passage, str]:
        """How far an envelope has come, and why where it was refused."""
        ...

    def waiting(self) -> Iterable[str]:
        """The names of envelopes that have come in."""
        ...

    def fetch(self, name: str) -> Envelope:
        """An envelope that has come in; raises TryAgain or Declined."""
        ...

    def take(self, name: str) -> None:
        """Say that an envelope was taken in, so that it is not offered again."""
        ...

    def decline(self, name: str, reason: str) -> None:
        """Say that an envelope cannot be taken in."""
        ...
