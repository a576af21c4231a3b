"""How one value of a resource is compared with one value of a query: the tables of the FHIR search page."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from math import asin, cos, radians, sin, sqrt
from typing import Any, NamedTuple

from toldonce.codes import units
from toldonce.codes.fhir.definitions import value_set
from toldonce.record.search import references, words
from toldonce.record.search.criteria import (
    Code,
    Date,
    IdentifierOfType,
    Near,
    Number,
    Prefix,
    Quantity,
    Target,
    Text,
)
from toldonce.record.search.dates import SPANS, Span
from toldonce.record.search.expressions import Branch
from toldonce.record.search.extract import ADDRESS_PARTS, HUMAN_NAME_PARTS
from toldonce.record.search.tokens import without_version

Json = Mapping[str, Any]
Test = Callable[[Any], bool]
UNBOUNDED = Decimal("Infinity")
EARTH_RADIUS = 6371.0  # km
SPECIAL_VALUES = "http://terminology.hl7.org/CodeSystem/special-values"
OPEN_SYSTEMS = {
    "http://hl7.org/fhir/ValueSet/languages": "urn:ietf:bcp:47",
    "http://hl7.org/fhir/ValueSet/all-languages": "urn:ietf:bcp:47",
    "http://hl7.org/fhir/ValueSet/mimetypes": "urn:ietf:bcp:13",
    "http://hl7.org/fhir/ValueSet/currencies": "urn:iso:std:iso:4217",
}


def never(value: Any) -> bool:
    """For elements of a type that a parameter cannot compare: a date given as free text, say."""
    return False


# --- token -------------------------------------------------------------------------------------------------------


def token_test(asked: Code | Text | IdentifierOfType, branch: Branch) -> Test:
    """Compares a code, with or without its system."""
    match asked:
        case Text(text):
            wanted = words.plain(text)
            return lambda value: any(words.plain(each).startswith(wanted) for each in _texts(value))
        case IdentifierOfType():
            return lambda value: _is_of_type(asked, value)
    if branch.type in _CODED:
        return lambda value: _CODED[branch.type](asked, value)
    if branch.type == "code":
        return lambda value: value == asked.code and _is_implied(asked.system, value, branch.value_set)
    return lambda value: value == asked.code and not asked.system


def _is_coding(asked: Code, value: Json, field: str = "code") -> bool:
    if asked.code is not None and value.get(field) != asked.code:
        return False
    return asked.system is None or (value.get("system") or "") == asked.system


def _is_contact(asked: Code, value: Json) -> bool:
    if asked.code is not None and words.contact(value.get("value") or "") != words.contact(asked.code):
        return False
    return asked.system is None or (value.get("system") or "") == asked.system


_CODED: dict[str, Callable[[Code, Any], bool]] = {
    "CodeableConcept": lambda asked, value: any(_is_coding(asked, each) for each in value.get("coding", ())),
    "Coding": _is_coding,
    "Identifier": lambda asked, value: _is_coding(asked, value, "value"),
    "ContactPoint": _is_contact,
    "boolean": lambda asked, value: (
        asked.code == ("true" if value else "false") and asked.system in (None, "", SPECIAL_VALUES)
    ),
}


def _is_implied(system: str | None, code: str, bound: str) -> bool:
    """Whether a code without a system of its own comes from this system, by the value set it is bound to."""
    if not system or OPEN_SYSTEMS.get(bound) == system:
        return True
    return code in (value_set(bound) or {}).get(system, ())


def _texts(value: Any) -> Iterator[str]:
    """The texts that go with a code: what `:text` searches."""
    if isinstance(value, Mapping):
        own = (value.get("text"), value.get("display"))
        yield from (text for text in own if isinstance(text, str))
        yield from (coding["display"] for coding in value.get("coding", ()) if coding.get("display"))
        if isinstance(value.get("type"), Mapping):
            yield from _texts(value["type"])
    elif isinstance(value, str):
        yield value


def _is_of_type(asked: IdentifierOfType, value: Any) -> bool:
    if not isinstance(value, Mapping) or value.get("value") != asked.value:
        return False
    wanted = Code(asked.type_system, asked.type_code)
    return any(_is_coding(wanted, each) for each in value.get("type", {}).get("coding", ()))


# --- string and uri ----------------------------------------------------------------------------------------------


def strings_of(value: Any, kind: str) -> Iterator[str]:
    """The strings of a text, a name or an address."""
    if kind not in ("HumanName", "Address"):
        yield value
        return
    for part in HUMAN_NAME_PARTS if kind == "HumanName" else ADDRESS_PARTS:
        found = value.get(part) or ()
        yield from (found,) if isinstance(found, str) else (each for each in found if each)


def string_test(asked: Text, branch: Branch, modifier: str) -> Test:
    """Compares the beginning; `:contains` any part of it; `:exact` all of it to the letter."""
    kind, wanted = branch.type, words.plain(asked.text)
    if kind not in ("string", "markdown", "HumanName", "Address"):
        return never
    if modifier == "exact":
        return lambda value: any(each == asked.text for each in strings_of(value, kind))
    if modifier == "contains":
        return lambda value: any(wanted in words.plain(each) for each in strings_of(value, kind))
    return lambda value: any(words.plain(each).startswith(wanted) for each in strings_of(value, kind))


def sound_test(asked: Text, branch: Branch) -> Test:
    """Compares how the family name and the given names sound."""
    wanted = words.sound(asked.text)
    return lambda value: bool(wanted) and any(words.sound(each) == wanted for each in _called(value))


def _called(name: Json) -> list[str]:
    return [each for each in (name.get("family"), *name.get("given", ())) if each]


def uri_test(asked: Text, branch: Branch, modifier: str) -> Test:
    """Compares whole addresses; `:below` those underneath, `:above` those that it is underneath."""
    text = asked.text
    if modifier == "below":
        return lambda value: _is_below(value, text)
    if modifier == "above":
        return lambda value: _is_below(text, value)
    if branch.type == "canonical":
        return lambda value: text in (value, without_version(value))
    return lambda value: value == text


def _is_below(lower: str, upper: str) -> bool:
    return lower == upper or lower.startswith(upper.rstrip("/") + "/")


# --- reference ---------------------------------------------------------------------------------------------------


def reference_test(asked: Target | Code, branch: Branch) -> Test:
    """Compares where a reference leads, or with `:identifier` the identifier that it gives."""
    if isinstance(asked, Code):
        if branch.type != "Reference":
            return never
        return lambda value: (
            _is_coding(asked, value.get("identifier") or {}, "value") and "identifier" in value
        )
    return lambda value: not asked.any_of.isdisjoint(addresses(value, branch))


def addresses(value: Any, branch: Branch) -> tuple[str, ...]:
    """What a value of a reference parameter leads to, as it is compared; nothing if into the resource itself."""
    match branch.type:
        case "Reference":
            found = value.get("reference")
            return (references.plain(found),) if found and not references.is_contained(found) else ()
        case "Resource":
            return (f"{value.get('resourceType')}/{value.get('id')}",)
        case "Attachment":
            return (value["url"],) if value.get("url") else ()
    return (value, without_version(value), references.plain(value))


def leads_to(rtype: str, value: Any) -> bool:
    """Whether a Reference leads to a resource of this type, as far as it says."""
    reference = value.get("reference") or ""
    return references.type_of(reference) == rtype or value.get("type") == rtype


# --- place -------------------------------------------------------------------------------------------------------


def near_test(asked: Near, branch: Branch) -> Test:
    """Compares how far a position is in a straight line over the earth."""
    return lambda value: _kilometres(asked, value) <= asked.kilometres


def _kilometres(asked: Near, position: Json) -> float:
    """By the haversine formula."""
    north, east = radians(asked.latitude), radians(asked.longitude)
    there, across = radians(position.get("latitude", 0)), radians(position.get("longitude", 0))
    half = sin((there - north) / 2) ** 2 + cos(north) * cos(there) * sin((across - east) / 2) ** 2
    return 2 * EARTH_RADIUS * asin(min(1.0, sqrt(half)))


# --- date --------------------------------------------------------------------------------------------------------


def date_test(asked: Date, branch: Branch) -> Test:
    """Compares spans of time: either side may be a day, a month, a year, or open."""
    spanned, compare = SPANS.get(branch.type), _BY_DATE[asked.prefix]
    if spanned is None:
        return never
    sought = _around_now(asked.span) if asked.prefix is Prefix.AP else asked.span
    return lambda value: (found := spanned(value)) is not None and compare(sought, found)


def _around_now(span: Span) -> Span:
    """Approximately is a tenth of the time between now and then."""
    now = datetime.now(UTC)
    margin = abs(now - span.start) / 10
    try:
        return Span(span.start - margin, span.end + margin)
    except OverflowError:
        return span


def _is_within(sought: Span, found: Span) -> bool:
    return sought.start <= found.start and found.end <= sought.end


# "At or after" includes a stay that goes on into the day asked for, as in other servers; read to the letter, the
# standard would leave it out unless it ended that day and had begun that day too.
_BY_DATE: dict[Prefix, Callable[[Span, Span], bool]] = {
    Prefix.EQ: _is_within,
    Prefix.NE: lambda sought, found: not _is_within(sought, found),
    Prefix.GT: lambda sought, found: found.end > sought.end,
    Prefix.LT: lambda sought, found: found.start < sought.start,
    Prefix.GE: lambda sought, found: found.end > sought.start,
    Prefix.LE: lambda sought, found: found.start < sought.end,
    Prefix.SA: lambda sought, found: found.start >= sought.end,
    Prefix.EB: lambda sought, found: found.end <= sought.start,
    Prefix.AP: lambda sought, found: found.start < sought.end and found.end > sought.start,
}


# --- number and quantity -----------------------------------------------------------------------------------------


class Measured(NamedTuple):
    """A number of a resource, or the limits between which it lies, with its unit."""

    low: Decimal
    high: Decimal
    system: str = ""
    code: str = ""
    unit: str = ""


def decimal(number: Any) -> Decimal | None:
    """A JSON number as it was written, as nearly as a float remembers it."""
    try:
        return Decimal(repr(number)) if isinstance(number, (int, float)) else Decimal(number)
    except (InvalidOperation, TypeError, ValueError):
        return None


def measured(value: Any, kind: str) -> Iterator[Measured]:
    """The numbers of a decimal, a Quantity, Money, a Range or SampledData."""
    if kind == "Range":
        yield from _range(value)
    elif kind == "SampledData":
        yield from _samples(value)
    elif kind in ("decimal", "integer", "positiveInt", "unsignedInt"):
        if (number := decimal(value)) is not None:
            yield Measured(number, number)
    elif (number := decimal(value.get("value"))) is not None:
        low, high = _LIMITS.get(value.get("comparator"), _exactly)(number)
        yield Measured(low, high, *_unit(value))


def _exactly(number: Decimal) -> tuple[Decimal, Decimal]:
    return number, number


_LIMITS: dict[str | None, Callable[[Decimal], tuple[Decimal, Decimal]]] = {
    "<": lambda number: (-UNBOUNDED, number.next_minus()),
    "<=": lambda number: (-UNBOUNDED, number),
    ">": lambda number: (number.next_plus(), UNBOUNDED),
    ">=": lambda number: (number, UNBOUNDED),
}


def _unit(value: Json) -> tuple[str, str, str]:
    if "currency" in value:
        return "urn:iso:std:iso:4217", value["currency"], ""
    return value.get("system") or "", value.get("code") or "", value.get("unit") or ""


def _range(value: Json) -> Iterator[Measured]:
    low, high = value.get("low") or {}, value.get("high") or {}
    first, last = decimal(low.get("value")), decimal(high.get("value"))
    if first is None and last is None:
        return
    yield Measured(
        -UNBOUNDED if first is None else first, UNBOUNDED if last is None else last, *_unit(low or high)
    )


def _samples(value: Json) -> Iterator[Measured]:
    """Each sample is origin + factor * number; E, L and U are no numbers."""
    origin = value.get("origin") or {}
    zero, factor = (
        decimal(origin.get("value", 0)) or Decimal(0),
        decimal(value.get("factor", 1)) or Decimal(1),
    )
    for sample in (value.get("data") or "").split():
        if (number := decimal(sample)) is not None and number.is_finite():
            yield Measured(zero + factor * number, zero + factor * number, *_unit(origin))


def number_test(asked: Number, branch: Branch) -> Test:
    """Compares numbers: equal means equal to the written precision."""
    compare = _BY_NUMBER[asked.prefix]
    return lambda value: any(compare(asked, found) for found in measured(value, branch.type))


def quantity_test(asked: Quantity, branch: Branch) -> Test:
    """Compares numbers of the same unit; a unit is a code of a system, or its name."""
    number, compare = asked.number, _BY_NUMBER[asked.number.prefix]

    def test(value: Any) -> bool:
        for written in measured(value, branch.type):
            found = _in_unit(asked, written)
            if compare(number, found) and _has_unit(asked, found):
                return True
        return False

    return test


def _in_unit(asked: Quantity, found: Measured) -> Measured:
    """The same in the UCUM unit that is asked for, where one is a multiple of the other."""
    if asked.system != units.SYSTEM or found.system != units.SYSTEM or asked.code in (None, found.code):
        return found
    low, high = (units.convert(side, found.code, asked.code) for side in (found.low, found.high))
    return found if low is None or high is None else found._replace(low=low, high=high, code=asked.code)


def _has_unit(asked: Quantity, found: Measured) -> bool:
    if asked.system is not None and found.system != asked.system:
        return False
    if asked.code is None or asked.code == found.code:
        return True
    return asked.system is None and asked.code == found.unit


def _is_number(asked: Number, found: Measured) -> bool:
    if found.low == found.high == asked.number:
        return True
    return asked.low <= found.low and found.high < asked.high


_BY_NUMBER: dict[Prefix, Callable[[Number, Measured], bool]] = {
    Prefix.EQ: _is_number,
    Prefix.NE: lambda asked, found: not _is_number(asked, found),
    Prefix.GT: lambda asked, found: found.high > asked.number,
    Prefix.LT: lambda asked, found: found.low < asked.number,
    Prefix.GE: lambda asked, found: found.high >= asked.number,
    Prefix.LE: lambda asked, found: found.low <= asked.number,
    Prefix.SA: lambda asked, found: found.low > asked.number,
    Prefix.EB: lambda asked, found: found.high < asked.number,
    Prefix.AP: lambda asked, found: found.low <= asked.high and found.high >= asked.low,
}
