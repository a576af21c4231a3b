"""The way by which e-mail leaves, from one address: a mail server, or files where there is none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from toldonce.project.errors import UsageTrouble

TO_SERVER = "django.core.mail.backends.smtp.EmailBackend"
TO_FILES = "django.core.mail.backends.filebased.EmailBackend"
FROM = "toldonce@localhost"


@dataclass(frozen=True, slots=True)
class WayOut:
    """Where e-mail goes: to a server, or into a folder."""

    backend: str
    folder: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    tls: bool = False
    starts_tls: bool = False
    sender: str = FROM


def way_out(url: str, home: Path) -> WayOut:
    """Read smtp://user:password@host:587?from=… or smtps://…; empty means files under the home.

    With a password smtp:// asks the server for TLS before it is said, and does not go on without.
    """
    if not url:
        return WayOut(TO_FILES, folder=str(home / "mail"))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise UsageTrouble(
            "TOLDONCE_MAIL names no mail server: write it like smtp://user:password@host:587?from=alerts@your.org."
        )
    is_tls = parts.scheme == "smtps"
    return WayOut(
        TO_SERVER,
        host=parts.hostname,
        port=port or (465 if is_tls else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=is_tls,
        starts_tls=not is_tls and bool(parts.password),
        sender=parse_qs(parts.query).get("from", [FROM])[0],
    )
