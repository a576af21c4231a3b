"""The tables by which messages are read: one file a segment, one a code table, one a source that differs.

An integrator reads and overlays them without Python: `segments`, `codes`, `sources` and `messages.yaml` in `maps/`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from toldonce.codes import terms

FOLDER = Path(__file__).parent / "maps"
STANDARD = "standard"


class NoMapping(Exception):
    """There is no mapping of this name."""


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a segment: what it is called, where it goes, and how it is read."""

    segment: str
    field: int
    component: int | None
    name: str
    to: str  # a FHIR element; with a plus before it, something that the rendering makes an element of
    reads_as: str
    table: str = ""
    more: Dictionary[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def place(self) -> str:
        """The field as an integrator calls it, "PID-5" or "SCH-11.4"."""
        return f"{self.segment}-{self.field}" + (f".{self.component}" if self.component else "")


@dataclass(frozen=True, slots=True)
class SegmentMap:
    """What is read from one kind of segment, and about what it tells."""

    name: str
    about: str
    says: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What a local code means."""

    code: Any
    display: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A code table; an open one leaves a code that it does not name as it is."""

    name: str
    says: str
    is_open: bool
    codes: Dictionary[str, Target]
    hl7: str = ""  # the number of HL7's own table
    corrected: Dictionary[str, Target] = dataclasses.field(default_factory=dict)

    def target(self, local: str, system: str = "") -> Target | None:
        """What a local code means: by an operator's word, or by this table if the sender names no other."""
        known = local.strip().upper()
        return self.corrected.get(known) or (self.codes.get(known) if self.is_meant(system) else None)

    def is_meant(self, system: str) -> bool:
        """Whether the coding system that a sender names can be this table: nothing, a local one, or HL7's own."""
        said = system.strip().upper().replace(" ", "")
        return (
            not said
            or said == "L"
            or said.startswith("99")
            or said.removeprefix("HL7").lstrip("-") == self.hl7
        )


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of message does."""

    code: str
    says: str
    event: str = ""
    merges: str = ""
    reports: bool = False
    immunisations: bool = False
    document: str = ""
    appointment: str = ""
    referral: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What an operator says that a local code means; it goes before the files."""

    table: str
    local: str
    code: str
    display: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True)
class FeedMap:
    """How the messages of one feed are read: whose they are, by which mapping, in which time zone."""

    code: str
    source: str
    mapping: str = STANDARD
    zone: str = "Europe/London"
    corrections: tuple[Correction, ...] = ()
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class Mapping:
    """Everything that a source's messages are read by."""

    name: str
    says: str
    segments: Dictionary[str, SegmentMap]
    tables: Dictionary[str, Table]
    kinds: Dictionary[str, Kind]
    names: Dictionary[str, str]
    authorities: Dictionary[str, Dictionary[str, str]]

    def kind_named(self, code: str) -> str:
        """What a message is in plain words, whether it is mapped or only kept."""
        if code in self.kinds:
            return self.kinds[code].says
        return self.names.get(code.partition("^")[0], "message of a type that is not known here")

    def about(self, thing: str) -> list[SegmentMap]:
        """The segments that tell of a kind of thing."""
        return [each for each in self.segments.values() if each.about == thing]


def names() -> list[str]:
    """The names of the mappings there are."""
    return sorted(path.stem for path in (FOLDER / "sources").glob("*.yaml"))


@lru_cache(64)
def mapping_for(name: str, corrections: tuple[Correction, ...] = ()) -> Mapping:
    """Return the standard tables with a source's own over them, and the operators' corrections over those."""
    if name not in names():
        raise NoMapping(f"There is no mapping {name!r}. Choose one of: {', '.join(names())}.")
    own = _file(FOLDER / "sources" / f"{name}.yaml")
    messages = _file(FOLDER / "messages.yaml")
    return Mapping(
        name=name,
        says=own.get("says", ""),
        segments=_segments(own),
        tables=_tables(own, corrections),
        kinds={
            code: Kind(code, **row) for code, row in {**messages["reads"], **own.get("reads", {})}.items()
        },
        names=messages["names"],
        authorities=own.get("authorities", {}),
    )


@cache
def _file(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) or {}


def _segments(own: dict[str, Any]) -> dict[str, SegmentMap]:
    files = {path.stem: _file(path) for path in sorted((FOLDER / "segments").glob("*.yaml"))}
    told = {
        **files,
        **{name: {**files.get(name, {}), **row} for name, row in own.get("segments", {}).items()},
    }
    fields: dict[str, dict[str, Any]] = {
        name: {str(number): row for number, row in file.get("fields", {}).items()}
        for name, file in told.items()
    }
    for place, row in own.get("fields", {}).items():
        segment, _, number = place.partition("-")
        if row is None:
            fields[segment].pop(number, None)
        else:
            fields[segment][number] = row
    return {
        name: SegmentMap(name, file["about"], file.get("says", ""), tuple(_rows(name, fields[name])))
        for name, file in told.items()
    }


def _rows(segment: str, fields: dict[str, Any]) -> list[Row]:
    made = []
    for place, row in fields.items():
        number, _, component = place.partition(".")
        more = {key: value for key, value in row.items() if key not in ("name", "to", "as", "table")}
        made.append(
            Row(
                segment,
                int(number),
                int(component) if component else None,
                row["name"],
                row["to"],
                row["as"],
                row.get("table", ""),
                more,
            )
        )
    return made


def _tables(own: dict[str, Any], corrections: tuple[Correction, ...]) -> dict[str, Table]:
    made = {
        path.stem: _table(path, own.get("codes", {})) for path in sorted((FOLDER / "codes").glob("*.yaml"))
    }
    for each in corrections:
        if each.table in made:
            table = made[each.table]
            target = Target(_typed(each.code, table), each.display, each.system or _system(table))
            corrected = {**table.corrected, each.local.strip().upper(): target}
            made[each.table] = dataclasses.replace(table, corrected=corrected)
    return made


def _typed(code: str, table: Table) -> Any:
    """A corrected code of a table of flags is a flag."""
    is_flags = any(isinstance(target.code, bool) for target in table.codes.values())
    return code.lower() == "true" if is_flags else code


def _system(table: Table) -> str:
    systems = [target.system for target in table.codes.values() if target.system]
    return max(set(systems), key=systems.count) if systems else ""


def _table(path: Path, overlays: dict[str, Any]) -> Table:
    told = _file(path)
    system = told.get("system", "")
    rows: dict[Any, Any] = {**told.get("codes", {}), **overlays.get(path.stem, {})}
    codes = {str(local).upper(): _target(str(local), row, system) for local, row in rows.items()}
    if "terms" in told:
        listed = {
            each.code: Target(each.code, each.display, each.system) for each in terms.terms(told["terms"])
        }
        codes = {**listed, **codes}
    return Table(path.stem, told["says"], bool(told.get("open")), codes, told.get("hl7", ""))


def _target(local: str, row: Any, system: str) -> Target:
    """A row is a code, words for a code that stands for itself, or code, display and system."""
    if isinstance(row, dict):
        code = row.get("code", "")
        return Target(code, row.get("display", ""), row.get("system", system) if code else "")
    if system and isinstance(row, str):
        return Target(local, row, system)
    return Target(row)
