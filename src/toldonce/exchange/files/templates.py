"""Elements with holes, and conditions: compiled once, filled for every row.

`$column` is the value itself (of a code, the whole concept; `$column.code`, `.display`, `.said` or a word of the
list's own are parts of it), `{column}` stands inside words, `@name` is a reference to another resource of the row.
Where a value is missing, the element is left out, and an element that is left with nothing goes with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from toldonce.exchange.files.mapping import Built, Code, Scope

NAME = r"[A-Za-z_][\w-]*(?:\.[a-z_]+)?"
VALUE = re.compile(rf"\$({NAME})")
HOLE = re.compile(rf"\{{({NAME})\}}")
REFERENCE = re.compile(r"@([a-z][\w-]*)")
CONDITION = re.compile(rf"(?P<no>not\s+)?(?P<name>{NAME})(?:\s+is\s+(?P<not>not\s+)?(?P<words>.+))?")
SNOMED, LOINC = "http://snomed.info/sct", "http://loinc.org"
CONSTANTS = {
    "snomed": SNOMED,
    "loinc": LOINC,
    "icd10": "http://hl7.org/fhir/sid/icd-10",
    "ucum": "http://unitsofmeasure.org",
    "nhs_numbers": "https://fhir.nhs.uk/Id/nhs-number",
    "hl7": "http://terminology.hl7.org/CodeSystem",
    "ours": "https://toldonce.example",
}


class Amiss(ValueError):
    """A template or a condition names something that is not there, or cannot be understood."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A code as the file said it and as it is known; without a code, only its words are."""

    said: str
    code: Code | None

    @property
    def concept(self) -> dict:
        """As a CodeableConcept."""
        if self.code is None or not self.code.code:
            return {"text": self.part("display")}
        coding = {"system": self.code.system, "code": self.code.code, "display": self.code.display}
        return {"coding": [{name: value for name, value in coding.items() if value}],
                "text": self.code.display or self.said}  # fmt: skip

    def part(self, name: str) -> Any:
        """One part: `code`, `display`, `system`, `said`, `coding`, or a word of the list's own."""
        if name == "said":
            return self.said
        if name == "coding":
            return next(iter(self.concept.get("coding", ())), None)
        if self.code is None:
            return self.said if name == "display" else None
        if name == "display":
            return self.code.display or self.said
        return getattr(self.code, name) if name in ("code", "system") else self.code.more.get(name)


def compiled(node: Any, names: Set[str], made: Set[str] = frozenset()) -> Built:
    """Make a function of a row's values from a template; raises Amiss."""
    if isinstance(node, dict):
        return _choice(node, names, made) if "if" in node else _elements(node, names, made)
    if isinstance(node, list):
        return _members(node, names, made)
    return _text(node, names, made) if isinstance(node, str) else lambda scope: node


def _elements(node: dict, names: Set[str], made: Set[str]) -> Built:
    parts = [(str(name), compiled(value, names, made)) for name, value in node.items()]

    def build(scope: Scope) -> dict | None:
        filled = {name: value for name, part in parts if (value := part(scope)) is not None}
        return filled or None

    if all(map(_is_fixed, node.values())):
        kept = build({})
        return lambda scope: kept
    return build


def _is_fixed(node: Any) -> bool:
    """Whether a template holds no hole."""
    if isinstance(node, dict):
        return "if" not in node and all(map(_is_fixed, node.values()))
    if isinstance(node, list):
        return all(map(_is_fixed, node))
    return not isinstance(node, str) or not (
        VALUE.fullmatch(node) or HOLE.search(node) or REFERENCE.fullmatch(node)
    )


def _members(node: list, names: Set[str], made: Set[str]) -> Built:
    parts = [compiled(each, names, made) for each in node]

    def build(scope: Scope) -> list | None:
        return [value for part in parts if (value := part(scope)) is not None] or None

    return build


def _choice(node: dict, names: Set[str], made: Set[str]) -> Built:
    if unknown := set(node) - {"if", "then", "else"}:
        raise Amiss(f"beside `if` stand only `then` and `else`, not {', '.join(sorted(map(str, unknown)))}")
    holds = conditions(node["if"], names)
    then, otherwise = (compiled(node.get(part), names, made) for part in ("then", "else"))
    return lambda scope: then(scope) if holds(scope) else otherwise(scope)


def _text(node: str, names: Set[str], made: Set[str]) -> Built:
    if found := VALUE.fullmatch(node):
        return _value(found[1], names)
    if found := REFERENCE.fullmatch(node):
        if found[1] not in made:
            raise Amiss(f"`{node}` is no resource that stands before this one in the same row")
        return lambda scope: scope.get(node)
    if not HOLE.search(node):
        return lambda scope: node
    return _filled(node, names)


def _filled(node: str, names: Set[str]) -> Built:
    """Words with holes; nothing when one of them stays empty."""
    pieces = HOLE.split(node)
    holes = [(_word(name, names) if at % 2 else name) for at, name in enumerate(pieces)]

    def build(scope: Scope) -> str | None:
        said = [hole if isinstance(hole, str) else hole(scope) for hole in holes]
        return None if any(each is None for each in said) else "".join(said)

    return build


def _value(name: str, names: Set[str]) -> Built:
    stem, part = _named(name, names)

    def build(scope: Scope) -> Any:
        value = scope.get(stem)
        if isinstance(value, Coded):
            return value.part(part) if part else value.concept
        return value

    return build


def _word(name: str, names: Set[str]) -> Built:
    """A value as words; of a code, its display."""
    stem, part = _named(name, names)

    def build(scope: Scope) -> str | None:
        value = scope.get(stem)
        return None if value is None else words(value, part)

    return build


def _named(name: str, names: Set[str]) -> tuple[str, str]:
    stem, _, part = name.partition(".")
    if stem not in names:
        raise Amiss(f"`{name}` is no column")
    return stem, part


def words(value: Any, part: str = "") -> str | None:
    """A value as it stands inside words."""
    if isinstance(value, Coded):
        value = value.part(part or "display")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return None if value is None else str(value)


def conditions(told: Any, names: Set[str]) -> Callable[[Scope], bool]:
    """Make one question from conditions that must all hold; raises Amiss."""
    asked = [_condition(str(each), names) for each in (told if isinstance(told, list) else [told])]
    return lambda scope: all(holds(scope) for holds in asked)


def _condition(told: str, names: Set[str]) -> Callable[[Scope], bool]:
    found = CONDITION.fullmatch(told.strip())
    if found is None:
        raise Amiss(f"`{told}` is no condition: write `column`, `not column`, `column is This, That`")
    stem, part = _named(found["name"], names)
    if not found["words"]:
        return (
            (lambda scope: scope.get(stem) is None)
            if found["no"]
            else lambda scope: scope.get(stem) is not None
        )
    wanted = {each.strip().casefold() for each in found["words"].split(",")}
    negated = bool(found["no"]) != bool(found["not"])
    return lambda scope: (not wanted.isdisjoint(_said(scope.get(stem), part))) != negated


def _said(value: Any, part: str) -> Iterator[str]:
    """The words by which a condition knows a value: of a code, what the file said and what it is."""
    if isinstance(value, Coded) and not part:
        told = (value.said, value.part("code"), value.part("display"))
    else:
        told = (words(value, part) if isinstance(value, Coded) else words(value),)
    return (str(each).casefold() for each in told if each is not None)
