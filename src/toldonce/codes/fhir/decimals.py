"""JSON in and out with every decimal as it was written: 1.50 stays 1.50, for it says how exactly was measured.

orjson reads 1.50 as the float 1.5. Where a document may hold a number that a float would not give back, it is read
a second time with each number kept as its text.
"""

from __future__ import annotations

import json
import re

import orjson

# A JSON number with its neighbours; a time of day has other ones, and text that looks like this costs only a look.
_NUMBER = re.compile(rb"[:,\[]\s*(-?[0-9]+(?:\.[0-9]+|)(?:[eE][+-]?[0-9]+|))(?=\s*[,\]}])")
_ALL_NUMBER = re.compile(rb"\s*-?[0-9]")


def parse(raw: bytes) -> tuple:
    """Return what a JSON text says, twice: with plain numbers for logic, and as orjson will write it back.

    Both are the same object where no decimal is at risk. Raises ValueError with the place for anything that is not
    JSON in UTF-8 or is nested too deeply.
    """
    try:
        plain = orjson.loads(raw)
    except orjson.JSONDecodeError as trouble:
        raise ValueError(str(trouble)) from None
    if orjson.dumps(plain) == raw.strip():  # most files are written like this, and it is the quickest look
        return plain, plain
    if any(_at_risk(number) for number in _NUMBER.findall(raw)) or _ALL_NUMBER.match(raw):
        return plain, _kept(raw)
    return plain, plain


def _at_risk(number: bytes) -> bool:
    """Tell whether a number would be written back otherwise; short whole numbers never are."""
    if len(number) < 16 and number.lstrip(b"-").isdigit() and number != b"-0":
        return False
    return orjson.dumps(orjson.loads(number)) != number


def _kept(raw: bytes):
    """Read the text again with each number that is at risk as a fragment of it."""
    try:
        return json.loads(raw, parse_float=_fragment, parse_int=_fragment)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _fragment(text: str):
    number = text.encode()
    return orjson.Fragment(number) if _at_risk(number) else orjson.loads(number)
