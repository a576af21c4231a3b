"""Names, addresses, telephones and numbers of people, and the people who care for them."""

from __future__ import annotations

import re
from typing import Any

from toldonce.codes import nhs_number
from toldonce.exchange.hl7v2 import authorities
from toldonce.exchange.hl7v2.mapping import Row
from toldonce.exchange.hl7v2.reader import Reader, cleaned, pruned
from toldonce.exchange.hl7v2.segments import Part
from toldonce.exchange.hl7v2.times import moment

ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
HL7 = "http://terminology.hl7.org/CodeSystem/"
NAME_USE = {"L": "official", "D": "usual", "M": "maiden", "N": "nickname", "A": "anonymous", "B": "official",
            "C": "official", "T": "temp", "S": "anonymous", "P": "usual"}  # fmt: skip
ADDRESS_USE = {"H": "home", "L": "home", "P": "home", "C": "temp", "O": "work", "B": "work", "BI": "billing",
               "BA": "old", "V": "temp", "T": "temp"}  # fmt: skip
STAFF_SYSTEMS = {
    "GMC": "https://fhir.hl7.org.uk/Id/gmc-number",
    "GMP": "https://fhir.hl7.org.uk/Id/gmp-number",
    "SDS": "https://fhir.nhs.uk/Id/sds-user-id",
    "NMC": "https://fhir.hl7.org.uk/Id/nmc-number",
}
PRACTICE = re.compile(r"[A-Z]\d{5}")


def identifiers(parts: list[Part], row: Row, reader: Reader) -> dict[str, list]:
    """Numbers, apart for each authority: a message that leaves one out says nothing of it."""
    found: dict[str, list] = {}
    for part in parts:
        value = cleaned(authorities.value_of(part))
        if not authorities.is_somebodys(value):
            continue
        system = reader.identifier_system(part)
        if system == authorities.NHS_NUMBER and not nhs_number.is_valid(value):
            reader.note(f"{row.place} {row.name}: an NHS number fails its check; it links nobody.")
        kind = " ".join(cleaned(part(5)).split())
        made: dict[str, Any] = {"system": system, "value": value}
        if kind and system != authorities.NHS_NUMBER:
            made["type"] = {"coding": [{"system": f"{HL7}v2-0203", "code": kind}]}
        period = _period(part(7), part(8), reader)
        found.setdefault(system, []).append({**made, **({"period": period} if period else {})})
    return found


def nhs_numbers(parts: list[Part], row: Row, reader: Reader) -> dict[str, list]:
    """NHS numbers in a field that holds nothing else, though it does not say so."""
    found = [number for part in parts if (number := nhs_number.normalised(part(1)))]
    valid = [number for number in found if nhs_number.is_valid(number)]
    if len(valid) < len(parts):
        reader.note(f"{row.place} {row.name}: it should hold an NHS number and does not.")
    return {authorities.NHS_NUMBER: [{"system": authorities.NHS_NUMBER, "value": number} for number in valid]}


def numbers(parts: list[Part], row: Row, reader: Reader) -> dict[str, list]:
    """Numbers of an order, an appointment or a referral (EI), by whether the placer or the filler gave them."""
    found = [made for part in parts if (made := number([part], row, reader))]
    kind = row.more["type"]
    words = {"PLAC": "Placer Identifier", "FILL": "Filler Identifier"}[kind]
    for made in found:
        made["type"] = {"coding": [{"system": f"{HL7}v2-0203", "code": kind, "display": words}]}
    return {kind: found} if found else {}


def number(parts: list[Part], row: Row, reader: Reader) -> dict | None:
    """One EI as an Identifier."""
    value, space = cleaned(parts[0](1)), cleaned(parts[0](3)) or cleaned(parts[0](2))
    return {"system": f"{reader.system(space or 'numbers')}", "value": value} if value else None


def entity(parts: list[Part], row: Row, reader: Reader) -> str:
    """One EI as "number|authority"."""
    return entity_of(parts[0])


def entity_of(part: Part) -> str:
    """An EI as it is compared: its number, and who gave it."""
    value = cleaned(part(1))
    return f"{value}|{cleaned(part(2)) or cleaned(part(3))}" if value else ""


def _period(start: str, end: str, reader: Reader) -> dict:
    told = {"start": moment(start, reader.feed.zone), "end": moment(end, reader.feed.zone)}
    return {name: found.fhir for name, found in told.items() if found}


