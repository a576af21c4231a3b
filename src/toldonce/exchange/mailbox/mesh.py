"""A mailbox of NHS MESH (version 2 of its API): large messages in chunks, each compressed.

The sender of what comes in is the mailbox that MESH names; its organisation is the one that its address book gives, or
the mailbox's own name where we have not written to it before.
"""

from __future__ import annotations

import gzip
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import httpx

from toldonce.exchange import outward
from toldonce.exchange.mailbox.envelopes import LARGEST, Envelope, Passage
from toldonce.exchange.mailbox.errors import Declined, TryAgain, Undeliverable
from toldonce.exchange.mailbox.mesh_token import MeshToken

ACCEPT = "application/vnd.mesh.v2+json"
CHUNK = 20 * 1024 * 1024
TIMEOUT = 60.0
OPENED_EVERY = 12 * 3600.0  # seconds; MESH asks for once a day
PASSAGES = {"acknowledged": Passage.DELIVERED, "error": Passage.REFUSED, "undeliverable": Passage.REFUSED}


@dataclass(frozen=True, slots=True)
class MeshSettings:
    """Where our mailbox is and how it is opened; certificate and key are files for mutual TLS."""

    url: str
    mailbox: str
    password: str
    key: str
    organisation: str
    certificate: str = ""
    certificate_key: str = ""
    authority: str = ""
    chunk: int = CHUNK


class Mesh:
    """Our mailbox at MESH."""

    def __init__(self, settings: MeshSettings, organisation_of: Callable[[str], str] = str) -> None:
        self.settings, self.organisation_of = settings, organisation_of
        self.addresses: dict[tuple[str, str], str] = {}
        self.opened = float("-inf")
        self.client = outward.client(
            base_url=f"{settings.url.rstrip('/')}/messageexchange",
            auth=MeshToken(settings.mailbox, settings.password, settings.key),
            headers={"Accept": ACCEPT, "User-Agent": "toldonce"},
            verify=_tls(settings) if settings.url.startswith("https") else None,
            timeout=TIMEOUT,
        )

    def handshake(self) -> None:
        """Open the mailbox, as MESH wants it once a day."""
        headers = {
            "mex-ClientVersion": "toldonce",
            "mex-OSName": "Linux",
            "mex-OSVersion": "-",
            "mex-OSArchitecture": "-",
        }
        self._ask("POST", f"/{self.settings.mailbox}", headers=headers)

    def send(self, envelope: Envelope) -> str:
        """Send an envelope to the mailbox that the receiver has for this workflow."""
        to = self.address_of(envelope.receiver, envelope.workflow)
        size = self.settings.chunk
        chunks = [envelope.body[at : at + size] for at in range(0, len(envelope.body), size)] or [b""]
        headers = {
            "Mex-To": to,
            "Mex-WorkflowID": envelope.workflow,
            "Mex-LocalID": envelope.local_id,
            "Mex-Subject": _ascii(envelope.subject),
            "Mex-FileName": f"{envelope.local_id}.dat",
            "Mex-Content-Type": envelope.media_type,
        }
        name = ""
        for number, chunk in enumerate(chunks, 1):
            path = f"/{self.settings.mailbox}/outbox" + (f"/{quote(name)}/{number}" if name else "")
            answer = self._post_chunk(path, chunk, f"{number}:{len(chunks)}", {} if name else headers)
            name = name or str(answer.json()["message_id"])
        return name

    def _post_chunk(self, path: str, chunk: bytes, place: str, headers: dict[str, str]) -> httpx.Response:
        packed = {
            "Content-Encoding": "gzip",
            "Content-Type": "application/octet-stream",
            "Mex-Chunk-Range": place,
        }
        return self._ask("POST", path, content=gzip.compress(chunk), headers={**headers, **packed})

    def address_of(self, organisation: str, workflow: str) -> str:
        """The mailbox of an organisation for a workflow, asked once."""
        known = (organisation, workflow)
        if known not in self.addresses:
            found = self._ask("GET", f"/endpointlookup/{quote(organisation)}/{quote(workflow)}").json()
            if not found.get("results"):
                raise Undeliverable(
                    f"{organisation} has no mailbox for {workflow}. Send it on paper, or telephone."
                )
            self.addresses[known] = str(found["results"][0]["address"])
        return self.addresses[known]

    def passage(self, name: str) -> tuple[Passage, str]:
        """How far a message that we sent has come: delivered when the receiver has acknowledged its download."""
        told = self._ask(
            "GET", f"/{self.settings.mailbox}/outbox/tracking", params={"messageID": name}
        ).json()
        passage = PASSAGES.get(str(told.get("status", "")).lower(), Passage.WAITING)
        return passage, str(told.get("status_description") or "") if passage == Passage.REFUSED else ""

    def waiting(self) -> Iterator[str]:
        """The messages in our inbox; twice a day the mailbox is opened first, so that MESH keeps it."""
        if time.monotonic() - self.opened > OPENED_EVERY:
            self.handshake()
            self.opened = time.monotonic()
        yield from map(str, self._ask("GET", f"/{self.settings.mailbox}/inbox").json().get("messages", []))

    def fetch(self, name: str) -> Envelope:
        """A message of our inbox, its chunks put together."""
        path = f"/{self.settings.mailbox}/inbox/{quote(name)}"
        first = self._ask("GET", path)
        if first.headers.get("Mex-MessageType", "DATA").upper() == "REPORT":
            raise Declined(
                f"A report of MESH: {first.headers.get('Mex-StatusDescription', 'without words')}."
            )
        body = bytearray(_unpacked(first))
        count = int(first.headers.get("Mex-Chunk-Range", "1:1").partition(":")[2] or 1)
        for number in range(2, count + 1):
            body += _unpacked(self._ask("GET", f"{path}/{number}"))
            if len(body) > LARGEST:
                raise Declined(f"It is larger than {LARGEST // 1024 // 1024} MB. Ask the sender to split it.")
        headers = first.headers
        return Envelope(
            sender=self.organisation_of(headers.get("Mex-From", "")),
            receiver=self.settings.organisation,
            workflow=headers.get("Mex-WorkflowID", ""),
            local_id=headers.get("Mex-LocalID", "") or name,
            subject=headers.get("Mex-Subject", ""),
            media_type=_media_type(headers, bytes(body[:1])),
            body=bytes(body),
        )

    def take(self, name: str) -> None:
        """Acknowledge a message, which takes it out of the inbox."""
        self._ask("PUT", f"/{self.settings.mailbox}/inbox/{quote(name)}/status/acknowledged")

    def decline(self, name: str, reason: str) -> None:
        """Acknowledge a message that cannot be taken: MESH knows no refusal, and the reason stays with us."""
        self.take(name)

    def _ask(self, method: str, path: str, **more) -> httpx.Response:
        """One request; what MESH may take later is TryAgain, what it never will is Undeliverable."""
        try:
            answer = self.client.request(method, path, **more)
        except httpx.HTTPError as trouble:
            raise TryAgain(f"MESH does not answer ({type(trouble).__name__}).") from trouble
        if answer.status_code in (400, 404, 409, 413, 417):
            raise Undeliverable(f"MESH refuses it ({answer.status_code}): {_why(answer)}.")
        if answer.is_error:
            raise TryAgain(f"MESH cannot do it now ({answer.status_code}): {_why(answer)}.")
        return answer


