"""What OBX-5 holds, by the type that OBX-2 names: numbers, words, codes, times and documents."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from typing import Any

from toldonce.exchange.hl7v2.coded import concept_of
from toldonce.exchange.hl7v2.mapping import Row
from toldonce.exchange.hl7v2.reader import Reader, cleaned, pruned
from toldonce.exchange.hl7v2.segments import Part, Segment

NUMBER = re.compile(
    r"\s*(<=|>=|<|>)?\s*([+-]?(?:\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})(?:[eE][+-]?\d{1,2})?)\s*"
)
RANGE = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*(?:-|–|to)\s*([+-]?\d+(?:\.\d+)?)\s*")
TEXTS = {"ST", "TX", "FT", "", "XPN", "XCN", "XAD", "XTN", "EI", "CX", "MO", "HD"}
CODED = {"CE", "CWE", "CNE", "CF", "IS", "ID"}
UCUM = "http://unitsofmeasure.org"
DECIMAL = "$decimal"  # a number that keeps the digits it was written with until it is rendered
MEDIA = {
    "PDF": "application/pdf",
    "JPEG": "image/jpeg",
    "JPG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "TIFF": "image/tiff",
    "RTF": "application/rtf",
    "HTML": "text/html",
    "XML": "application/xml",
    "TXT": "text/plain",
    "TEXT": "text/plain",
    "PLAIN": "text/plain",
}


def value(parts: list[Part], row: Row, reader: Reader) -> dict[str, Any]:
    """OBX-5 alone, as words; `value_of` knows its type and unit."""
    return {"valueString": lines(parts)}


def lines(parts: list[Part]) -> str:
    """Every repetition as a line of its own."""
    return "\n".join(said for part in parts if (said := cleaned(part.text)))


def value_of(segment: Segment, row: Row, reader: Reader) -> dict[str, Any]:
    """The value[x] of an OBX, or {} where there is none."""
    parts, kind = segment.parts(row.field), segment.text(2).upper()
    if not parts:
        return {}
    if kind in CODED:
        return _coded(parts, row, reader)
    if kind == "SN":
        return _structured(parts[0], segment, reader)
    if kind == "NM":
        return _number(parts, segment, reader, row)
    if kind in ("DT", "TS", "DTM"):
        return _time(parts[0], row, reader)
    if kind == "TM":
        return _time_of_day(parts[0])
    if kind not in TEXTS:
        reader.note(f"OBX-2: {kind[:10]!r} is a type of value that is kept as words.")
    said = lines(parts)
    return {"valueString": said} if said else {}


def _coded(parts: list[Part], row: Row, reader: Reader) -> dict:
    found = [made for part in parts if (made := concept_of(part, replace(row, table="answer"), reader))]
    if len(found) == 1:
        return {"valueCodeableConcept": found[0]}
    codings = [coding for each in found for coding in each.get("coding", [])]
    text = ", ".join(each["text"] for each in found if "text" in each)
    return {"valueCodeableConcept": pruned({"coding": codings, "text": text})} if found else {}


def _number(parts: list[Part], segment: Segment, reader: Reader, row: Row) -> dict:
    said = [cleaned(part(1)) for part in parts]
    found = NUMBER.fullmatch(said[0]) if len(said) == 1 else None
    if not found:
        reader.note(f"{row.place}: a value that is said to be a number is none; it is kept as words.")
        return {"valueString": ", ".join(said)}
    return {"valueQuantity": quantity(found[2], segment, reader, found[1])}


def quantity(number: str, segment: Segment, reader: Reader, comparator: str | None = None) -> dict:
    """A Quantity in the unit of OBX-6."""
    unit, value = segment.part(6), {DECIMAL: _plain(number)}
    code, system = cleaned(unit(1)), cleaned(unit(3))
    words = cleaned(unit(2)) or code
    made: dict[str, Any] = {"value": value, "comparator": comparator, "unit": words}
    if code and system and reader.system(system) == UCUM and not any(c.isspace() for c in code):
        made |= {"system": UCUM, "code": code}
    return pruned(made)


def _plain(number: str) -> str:
    """A number as JSON writes it: no plus, no noughts in front, a digit before the point."""
    sign = "-" if number.startswith("-") else ""
    whole, point, rest = number.lstrip("+-").partition(".")
    if not point and not whole.isdecimal():
        return sign + whole  # with an exponent
    return sign + (whole.lstrip("0") or "0") + point + rest


def _structured(part: Part, segment: Segment, reader: Reader) -> dict:
    comparator, one, separator, two = (cleaned(part(n)) for n in (1, 2, 3, 4))
    numbers = [NUMBER.fullmatch(each) for each in (one, two) if each]
    if not numbers or not all(numbers):
        return {
            "valueString": cleaned(" ".join(filter(None, (comparator, one, separator, two)))) or part.text
        }
    first = quantity(one, segment, reader, comparator if comparator in ("<", "<=", ">", ">=") else None)
    if len(numbers) == 1 and comparator in ("", "=", "<", "<=", ">", ">=") and separator in ("", "+"):
        return {"valueString": f"{one}+"} if separator else {"valueQuantity": first}
    if len(numbers) == 2 and separator in (":", "/"):
        return {"valueRatio": {"numerator": first, "denominator": quantity(two, segment, reader)}}
    if len(numbers) == 2 and separator == "-":
        return {"valueRange": {"low": first, "high": quantity(two, segment, reader)}}
    return {"valueString": " ".join(filter(None, (comparator, one, separator, two)))}


def _time(part: Part, row: Row, reader: Reader) -> dict:
    found = reader.moment(part, row)
    return {"valueDateTime": found.fhir} if found else {"valueString": cleaned(part.text)}


def _time_of_day(part: Part) -> dict:
    said = cleaned(part(1))
    digits = re.fullmatch(r"([01]\d|2[0-3])([0-5]\d)?([0-5]\d)?(?:\.\d+)?", said)
    if not digits:
        return {"valueString": said}
    return {"valueTime": ":".join(piece or "00" for piece in digits.groups())}


def reference_range(parts: list[Part], row: Row, reader: Reader) -> list[dict]:
    """A reference range in words, and in numbers where it is a plain one."""
    said = cleaned(parts[0].text)
    found = RANGE.fullmatch(said)
    if found:
        return [
            {
                "low": {"value": {DECIMAL: _plain(found[1])}},
                "high": {"value": {DECIMAL: _plain(found[2])}},
                "text": said,
            }
        ]
    bound = NUMBER.fullmatch(said)
    if bound and bound[1]:
        side = "high" if bound[1].startswith("<") else "low"
        return [{side: {"value": {DECIMAL: _plain(bound[2])}}, "text": said}]
    return [{"text": said}] if said else []


def attachment_of(segment: Segment, reader: Reader) -> dict | None:
    """An ED or RP as an Attachment with its bytes or its address; None where it holds neither."""
    part = segment.part(5)
    if segment.text(2).upper() == "RP":
        return _pointed_at(part)
    media = media_type(part(2), part(3))
    data = _bytes(part(5), part(4).strip().upper(), reader)
    return {"contentType": media, "data": data} if data else None


def media_type(kind: str, subtype: str) -> str:
    """The media type of ED-2 and ED-3; octets where it is not known."""
    said = (subtype.strip() or kind.strip()).upper()
    if "/" in subtype:
        return subtype.strip().lower()
    if said in MEDIA:
        return MEDIA[said]
    if kind.strip().upper() == "TEXT":
        return "text/plain"
    return "application/octet-stream"


def _bytes(said: str, encoding: str, reader: Reader) -> str:
    """The data as base64; data in another encoding is put into it."""
    if encoding in ("BASE64", ""):
        plain = re.sub(r"\s+", "", said)
        try:
            base64.b64decode(plain, validate=True)
        except ValueError:
            if encoding:
                reader.note("OBX-5: the embedded document is not base64; it stays in the message.")
                return ""
        else:
            return plain
    if encoding == "HEX":
        try:
            return base64.b64encode(bytes.fromhex(re.sub(r"\s+", "", said))).decode()
        except ValueError:
            return ""
    return base64.b64encode(said.encode()).decode()


def _pointed_at(part: Part) -> dict | None:
    address = cleaned(part(1))
    if not re.match(r"https?://\S+$", address):
        return None
    return {"contentType": media_type(part(3), part(4)), "url": address}
