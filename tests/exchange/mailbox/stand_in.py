"""A stand-in for NHS MESH on this machine: two mailboxes, signed requests, chunks, acknowledgements, tracking."""

from __future__ import annotations

import gzip
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY = "the key that all share"
PASSWORDS = {"OURS01": "our password", "THEIRS01": "their password"}


@dataclass
class Message:
    """A message at MESH."""

    sender: str
    to: str
    headers: dict[str, str]
    chunks: dict[int, bytes]
    total: int
    status: str = "accepted"


@dataclass
class StandIn:
    """What MESH holds, and how it behaves in this test."""

    address: str = ""
    messages: dict[str, Message] = field(default_factory=dict)
    nonces: set[tuple[str, str]] = field(default_factory=set)
    handshakes: int = 0
    fails_with: int = 0
    report: str = ""

    def authorised(self, mailbox: str, header: str) -> bool:
        """Whether a request is signed with the mailbox's password, and was not seen before."""
        scheme, _, rest = header.partition(" ")
        parts = rest.split(":")
        if scheme != "NHSMESH" or len(parts) != 5 or parts[0] != mailbox or mailbox not in PASSWORDS:
            return False
        _, nonce, count, stamp, told = parts
        signed = f"{mailbox}:{nonce}:{count}:{PASSWORDS[mailbox]}:{stamp}"
        right = hmac.new(KEY.encode(), signed.encode(), sha256).hexdigest()
        seen, self.nonces = (nonce, count) in self.nonces, self.nonces | {(nonce, count)}
        return hmac.compare_digest(right, told) and not seen

    def post(self, mailbox: str, rest: list[str], headers: dict[str, str], body: bytes) -> tuple[int, dict]:
        """A handshake, a message or one more chunk of it."""
        if not rest:
            self.handshakes += 1
            return 200, {"mailboxId": mailbox}
        number, _, total = headers["mex-chunk-range"].partition(":")
        if len(rest) == 1:
            if headers["mex-to"] not in PASSWORDS:
                return 417, {"detail": [{"event": "SEND", "code": "12", "msg": "unregistered to address"}]}
            name = f"MESSAGE{len(self.messages) + 1}"
            self.messages[name] = Message(mailbox, headers["mex-to"], headers, {}, int(total))
        else:
            name = rest[1]
        self.messages[name].chunks[int(number)] = body
        return 202, {"message_id": name}

    def inbox(self, mailbox: str) -> list[str]:
        return [
            name
            for name, each in self.messages.items()
            if each.to == mailbox and each.status == "accepted" and len(each.chunks) == each.total
        ]


@contextmanager
def mesh() -> Iterator[StandIn]:
    """MESH, for as long as the block lasts."""
    kept = StandIn()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(kept))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()


def _handler(kept: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *arguments) -> None:
            pass

        def do_POST(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            self._answer()

        def do_PUT(self) -> None:
            self._answer()

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            parts = urlsplit(self.path).path.strip("/").split("/")[1:]
            mailbox = self.headers.get("Authorization", "").partition(" ")[2].partition(":")[0]
            if kept.fails_with:
                self._send(kept.fails_with, {"detail": [{"msg": "not now"}]})
            elif not kept.authorised(mailbox, self.headers.get("Authorization", "")):
                self._send(403, {"detail": [{"msg": "not authorised"}]})
            elif parts[0] == "endpointlookup":
                found = [{"address": "THEIRS01"}] if parts[1] == "J83001" else []
                self._send(200, {"query_id": "1", "results": found})
            elif self.command == "POST":
                headers = {name.lower(): value for name, value in self.headers.items()}
                self._send(*kept.post(mailbox, parts[1:], headers, body))
            else:
                self._read(mailbox, parts[1:])

        def _read(self, mailbox: str, rest: list[str]) -> None:
            if rest[:2] == ["outbox", "tracking"]:
                name = parse_qs(urlsplit(self.path).query)["messageID"][0]
                told = {"status": kept.messages[name].status, "status_description": kept.report}
                self._send(200, {"message_id": name, **told})
            elif rest == ["inbox"]:
                self._send(200, {"messages": kept.inbox(mailbox), "approx_inbox_count": 1, "links": {}})
            elif self.command == "PUT":
                kept.messages[rest[1]].status = "acknowledged"
                self._send(200, {})
            else:
                self._chunk(rest[1], kept.messages[rest[1]], int(rest[2]) if len(rest) > 2 else 1)

        def _chunk(self, name: str, found: Message, number: int) -> None:
            body = found.chunks[number]
            if found.headers.get("content-encoding") == "gzip" and number % 2 == 0:
                body, encoding = gzip.decompress(body), ""  # MESH may unpack what it holds, or not
            else:
                encoding = found.headers.get("content-encoding", "")
            self.send_response(206 if found.total > 1 else 200)
            for title in ("Mex-WorkflowID", "Mex-LocalID", "Mex-Subject", "Mex-Content-Type"):
                if title.lower() in found.headers:
                    self.send_header(title, found.headers[title.lower()])
            self.send_header("Mex-From", found.sender)
            self.send_header("Mex-MessageID", name)
            self.send_header("Mex-Chunk-Range", f"{number}:{found.total}")
            self.send_header("Mex-MessageType", "DATA")
            if encoding:
                self.send_header("Content-Encoding", encoding)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _send(self, status: int, told: dict) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/vnd.mesh.v2+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