def names(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """XPN and XCN names; the order of HL7 is family, given, further given, suffix, prefix."""
    return [made for part in parts if (made := _name(part, row))]


def _name(part: Part, row: Row) -> dict:
    family = cleaned(part(1))
    own = part.inside(1)(3)  # "Goldberg&van&Ludwig": family, own prefix, own surname
    if not family and own:
        family = cleaned(own)
    use = row.more.get("use") or NAME_USE.get(part(7).strip().upper(), "official")
    given = [word for word in (*_words(part(2)), *_words(part(3))) if word]
    made = pruned({"family": family, "given": given, "prefix": _words(part(5)), "suffix": _words(part(4))})
    return {"use": use, **made} if made else {}


def _words(text: str) -> list[str]:
    said = cleaned(text)
    return [said] if said else []


def display_name(part: Part, first: int = 1) -> str:
    """A clinician's name in one line, "Dr Mohammed Alaz"."""
    pieces = (part(first + 4), part(first + 1), part(first + 2), part(first))
    return " ".join(word for piece in pieces if (word := cleaned(piece)))


def addresses(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """XAD addresses; one that says nothing but a country says nothing."""
    return [made for part in parts if (made := _address(part, reader))]


def _address(part: Part, reader: Reader) -> dict:
    street = part.inside(1)
    first = " ".join(said for n in (1, 2, 3) if (said := cleaned(street(n))))  # SAD: address, street, number
    made = pruned(
        {
            "line": [line for line in (first, cleaned(part(2)), cleaned(part(8))) if line],
            "city": cleaned(part(3)),
            "district": cleaned(part(9)),
            "state": cleaned(part(4)),
            "postalCode": cleaned(part(5)),
        }
    )
    if not made:
        return {}
    country, use = cleaned(part(6)), ADDRESS_USE.get(part(7).strip().upper(), "home")
    period = _period(part(13), part(14), reader)
    kind = "postal" if part(7).strip().upper() == "M" else ""
    return pruned({"use": use, "type": kind, **made, "country": country, "period": period})


SYSTEMS = {"PH": "phone", "CP": "phone", "MOB": "phone", "FX": "fax", "BP": "pager", "INTERNET": "email",
           "X.400": "email", "TDD": "phone", "SMS": "sms"}  # fmt: skip
PHONE_USE = {"PRN": "home", "ORN": "home", "VHN": "home", "WPN": "work", "EMR": "home", "PRS": "mobile",
             "MOB": "mobile"}  # fmt: skip


def telecoms(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """XTN telephones and addresses of e-mail."""
    found = [made for part in parts for made in _telecom(part, row)]
    return list({(each["system"], each["value"]): each for each in found}.values())


def _telecom(part: Part, row: Row):
    equipment, purpose = part(3).strip().upper(), part(2).strip().upper()
    use = PHONE_USE.get(purpose, row.more.get("use", "home"))
    if equipment in ("CP", "MOB"):
        use = "mobile"
    number = cleaned(part(1)) or cleaned(part(12))
    if not number and part(7):
        number = " ".join(word for n in (5, 6, 7) if (word := cleaned(part(n))))
    mail = cleaned(part(4)) if "@" in part(4) else ""
    if "@" in number:
        number, mail = "", number
    if number and any(c.isdigit() for c in number):
        system = SYSTEMS.get(equipment, "phone")
        yield {"system": "phone" if system == "email" else system, "value": number, "use": use}
    if mail:
        yield {"system": "email", "value": mail, "use": "home" if use == "mobile" else use}


def practitioner_of(part: Part, reader: Reader) -> dict:
    """An XCN (or an XPN with a number before it) as a Reference by name and number."""
    number, name = cleaned(part(1)), display_name(part, 2)
    authority = (part(9) or part(13) or part(9, 2)).strip().upper()
    system = STAFF_SYSTEMS.get(authority) or STAFF_SYSTEMS.get(part(13).strip().upper())
    identifier = {"system": system, "value": number} if system and number else None
    if not name and number and not any(c.isdigit() for c in number):
        name = number
    return pruned({"identifier": identifier, "display": name or number})


def practitioner(parts: list[Part], row: Row, reader: Reader) -> dict | None:
    """The first XCN as a Reference."""
    return practitioner_of(parts[0], reader) or None


def practitioners(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """Every XCN as a Reference."""
    return [found for part in parts if (found := practitioner_of(_inside(part, row), reader))]


def _inside(part: Part, row: Row) -> Part:
    """A name inside a component, as NDL holds it."""
    return part.inside(row.component) if row.component else part


def performers(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """Every XCN as who did it."""
    return [{"actor": found} for found in practitioners(parts, row, reader)]


ROLES = {"ATND": "attender", "REF": "referrer", "CON": "consultant", "ADM": "admitter"}


def participants(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """Every XCN as a participant of an Encounter in a role."""
    role = row.more["role"]
    kind = {"coding": [{"system": f"{HL7}v3-ParticipationType", "code": role, "display": ROLES[role]}]}
    return [{"type": [kind], "individual": found} for found in practitioners(parts, row, reader)]


def practices(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """The practice of a patient (XON), by its ODS code where one is said."""
    found = []
    for part in parts:
        code, name = _practice_code(part, reader), cleaned(part(1))
        if code in reader.places.practices:
            found.append({"reference": f"Organization/ods-{code}"})
        elif code or name:
            identifier = {"system": ODS, "value": code} if code else None
            found.append(pruned({"identifier": identifier, "display": name if name != code else ""}))
    return found


def _practice_code(part: Part, reader: Reader) -> str:
    said = (part(n).strip().upper() for n in (3, 10, 1, 14))
    return next((code for code in said if code in reader.places.practices or PRACTICE.fullmatch(code)), "")


def general_practitioners(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """A patient's GP (XCN), and the practice where the same field names one that the directory knows."""
    found = practitioners(parts, row, reader)
    codes = (part(n).strip().upper() for part in parts for n in (14, 9, 1))
    known = dict.fromkeys(code for code in codes if code in reader.places.practices)
    return [*({"reference": f"Organization/ods-{code}"} for code in known), *found]
