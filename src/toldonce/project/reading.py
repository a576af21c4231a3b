"""The role of the database by which the public reads, where no other was named: its name and its password."""

from __future__ import annotations

import hmac
from urllib.parse import quote, urlsplit, urlunsplit


def url(database_url: str, secret: str) -> str:
    """Return the address of the same database for the public's role.

    Both name and password are made of the secret of the installation: they are kept nowhere, two installations on one
    server do not meet, and another secret makes another role.
    """
    parts = urlsplit(database_url)
    digest = hmac.new(secret.encode(), b"the role by which the public reads", "sha256").hexdigest()
    host = parts.netloc.rpartition("@")[2]
    reader = f"toldonce_public_{digest[:8]}:{quote(digest[8:])}@{host}"
    return urlunsplit(parts._replace(netloc=reader))