def _tls(settings: MeshSettings) -> ssl.SSLContext:
    """Mutual TLS: our certificate, and the authority by which MESH's is checked."""
    context = ssl.create_default_context(cafile=settings.authority or None)
    if settings.certificate:
        context.load_cert_chain(settings.certificate, settings.certificate_key or None)
    return context


def _unpacked(answer: httpx.Response) -> bytes:
    """The bytes of a chunk; httpx has undone a Content-Encoding, not what was packed before it was sent."""
    body = answer.content
    if answer.headers.get("Mex-Content-Compressed", "").upper() == "Y" and body[:2] == b"\x1f\x8b":
        try:
            return gzip.decompress(body)
        except (OSError, EOFError, zlib.error) as trouble:
            raise Declined(f"It says that it is compressed and is not ({trouble}).") from None
    return body


def _media_type(headers: httpx.Headers, start: bytes) -> str:
    """What the sender says it is; where nothing is said, JSON is known by its first letter."""
    told = headers.get("Mex-Content-Type") or headers.get("Content-Type", "")
    if told and told != "application/octet-stream":
        return told
    return "application/fhir+json" if start == b"{" else "application/octet-stream"


def _why(answer: httpx.Response) -> str:
    """What MESH says of an error, without what was sent."""
    try:
        told = answer.json()
    except ValueError:
        return "no reason was given"
    detail = told.get("detail") if isinstance(told, dict) else None
    if isinstance(detail, list) and detail and isinstance(detail[0], dict):
        return str(detail[0].get("msg", ""))[:200]
    return str(
        (told.get("errorDescription") if isinstance(told, dict) else "") or detail or "no reason was given"
    )[:200]


def _ascii(words: str) -> str:
    return words.encode("ascii", "replace").decode()
