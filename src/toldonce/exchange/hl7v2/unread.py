"""What of a message no table reads: it stays in the message, and is named to whoever looks at it."""

from __future__ import annotations

from toldonce.exchange.hl7v2.mapping import FeedMap, Mapping, mapping_for
from toldonce.exchange.hl7v2.parsing import Hl7Trouble, kind_of, message_of
from toldonce.exchange.hl7v2.segments import Segment

# read by what they are for, not by a table
BY_THEMSELVES = {"MSH", "EVN", "MRG", "NTE", "ORC", "RGS", "SFT"}
BESIDE_THE_TABLES = {
    "OBX": {2, 4, 6, 15, 23},
    "OBR": {26},
    "PID": {18},
    "DG1": {4, 20},
    "PR1": {4, 19},
    "IAM": {7},
}


def unread(body: bytes, feed: FeedMap) -> list[str]:
    """The fields ("PID-10") and segments ("ZPI") that say something and are not read, in order, each once."""
    try:
        message = message_of(body)
    except Hl7Trouble:
        return []
    mapping = mapping_for(feed.mapping, feed.corrections)
    if kind_of(message.header) not in mapping.kinds:
        return []
    return list(dict.fromkeys(place for segment in message.segments for place in _places(segment, mapping)))


def _places(segment: Segment, mapping: Mapping) -> list[str]:
    if segment.name in BY_THEMSELVES:
        return []
    table = mapping.segments.get(segment.name)
    if table is None:
        return [segment.name]
    read = {row.field for row in table.rows} | BESIDE_THE_TABLES.get(segment.name, set()) | {_set_id(segment)}
    return [f"{segment.name}-{number}" for number in segment.filled() if number not in read]


def _set_id(segment: Segment) -> int:
    """The field that only counts the segments of a kind."""
    return 1 if segment.text(1).isdigit() else 0
