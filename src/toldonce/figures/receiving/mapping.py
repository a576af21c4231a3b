"""A mapping of figures as it is used: which columns are place, period and part, and which figures a row holds."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass, field
from datetime import date

from toldonce.exchange.files.mapping import Column
from toldonce.exchange.files.mapping import Mapping as Table

REFUSE, LEAVE, KEEP = "refuse", "leave", "keep"  # what is done with a word that a list of codes does not have
MISSING, AS_SAID, LEFT_OUT = "missing", "as said", "left out"  # what is done about a known fault
REVISED_AT_MOST = 20  # percent of the figures that were there already


@dataclass(frozen=True, slots=True)
class Meant:
    """What a word of the file means, for a time."""

    code: str
    since: date | None = None
    until: date | None = None

    def holds_on(self, period: date) -> bool:
        """Whether it means this in a period, known by its first day."""
        return (self.since is None or self.since <= period) and (self.until is None or period <= self.until)


@dataclass(frozen=True, slots=True)
class Words:
    """Columns whose words, joined by " / ", name a place, a part or an indicator; or one code for every row."""

    columns: tuple[str, ...] = ()
    fixed: str = ""
    codes: Map[str, tuple[Meant, ...]] = field(default_factory=dict)
    others: str = REFUSE
    corrected: Map[str, str] = field(default_factory=dict)  # slips of the publisher, and what is meant


@dataclass(frozen=True, slots=True)
class Held:
    """One figure that a row holds; columns that are named together are added up."""

    indicator: str = ""  # "" where a column of the row says it
    part: str = ""
    value: tuple[str, ...] = ()
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
    reason: str = ""  # the column that says why there is no value
    times: float = 1.0  # a fraction that is a percentage: 100
    zero: str = ""  # why a zero is no value; "" where it is one
    at_least: float | None = 0.0
    at_most: float | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """A rule that a row must keep: the total is the sum of its parts, or one column is not above another."""

    total: str
    parts: tuple[str, ...]
    within: float = 0.0
    at_most: bool = False  # the parts are at most the total, rather than equal to it


@dataclass(frozen=True, slots=True)
class KnownFault:
    """Something that is known to be wrong with a source, for whom and from when to when, and what is done about it."""

    reason: str
    noted: date
    since: date
    until: date
    places: frozenset[str] = frozenset()  # empty: all
    indicators: frozenset[str] = frozenset()  # empty: all
    then: str = MISSING
    absent: bool = False  # periods that have no row at all become missing figures with the reason

    def covers(self, indicator: str, place: str, period: date) -> bool:
        """Whether a figure is touched by it."""
        return (
            self.since <= period <= self.until
            and (not self.places or place in self.places)
            and (not self.indicators or indicator in self.indicators)
        )


@dataclass(frozen=True, slots=True)
class Mapping:
    """Everything that one mapping file of figures says."""

    name: str
    title: str
    source: str
    digest: str
    text: str
    columns: tuple[Column, ...]
    place: Words
    period: Words
    ways: tuple[str, ...]
    part: Words
    indicator: Words
    held: tuple[Held, ...]
    only: Words = Words()
    sums: tuple[Sum, ...] = ()
    known: tuple[KnownFault, ...] = ()
    as_at: date | None = None
    empty: frozenset[str] = frozenset()
    suppressed: frozenset[str] = frozenset()
    revised_at_most: int = REVISED_AT_MOST
    sheet: str = ""
    delimiter: str = ""
    encoding: str = ""

    @property
    def table(self) -> Table:
        """As `exchange.files` opens tables and finds their heads."""
        return Table(
            self.name, self.title, "", self.digest, self.columns, key=(), made=(), empty=self.empty, sheet=self.sheet,
            delimiter=self.delimiter, encoding=self.encoding,
        )  # fmt: skip

    def stands_as_said(self, indicator: str, place: str, period: date) -> bool:
        """Whether a figure stands as it was said although something is known to be wrong with it."""
        return any(each.then == AS_SAID and each.covers(indicator, place, period) for each in self.known)

    def indicators(self) -> frozenset[str]:
        """The codes of every indicator that a file of it may speak of."""
        told = {each.code for meant in self.indicator.codes.values() for each in meant}
        return frozenset({held.indicator for held in self.held if held.indicator} | told)
