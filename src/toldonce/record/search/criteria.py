"""What can be asked of the record: a closed list of frozen nouns.

Whatever is built here can be answered: each noun refuses in its making what the search could not do. Criteria of a
`Wanted` must all hold; of the values of a criterion one must.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from toldonce.codes.fhir.definitions import RTYPE, SearchParameter, search_parameters
from toldonce.record.search.dates import Span


class BadSearch(ValueError):
    """The search cannot be answered as it was asked; `param` says which part, `reason` is a sentence."""

    def __init__(self, param: str, reason: str) -> None:
        self.param, self.reason = param, reason
        super().__init__(f"{param}: {reason}")


class NotSupported(BadSearch):
    """Somebody else's server may know this parameter or modifier; under lenient handling it may be left out."""


class Prefix(StrEnum):
    """How a number, a quantity or a date is compared with what is in the resource."""

    EQ = "eq"
    NE = "ne"
    GT = "gt"
    LT = "lt"
    GE = "ge"
    LE = "le"
    SA = "sa"
    EB = "eb"
    AP = "ap"


@dataclass(frozen=True, slots=True)
class Text:
    """A string or a uri."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A code; `system` None means any system and '' none; `code` None means any code of the system."""

    system: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class IdentifierOfType:
    """An identifier by the type that its issuer gave it: MR, NH …"""

    type_system: str
    type_code: str
    value: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference leads to: any one of these, written `Type/id` or as a whole address."""

    any_of: frozenset[str]


@dataclass(frozen=True, slots=True)
class Date:
    """A date of any precision."""

    prefix: Prefix
    span: Span


@dataclass(frozen=True, slots=True)
class Number:
    """A number; `low` and `high` are the limits that its written precision implies."""

    prefix: Prefix
    number: Decimal
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; `code` is a coded unit, or the written one where `system` is None or ''."""

    number: Number
    system: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Missing:
    """Whether the element must be missing."""

    is_missing: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """The values of a composite parameter, part by part."""

    parts: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """A point on the earth in degrees, and how far from it something may be."""

    latitude: float
    longitude: float
    kilometres: float


Value = Text | Code | IdentifierOfType | Target | Date | Number | Quantity | Missing | Parts | Near

MODIFIERS = {
    "string": ("exact", "contains", "missing"),
    "token": ("text", "not", "of-type", "missing"),
    "reference": ("identifier", "missing"),
    "uri": ("above", "below", "missing"),
    "date": ("missing",),
    "number": ("missing",),
    "quantity": ("missing",),
    "composite": ("missing",),
    "special": ("missing",),
}
NEED_TERMINOLOGY = {"token": ("in", "not-in", "above", "below"), "reference": ("above", "below")}
REFUSED = ("_text", "_content", "_filter", "_query", "_list")


def parameter_of(rtype: str, code: str, asked: str = "") -> SearchParameter:
    """HL7's search parameter of a type; refused where there is none or where it cannot be answered here."""
    found = search_parameters(rtype).get(code)
    if code in REFUSED:
        raise NotSupported(asked or code, f"the search parameter {code} is not supported here.")
    if found is None:
        raise NotSupported(asked or code, f"{rtype} has no search parameter {code}.")
    return found


@dataclass(frozen=True, slots=True)
class Criterion:
    """A parameter of the type itself, with one of these values."""

    rtype: str
    code: str
    modifier: str
    values: tuple[Value, ...]

    def __post_init__(self) -> None:
        kind = self.parameter.type
        if self.modifier and self.modifier not in MODIFIERS[kind]:
            raise NotSupported(f"{self.code}:{self.modifier}", _no_modifier(kind, self.modifier))
        if not self.values:
            raise BadSearch(self.code, "a value is missing.")

    @property
    def parameter(self) -> SearchParameter:
        return parameter_of(self.rtype, self.code)


def _no_modifier(kind: str, modifier: str) -> str:
    if modifier in NEED_TERMINOLOGY.get(kind, ()):
        return f"the modifier :{modifier} needs a terminology server, which is not part of this service."
    known = ", ".join(f":{name}" for name in MODIFIERS[kind]) or "none"
    return f"a {kind} parameter has no modifier :{modifier}; it has {known}."


@dataclass(frozen=True, slots=True)
class Chain:
    """A reference that leads to a resource which is wanted in turn, of one type or another."""

    rtype: str
    code: str
    wanted: tuple[Wanted, ...]

    def __post_init__(self) -> None:
        check_is_reference(self.rtype, self.code)
        if not self.wanted:
            raise BadSearch(self.code, "it leads to no type with that parameter.")


@dataclass(frozen=True, slots=True)
class Has:
    """A resource of another type, wanted in turn, whose reference `code` leads here."""

    code: str
    wanted: Wanted

    def __post_init__(self) -> None:
        check_is_reference(self.wanted.rtype, self.code)


Condition = Criterion | Chain | Has


@dataclass(frozen=True, slots=True)
class Wanted:
    """Resources of one type for which all these conditions hold."""

    rtype: str
    conditions: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        if self.rtype not in RTYPE:
            raise BadSearch(self.rtype, "is not a resource type of FHIR R4.")


def check_is_reference(rtype: str, code: str) -> None:
    """Only references can be followed."""
    if parameter_of(rtype, code).type != "reference":
        raise BadSearch(code, f"is not a reference of {rtype}, so it cannot be followed.")


SORTABLE = ("date", "string", "token", "number", "quantity", "uri", "reference")


@dataclass(frozen=True, slots=True)
class SortKey:
    """A parameter by whose values results are put in order."""

    code: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Include:
    """References to follow from (or, reversed, to) what was found; code '*' means all of them."""

    rtype: str
    code: str
    target: str = ""
    reverse: bool = False
    iterate: bool = False

    def __post_init__(self) -> None:
        name = "_revinclude" if self.reverse else "_include"
        for rtype in (self.rtype, self.target):
            if rtype not in RTYPE and rtype not in ("", "*"):
                raise BadSearch(name, f"{rtype} is not a resource type of FHIR R4.")
        if self.code != "*":
            check_is_reference(self.rtype, self.code)


class Total(StrEnum):
    """Whether the number of all matches is wanted."""

    NONE = "none"
    ESTIMATE = "estimate"
    ACCURATE = "accurate"


class Summary(StrEnum):
    """Which part of each resource is wanted."""

    TRUE = "true"
    TEXT = "text"
    DATA = "data"
    COUNT = "count"
    FALSE = "false"


@dataclass(frozen=True, slots=True)
class Ignored:
    """A part of the query that was left out under lenient handling, and why."""

    param: str
    value: str
    reason: str


DEFAULT_COUNT = 20
MAX_COUNT = 1000


@dataclass(frozen=True, slots=True)
class Search:
    """A whole search: what is wanted, in which order, how much of it, and what goes with it."""

    wanted: Wanted
    sort: tuple[SortKey, ...] = ()
    count: int = DEFAULT_COUNT
    total: Total = Total.NONE
    includes: tuple[Include, ...] = ()
    summary: Summary | None = None
    elements: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        for key in self.sort:
            kind = parameter_of(self.rtype, key.code, "_sort").type
            if kind not in SORTABLE:
                raise NotSupported("_sort", f"results cannot be sorted by {key.code}, a {kind} parameter.")

    @property
    def rtype(self) -> str:
        return self.wanted.rtype

    @property
    def only_counts(self) -> bool:
        """Whether nothing but the number of matches is wanted."""
        return self.count == 0 or self.summary is Summary.COUNT
