"""JSON in and out with every decimal as it was written: 1.50 stays 1.50, for it says how exactly was measured.

orjson reads 1.50 as the float 1.5. Where a document may hold a number that a float would not give back, it is read
a second time with each number kept as its text.
"""

from __future__ import annotations

import json
import re

import orjson

# A number that a float might not write back: a last zero after the point, an exponent, many digits, or minus nothing.
_AT_RISK = re.compile(rb"[0-9]\.[0-9]*0(?![0-9.])|[0-9][eE]|[0-9.]{16}|-0(?![0-9.])")


def parse(raw: bytes) -> tuple:
    """Return what a JSON text says, twice: with plain numbers for logic, and as orjson will write it back.

    Both are the same object where no decimal is at risk. Raises ValueError with the place for anything that is not
    JSON in UTF-8 or is nested too deeply.
    """
    try:
        plain = orjson.loads(raw)
    except orjson.JSONDecodeError as trouble:
        raise ValueError(str(trouble)) from None
    if not _AT_RISK.search(raw):
        return plain, plain
    return plain, _kept(raw, plain)


def _kept(raw: bytes, plain):
    """Read the text again with numbers as fragments; equal objects are given back if no number needed it."""
    changed = False

    def keep(text: str):
        nonlocal changed
        if orjson.dumps(orjson.loads(text)).decode() == text:
            return orjson.loads(text)
        changed = True
        return orjson.Fragment(text)

    try:
        document = json.loads(raw, parse_float=keep, parse_int=keep)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return document if changed else plain
