"""From a mapping file to a mapping: read, checked against the grammar, compiled."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from toldonce.codes import terms
from toldonce.codes.fhir.definitions import RTYPE
from toldonce.exchange.files import grammar
from toldonce.exchange.files.errors import Fault, FileTrouble, MappingFaults, NoMapping
from toldonce.exchange.files.mapping import ABSENT_AT_MOST, EMPTY, Code, Column, Group, Made, Mapping
from toldonce.exchange.files.templates import CONSTANTS, Amiss, compiled, conditions

SHIPPED = Path(__file__).parent / "mappings"
BUILT_IN = frozenset({*CONSTANTS, "source", "told"})  # `told` is the day on which the file was taken
MAPPING_AT_MOST = 1024 * 1024
OF_A_CODE = ("code", "display", "system", "from", "until")


class _Loader(yaml.SafeLoader):
    """YAML in which only true, false and whole numbers are more than words, and no key may stand twice."""

    def construct_mapping(self, node, deep=False):
        names = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = sorted({str(name) for name in names if names.count(name) > 1})
        if twice:
            raise yaml.constructor.ConstructorError(
                None, None, f"{', '.join(twice)} stands twice", node.start_mark
            )
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile("^(?:0|-?[1-9][0-9]{0,8})$"), list("-0123456789")
)


def shipped() -> dict[str, Path]:
    """The mappings that come with Toldonce, by name."""
    return {path.stem: path for path in sorted(SHIPPED.glob("*.yaml"))}


def known(folder: Path | None = None) -> dict[str, Path]:
    """The mappings by name: ours, and those of a folder of one's own, which go before ours."""
    own = {path.stem: path for path in sorted(folder.glob("*.yaml"))} if folder and folder.is_dir() else {}
    return {**shipped(), **own}


def mapping_called(name: str, folder: Path | None = None) -> Mapping:
    """The mapping of a name; raises NoMapping, MappingFaults."""
    path = known(folder).get(name)
    if path is None:
        raise NoMapping(f"There is no mapping called {name}: there are {', '.join(known(folder))}.")
    return mapping_in(path)


def mapping_in(path: Path) -> Mapping:
    """The mapping in a file; raises NoMapping, MappingFaults."""
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError as trouble:
        raise NoMapping(f"The mapping {path} cannot be read: {trouble.strerror}.") from trouble


@lru_cache(256)
def _read(path: Path, changed: int) -> Mapping:
    """The mapping in a file as it was last changed: reading YAML takes a while."""
    return mapping_from(path.read_bytes(), path.stem)


def usable(folder: Path | None = None) -> tuple[dict[str, str], dict[str, str]]:
    """The titles of the mappings that can be used, and what is wrong with the others, both by name."""
    good, bad = {}, {}
    for name in known(folder):
        try:
            good[name] = mapping_called(name, folder).title
        except FileTrouble as trouble:
            bad[name] = str(trouble)
    return good, bad


def mapping_from(raw: bytes, name: str) -> Mapping:
    """The mapping that a file says; raises MappingFaults."""
    document = parsed(raw, name)
    if found := grammar.faults(document):
        raise MappingFaults(name, found)
    reader = _Reader(document, hashlib.sha256(raw).hexdigest())
    mapping = reader.mapping()
    if reader.faults:
        raise MappingFaults(name, reader.faults)
    return mapping


def parsed(raw: bytes, name: str) -> Any:
    """The YAML of a mapping file, in which no key stands twice; raises MappingFaults."""
    if len(raw) > MAPPING_AT_MOST:
        raise MappingFaults(name, [Fault("", "is longer than a megabyte")])
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(raw, yaml.SafeLoader)):
            raise MappingFaults(name, [Fault("", "holds an alias (`*`): write the words out")])
        return yaml.load(raw, _Loader)
    except (yaml.YAMLError, UnicodeDecodeError, ValueError, RecursionError) as trouble:
        said = " ".join(str(trouble).split()) or "it is nested too deeply"
        raise MappingFaults(name, [Fault("", f"is not YAML: {said}")]) from trouble


def _texts(told: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in (told if isinstance(told, list) else [] if told is None else [told]))


