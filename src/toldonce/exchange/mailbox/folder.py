"""A mailbox that is a folder: `out/` for others to fetch, `in/` for what they bring, each envelope two files.

`<name>.dat` holds the bytes and `<name>.json` says what they are. A file is written under another name and then
renamed, the `.json` last, so that nobody sees half of one. Whoever carries an envelope moves both from `out/` to
`sent/`, or to `refused/` with a `reason` in the `.json`; what we take in goes from `in/` to `taken/`, or to `refused/`.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from toldonce.exchange.mailbox.envelopes import LARGEST, Envelope, Passage
from toldonce.exchange.mailbox.errors import Declined, TryAgain

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
TEXT = {"from": "sender", "to": "receiver", "workflow_id": "workflow", "local_id": "local_id"}
LONGEST_CONTROL = 64 * 1024


class Folder:
    """A folder as a mailbox; its parts are made when they are first needed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def send(self, envelope: Envelope) -> str:
        """Put an envelope into `out/`."""
        name = f"{datetime.now(UTC):%Y%m%d%H%M%S}-{uuid.uuid4().hex[:12]}"
        control = {
            "from": envelope.sender,
            "to": envelope.receiver,
            "workflow_id": envelope.workflow,
            "local_id": envelope.local_id,
            "subject": envelope.subject,
            "media_type": envelope.media_type,
            "size": len(envelope.body),
            "sha256": hashlib.sha256(envelope.body).hexdigest(),
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        self._put("out", f"{name}.dat", envelope.body)
        self._put("out", f"{name}.json", json.dumps(control, indent=1).encode())
        return name

    def passage(self, name: str) -> tuple[Passage, str]:
        """Where whoever carries it has moved it."""
        if (self.root / "sent" / f"{name}.json").exists():
            return Passage.DELIVERED, ""
        refused = self.root / "refused" / f"{name}.json"
        if refused.exists():
            return Passage.REFUSED, str(_control(refused).get("reason") or "The carrier refused it.")[:500]
        return Passage.WAITING, ""

    def waiting(self) -> Iterator[str]:
        """What lies in `in/`, the oldest name first; what has a name that is none is left lying."""
        if not (self.root / "in").is_dir():
            return
        for path in sorted((self.root / "in").glob("*.json")):
            if NAME.fullmatch(path.stem):
                yield path.stem

    def fetch(self, name: str) -> Envelope:
        """Read an envelope, checked against what its control file says."""
        control = _control(self._path("in", f"{name}.json"))
        body = self._body(name)
        if "sha256" in control and control["sha256"] != hashlib.sha256(body).hexdigest():
            raise Declined("The bytes are not those that the control file names (sha256). Ask for it again.")
        told = {field: str(control.get(key) or "") for key, field in TEXT.items()}
        missing = [key for key, field in TEXT.items() if not told[field]]
        if missing:
            raise Declined(f"The control file does not say: {', '.join(missing)}. Ask the sender to say it.")
        if any("\0" in each for each in told.values()):
            raise Declined("The control file holds the character U+0000, which is no part of any words.")
        subject, media_type = str(control.get("subject") or ""), str(control.get("media_type") or "")
        return Envelope(
            **told, subject=subject, media_type=media_type or "application/octet-stream", body=body
        )

    def take(self, name: str) -> None:
        """Move an envelope to `taken/`."""
        self._move(name, "taken")

    def decline(self, name: str, reason: str) -> None:
        """Move an envelope to `refused/`, with the reason beside it."""
        self._put("refused", f"{name}.reason", reason.encode())
        self._move(name, "refused")

    def _body(self, name: str) -> bytes:
        path = self._path("in", f"{name}.dat")
        if not path.exists():
            raise TryAgain(f"{name}.dat is not there yet.")
        if path.stat().st_size > LARGEST:
            raise Declined(f"It is larger than {LARGEST // 1024 // 1024} MB. Ask the sender to split it.")
        return path.read_bytes()

    def _path(self, folder: str, name: str) -> Path:
        """A file of ours; a link to somewhere else is none."""
        path = self.root / folder / name
        if path.is_symlink():
            raise Declined("It is a link to another file, and links are not followed.")
        return path

    def _put(self, folder: str, name: str, body: bytes) -> None:
        try:
            (self.root / folder).mkdir(parents=True, exist_ok=True)
            written = self.root / folder / f".{name}.part"
            written.write_bytes(body)
            written.rename(self.root / folder / name)
        except OSError as trouble:
            raise TryAgain(f"The folder {self.root} cannot be written: {trouble.strerror}.") from trouble

    def _move(self, name: str, folder: str) -> None:
        """Move the control file first: what has none is not offered again."""
        (self.root / folder).mkdir(parents=True, exist_ok=True)
        for ending in ("json", "dat"):
            path = self.root / "in" / f"{name}.{ending}"
            if path.exists() or path.is_symlink():
                path.rename(self.root / folder / path.name)


def _control(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LONGEST_CONTROL:
            raise Declined("The control file is longer than a control file is.")
        found = json.loads(path.read_bytes())
    except OSError as trouble:
        raise TryAgain(f"The control file cannot be read: {trouble.strerror}.") from trouble
    except ValueError as trouble:
        raise Declined(f"The control file is not JSON: {trouble}.") from None
    if not isinstance(found, dict):
        raise Declined("The control file is JSON and no object.")
    return found
