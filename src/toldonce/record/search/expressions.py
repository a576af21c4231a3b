"""HL7's FHIRPath search expressions, compiled to plain Python that reads the values out of a resource.

R4 uses a small part of FHIRPath: paths, `|`, `as`, `where(field='value')`, `where(resolve() is Type)`, `[0]`,
`exists()`, `!=` and `and`. An expression becomes branches: each is one way through the JSON to values of one type,
so that `Observation.effective` is four branches (dateTime, Period, Timing, instant).
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from toldonce.codes.fhir.definitions import elements, is_structure, search_parameters

Json = Mapping[str, Any]
Reader = Callable[[Any], list]


class NotInOurSubset(ValueError):
    """This expression needs a part of FHIRPath that R4's search parameters do not use."""


@dataclass(frozen=True, slots=True)
class Step:
    """One property of the JSON on the way, with the conditions on what is found there."""

    name: str
    is_many: bool
    where: tuple[tuple[str, str], ...] = ()
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """One way from a structure to values of one FHIR type."""

    root: str
    steps: tuple[Step, ...]
    type: str
    target: str = ""
    value_set: str = ""
    from_resource: bool = False
    truth: Callable[[Any], list[bool]] | None = None

    @property
    def path(self) -> str:
        """Where it leads, conditions left out: `Observation.component.code`."""
        return ".".join((self.root, *(step.name for step in self.steps)))

    def reader(self) -> Reader:
        """A function from the root to the list of values."""
        return self.truth or _reader(self.steps)


# --- grammar -----------------------------------------------------------------------------------------------------

Node = tuple  # ("name", text) ("member", node, text) ("call", node, function, argument) ("at", node, n)
#               ("as", node, type) ("is", node, type) ("or", a, b) ("and", a, b) ("=", a, b) ("!=", a, b)
#               ("literal", value) ("resource",)
_TOKEN = re.compile(r"\s*(?:(%?[A-Za-z_]\w*)|(\d+)|'([^']*)'|(!=|[().,|=\[\]]))")