class _Reader:
    """Reads one document whose shape is right, and gathers what is wrong with its meaning."""

    def __init__(self, document: dict, digest: str) -> None:
        self.document = document
        self.digest = digest
        self.faults: list[Fault] = []
        self.lists = {
            name: self._list(told, f"codes.{name}") for name, told in document.get("codes", {}).items()
        }

    def mapping(self) -> Mapping:
        told, file = self.document, self.document.get("file", {})
        columns = self._columns(told["columns"], "columns")
        groups = tuple(self._group(name, each) for name, each in told.get("groups", {}).items())
        names = {column.name for column in columns} | BUILT_IN
        for each in _texts(told["key"]):
            if each not in names:
                self._fault("key", f"`{each}` is no column")
        return Mapping(
            name=told["mapping"], title=told["title"], feed=told["feed"], digest=self.digest, columns=columns,
            key=_texts(told["key"]), made=self._resources(names, groups), about=told.get("about", ""),
            source=str(told.get("source", "")), snapshot=told.get("snapshot", False),
            absent_at_most=told.get("absent_at_most", ABSENT_AT_MOST),
            empty=frozenset(each.casefold() for each in _texts(told.get("empty", list(EMPTY)))),
            sheet=file.get("sheet", ""), rows=file.get("rows", ""), delimiter=file.get("delimiter", ""),
            encoding=file.get("encoding", ""), groups=groups,
        )  # fmt: skip

    def _fault(self, place: str, reason: str) -> None:
        self.faults.append(Fault(place, reason))

    def _columns(self, told: dict, place: str) -> tuple[Column, ...]:
        return tuple(self._column(name, each, f"{place}.{name}") for name, each in told.items())

    def _column(self, name: str, told: dict, place: str) -> Column:
        kind, codes = told.get("type", "text"), told.get("codes", "")
        if (kind == "code") != bool(codes) or (codes and codes not in self.lists):
            self._fault(place, f"a code needs a list in `codes`: `{codes}` is none")
        if name in BUILT_IN or name == "n" or not re.fullmatch(r"[A-Za-z_]\w*", name):
            self._fault(place, "the name of a column is letters, digits and _, and none of our own words")
        return Column(
            name=name, heads=_texts(told.get("from", name)), kind=kind, required=told.get("required", False),
            leave_if_bad=told.get("if_bad") == "leave", formats=_texts(told.get("formats")),
            past=told.get("past", False), at_least=self._number(told, "at_least", place),
            at_most=self._number(told, "at_most", place), pattern=self._pattern(told.get("pattern"), place),
            codes=self.lists.get(codes, {}), on=told.get("on", ""), unknown=told.get("unknown", "text"),
            otherwise=told.get("otherwise"),
        )  # fmt: skip

    def _number(self, told: dict, name: str, place: str) -> float | None:
        try:
            return None if name not in told else float(told[name])
        except (TypeError, ValueError):
            self._fault(f"{place}.{name}", f"{str(told[name])[:40]!r} is not a number")
            return None

    def _pattern(self, told: str | None, place: str) -> re.Pattern[str] | None:
        try:
            return None if told is None else re.compile(told)
        except re.error as trouble:
            self._fault(f"{place}.pattern", f"is not a regular expression: {trouble}")
            return None

    def _group(self, name: str, told: dict) -> Group:
        first, _, last = told.get("numbers", "1-0").partition("-")
        if bool(told.get("list")) == ("numbers" in told) or not (first.isdecimal() and last.isdecimal()):
            self._fault(f"groups.{name}", "says either `numbers` (such as 1-8) or `list`")
            first, last = "1", "0"
        numbers = range(int(first), min(int(last), 99) + 1)
        return Group(
            name, self._columns(told["columns"], f"groups.{name}.columns"), numbers, told.get("list", "")
        )

    def _list(self, told: dict, place: str) -> dict[str, tuple[Code, ...]]:
        """A list of codes by what files say, letter case apart."""
        system = self._system(told.get("system", ""))
        made = dict(_from_terms(told["terms"])) if told.get("terms") in terms.LISTS else {}
        if told.get("terms") and not made:
            self._fault(
                f"{place}.terms", f"there is no list called {told['terms']}: {', '.join(terms.LISTS)}"
            )
        for said, each in told.get("values", {}).items():
            entries = each if isinstance(each, list) else [each]
            made[str(said).casefold()] = tuple(
                self._code(one, system, f"{place}.values.{said}") for one in entries
            )
        if not made:
            self._fault(place, "has no codes: say `values` or `terms`")
        return made

    def _system(self, told: str) -> str:
        return (
            f"{CONSTANTS['ours']}/codes/{self.document['feed']}"
            if told == "ours"
            else CONSTANTS.get(told, told)
        )

    def _code(self, told: Any, system: str, place: str) -> Code:
        if not isinstance(told, dict):
            return Code(str(told), system=system)
        own = {name: value for name, value in told.items() if name not in OF_A_CODE}
        if "code" not in told and "display" not in told:
            self._fault(place, "says neither `code` nor `display`")
        code = str(told.get("code", ""))
        return Code(
            code, str(told.get("display", "")), self._system(told.get("system", system)) if code else "",
            str(told.get("from", "")), str(told.get("until", "")), own,
        )  # fmt: skip

    def _resources(self, names: set[str], groups: tuple[Group, ...]) -> tuple[Made, ...]:
        made: list[Made] = []
        inside = {group.name: {"n", *(column.name for column in group.columns)} for group in groups}
        for name, told in self.document["resources"].items():
            place = f"resources.{name}"
            if told["type"] not in RTYPE:
                self._fault(f"{place}.type", f"{told['type']} is not a resource type of FHIR R4")
            if told.get("for") and told["for"] not in inside:
                self._fault(f"{place}.for", f"there is no group called {told['for']}")
            scope = names | inside.get(told.get("for", ""), set())
            before = {each.name for each in made if not each.group or each.group == told.get("for")}
            try:
                made.append(self._made(name, told, scope, before))
            except Amiss as trouble:
                self._fault(place, str(trouble))
        return tuple(made)

    def _made(self, name: str, told: dict, names: set[str], before: set[str]) -> Made:
        for each in _texts(told["id"]):
            if each not in names:
                raise Amiss(f"its id is made from `{each}`, which is no column")
        kept = "shared" in told or told.get("only_new", False)
        absent = told.get("absent", "keep" if kept else "delete")
        if not isinstance(absent, dict) and absent not in ("delete", "keep"):
            raise Amiss("`absent` is delete, keep or elements")
        return Made(
            name=name, rtype=told["type"], id=_texts(told["id"]), build=compiled(told["has"], names, before),
            holds=conditions(list(_texts(told.get("when"))), names),
            shared=told.get("shared", ""), group=told.get("for", ""), only_new=told.get("only_new", False),
            absent="end" if isinstance(absent, dict) else absent,
            ended=compiled(absent, BUILT_IN) if isinstance(absent, dict) else None,
        )  # fmt: skip


def _from_terms(name: str) -> Iterator[tuple[str, tuple[Code, ...]]]:
    """The codes of one of our own lists, by code and by words."""
    for term in terms.terms(name):
        code = (Code(term.code, term.display, term.system, more=dict(term.about)),)
        yield term.code.casefold(), code
        yield term.display.casefold(), code
