"""A person's record as gathered from all sources, and the shapes that every reading returns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from toldonce.record.readings.elements import (
    first,
    in_error,
    listed,
    person_name,
    reference_parts,
    text_of,
    when,
    words,
)
from toldonce.record.readings.kinds import section_of
from toldonce.record.readings.moments import Moment, moment

SOURCE_ADDRESS = "https://toldonce.example/source/"
Item = TypeVar("Item")


class Resource(dict):
    """A FHIR resource as a dict, with where it lies in the store."""

    __slots__ = ("_section", "source", "stored")

    def __init__(self, body: Mapping[str, Any], source: str = "", stored: Any = None) -> None:
        super().__init__(body)
        self.source = source
        self.stored = stored
        self._section = ""

    @property
    def section(self) -> str:
        """The slug of the section of the record that it belongs to."""
        self._section = self._section or section_of(self)
        return self._section

    @property
    def rtype(self) -> str:
        """The resource type, empty when it was not told."""
        return text_of(self.get("resourceType"))

    @property
    def pid(self) -> int:
        """The source's Patient that it belongs to; 0 outside the store."""
        return self.stored.pid if self.stored is not None else 0

    @property
    def reference(self) -> str:
        """Type and id, as other resources refer to it."""
        return f"{self.rtype}/{text_of(self.get('id'))}"


