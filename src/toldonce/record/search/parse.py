"""From the name=value pairs of a query to a Search, or to the sentence that says why not."""

import re
from collections.abc import Callable, Iterable

from toldonce.codes.fhir.definitions import RESOURCE_TYPES, RTYPE, elements, search_parameters
from toldonce.record.search import reading
from toldonce.record.search.criteria import (
    MAX_COUNT,
    BadSearch,
    Chain,
    Condition,
    Has,
    Ignored,
    Include,
    NotSupported,
    Search,
    SortKey,
    Summary,
    Total,
    Wanted,
    check_is_reference,
    parameter_of,
)

_NAME = re.compile(r"([^.:]+)(?::([^.:]+))?(?:\.(.+))?")
_MOST_STEPS = 8
OF_THE_FACE = frozenset({"_format", "_pretty"})

Made = dict[str, object]


def parse(rtype: str, pairs: Iterable[tuple[str, str]], lenient: bool = False) -> Search:
    """Reads a search of a type; with `lenient`, what is unknown here is left out and said in `ignored`."""
    pairs = tuple((name, value) for name, value in pairs if name not in OF_THE_FACE)
    conditions: list[Condition] = []
    made: Made = {}
    ignored: list[Ignored] = []
    for name, value in pairs:
        try:
            _read(rtype, name, value, conditions, made)
        except NotSupported as trouble:
            if not lenient:
                raise
            ignored.append(Ignored(name, value, trouble.reason))
    return Search(
        wanted=Wanted(rtype, tuple(dict.fromkeys(conditions))),
        ignored=tuple(ignored),
        pairs=pairs,
        **made,  # type: ignore[arg-type]
    )


def _read(rtype: str, name: str, value: str, conditions: list[Condition], made: Made) -> None:
    if not _is_text(value):
        raise BadSearch(name, "a value is Unicode text without the character NUL.")
    reader = _RESULT.get(name.split(":")[0])
    if reader is None:
        conditions.append(condition(rtype, name, value))
    else:
        reader(rtype, name, value, made)


def _is_text(value: str) -> bool:
    """Whether PostgreSQL can take it: half a surrogate pair and NUL come in by odd escapes only."""
    return "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


# --- which resources ---------------------------------------------------------------------------------------------


def condition(rtype: str, name: str, value: str, steps: int = 0) -> Condition:
    """Reads one condition: a parameter, a chain `subject:Patient.name` or a reversed one `_has:Type:code:name`."""
    if steps > _MOST_STEPS:
        raise BadSearch(name, f"it has more than {_MOST_STEPS} steps.")
    if name.startswith("_has:"):
        return _has(rtype, name, value, steps)
    found = _NAME.fullmatch(name)
    if found is None:
        raise NotSupported(name, "this cannot be read as a search parameter.")
    code, modifier, rest = found[1], found[2] or "", found[3]
    if rest:
        return _chain(rtype, code, modifier, rest, value, steps)
    return reading.criterion(rtype, code, modifier, value)


def _has(rtype: str, name: str, value: str, steps: int) -> Has:
    parts = name.split(":", 3)
    if len(parts) != 4 or parts[1] not in RTYPE:
        raise BadSearch(
            name, "is written _has:Type:reference:parameter, as in _has:Observation:patient:code."
        )
    if rtype not in (parameter_of(parts[1], parts[2]).targets or RESOURCE_TYPES):
        raise BadSearch(name, f"{parts[2]} of {parts[1]} does not lead to a {rtype}.")
    return Has(parts[2], Wanted(parts[1], (condition(parts[1], parts[3], value, steps + 1),)))


def _chain(rtype: str, code: str, target: str, rest: str, value: str, steps: int) -> Chain:
    check_is_reference(rtype, code)
    allowed = parameter_of(rtype, code).targets or RESOURCE_TYPES
    if target and target not in allowed:
        raise BadSearch(f"{code}:{target}", f"{code} of {rtype} does not lead to a {target}.")
    if target:
        return Chain(rtype, code, (Wanted(target, (condition(target, rest, value, steps + 1),)),))
    return Chain(rtype, code, _over_types(code, sorted(allowed), rest, value, steps))


