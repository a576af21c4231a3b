"""Where a day is told: the port of `toldonce listen`, the inbox, the folder of the mailbox, and the FHIR API."""

from __future__ import annotations

import socket
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

import httpx

from toldonce.exchange import outward
from toldonce.project import configuration
from toldonce.project.errors import BadInput, CommandTrouble

PATIENCE = 60  # seconds to wait for a connection or an answer
START, END = b"\x0b", b"\x1c\r"
WRITTEN, WAS_THERE, BUSY = (200, 201), 412, 503


class Door(StrEnum):
    """The doors by which a day comes in, and what comes by each."""

    WIRE = "messages"
    INBOX = "files"
    MAILBOX = "letters"
    API = "requests"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is told: when, by which door, under which name there, and the bytes.

    The name is the sender of a message, a file with the folders of the inbox, an envelope, or a resource. `by` is the
    organisation that writes a resource and `after` the version that it changes; `control` says what an envelope holds.
    """

    at: datetime
    door: Door
    name: str
    body: bytes
    by: str = ""
    after: int = 0
    control: bytes = b""


class Stage:
    """A connection for each sender of messages, the two folders, and the address of the API with a token a client."""

    def __init__(self, port: int, mailbox: str, pages: str) -> None:
        if Path(mailbox).suffix in (".yaml", ".yml"):
            raise BadInput(
                "the letters of a day go by a folder, and TOLDONCE_MAILBOX names a mailbox of NHS MESH, which is for "
                "real letters: unset it."
            )
        self.port = port
        self.mailbox = Path(mailbox) / "in"
        self.api = outward.client(base_url=f"{pages}fhir/", timeout=PATIENCE)
        self.tokens: Mapping[str, str] = {}
        self.open: dict[str, socket.socket] = {}
        self.counted: Counter[Door] = Counter()

    def tell(self, told: Told) -> None:
        """Tell one thing by its door, and wait until it was taken or lies there whole."""
        doors = {
            Door.WIRE: self._send,
            Door.INBOX: self._put,
            Door.MAILBOX: self._post,
            Door.API: self._write,
        }
        doors[told.door](told)
        self.counted[told.door] += 1

    @property
    def words(self) -> str:
        """How much was told by each door."""
        *most, last = [f"{self.counted[door]:,} {door}" for door in Door]
        return f"{', '.join(most)} and {last}"

    def _send(self, told: Told) -> None:
        answer = self._answer(told)
        if b"|AA|" not in answer and b"|CA|" not in answer:
            raise CommandTrouble(f"a message was not accepted: {answer.decode(errors='replace')[:300]}")

    def _answer(self, told: Told) -> bytes:
        line = self.open.get(told.name) or self._connected(told.name)
        line.sendall(START + told.body + END)
        answer = b""
        while not answer.endswith(END):
            piece = line.recv(65536)
            if not piece:
                raise CommandTrouble("the receiver closed the connection before it acknowledged a message.")
            answer += piece
        return answer

    def _connected(self, sender: str) -> socket.socket:
        for _ in range(PATIENCE):
            try:
                self.open[sender] = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
                return self.open[sender]
            except OSError:
                time.sleep(1)
        raise CommandTrouble(f"nobody listens on port {self.port}: start `toldonce listen` first.")

    def _put(self, told: Told) -> None:
        _whole(configuration.inbox() / told.name, told.body)

    def _post(self, told: Told) -> None:
        """The control file comes last: an envelope without one is not looked at."""
        _whole(self.mailbox / f"{told.name}.dat", told.body)
        _whole(self.mailbox / f"{told.name}.json", told.control)

    def _write(self, told: Told) -> None:
        """Write a resource once: one that is there, or that somebody has moved on, stays as it is."""
        once = {"If-Match": f'W/"{told.after}"'} if told.after else {"If-None-Match": "*"}
        headers = {
            "Authorization": f"Bearer {self.tokens[told.by]}",
            "Content-Type": "application/fhir+json",
            "Prefer": "return=minimal",
            **once,
        }
        for _ in range(PATIENCE):
            try:
                answer = self.api.put(told.name, content=told.body, headers=headers)
            except httpx.TransportError:
                time.sleep(1)
                continue
            if answer.status_code in (*WRITTEN, WAS_THERE):
                return
            if answer.status_code != BUSY:
                raise CommandTrouble(f"{told.name} was not taken ({answer.status_code}): {answer.text[:300]}")
            time.sleep(1)
        raise CommandTrouble(f"nobody takes requests at {self.api.base_url}: start `toldonce web` first.")

    def close(self) -> None:
        """Close every connection."""
        self.api.close()
        for line in self.open.values():
            line.close()


def _whole(path: Path, body: bytes) -> None:
    """Write a file under another name first, so that nobody sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    hidden = path.with_name(f".{path.name}")
    hidden.write_bytes(body)
    hidden.replace(path)