class _Parser:
    """Recursive descent over FHIRPath in the order of its precedence: and, = and !=, |, as and is, postfix."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens, self.at = text, _tokens(text), 0

    def parse(self) -> Node:
        node = self.conjunction()
        if self.peek() != ("end", ""):
            raise NotInOurSubset(f"{self.text!r}: {self.peek()[1]!r} is not expected here")
        return node

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at]

    def take(self, sign: str = "") -> str:
        kind, text = self.peek()
        if sign and (kind == "literal" or text != sign):
            raise NotInOurSubset(f"{self.text!r}: {sign!r} is expected, not {text!r}")
        self.at += 1
        return text

    def sees(self, *signs: str) -> bool:
        kind, text = self.peek()
        return kind != "literal" and text in signs

    def _chain(self, inner: Callable[[], Node], *signs: str) -> Node:
        node = inner()
        while self.sees(*signs):
            sign = self.take()
            node = (sign, node, inner())
        return node

    def conjunction(self) -> Node:
        return self._chain(self.equality, "and")

    def equality(self) -> Node:
        return self._chain(self.union, "=", "!=")

    def union(self) -> Node:
        return self._chain(self.typed, "|")

    def typed(self) -> Node:
        node = self.postfix()
        while self.sees("as", "is"):
            node = (self.take(), node, self.take())
        return node

    def postfix(self) -> Node:
        node = self.primary()
        while self.sees(".", "["):
            if self.take() == "[":
                node = ("at", node, int(self.take()))
                self.take("]")
            else:
                node = self.member(node)
        return node

    def member(self, node: Node) -> Node:
        name = self.take()
        return self.call(node, name) if self.sees("(") else ("member", node, name)

    def call(self, node: Node | None, name: str) -> Node:
        self.take("(")
        argument = None if self.sees(")") else self.conjunction()
        self.take(")")
        return ("call", node, name, argument)

    def primary(self) -> Node:
        kind, text = self.peek()
        if self.sees("("):
            self.take()
            node = self.conjunction()
            self.take(")")
            return node
        self.at += 1
        if kind == "literal":
            return ("literal", text)
        if kind != "word":
            raise NotInOurSubset(f"{self.text!r}: {text!r} cannot begin a term")
        if text in ("true", "false"):
            return ("literal", text == "true")
        return self.call(None, text) if self.sees("(") else ("name", text)


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise NotInOurSubset(f"{text!r}: cannot be read from {text[at:]!r} on")
        kind = ("word", "number", "literal", "sign")[(match.lastindex or 1) - 1]
        found.append((kind, match.group(match.lastindex or 1)))
        at = match.end()
    return [*found, ("end", "")]


# --- from expression to branches ---------------------------------------------------------------------------------


@cache
def branches(structure: str, expression: str) -> tuple[Branch, ...]:
    """The ways that an expression leads from a resource type (or, in a composite's part, from its element)."""
    return _walk(_Parser(expression).parse(), structure)


@cache
def parameter_branches(rtype: str, code: str) -> tuple[Branch, ...]:
    """The branches of one search parameter of a resource type."""
    return branches(rtype, search_parameters(rtype)[code].expression)


def _walk(node: Node, root: str) -> tuple[Branch, ...]:
    match node:
        case ("name", name):
            return _named(root, name)
        case ("member", inner, name):
            return tuple(further for branch in _walk(inner, root) for further in _step(branch, name))
        case ("call", inner, "as", ("name", kind)) | ("as", inner, kind):
            return tuple(b for b in _walk(inner, root) if b.type == _type_name(kind))
        case ("call", inner, "where", condition):
            return tuple(_where(branch, condition) for branch in _walk(inner, root))
        case ("at", inner, number):
            return tuple(_last(branch, at=number) for branch in _walk(inner, root))
        case ("|", one, other):
            return _walk(one, root) + _walk(other, root)
        case ("and" | "=" | "!=", _, _) | ("call", _, "exists", None):
            return (Branch(root, (), "boolean", truth=_truth(node, root)),)
    raise NotInOurSubset(f"{node!r} is not used by R4's search parameters")


def _named(root: str, name: str) -> tuple[Branch, ...]:
    if name == "%resource":
        rtype = root.split(".")[0]
        return (Branch(rtype, (), rtype, from_resource=True),)
    here = Branch(root, (), root)
    return (here,) if name in (root, "Resource", "DomainResource") else _step(here, name)


def _step(branch: Branch, name: str) -> tuple[Branch, ...]:
    if not is_structure(branch.type):
        raise NotInOurSubset(f"{branch.path} has no element {name}")
    known = elements(branch.type)
    element = known.get(name) or known.get(f"{name}[x]")
    if element is None:
        raise NotInOurSubset(f"{branch.path} has no element {name}")
    value_set = element.value_set
    return tuple(
        replace(
            branch, steps=(*branch.steps, Step(json_name, element.is_many)), type=kind, value_set=value_set
        )
        for json_name, kind in element.names()
    )


def _type_name(kind: str) -> str:
    """FHIR's name of a type: HL7 once writes DateTime for dateTime."""
    return "dateTime" if kind == "DateTime" else kind


def _where(branch: Branch, condition: Node) -> Branch:
    match condition:
        case ("is", ("call", None, "resolve", None), kind):
            return replace(branch, target=kind)
        case ("=", ("name", field), ("literal", str(value))):
            return _last(branch, where=(*branch.steps[-1].where, (field, value)))
    raise NotInOurSubset(f"where({condition!r}) is not used by R4's search parameters")


def _last(branch: Branch, **changes: Any) -> Branch:
    return replace(branch, steps=(*branch.steps[:-1], replace(branch.steps[-1], **changes)))


def _truth(node: Node, root: str) -> Callable[[Any], list[bool]]:
    """A true or false answer; FHIRPath's empty answer is an empty list."""
    match node:
        case ("and", one, other):
            left, right = _truth(one, root), _truth(other, root)
            return lambda item: [
                all(left(item)) and bool(left(item)) and all(right(item)) and bool(right(item))
            ]
        case ("call", inner, "exists", None):
            read = _all(_walk(inner, root))
            return lambda item: [bool(read(item))]
        case ("=" | "!=" as sign, inner, ("literal", value)):
            read = _all(_walk(inner, root))
            return lambda item: [(found == value) == (sign == "=") for found in read(item)[:1]]
    raise NotInOurSubset(f"{node!r} is not a condition that R4's search parameters use")


def _all(found: Iterable[Branch]) -> Reader:
    readers = [branch.reader() for branch in found]
    return lambda item: [value for read in readers for value in read(item)]


# --- from branches to Python -------------------------------------------------------------------------------------


@cache
def _reader(steps: tuple[Step, ...]) -> Reader:
    """Python source written from the steps: names come from HL7's tables only, values are passed as literals."""
    lines, depth, here = ["def read(v0):", " out = []"], 1, "v0"
    for number, step in enumerate(steps, 1):
        there = f"v{number}"
        indent = " " * depth
        lines.append(f"{indent}{there} = {here}.get({step.name!r})")
        lines.append(f"{indent}if {there} is not None:")
        depth += 1
        if step.is_many and step.at is not None:
            lines.append(f"{' ' * depth}for {there} in {there}[{step.at}:{step.at + 1}]:")
            depth += 1
        elif step.is_many:
            lines.append(f"{' ' * depth}for {there} in {there}:")
            depth += 1
        for field, value in step.where:
            lines.append(f"{' ' * depth}if {there}.get({field!r}) == {value!r}:")
            depth += 1
        here = there
    lines += [f"{' ' * depth}if {here} is not None: out.append({here})", " return out"]
    made: dict[str, Any] = {}
    exec("\n".join(lines), made)
    return made["read"]
