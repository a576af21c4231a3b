"""Reading the values of a search: escapes, prefixes, implied precision, `system|code`, `Type/id`."""

import re
from decimal import Decimal, InvalidOperation

from toldonce.codes.fhir.definitions import RTYPE, SearchParameter
from toldonce.record.search import references
from toldonce.record.search.criteria import (
    BadSearch,
    Code,
    Criterion,
    Date,
    IdentifierOfType,
    Missing,
    Near,
    NotSupported,
    Number,
    Parts,
    Prefix,
    Quantity,
    Target,
    Text,
    Value,
    parameter_of,
)
from toldonce.record.search.dates import span

_PREFIXED = re.compile(r"(eq|ne|gt|lt|ge|le|sa|eb|ap)(?=[-+\d])(.*)", re.S)
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d{1,3})?")
_DATE = re.compile(
    r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+]\d\d:\d\d)?)?)?)?",
)
MOST_VALUES, LONGEST = 1000, 100_000  # of one parameter: each is looked for, and each hit compared with each
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_ESCAPE = re.compile(r"\\([\\,|$])")


def split(text: str, sign: str) -> list[str]:
    """Splits at a sign that no backslash protects; the parts keep their escapes."""
    parts, letters = [""], iter(text)
    for letter in letters:
        if letter == sign:
            parts.append("")
        else:
            parts[-1] += letter + next(letters, "") if letter == "\\" else letter
    return parts


def plain(text: str) -> str:
    r"""Undoes the escapes `\,` `\|` `\$` and `\\`."""
    return _ESCAPE.sub(r"\1", text)


def criterion(rtype: str, code: str, modifier: str, text: str) -> Criterion:
    """One parameter with its value, commas meaning or."""
    parameter = parameter_of(rtype, code, f"{code}:{modifier}" if modifier else code)
    target_type = ""
    if parameter.type == "reference" and modifier in RTYPE:
        target_type, modifier = modifier, ""
    if text.count(",") >= MOST_VALUES or len(text) > LONGEST:
        raise BadSearch(
            code, f"more than {MOST_VALUES:,} values, or {LONGEST:,} signs: ask in several searches."
        )
    Criterion(rtype, code, modifier, (Missing(True),))  # refuses a modifier before its value is looked at
    values = [one(rtype, parameter, modifier, part, target_type) for part in split(text, ",")]
    return Criterion(rtype, code, modifier, tuple(dict.fromkeys(values)))


def one(rtype: str, parameter: SearchParameter, modifier: str, text: str, target_type: str = "") -> Value:
    """One value of a parameter, commas already split."""
    if not text.strip():
        raise BadSearch(parameter.code, "a value is missing.")
    if modifier == "missing":
        if text not in ("true", "false"):
            raise BadSearch(f"{parameter.code}:missing", "must be true or false.")
        return Missing(text == "true")
    match parameter.type:
        case "token":
            return _token(parameter.code, modifier, text)
        case "reference":
            return _reference(parameter, modifier, text, target_type)
        case "date":
            return _date(parameter.code, text)
        case "number":
            return _number(parameter.code, text)
        case "quantity":
            return _quantity(parameter.code, text)
        case "composite":
            return _parts(rtype, parameter, text)
        case "special":
            return _near(parameter.code, text)
    return Text(plain(text))


def _token(code: str, modifier: str, text: str) -> Value:
    if modifier == "text":
        return Text(plain(text))
    parts = [plain(part) for part in split(text, "|")]
    if modifier == "of-type":
        if len(parts) != 3 or not all(parts):
            raise BadSearch(f"{code}:of-type", "is written system|code|value.")
        return IdentifierOfType(*parts)
    if len(parts) > 2:
        raise BadSearch(code, r"is written code, system|code, |code or system|; a | within is written \|.")
    if parts == ["", ""]:
        raise BadSearch(code, "a value is missing.")
    return Code(None, parts[0]) if len(parts) == 1 else Code(parts[0], parts[1] or None)


