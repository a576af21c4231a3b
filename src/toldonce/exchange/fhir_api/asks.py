"""What is asked, whether it came over HTTP or as an entry of a Bundle, and what is answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import orjson

from toldonce.exchange.fhir_api.readers import Reader
from toldonce.exchange.fhir_api.troubles import BadRequest, Unheeded

Pairs = tuple[tuple[str, str], ...]
OF_EVERY_REQUEST = frozenset({"_format", "_pretty"})


@dataclass(frozen=True, slots=True)
class Sent:
    """A body that was sent: a dict for logic, and the same with its decimals as they were written."""

    resource: dict
    document: dict

    def with_id(self, id: str) -> Sent:
        """Return the same resource under an id."""
        if self.resource.get("id") == id:
            return self
        resource = {**self.resource, "id": id}
        return Sent(resource, resource if self.same else {**self.document, "id": id})

    @property
    def same(self) -> bool:
        """Whether no decimal is at risk."""
        return self.resource is self.document


@dataclass(frozen=True, slots=True)
class Patch:
    """A difference that was sent: a list of steps (JSON Patch) or an object (merge patch), read twice like a body."""

    plain: list | dict
    document: list | dict


@dataclass(frozen=True, slots=True)
class Prefer:
    """What the client would like to have back, and whether unknown parameters may be left out."""

    returned: str = ""
    lenient: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """One interaction: method, address below the base, query, conditions and body."""

    method: str
    path: tuple[str, ...]
    pairs: Pairs
    reader: Reader
    base: str
    sent: Sent | None = None
    prefer: Prefer = Prefer()
    if_match: str = ""
    if_none_match: str = ""
    if_modified_since: str = ""
    if_none_exist: str = ""
    patch: Patch | None = None

    @property
    def rtype(self) -> str:
        return self.path[0]

    @property
    def id(self) -> str:
        return self.path[1]

    def value(self, name: str) -> str:
        """Return the last value of a parameter, or ''."""
        return next((value for key, value in reversed(self.pairs) if key == name), "")

    def without(self, names: Iterable[str]) -> Ask:
        """Return the same without some parameters."""
        names = frozenset(names)
        return replace(self, pairs=tuple(pair for pair in self.pairs if pair[0] not in names))

    def check_parameters(self, *known: str) -> None:
        """Refuse parameters that would be ignored, unless the client handles leniently."""
        for name, _ in self.pairs:
            if name not in known and name not in OF_EVERY_REQUEST and not self.prefer.lenient:
                raise Unheeded(
                    f"The parameter {name} is not known here, so nothing was done. Leave it out, or send "
                    f"Prefer: handling=lenient to have it ignored."
                )


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, body and what the headers say of it."""

    status: int
    body: bytes = b""
    version: int | None = None
    updated: datetime | None = None
    location: str = ""
    headers: tuple[tuple[str, str], ...] = field(default=())


def moment(text: str, name: str) -> datetime:
    """Read an instant or a date of a query; a date means its beginning."""
    try:
        made = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError as trouble:
        raise BadRequest(
            f"{name}={text[:40]} is not a moment; write it like 2024-05-31T10:15:00Z or 2024-05-31."
        ) from trouble
    return made if made.tzinfo else made.replace(tzinfo=UTC)


def whole_number(text: str, name: str, most: int) -> int:
    """Read a number from 0; more than `most` means `most`."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise BadRequest(f"{name}={text[:40]} is not a whole number from 0.")
    return min(int(text), most)


def json(document: dict) -> bytes:
    """Return a document as it is sent."""
    return orjson.dumps(document)
