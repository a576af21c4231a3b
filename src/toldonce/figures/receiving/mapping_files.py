"""From a mapping file to a mapping of figures: read, checked against the grammar, made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from toldonce.exchange.files import grammar as shapes
from toldonce.exchange.files.errors import Fault, MappingFaults, NoMapping
from toldonce.exchange.files.mapping import Column
from toldonce.exchange.files.reading import parsed
from toldonce.figures.receiving import grammar
from toldonce.figures.receiving.mapping import (
    LEAVE,
    MISSING,
    REFUSE,
    REVISED_AT_MOST,
    Held,
    KnownFault,
    Mapping,
    Meant,
    Sum,
    Words,
)


def known(folder: Path) -> dict[str, Path]:
    """The mappings of a place by name."""
    return {path.stem: path for path in sorted((folder / "figures" / "mappings").glob("*.yaml"))}


def mapping_called(name: str, folder: Path) -> Mapping:
    """The mapping of a name in the folder of a place; raises NoMapping, MappingFaults."""
    path = known(folder).get(name)
    if path is None:
        raise NoMapping(
            f"There is no mapping of figures called {name}: there are {', '.join(known(folder))}."
        )
    return mapping_from(path.read_bytes(), name)


def mapping_from(raw: bytes, name: str) -> Mapping:
    """The mapping that a file says; raises MappingFaults."""
    document = parsed(raw, name)
    if found := shapes.faults(document, grammar.KEYS, grammar.OPEN):
        raise MappingFaults(name, found)
    faults: list[Fault] = []
    try:
        made = _made(document, raw)
    except ValueError as trouble:
        raise MappingFaults(name, [Fault("", str(trouble))]) from trouble
    faults += _unknown_columns(made)
    if not made.held or any(not (held.indicator or made.indicator.columns) for held in made.held):
        faults.append(Fault("figures", "a figure says its `indicator`, or `indicator.columns` do"))
    if any(not (held.value or (held.numerator and held.denominator)) for held in made.held):
        faults.append(Fault("figures", "a figure has a `value`, or a `numerator` and a `denominator`"))
    if faults:
        raise MappingFaults(name, faults)
    return made


def _made(told: dict, raw: bytes) -> Mapping:
    file = told.get("file", {})
    return Mapping(
        name=told["mapping"], title=told["title"], source=told["source"], digest=hashlib.sha256(raw).hexdigest(),
        text=raw.decode(), columns=tuple(_column(*each) for each in told["columns"].items()),
        place=_words(told["place"]), period=_words(told["period"]), ways=_texts(told["period"]["ways"]),
        part=_words(told.get("part", {"is": ""})), indicator=_words(told.get("indicator", {})),
        held=tuple(map(_held, told["figures"])), only=_only(told.get("only", {})),
        sums=tuple(map(_sum, told.get("sums", []))), known=tuple(map(_known, told.get("known_faults", []))),
        as_at=date.fromisoformat(told["as_at"]) if "as_at" in told else None,
        empty=_folded(told.get("empty")), suppressed=_folded(told.get("suppressed")),
        revised_at_most=told.get("revised_at_most", REVISED_AT_MOST), sheet=file.get("sheet", ""),
        delimiter=file.get("delimiter", ""), encoding=file.get("encoding", ""),
    )  # fmt: skip


def _column(name: str, heads: Any) -> Column:
    return Column(name, _texts(heads), required=True)


def _texts(told: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in (told if isinstance(told, list) else [] if told is None else [told]))


def _folded(told: Any) -> frozenset[str]:
    return frozenset(each.casefold() for each in _texts(told))


def _words(told: dict) -> Words:
    return Words(
        columns=_texts(told.get("columns")),
        fixed=str(told.get("is", "")),
        codes={str(said).casefold(): _meant(each) for said, each in told.get("codes", {}).items()},
        others=told.get("others", REFUSE),
        corrected={str(wrong): str(right) for wrong, right in told.get("corrected", {}).items()},
    )


def _only(told: dict) -> Words:
    """The rows that are read at all, where a mapping says so."""
    are = {each.casefold(): (Meant(each),) for each in _texts(told.get("are"))}
    return Words(columns=_texts(told.get("columns")), codes=are, others=LEAVE)


def _meant(told: Any) -> tuple[Meant, ...]:
    if not isinstance(told, list):
        return (Meant(str(told)),)
    return tuple(Meant(str(each["is"]), _day(each.get("from")), _day(each.get("until"))) for each in told)


def _day(told: str | None) -> date | None:
    return None if told is None else date.fromisoformat(told)


def _held(told: dict) -> Held:
    return Held(
        indicator=told.get("indicator", ""), part=str(told.get("part", "")), value=_texts(told.get("value")),
        numerator=_texts(told.get("numerator")), denominator=_texts(told.get("denominator")),
        low=told.get("low", ""), high=told.get("high", ""), reason=told.get("reason", ""),
        times=float(told.get("times", 1)), zero=told.get("zero", ""), at_least=_limit(told.get("at_least", 0)),
        at_most=_limit(told.get("at_most")),
    )  # fmt: skip


def _limit(told: Any) -> float | None:
    return None if told in (None, "none") else float(told)


def _sum(told: dict) -> Sum:
    return Sum(
        told["total"], _texts(told["parts"]), float(told.get("within", 0)), bool(told.get("at_most", False))
    )


def _known(told: dict) -> KnownFault:
    return KnownFault(
        reason=told["reason"], noted=date.fromisoformat(told["noted"]), since=date.fromisoformat(told["from"]),
        until=date.fromisoformat(told["until"]), places=frozenset(_texts(told.get("places"))),
        indicators=frozenset(_texts(told.get("indicators"))), then=told.get("then", MISSING),
        absent=bool(told.get("absent", False)),
    )  # fmt: skip


def _unknown_columns(mapping: Mapping) -> Iterator[Fault]:
    """Columns that are used and not named in `columns`."""
    named = {column.name for column in mapping.columns}
    for place, used in _used(mapping):
        for name in used:
            if name not in named:
                yield Fault(place, f"`{name}` is no column: name it in `columns`")


def _used(mapping: Mapping) -> Iterator[tuple[str, tuple[str, ...]]]:
    for place in ("place", "period", "part", "indicator", "only"):
        yield place, getattr(mapping, place).columns
    for number, held in enumerate(mapping.held, 1):
        limits = tuple(each for each in (held.low, held.high, held.reason) if each)
        yield f"figures.{number}", (*held.value, *held.numerator, *held.denominator, *limits)
    for number, rule in enumerate(mapping.sums, 1):
        yield f"sums.{number}", (rule.total, *rule.parts)
