"""The primitive types of FHIR R4: what their text looks like, and the sentence for one that does not."""

import re
from collections.abc import Mapping
from typing import Any

_YEAR = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_LEAP_YEAR = "(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
_SHORT_FEBRUARY = "02-(?:0[1-9]|1[0-9]|2[0-8])"
_MONTHS_OF_31 = "(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
_MONTHS_OF_30 = "(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
_DAY = f"(?:{_YEAR}-(?:{_MONTHS_OF_31}|{_MONTHS_OF_30}|{_SHORT_FEBRUARY})|{_LEAP_YEAR}-02-29)"
_MONTH = f"{_YEAR}-(?:0[1-9]|1[0-2])"
_TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?"
_ZONE = "(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_TEXT = "[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]+"
_WORD = "[^\\x00-\\x20]+"
_BASE64 = "(?:[ \\t\\r\\n]*(?:[0-9A-Za-z+/=][ \\t\\r\\n]*){4})+"

PATTERNS: Mapping[str, str] = {
    "base64Binary": _BASE64,
    "canonical": _WORD,
    "code": f"{_WORD}(?: {_WORD})*",
    "date": f"(?:{_DAY}|{_MONTH}|{_YEAR})",
    "dateTime": f"(?:{_DAY}(?:T{_TIME}{_ZONE})?|{_MONTH}|{_YEAR})",
    "id": "[A-Za-z0-9.-]{1,64}",
    "instant": f"{_DAY}T{_TIME}{_ZONE}",
    "markdown": _TEXT,
    "oid": "urn:oid:[0-2](?:\\.(?:0|[1-9][0-9]*))+",
    "string": _TEXT,
    "time": _TIME,
    "uri": _WORD,
    "url": _WORD,
    "uuid": "urn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
    "xhtml": _TEXT,
}
INTEGERS: Mapping[str, tuple[int, int]] = {
    "integer": (-(2**31), 2**31 - 1),
    "positiveInt": (1, 2**31 - 1),
    "unsignedInt": (0, 2**31 - 1),
}
_COMPILED = {kind: re.compile(pattern) for kind, pattern in PATTERNS.items()}
_SHAPES: Mapping[str, str] = {
    "base64Binary": "base64 (letters, digits, + and /, in groups of four)",
    "canonical": "an address without spaces",
    "code": "a code: no space at either end, no double spaces",
    "date": "a date that exists: YYYY, YYYY-MM or YYYY-MM-DD",
    "dateTime": "a date that exists (YYYY, YYYY-MM or YYYY-MM-DD), nor one with time and zone (Thh:mm:ss+zz:zz)",
    "id": "an id: 1 to 64 letters, digits, hyphens and dots",
    "instant": "a moment with its zone: YYYY-MM-DDThh:mm:ss+zz:zz, on a day that exists",
    "markdown": "text without control characters",
    "oid": "urn:oid: and numbers with dots between",
    "string": "text without control characters",
    "time": "a time of day: hh:mm:ss",
    "uri": "an address without spaces",
    "url": "an address without spaces",
    "uuid": "urn:uuid: and a UUID",
    "xhtml": "text without control characters",
}
_JSON_TYPES = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    list: "a list",
    dict: "an object",
}
_LONGEST_QUOTE = 40


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of a primitive type."""
    if kind == "boolean":
        return {"type": "boolean"}
    if kind == "decimal":
        return {"type": "number"}
    if kind in INTEGERS:
        least, most = INTEGERS[kind]
        return {"type": "integer", "minimum": least, "maximum": most}
    return {"type": "string", "pattern": f"^(?:{PATTERNS[kind]})$"}


def fault(kind: str, value: Any) -> str:
    """What is wrong with a value of this primitive type, as a sentence; "" when nothing is."""
    expected = _json_type(kind)
    if kind in INTEGERS and type(value) is float:
        return f"must be a whole number without a decimal point, not {value}"
    if type(value) not in expected:
        return f"must be {_name(expected[0])}, not {name_of(value)}"
    if kind in INTEGERS:
        least, most = INTEGERS[kind]
        return (
            ""
            if least <= value <= most
            else f"must be a whole number from {least:,} to {most:,}, not {value:,}"
        )
    if kind in _COMPILED and not _COMPILED[kind].fullmatch(value):
        return f"{quoted(value)} is not {_SHAPES[kind]}" if value else "must not be empty"
    return "" if value == value else "must be a number"


def _json_type(kind: str) -> tuple[type, ...]:
    if kind == "boolean":
        return (bool,)
    if kind == "decimal":
        return (float, int)
    return (int,) if kind in INTEGERS else (str,)


def name_of(value: Any) -> str:
    """What a value is in JSON: text, a number, a list …"""
    return _name(type(value))


def _name(kind: type) -> str:
    return _JSON_TYPES.get(kind, "null" if kind is type(None) else kind.__name__)


def quoted(value: str) -> str:
    """The value in quotation marks, cut where it is long."""
    return f'"{value[:_LONGEST_QUOTE]}…"' if len(value) > _LONGEST_QUOTE else f'"{value}"'
