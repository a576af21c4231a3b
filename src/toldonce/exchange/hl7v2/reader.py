"""One message being read by one feed's tables: what converters ask, and what they could not understand."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from toldonce.directory.models import Organisation, Ward
from toldonce.exchange.hl7v2 import authorities
from toldonce.exchange.hl7v2.mapping import FeedMap, Mapping, Row, Target, mapping_for
from toldonce.exchange.hl7v2.segments import Part
from toldonce.exchange.hl7v2.times import Moment, moment

OURS = "https://toldonce.example"
NOTED_AT_MOST = 20


@dataclass(slots=True)
class Places:
    """What the directory knows of the source: its wards by code and by name, and practices by code."""

    wards: dict[str, tuple[str, str]] = field(default_factory=dict)  # as it is said -> code, name
    practices: frozenset[str] = frozenset()

    def ward(self, said: str) -> tuple[str, str] | None:
        """The code and name of the ward that a point of care names, or None."""
        return self.wards.get(plain(said))


def plain(text: str) -> str:
    """A name as it is compared: small letters and digits, without the word ward."""
    words = "".join(c if c.isalnum() else " " for c in text.lower()).split()
    return " ".join(word for word in words if word != "ward")


def places_of(source: str) -> Places:
    """Ask the directory for the wards of a source and for every practice."""
    wards = Ward.objects.filter(site__organisation=source).values_list("code", "name")
    found = {plain(said): (code, name) for code, name in wards for said in (name, code)}
    practices = Organisation.objects.filter(kind="gp_practice").values_list("code", flat=True)
    return Places(found, frozenset(practices))


@dataclass(slots=True)
class Reader:
    """What converters know: the tables, the time zone, the places; and the notes that they leave."""

    feed: FeedMap
    mapping: Mapping
    places: Places
    notes: dict[str, None] = field(default_factory=dict)

    def note(self, sentence: str) -> None:
        """Say what could not be understood; each sentence once, and never a flood of them."""
        if len(self.notes) < NOTED_AT_MOST:
            self.notes[sentence] = None

    def moment(self, part: Part, row: Row) -> Moment | None:
        """Read a time, and say so if it is none."""
        text = part(row.component or 1).strip()
        found = moment(text, self.feed.zone)
        if found is None and text:
            self.note(f"{row.place} {row.name}: it is no time that there is.")
        return found

    def target(self, row: Row, local: str, system: str = "") -> Target | None:
        """What a local code means by the row's table; None, and a note, where the table does not say."""
        table = self.mapping.tables[row.table]
        found = table.target(local, system)
        if found is None and not table.is_open and table.is_meant(system):
            self.note(f"{row.place} {row.name}: {local[:40]!r} is not in the table {row.table}.")
        return found

    def system(self, said: str) -> str:
        """The address of a coding system by the name that HL7 or the sender gives it."""
        known = self.mapping.tables["systems"].codes.get(said.strip().upper())
        if known:
            return known.code
        if _is_oid(said):
            return f"urn:oid:{said}"
        table = said.upper().removeprefix("HL7").removeprefix("-").lstrip("0")
        if said.upper().startswith("HL7") and table[:4].isdigit():
            return f"http://terminology.hl7.org/CodeSystem/v2-{table[:4].zfill(4)}"
        return f"{OURS}/source/{self.feed.source}/codes/{_slug(said)}"

    def identifier_system(self, part: Part) -> str:
        """Whose numbers these are, as an address."""
        if authorities.is_nhs(part):
            return authorities.NHS_NUMBER
        authority = authorities.authority_of(part)
        told = self.mapping.authorities.get(authority, {})
        if "system" in told:
            return told["system"]
        if _is_oid(part(4, 2)):
            return f"urn:oid:{part(4, 2)}"
        return f"{OURS}/id/{self.feed.source}/{_slug(authority or part(5) or self.feed.code)}"


def _is_oid(text: str) -> bool:
    pieces = text.split(".")
    return len(pieces) > 2 and all(piece.isdigit() and len(piece) < 40 for piece in pieces)


@lru_cache(4096)
def _slug(text: str) -> str:
    return (
        "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in text.lower()).split())[:60]
        or "local"
    )


def reader_for(feed: FeedMap, places: Places) -> Reader:
    """A reader for one message of a feed."""
    return Reader(feed, mapping_for(feed.mapping, feed.corrections), places)


def cleaned(text: str) -> str:
    """Text as FHIR takes it: no control characters but line ends and tabs, no blanks at the ends."""
    if text.isprintable():
        return text.strip()
    return "".join(c for c in text if c.isprintable() or c in "\n\t").strip()


def pruned(made: dict[str, Any]) -> dict[str, Any]:
    """An element without what was not said."""
    return {name: value for name, value in made.items() if value not in (None, "", [], {})}