class Heard(StrEnum):
    """How a source is doing as a sender."""

    LIVE = "live"
    DOWN = "down"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Source:
    """One organisation or feed that tells about this person."""

    code: str
    name: str
    last_heard: datetime | None = None
    state: Heard = Heard.LIVE
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who said it, where it lies and when they said it."""

    source: str
    name: str
    rtype: str
    id: str
    version: int
    recorded: Moment | None
    author: str = ""
    pid: int = 0

    @property
    def reference(self) -> str:
        """Type and id of the resource behind the line."""
        return f"{self.rtype}/{self.id}"


class Withholding(StrEnum):
    """Why something that is in the record is not shown to this reader."""

    OBJECTION = "objection"
    SENSITIVE = "sensitive"
    ROLE = "role"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Withheld:
    """A visible marker in the place of what is not shown."""

    reason: Withholding
    section: str
    count: int
    sentence: str


class WhyEmpty(StrEnum):
    """The four reasons for which a section has nothing in it."""

    NOTHING_KNOWN = "nothing known"
    FEED_DOWN = "feed down"
    NOT_SHARED = "not shared"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Emptiness:
    """Why a section is empty, with the sentence to show."""

    reason: WhyEmpty
    sentence: str


@dataclass(frozen=True, slots=True)
class Section(Generic[Item]):
    """What one section of the record holds, and what the reader must know about what it does not hold."""

    items: tuple[Item, ...]
    why_empty: Emptiness | None = None
    last_word_by_source: tuple[tuple[Source, Moment | None], ...] = ()
    withheld: tuple[Withheld, ...] = ()
    warnings: tuple[str, ...] = ()

    def __iter__(self):
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return bool(self.items)


@dataclass(slots=True)
class Record:
    """Everything that this reader may see of one person; only `opening` makes one."""

    person: int
    pids: tuple[int, ...]
    resources: Mapping[str, Sequence[Resource]]
    sources: tuple[Source, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    as_at: datetime | None = None
    decision: Any = None
    sealed: bool = False
    neighbours: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    _by_reference: dict[str, Resource] | None = field(default=None, repr=False)
    _remembered: dict[Any, Any] = field(default_factory=dict, repr=False)

    def resources_of(self, *rtypes: str) -> list[Resource]:
        """The resources of these types that their sources have not taken back, newest clinical date first."""
        key = ("resources_of", rtypes)
        if key not in self._remembered:
            found = [each for rtype in rtypes for each in self.resources.get(rtype, ())]
            self._remembered[key] = [each for each in found if not in_error(each)]
        return self._remembered[key]

    def once(self, reading: Callable[..., Any], *arguments: Any) -> Any:
        """The answer of a reading, worked out once for each open record."""
        key = (reading, arguments)
        if key not in self._remembered:
            self._remembered[key] = reading(self, *arguments)
        return self._remembered[key]

    def forget(self) -> None:
        """Lets go of the answers worked out so far, after the record itself was changed."""
        self._remembered.clear()
        self._by_reference = None

    def __iter__(self):
        for members in self.resources.values():
            yield from members

    def find(self, reference: Any, within: Mapping[str, Any] | None = None) -> Mapping[str, Any] | None:
        """The resource that is referred to, contained in `within`, in this record or beside it."""
        kind, identifier = reference_parts(reference)
        if identifier.startswith("#"):
            return _contained(within or {}, identifier[1:])
        if self._by_reference is None:
            self._by_reference = _index(self)
        return self._by_reference.get(f"{kind}/{identifier}") or self.neighbours.get(f"{kind}/{identifier}")

    def name_of(self, reference: Any, within: Mapping[str, Any] | None = None) -> str:
        """What a person would call what is referred to; empty when nobody has told."""
        reference = first(reference)
        if display := text_of(reference.get("display")):
            return display
        target = self.find(reference, within)
        if target is None:
            return text_of(first(reference.get("identifier")).get("value"))
        if isinstance(name := target.get("name"), str):
            return name
        if listed(name):
            return person_name(name)
        named = ("practitioner", "organization")
        return words(target.get("code")) or next(
            filter(None, (self.name_of(target[each], target) for each in named if each in target)), ""
        )

    def source_named(self, code: str) -> str:
        """The name of a source, or its code where it has told no name."""
        return self._source_names().get(code) or code or "Source not told"

    def _source_names(self) -> dict[str, str]:
        if "sources" not in self._remembered:
            self._remembered["sources"] = {each.code: each.name for each in self.sources}
        return self._remembered["sources"]

    def provenance(self, resource: Resource, *dates: str) -> Provenance:
        """Who said this resource and when, by the first of the dates that is told."""
        return Provenance(
            source=resource.source,
            name=self.source_named(resource.source),
            rtype=resource.rtype,
            id=text_of(resource.get("id")),
            version=resource.stored.version if resource.stored is not None else 0,
            recorded=recorded_on(resource, dates),
            author=self.author_of(resource),
            pid=resource.pid,
        )

    def author_of(self, resource: Resource) -> str:
        """The person or team who wrote the resource, as far as it tells."""
        for name in AUTHORS:
            if name in resource and (author := self.name_of(resource[name], resource)):
                return author
        return ""


AUTHORS = ("asserter", "recorder", "requester", "author", "performer", "informationSource", "sender")
RECORDED = (
    "recordedDate",
    "dateAsserted",
    "authoredOn",
    "issued",
    "date",
    "recorded",
    "created",
    "dateRecorded",
)


def recorded_on(resource: Resource, dates: Iterable[str] = ()) -> Moment | None:
    """When the source wrote it down, by the first of the dates that is told, or else when it reached the store."""
    told = when(resource, *dates, *RECORDED)
    return told or moment(first(resource.get("meta")).get("lastUpdated"))


def _contained(resource: Mapping[str, Any], identifier: str) -> Mapping[str, Any] | None:
    members = resource.get("contained")
    for each in members if isinstance(members, list) else ():
        if isinstance(each, dict) and each.get("id") == identifier:
            return each
    return None


def _index(record: Record) -> dict[str, Resource]:
    found: dict[str, Resource] = {}
    for resource in record:
        identifier = text_of(resource.get("id"))
        if identifier:
            found[f"{resource.rtype}/{identifier}"] = resource
            found[f"/{identifier}"] = resource
    return found


def source_code(resource: Mapping[str, Any]) -> str:
    """The code of the organisation or feed that meta.source names, empty when it names none."""
    address = text_of(first(resource.get("meta")).get("source"))
    if address.startswith(SOURCE_ADDRESS):
        return address[len(SOURCE_ADDRESS) :].split("#")[0].split("/")[0]
    return address
