"""Reads JSON so that numbers keep the digits they were written with: 1.50 stays 1.50, as FHIR asks.

orjson reads 1.50 as a float and writes 1.5, and the digits that say how exact a measurement is are lost. Most
resources come as orjson would write them, or hold no number at risk: they are read once.
"""

import json
import re
from typing import Any

import orjson

# A number that orjson might write otherwise: two or more decimals of which the last is 0, an exponent, more than
# sixteen signs, less than a ten-thousandth, minus nought. In a string it only costs the slower way, in vain.
_AT_RISK = re.compile(
    rb"(?:[:,\[]|^)\s*(-?(?:[0-9]+\.[0-9]+0|[0-9.]+[eE][-+0-9]+|[0-9.]{17,}|0\.0000[0-9]*)|-0)(?=\s*(?:[,}\]]|$))"
)
_NOT_NUMBERS = re.compile("-?(?:NaN|Infinity)")
TOO_DEEP = "nested too deeply: more than 254 levels"
Document = Any


class NotJson(ValueError):
    """These bytes are not JSON; the message says where and why."""


def parse(raw: bytes | str) -> tuple[Any, Document]:
    """The value with plain numbers for logic, and the document that orjson writes back with numbers as written.

    Both are one object when no number is at risk. Raises NotJson.
    """
    data = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise NotJson(_reason(data, error)) from error
    if _rewritten(value) == data.strip():
        return value, value
    lost = any(_is_lost(token) for token in _AT_RISK.findall(data))
    return value, _as_written(data) if lost else value


def _rewritten(value: Any) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError as error:
        raise NotJson(TOO_DEEP) from error


def _is_lost(token: bytes) -> bool:
    try:
        number = orjson.loads(token)
    except orjson.JSONDecodeError:  # an OID in a sentence looks like one and is none
        return False
    return token == b"-0" or orjson.dumps(number) != token


def _as_written(data: bytes) -> Document:
    try:
        return json.loads(data, parse_float=_number, parse_int=_number)
    except RecursionError as error:
        raise NotJson(TOO_DEEP) from error


def _number(text: str) -> float | int | orjson.Fragment:
    return orjson.Fragment(text) if _is_lost(text.encode()) else orjson.loads(text)


def _reason(data: bytes, error: orjson.JSONDecodeError) -> str:
    try:
        data.decode()
    except UnicodeDecodeError as fault:
        before = data[: fault.start]
        line, column = before.count(b"\n") + 1, fault.start - before.rfind(b"\n")
        return f"not UTF-8 at line {line}, byte {column}"
    if "depth" in error.msg:
        return TOO_DEEP
    found = _NOT_NUMBERS.search(error.doc, max(error.pos - 1, 0), error.pos + 9)
    what = f"{found[0]} is not a number in JSON" if found else error.msg
    return f"{what} at line {error.lineno}, column {error.colno}"
