"""Wards, beds and sites as HL7 writes them (PL), and who or what an appointment is with."""

from __future__ import annotations

from toldonce.exchange.hl7v2.mapping import Row
from toldonce.exchange.hl7v2.people import practitioner_of
from toldonce.exchange.hl7v2.reader import Reader, cleaned
from toldonce.exchange.hl7v2.segments import Part


def place(parts: list[Part], row: Row, reader: Reader) -> dict[str, str] | None:
    """Where somebody lies: ward, room, bed and site, with the ward's code if the directory knows it."""
    part = parts[0]
    said = {name: cleaned(part(n)) for name, n in (("ward", 1), ("room", 2), ("bed", 3), ("site", 4))}
    described = cleaned(part(9))
    known = next(
        (found for each in (said["ward"], described) if each and (found := reader.places.ward(each))), None
    )
    said["ward"] = described or said["ward"]
    if known:
        said["code"], said["ward"] = known
    found = {name: value for name, value in said.items() if value}
    return found or None


def destination(parts: list[Part], row: Row, reader: Reader) -> dict | None:
    """Where somebody was discharged to (DLD, or a place)."""
    code, words = cleaned(parts[0](1)), cleaned(parts[0](2))
    known = reader.mapping.tables[row.table].target(code) if row.table and not words else None
    said = words or (known.display if known else "") or code
    return {"display": said} if said else None


def named(part: Part, reader: Reader) -> dict | None:
    """A place as a Reference: to the ward of the directory, or by its words."""
    pieces = [cleaned(part(n)) for n in (9, 1, 2, 3, 4)]
    known = reader.places.ward(pieces[1]) if pieces[1] else None
    if known:
        return {"reference": f"Location/ward-{known[0]}", "display": known[1]}
    said = pieces[0] or ", ".join(dict.fromkeys(piece for piece in pieces[1:] if piece))
    return {"display": said, "type": "Location"} if said else None


def attendees_by_place(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """Places as participants of an Appointment."""
    return [{"actor": found, "status": "accepted"} for part in parts if (found := named(part, reader))]


def attendees_by_name(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """Clinicians as participants of an Appointment."""
    return [
        {"actor": found, "status": "accepted"} for part in parts if (found := practitioner_of(part, reader))
    ]


def attendees_by_words(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """Rooms, clinics and things as participants of an Appointment."""
    said = (cleaned(part(2)) or cleaned(part(1)) for part in parts)
    return [{"actor": {"display": each}, "status": "accepted"} for each in said if each]
