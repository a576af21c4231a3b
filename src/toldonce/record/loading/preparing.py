"""From the bytes of a file to drafts that only need to be written: parsed, checked, indexed, compressed.

This needs nothing but the resource itself, so that several processes can do it side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from toldonce.codes.fhir import decimals, validation
from toldonce.record import bodies
from toldonce.record.loading.bundles import entries, is_container, made_id
from toldonce.record.loading.files import Piece
from toldonce.record.writing import Draft, draft, pack_first


@dataclass(frozen=True, slots=True)
class Refused:
    """One thing that was not stored: where it stands and why."""

    file: str
    line: int
    place: str
    reason: str


@dataclass(slots=True)
class Prepared:
    """A chunk on its way in: drafts to be written and what was refused."""

    drafts: list[Draft] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def prepare(chunk: Sequence[Piece], *, arrival: int, dictionary: int, at: datetime) -> Prepared:
    """Prepare the pieces of one chunk; nothing in a piece can make this fail."""
    made = Prepared()
    for piece in chunk:
        for place, item in _resources(piece, made.refused):
            _add(piece, place, item, made)
    press = bodies.press()
    for item in made.drafts:
        pack_first(item, press, arrival=arrival, dictionary=dictionary, at=at)
    return made


def _resources(piece: Piece, refused: list[Refused]) -> Iterator[tuple[str, tuple]]:
    """Yield place and (resource, document) of what a piece holds."""
    if piece.fault:
        refused.append(Refused(str(piece.file), piece.line, "", piece.fault))
        return
    try:
        resource, document = decimals.parse(piece.raw)
    except ValueError as trouble:
        refused.append(Refused(str(piece.file), piece.line, "", f"not JSON: {trouble}"))
        return
    if not isinstance(resource, dict):
        refused.append(Refused(str(piece.file), piece.line, "", "not a JSON object"))
    elif is_container(resource):
        written = [item for _, item in entries(document)] if document is not resource else None
        for number, (place, item) in enumerate(entries(resource)):
            yield place, (item, written[number] if written else item)
    else:
        if not resource.get("id"):
            resource["id"] = document["id"] = made_id(piece.raw)
        yield (
            resource.get("resourceType", "") if isinstance(resource.get("resourceType"), str) else "",
            (resource, document),
        )


def _add(piece: Piece, place: str, item: tuple, made: Prepared) -> None:
    resource, document = item
    if not isinstance(resource, dict):
        made.refused.append(Refused(str(piece.file), piece.line, place, "not a JSON object"))
        return
    problems = validation.problems(resource)
    if problems:
        for problem in problems[:5]:
            where = f"{place} {problem.place}" if place.startswith("Bundle") else problem.place
            made.refused.append(Refused(str(piece.file), piece.line, where, problem.reason))
        return
    if not resource.get("id"):
        resource["id"] = document["id"] = made_id(f"{piece.raw[:4096]!r}{place}".encode())
    made.drafts.append(draft(resource, document))
