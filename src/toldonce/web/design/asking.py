"""What somebody means by what they typed into the one box that finds a person."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from toldonce.codes import nhs_number

MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
NHS_NUMBER = re.compile(r"(?<![\w/.-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w/.-])")
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
DATES = (
    re.compile(r"\b(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})\b"),
    re.compile(r"\b(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<y>\d{4}|\d{2})\b"),
    re.compile(
        r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?[-/. ]?(?P<m>[a-z]{3})[a-z]*\.?,?[-/. ]?(?P<y>\d{4}|\d{2})\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?P<d>\d{2})(?P<m>\d{2})(?P<y>\d{4})\b"),
)
NAME = re.compile(r"[^\W\d_][\w'’.-]*")
LOCAL = re.compile(r"[\w/.-]*\d[\w/.-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to understand the words; empty parts were not said."""

    nhs: str = ""
    local_id: str = ""
    family: str = ""
    given: str = ""
    birth_date: date | None = None
    postcode: str = ""

    @property
    def parts(self) -> dict[str, Any]:
        """The parts that were said, as the search takes them."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name))}


def understood(text: str, today: date) -> list[Asked]:
    """The ways to understand the words, the likeliest first; none when they say nothing that can be found."""
    words = " ".join(text.split())
    if found := NHS_NUMBER.search(words):
        return _by_number(found.group())
    birth_date, words = _birth_date(words, today)
    postcode, words = _postcode(words)
    names = NAME.findall(words) if not LOCAL.search(words) else []
    if not names and (local := LOCAL.search(words)):
        return [Asked(local_id=local.group(), birth_date=birth_date, postcode=postcode)]
    known = {"birth_date": birth_date, "postcode": postcode}
    return _by_name(names, "," in words, known) if names else [Asked(**known)] if any(known.values()) else []


def _by_number(found: str) -> list[Asked]:
    digits = nhs_number.normalised(found)
    return [Asked(nhs=digits), Asked(local_id=digits)]


def _by_name(names: list[str], family_first: bool, known: dict) -> list[Asked]:
    if len(names) == 1:
        return [Asked(family=names[0], **known), Asked(given=names[0], **known)]
    first = Asked(family=names[0], given=names[1], **known)
    last = Asked(family=names[-1], given=names[0], **known)
    double = Asked(family=" ".join(names[1:]), given=names[0], **known)
    ways = [first] if family_first else [last, first]
    return [*ways, double] if len(names) > 2 else ways


def _birth_date(words: str, today: date) -> tuple[date | None, str]:
    for pattern in DATES:
        for found in pattern.finditer(words):
            if told := _day(found.groupdict(), today):
                return told, words[: found.start()] + " " + words[found.end() :]
    return None, words


def _day(parts: dict[str, str], today: date) -> date | None:
    month = MONTHS.get(parts["m"].lower()) if parts["m"].isalpha() else int(parts["m"])
    year = int(parts["y"])
    if len(parts["y"]) == 2:
        year += 2000 if 2000 + year <= today.year else 1900
    try:
        told = date(year, month or 0, int(parts["d"]))
    except ValueError:
        return None
    return told if told.year >= 1880 and told <= today else None


def _postcode(words: str) -> tuple[str, str]:
    found = POSTCODE.search(words)
    if not found:
        return "", words
    return found.group().upper(), words[: found.start()] + " " + words[found.end() :]
