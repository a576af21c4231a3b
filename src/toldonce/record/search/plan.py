"""How a search narrows what PostgreSQL looks at: never less than what matches, as little more as tokens allow."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from django.utils import timezone

from toldonce.record.search import references
from toldonce.record.search.criteria import (
    Code,
    Criterion,
    Date,
    IdentifierOfType,
    Parts,
    Prefix,
    Target,
    Text,
    Value,
)
from toldonce.record.search.dates import EVER, LONG, NEVER, span
from toldonce.record.search.expressions import Branch, branches, parameter_branches
from toldonce.record.search.extract import (
    clinical_branches,
    compartment_paths,
    places,
    text_place,
    way_of,
)
from toldonce.record.search.indexed import CLINICAL_DATE, COMMONPLACE
from toldonce.record.search.tokens import hashed, longest_beginning, without_version
from toldonce.record.search.words import contact

TICK = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Within:
    """A range of a column; with `or_long`, also resources whose date is long or open."""

    start: datetime
    end: datetime
    or_long: bool = False

    def hull(self, other: Within) -> Within:
        return Within(min(self.start, other.start), max(self.end, other.end), self.or_long or other.or_long)


@dataclass(frozen=True, slots=True)
class Either:
    """One of these tokens, or one of these patients: a reference to the patient whose it is has no token."""

    tokens: frozenset[int]
    patients: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What must hold of a row before its body is looked at; None stands for no limit."""

    rtype: str
    ids: frozenset[str] | None = None
    pids: frozenset[int] | None = None
    eithers: tuple[Either, ...] = ()
    clinical: tuple[Within, ...] = ()
    updated: tuple[Within, ...] = ()

    def with_ids(self, ids: Iterable[str]) -> Narrowing:
        wanted = frozenset(ids)
        return replace(self, ids=wanted if self.ids is None else self.ids & wanted)

    def with_pids(self, pids: Collection[int] | None) -> Narrowing:
        if pids is None:
            return self
        wanted = frozenset(pids)
        return replace(self, pids=wanted if self.pids is None else self.pids & wanted)

    @property
    def is_indexed(self) -> bool:
        """Whether an index can find candidates across people."""
        return bool(self.eithers or self.clinical or self.updated)

    @property
    def is_empty(self) -> bool:
        """Whether nothing can match."""
        return self.ids == frozenset() or self.pids == frozenset()


def narrowed(narrowing: Narrowing, criterion: Criterion) -> Narrowing:
    """The narrowing with what a criterion adds to it."""
    if criterion.code == "_id" and not criterion.modifier:
        codes = (value.code for value in criterion.values if isinstance(value, Code) and not value.system)
        return narrowing.with_ids(code for code in codes if code)
    if criterion.code == "_lastUpdated" and not criterion.modifier:
        found = _hull(_updated(value) for value in criterion.values)
        return replace(narrowing, updated=(*narrowing.updated, found)) if found else narrowing
    if criterion.code in CLINICAL_DATE.get(criterion.rtype, ())[:1] and not criterion.modifier:
        found = _hull(_clinical(value, _is_single(criterion.rtype)) for value in criterion.values)
        return replace(narrowing, clinical=(*narrowing.clinical, found)) if found else narrowing
    either = either_of(criterion)
    return narrowing if either is None else replace(narrowing, eithers=(*narrowing.eithers, either))


# --- dates -------------------------------------------------------------------------------------------------------


def _hull(ranges: Iterable[Within | None]) -> Within | None:
    whole: Within | None = None
    for each in ranges:
        if each is None:
            return None
        whole = each if whole is None else whole.hull(each)
    return whole


@cache
def _is_single(rtype: str) -> bool:
    """Whether a resource has at most one clinical date, which therefore is where its span begins."""
    first = clinical_branches(rtype)[0]
    return not any(step.is_many for branch in first for step in branch.steps) and not any(
        branch.type == "Timing" for branch in first
    )


def _earlier(moment: datetime, by: timedelta) -> datetime:
    return NEVER if moment - NEVER < by else moment - by


def _later(moment: datetime, by: timedelta) -> datetime:
    return EVER if EVER - moment < by else moment + by


def _clinical(value: Value, is_single: bool) -> Within | None:
    """Where the clinical date of a match lies: where its span begins, at most LONG before where it ends."""
    assert isinstance(value, Date)
    sought = value.span
    match value.prefix:
        case Prefix.EQ:
            start = sought.start if is_single else _earlier(sought.start, LONG)
            return Within(start, sought.end, or_long=not is_single)
        case Prefix.GT | Prefix.GE:
            return Within(_earlier(sought.start, LONG), EVER, or_long=True)
        case Prefix.SA:
            return Within(sought.end if is_single else _earlier(sought.end, LONG), EVER, or_long=True)
        case Prefix.LT | Prefix.EB:
            return Within(NEVER, sought.start, or_long=True)
        case Prefix.LE:
            return Within(NEVER, sought.end, or_long=True)
    return None


