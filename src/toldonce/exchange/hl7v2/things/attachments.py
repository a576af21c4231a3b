"""Documents inside messages: their bytes lie in the content table, and a state points to them."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from toldonce.exchange.hl7v2.things.elements import Telling
from toldonce.record import content
from toldonce.record.bodies import ATTACHMENT, Attachment

POINTS_TO = "$content"


def kept(attachment: dict[str, Any], telling: Telling) -> dict[str, Any]:
    """Put large data aside, to be kept as content, and point to them."""
    data = attachment.get("data", "")
    if len(data) < ATTACHMENT:
        return attachment
    body = base64.b64decode(data)
    key = hashlib.sha256(body).digest()
    telling.contents.append(Attachment(key, attachment.get("contentType", ""), body))
    return {**{name: value for name, value in attachment.items() if name != "data"}, POINTS_TO: key.hex()}


def shown(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Attachments with their data put back."""
    return [_with_data(each) for each in found]


def _with_data(attachment: dict[str, Any]) -> dict[str, Any]:
    made = {name: value for name, value in attachment.items() if name != POINTS_TO and value}
    if POINTS_TO in attachment:
        there = content.fetch(bytes.fromhex(attachment[POINTS_TO]))
        if there:
            made["data"] = base64.b64encode(there.body).decode()
    return made