def _over_types(code: str, types: Iterable[str], rest: str, value: str, steps: int) -> tuple[Wanted, ...]:
    """What is wanted of each type to which a reference may lead, where that type has the parameter."""
    wanted, trouble = [], None
    first = re.split("[.:]", rest, maxsplit=1)[0]
    for each in types:
        if each not in RTYPE or (first != "_has" and first not in search_parameters(each)):
            continue
        try:
            wanted.append(Wanted(each, (condition(each, rest, value, steps + 1),)))
        except BadSearch as refused:
            trouble = refused
    if wanted:
        return tuple(wanted)
    raise trouble or NotSupported(
        f"{code}.{rest}", f"nothing that {code} leads to has the parameter {first}."
    )


# --- what is shown of them, and in which order -------------------------------------------------------------------


def _sort(rtype: str, name: str, value: str, made: Made) -> None:
    keys = [SortKey(part.removeprefix("-"), part.startswith("-")) for part in value.split(",")]
    for key in keys:
        parameter_of(rtype, key.code, "_sort")
    _once(made, name, "sort", tuple(keys))


def _count(rtype: str, name: str, value: str, made: Made) -> None:
    if not re.fullmatch(r"\d{1,9}", value):
        raise BadSearch(name, "must be a whole number, 0 or more.")
    _once(made, name, "count", min(int(value), MAX_COUNT))


def _total(rtype: str, name: str, value: str, made: Made) -> None:
    _once(made, name, "total", _one_of(Total, name, value))


def _summary(rtype: str, name: str, value: str, made: Made) -> None:
    _once(made, name, "summary", _one_of(Summary, name, value))


def _one_of(kind: type[Total] | type[Summary], name: str, value: str) -> object:
    try:
        return kind(value)
    except ValueError as trouble:
        raise BadSearch(name, f"must be one of {', '.join(kind)}.") from trouble


def _elements(rtype: str, name: str, value: str, made: Made) -> None:
    known = {json_name for element in elements(rtype).values() for json_name, _ in element.names()}
    stems = {element.name.removesuffix("[x]") for element in elements(rtype).values()}
    wanted = tuple(part.strip().removeprefix(f"{rtype}.") for part in value.split(","))
    for element in wanted:
        if element not in known | stems:
            raise NotSupported(name, f"{rtype} has no element {element!r}.")
    _once(made, name, "elements", wanted)


def _once(made: Made, name: str, field: str, value: object) -> None:
    if made.setdefault(field, value) != value:
        raise BadSearch(name, "is given twice with different values.")


def _include(rtype: str, name: str, value: str, made: Made) -> None:
    base, _, modifier = name.partition(":")
    if modifier not in ("", "iterate"):
        raise NotSupported(name, f"{base} has no modifier :{modifier}; it has :iterate.")
    reverse = base == "_revinclude"
    parts = value.split(":")
    if value == "*":
        parts = ["*" if reverse else rtype, "*"]
    if len(parts) not in (2, 3) or not all(parts):
        raise BadSearch(name, "is written Type:reference or Type:reference:TargetType, or is *.")
    target = parts[2] if len(parts) == 3 else ""
    include = Include(parts[0], parts[1], target, reverse=reverse, iterate=modifier == "iterate")
    made["includes"] = (*made.get("includes", ()), include)  # type: ignore[misc]


def _contained(rtype: str, name: str, value: str, made: Made) -> None:
    if value != "false":
        raise NotSupported(
            name, "contained resources are searched only with the resource that contains them."
        )


_RESULT: dict[str, Callable[[str, str, str, Made], None]] = {
    "_sort": _sort,
    "_count": _count,
    "_total": _total,
    "_summary": _summary,
    "_elements": _elements,
    "_include": _include,
    "_revinclude": _include,
    "_contained": _contained,
    "_containedType": _contained,
}