def _updated(value: Value) -> Within | None:
    assert isinstance(value, Date)
    sought = value.span
    match value.prefix:
        case Prefix.EQ:
            return Within(sought.start, sought.end)
        case Prefix.GT | Prefix.SA | Prefix.GE:
            return Within(_earlier(sought.start, TICK), EVER)
        case Prefix.LT | Prefix.LE | Prefix.EB:
            return Within(NEVER, _later(sought.end, TICK))
    return None


# --- tokens ------------------------------------------------------------------------------------------------------


@cache
def _indexed(rtype: str) -> frozenset[tuple[str, str]]:
    return frozenset((place.branch.path, place.way) for place in places(rtype))


def either_of(criterion: Criterion) -> Either | None:
    """The tokens of which a match has one; None if it need not have any."""
    if criterion.modifier in ("missing", "not", "text", "contains", "above", "below"):
        return None
    if criterion.code == "phonetic":
        return None
    if criterion.parameter.type == "composite":
        return _of_composite(criterion)
    found = parameter_branches(criterion.rtype, criterion.code)
    return union(
        _of_value(criterion.rtype, criterion.parameter.type, branch, value, criterion.modifier)
        for branch in found
        for value in criterion.values
    )


def union(eithers: Iterable[Either | None]) -> Either | None:
    """Any of these; None, no limit at all, if one of them sets none."""
    tokens: set[int] = set()
    patients: set[str] = set()
    for each in eithers:
        if each is None:
            return None
        tokens |= each.tokens
        patients |= each.patients
    return Either(frozenset(tokens), frozenset(patients))


NONE_OF_IT: Either = Either(frozenset())


def _of_value(rtype: str, kind: str, branch: Branch, value: Value, modifier: str = "") -> Either | None:
    way = way_of(rtype, kind, branch)
    if branch.type == "boolean" and not branch.truth and isinstance(value, Code):
        return None if value.code in ("true", "false") else NONE_OF_IT
    if way is None or (branch.path, way) not in _indexed(rtype):
        return None
    match value:
        case Code() if modifier == "identifier":
            return _tokens(f"{branch.path}:identifier={value.code}") if value.code else None
        case Code():
            return _of_code(branch.path, way, value.code)
        case IdentifierOfType():
            return _tokens(f"{branch.path}={value.value}") if way == "identifier" else NONE_OF_IT
        case Text():
            return _of_text(branch.path, way, value.text)
        case Target():
            return _of_target(rtype, branch, way, value.any_of)
        case Date() if way == "birth-date":
            day = _written(value)
            return _tokens(f"{branch.path}={day}") if day else None
    return None


def _tokens(*texts: str) -> Either:
    return Either(frozenset(hashed(text) for text in texts))


def _of_code(path: str, way: str, code: str | None) -> Either | None:
    if code is None or code in COMMONPLACE.get(path, ()):
        return None
    return _tokens(f"{path}={contact(code) if way == 'contact' else code}")


def _of_text(path: str, way: str, text: str) -> Either | None:
    if way in ("plain", "canonical"):
        return _tokens(f"{path}={without_version(text) if way == 'canonical' else text}")
    beginning = longest_beginning(text)
    return (beginning and _tokens(f"{text_place(path)}^{beginning}")) or None


def _of_target(rtype: str, branch: Branch, way: str, any_of: frozenset[str]) -> Either:
    """References to the compartment's patient have no token; those in the first place are always to that patient."""
    if way == "canonical":
        return _tokens(*(f"{branch.path}={without_version(each)}" for each in any_of))
    patients = frozenset(each[8:] for each in any_of if each.startswith("Patient/"))
    first = compartment_paths(rtype)[:1]
    if first and first[0].path == branch.path and not any(step.is_many for step in branch.steps):
        any_of = frozenset(each for each in any_of if not each.startswith("Patient/"))
    if branch.target:
        any_of = frozenset(each for each in any_of if references.type_of(each) in (branch.target, ""))
        patients = patients if branch.target == "Patient" else frozenset()
    return Either(frozenset(hashed(f"{branch.path}={each}") for each in any_of), patients)


def _written(value: Date) -> str | None:
    """A day, a month or a year as a birth date has it; None for other spans and for comparisons."""
    if value.prefix is not Prefix.EQ:
        return None
    start = value.span.start.astimezone(timezone.get_default_timezone())
    for text in (f"{start:%Y-%m-%d}", f"{start:%Y-%m}", f"{start:%Y}"):
        if span(text) == value.span:
            return text
    return None


def _of_composite(criterion: Criterion) -> Either | None:
    return union(
        _of_parts(criterion, whole, value)
        for whole in parameter_branches(criterion.rtype, criterion.code)
        for value in criterion.values
    )


def _of_parts(criterion: Criterion, whole: Branch, value: Value) -> Either | None:
    """The tokens of the first part that has any."""
    assert isinstance(value, Parts)
    for component, part in zip(criterion.parameter.components, value.parts, strict=True):
        if isinstance(part, Code):
            within = [_placed(whole, branch) for branch in branches(whole.type, component.expression)]
            found = union(_of_value(criterion.rtype, "token", branch, part) for branch in within)
            if found is not None and found.tokens:
                return found
    return None


def _placed(whole: Branch, part: Branch) -> Branch:
    """A part's branch as seen from the resource."""
    return part if part.from_resource else replace(part, root=whole.root, steps=(*whole.steps, *part.steps))
