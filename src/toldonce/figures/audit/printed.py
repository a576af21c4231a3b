"""A figure as it is printed: its value, and how far the truth may lie from it because it was rounded."""

from __future__ import annotations

import re
from dataclasses import dataclass

BILLION, MILLION, THOUSAND = 1e9, 1e6, 1e3
FIRST_YEAR, LAST_YEAR = 1900, 2100
NIL = frozenset({"-", "–", "—", "−", "nil"})
UNKNOWN = frozenset(
    [
        *("*", "**", "..", ".", "…", ":", "c", "x", "z", "[c]", "[x]", "[z]", "[low]", "suppressed"),
        *("n/a", "na", "n.a.", "n/k", "#n/a", "tbc", "tba", "tbd", "unknown", "not known"),
        *("not available", "not applicable", "no trajectory"),
    ]
)
BROKEN = re.compile(r"#(REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)", re.IGNORECASE)

_NUMBER = re.compile(
    r"""(?P<open>\()?\s*
        (?P<sign>[-−–+])?\s*(?P<money>[£$€])?\s*(?P<late>[-−–+])?
        (?P<digits>\d{1,3}(?:[,'\u00a0\u2009\u202f ]\d{3})+(?!\d)|\d+|(?=\.\d))(?:\.(?P<decimals>\d+))?
        (?P<power>[eE][-+]?\d+)?
        \s*(?P<close>\))?
        (?P<scale>k|m|mn|bn|b|\s*million|\s*billion|\s*thousand)?
        \s*(?P<percent>%|per\ cent|percent|pp)?
        \s*(?P<after>-|CR)?
        \s*(?P<shut>\))?
        \s*(?P<note>[*†‡§¹²³⁴⁵⁶⁷⁸⁹]+|\[[^\]]*\]|\([A-Za-z][^()]*\)|\(\d\)|\(per\b.*)?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_THOUSANDS_MARK = re.compile(r"[£$€]?\s*['‘’]?000['‘’]?s?", re.IGNORECASE)  # what a head says, never a figure
_SCALES = {"k": THOUSAND, "thousand": THOUSAND, "m": MILLION, "mn": MILLION, "million": MILLION}
_SCALES |= {"b": BILLION, "bn": BILLION, "billion": BILLION}


@dataclass(frozen=True, slots=True)
class Unit:
    """What a figure counts: `£`, `%`, `rate`, or nothing said; and by what it is multiplied, 1000 for £000."""

    name: str = ""
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed number in its base unit (pounds, not £m; points of a hundred for %).

    `half` is half a unit of the last printed place: if it was only rounded, the truth lies within `value` ± `half`.
    """

    value: float
    half: float
    decimals: int
    unit: str
    scale: float


def read(text: str, column: Unit = Unit()) -> Printed | None:
    """The number in a cell under a head that says its unit; nothing if the cell is no number."""
    found = _NUMBER.fullmatch(text.strip())
    if (
        not found
        or _THOUSANDS_MARK.fullmatch(text.strip())
        or bool(found["open"]) != bool(found["close"] or found["shut"])
    ):
        return None
    digits = re.sub(r"\D", "", found["digits"])
    decimals = len(found["decimals"] or "")
    size = float(f"{digits or 0}.{found['decimals'] or 0}{found['power'] or ''}")
    negative = bool(found["open"]) ^ ((found["sign"] or found["late"] or "+") in "-−–") ^ bool(found["after"])
    own = _SCALES.get((found["scale"] or "").strip().lower())
    # "450 m" are metres; "£450 m" and "450m" are millions.
    if own and not found["money"] and re.search(r"\d\s+(m|k|b)\b", text, re.IGNORECASE):
        own = None
    unit = "%" if found["percent"] else "£" if found["money"] else column.name
    scale = own or (1.0 if found["percent"] else column.scale)
    value = -size if negative else size
    return Printed(value * scale, 0.5 * 10.0**-decimals * scale, decimals, unit, scale)


def is_year(text: str) -> bool:
    """Whether a cell may be a calendar year rather than a count."""
    return bool(re.fullmatch(r"\d{4}", text.strip())) and FIRST_YEAR <= int(text) <= LAST_YEAR


def is_nil(text: str) -> bool:
    """Whether a cell says that there is nothing, by a dash or by being empty."""
    return not text.strip() or text.strip().lower() in NIL


def is_unknown(text: str) -> bool:
    """Whether a cell says that its figure is kept back or not known."""
    said = text.strip() if len(text.strip()) == 1 else text.strip().lower()  # C may be a head, c is a mark
    return said in UNKNOWN or bool(re.fullmatch(r"[<>≤≥~]\s*[\d.,]+\s*%?", said)) or is_broken(text)


def is_broken(text: str) -> bool:
    """Whether a cell shows the error of a spreadsheet."""
    return bool(BROKEN.fullmatch(text.strip()))


def unit_of(words: str) -> Unit:
    """The unit that a head or a title names."""
    said = words.lower().replace("’", "'").replace("‘", "'")
    if re.search(
        r"per [\d,]+\s*(?:\d|people|pop|bed|regist|week|women|\b)|\brate\b|\bratio\b|\bindex\b", said
    ):
        return Unit("rate")
    if re.search(r"(?<!\d)(?<!\d )(%|per ?cent)|percentage", said):  # "increase of 4.6%" does not count in %
        return Unit("%")
    money = "£" in said
    name = "£" if money else ""
    if re.search(r"£\s*bn|£\s*billion|\bbillions?\b", said):
        return Unit(name, BILLION)
    if re.search(r"£\s*mn?\b|£\s*million|\bmillions?\b", said):
        return Unit(name, MILLION)
    if re.search(r"£\s*k\b|£\s*'?000|\(\s*'?000'?s?\s*\)|'000|\b000'?s\b|\bthousands?\b", said):
        return Unit(name, THOUSAND)
    return Unit(name)


def as_printed(value: float, like: Printed, decimals: int = 0) -> str:
    """A value written as another figure is: in the same scale and with as many decimals, or more."""
    scaled = round(value / like.scale, max(decimals, like.decimals)) + 0.0  # no "-0"
    return f"{scaled:,.{max(decimals, like.decimals)}f}{'%' if like.unit == '%' else ''}"
