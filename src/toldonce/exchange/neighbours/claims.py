"""Who reads and why, as one computer tells it to another: named as in GP Connect's claims, in one header.

The one that asks is believed as far as its token is: what it claims is written into the ledger, and opens nothing.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

import orjson

from toldonce.directory.actors import Actor

HEADER = "X-Toldonce-Reader"
LONGEST = 2000  # characters


def written(reader: Actor, purpose: str) -> str:
    """Return the claims of a reader as the header holds them."""
    told = {
        "reason_for_request": purpose,
        "requesting_organization": reader.organisation,
        "requesting_practitioner": {"id": reader.account, "name": reader.name, "role": reader.role},
    }
    return base64.urlsafe_b64encode(orjson.dumps(told)).decode()


def in_words(header: str) -> str:
    """Return claims in words for the ledger, as `Dr A Gale (gp) at J81016 for direct care`; '' where there are none."""
    if not header or len(header) > LONGEST:
        return ""
    try:
        told = orjson.loads(base64.urlsafe_b64decode(header))
        who = told["requesting_practitioner"]
        said = f"{who['name']} ({who['role']}) at {told['requesting_organization']} for {told['reason_for_request']}"
    except (ValueError, KeyError, TypeError):
        return ""
    return "".join(sign for sign in said if sign.isprintable())[:200] if isinstance(who, Mapping) else ""