def _reference(parameter: SearchParameter, modifier: str, text: str, target_type: str) -> Value:
    if modifier == "identifier":
        return _token(f"{parameter.code}:identifier", "", text)
    reference = references.plain(plain(text))
    if "/_history/" in text:
        raise NotSupported(parameter.code, "a reference to one version cannot be searched for.")
    if _ID.fullmatch(reference):
        types = (target_type,) if target_type else parameter.targets or tuple(RTYPE)
        return Target(frozenset(f"{rtype}/{reference}" for rtype in types))
    if target_type and references.type_of(reference) != target_type:
        raise BadSearch(f"{parameter.code}:{target_type}", f"{text} is not a {target_type}.")
    return Target(frozenset({reference}))


def _prefixed(text: str) -> tuple[Prefix, str]:
    found = _PREFIXED.fullmatch(text.strip())
    return (Prefix(found[1]), found[2]) if found else (Prefix.EQ, text.strip())


def _date(code: str, text: str) -> Date:
    prefix, rest = _prefixed(text)
    rest = rest.replace(" ", "+")  # what a plus sign becomes in an address that was not encoded
    found = span(rest) if _DATE.fullmatch(rest) else None
    if found is None:
        raise BadSearch(code, f"{text!r} is not a date; dates are written 2024-05-31, 2024-05 or 2024.")
    return Date(prefix, found)


def _number(code: str, text: str) -> Number:
    prefix, rest = _prefixed(text)
    if not _NUMBER.fullmatch(rest):
        raise BadSearch(code, f"{text!r} is not a number.")
    try:
        number = Decimal(rest)
        margin = abs(number) / 10 if prefix is Prefix.AP else _half_of_last_digit(number)
    except InvalidOperation as trouble:
        raise BadSearch(code, f"{text!r} is not a number.") from trouble
    return Number(prefix, number, number - margin, number + margin)


def _half_of_last_digit(number: Decimal) -> Decimal:
    """100 means 99.5 to 100.5, 100.00 means 99.995 to 100.005; and 1e2, so says the standard, 95 to 105."""
    exponent = int(number.as_tuple().exponent)
    return Decimal(5).scaleb(exponent - 1 if exponent <= 0 else exponent - 2)


def _quantity(code: str, text: str) -> Quantity:
    parts = [plain(part) for part in split(text, "|")]
    if len(parts) not in (1, 3):
        raise BadSearch(code, "is written number, number|system|code or number||code.")
    number = _number(code, parts[0])
    if len(parts) == 1:
        return Quantity(number, None, None)
    return Quantity(number, parts[1] or None, parts[2] or None)


def _parts(rtype: str, parameter: SearchParameter, text: str) -> Parts:
    parts = split(text, "$")
    if len(parts) != len(parameter.components):
        wanted = "$".join(component.code for component in parameter.components)
        raise BadSearch(parameter.code, f"has {len(parameter.components)} parts, written {wanted}.")
    return Parts(
        tuple(
            one(rtype, component_parameter(rtype, component.code), "", part)
            for component, part in zip(parameter.components, parts, strict=True)
        )
    )


_KILOMETRES = {"km": 1.0, "": 1.0, "m": 0.001, "[mi_i]": 1.609344, "[mi_us]": 1.609347}
_AROUND = 50.0


def _near(code: str, text: str) -> Near:
    """The one special parameter of R4: near a point, within 50 km unless it is said how far."""
    parts = [plain(part) for part in split(text, "|")]
    if len(parts) not in (2, 3, 4) or not all(_NUMBER.fullmatch(part) for part in parts[:3]):
        raise BadSearch(code, "is written latitude|longitude|distance|unit, as in 50.72|-1.88|5|km.")
    unit = parts[3] if len(parts) == 4 else ""
    if unit not in _KILOMETRES:
        raise BadSearch(code, f"{unit!r} is not a unit of distance known here: km, m, [mi_i] or [mi_us].")
    latitude, longitude = float(parts[0]), float(parts[1])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise BadSearch(code, f"{text!r} is not a place on the earth.")
    far = float(parts[2]) * _KILOMETRES[unit] if len(parts) > 2 else _AROUND
    return Near(latitude, longitude, far)


def component_parameter(rtype: str, code: str) -> SearchParameter:
    """The simple parameter of which a part of a composite is a value."""
    return parameter_of(rtype, code)
