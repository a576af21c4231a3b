"""A message as segments, fields, repetitions, components and subcomponents; each is split only when it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

DELETED = '""'  # two double quotes: the sender says that there is nothing any more


@dataclass(frozen=True, slots=True)
class Separators:
    """The characters by which a message says where its parts end."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    subcomponent: str = "&"

    @property
    def letters(self) -> dict[str, str]:
        """What each escaped letter stands for."""
        return {
            "F": self.field,
            "S": self.component,
            "T": self.subcomponent,
            "R": self.repetition,
            "E": self.escape,
        }


class Part:
    """One repetition of a field: components, which hold subcomponents."""

    __slots__ = ("_components", "message", "raw")

    def __init__(self, raw: str, message: Message) -> None:
        self.raw = raw
        self.message = message
        self._components = raw.split(message.separators.component)

    def __call__(self, component: int, subcomponent: int = 1) -> str:
        """Return the text of a component, "" when it is not there or is said to be deleted."""
        if component > len(self._components):
            return ""
        raw = self._components[component - 1]
        separator = self.message.separators.subcomponent
        if separator and separator in raw:
            pieces = raw.split(separator)
            raw = pieces[subcomponent - 1] if subcomponent <= len(pieces) else ""
        elif subcomponent > 1:
            return ""
        return "" if raw == DELETED else self.message.unescaped(raw)

    def inside(self, component: int) -> Part:
        """Return a component whose subcomponents are read as components."""
        raw = self._components[component - 1] if component <= len(self._components) else ""
        marks = self.message.separators
        return Part(
            raw.replace(marks.subcomponent, marks.component) if marks.subcomponent else raw, self.message
        )

    @property
    def text(self) -> str:
        """The whole repetition as one text, its separators included."""
        return "" if self.raw == DELETED else self.message.unescaped(self.raw)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said at all."""
        marks = self.message.separators
        return not self.raw.strip(f"{marks.component}{marks.subcomponent} ")


class Segment:
    """One line of a message."""

    __slots__ = ("_fields", "message", "name", "number")

    def __init__(self, line: str, message: Message, number: int) -> None:
        self.message = message
        self.number = number
        self._fields = line.split(message.separators.field)
        self.name = self._fields[0].strip().upper()
        if self.name == "MSH":
            self._fields.insert(1, message.separators.field)

    def __len__(self) -> int:
        return len(self._fields) - 1

    def raw(self, number: int) -> str:
        """Return a field as it was sent, "" when it was not."""
        return self._fields[number] if number < len(self._fields) else ""

    def is_deleted(self, number: int) -> bool:
        """Whether the sender says that there is nothing any more."""
        return self.raw(number).strip() == DELETED

    def parts(self, number: int) -> list[Part]:
        """Return the repetitions of a field that say something."""
        raw = self.raw(number)
        if not raw or raw == DELETED:
            return []
        separator = self.message.separators.repetition
        found = [Part(each, self.message) for each in (raw.split(separator) if separator else [raw])]
        return [each for each in found if not each.is_empty and each.raw != DELETED]

    def part(self, number: int) -> Part:
        """Return the first repetition of a field; an empty one when nothing is said."""
        return next(iter(self.parts(number)), Part("", self.message))

    def text(self, number: int) -> str:
        """Return the first component of the first repetition of a field."""
        return self.part(number)(1).strip()

    def filled(self) -> Iterator[int]:
        """Yield the numbers of the fields that say something."""
        return (number for number in range(1, len(self._fields)) if self._fields[number].strip())


@dataclass(slots=True)
class Message:
    """A whole message, and what had to be guessed to read it."""

    separators: Separators
    charset: str = "utf-8"
    segments: list[Segment] = field(default_factory=list)
    notes: tuple[str, ...] = ()

    def all(self, name: str) -> list[Segment]:
        """Return the segments of a name, in order."""
        return [each for each in self.segments if each.name == name]

    def first(self, name: str) -> Segment | None:
        """Return the first segment of a name."""
        return next((each for each in self.segments if each.name == name), None)

    @property
    def header(self) -> Segment:
        """The MSH segment, without which there is no message."""
        return self.segments[0]

    def unescaped(self, raw: str) -> str:
        """Return a text without its escape sequences; what is no escape sequence stays as it is."""
        if not self.separators.escape or self.separators.escape not in raw:
            return raw
        return _pattern(self.separators.escape).sub(self._meant, raw)

    def _meant(self, found: re.Match) -> str:
        said = found[1]
        if said in self.separators.letters:
            return self.separators.letters[said]
        if said[0] == "X":
            return bytes.fromhex(said[1:]).decode(self.charset, "replace").replace("\0", "")
        return "\n" * _lines(said)


_ESCAPES = r"([FSTREHN]|X(?:[0-9A-Fa-f]{2})+|[CMZ][0-9A-Fa-f]+|\.(?:br|sp|in|ti|fi|nf|ce|sk) *[+-]?\d{0,3})"
_PATTERNS: dict[str, re.Pattern] = {}


def _pattern(escape: str) -> re.Pattern:
    if escape not in _PATTERNS:
        _PATTERNS[escape] = re.compile(re.escape(escape) + _ESCAPES + re.escape(escape))
    return _PATTERNS[escape]


def _lines(said: str) -> int:
    """How many lines a formatting command ends."""
    if said.startswith((".br", ".ce")):
        return 1
    if said.startswith(".sp"):
        count = said[3:].strip().lstrip("+")
        return min(int(count), 20) if count.isdigit() else 1
    return 0


def lines_of(text: str, separator: str, most: int) -> Sequence[str]:
    """Split a text into segments at any line end; a line that begins no segment goes on with the one before.

    Stops one past `most`, so that the caller can refuse what is too long.
    """
    begins = re.compile(rf"[ \t]*[A-Za-z][A-Za-z0-9]{{2}}(?:{re.escape(separator)}|\s*$)")
    found: list[str] = []
    for mark in "\n\x0b\x1c":
        text = text.replace(mark, "\r")  # faster than a regular expression for 20 MB
    for line in text.split("\r"):
        if begins.match(line):
            found.append(line.lstrip())
        elif line.strip() and found:
            found[-1] += "\\.br\\" + line
        if len(found) > most:
            break
    return found
