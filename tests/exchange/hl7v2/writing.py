"""Draws messages as a hospital sends them, and reads what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count

import orjson

from toldonce.directory.actors import SYSTEM
from toldonce.exchange.hl7v2.applying import Applied, apply
from toldonce.exchange.hl7v2.mapping import FeedMap
from toldonce.exchange.hl7v2.telling import Kept
from toldonce.record import store

FEED = FeedMap("pas", "RBD")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
ADA = "H1^^^RBD^PI~9990000026^^^NHS^NH"
_numbers = count(1)


def message(
    kind: str, at: str, *segments: str, patient: str = ADA, name: str = "Ames^Ada", sent: str = ""
) -> bytes:
    """A message of a kind about a patient; `at` is when its event was recorded, `segments` what follows PID."""
    control = f"{kind[-3:]}{at}"
    head = [
        f"MSH|^~\\&|PAS|RBD|TIE|DCR|{sent or at}||{kind}|{control}|P|2.4",
        f"EVN|{kind[-3:]}|{at}",
        f"PID|1||{patient}||{name}||19400102|F",
    ]
    return "\r".join([*head, *segments, ""]).encode()


def kept(bodies: Iterable[bytes], received: datetime = NOW) -> list[Kept]:
    """Messages as they lie in the table."""
    return [Kept(next(_numbers), body, received) for body in bodies]


def heard(*bodies: bytes, feed: FeedMap = FEED, received: datetime = NOW) -> list[Applied]:
    """Apply messages together, in this order."""
    return apply(kept(bodies, received), feed=feed, by=SYSTEM)


def record() -> dict[str, dict]:
    """Every current resource by type and id, without the times of its versions."""
    found = store.fetch(f"select {store.COLUMNS} from resource where body is not null order by rtype, id", [])
    return {f"{each.rtype}/{each.id}": _plain(orjson.loads(each.body)) for each in found}


def _plain(resource: dict) -> dict:
    resource.pop("meta", None)
    return resource


def those(rtype: str) -> list[dict]:
    """Every current resource of a type."""
    return [each for each in record().values() if each["resourceType"] == rtype]


def the(rtype: str) -> dict:
    """The only current resource of a type."""
    (found,) = those(rtype)
    return found
