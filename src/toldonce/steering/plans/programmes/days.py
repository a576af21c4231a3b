"""Days counted as numbers along what waits for what, so that a chain of any length has its sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from graphlib import TopologicalSorter
from heapq import heapify, heappop, heappush

from toldonce.steering.plans.programmes.plan import Portfolio

Waits = tuple[str, int]  # what is waited for, or what waits, and how many days lie between
NOTHING_ELSE: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Moved:
    """A milestone, by its key, that another one moves by so many days; negative is earlier."""

    milestone: str
    days: int


class Days:
    """Where each milestone of a portfolio stands, judged on a day, and where it would stand if one of them moved."""

    def __init__(self, portfolio: Portfolio, on: date) -> None:
        """Raises graphlib.CycleError where milestones wait for themselves."""
        self.on, self._now = on, on.toordinal()
        self.milestone = portfolio.milestone
        self.planned = {key: each.planned.toordinal() for key, each in self.milestone.items()}
        self._waits: dict[str, list[Waits]] = {key: [] for key in self.milestone}
        self._waited: dict[str, list[Waits]] = {key: [] for key in self.milestone}
        for each in portfolio.dependencies:
            self._waits[each.milestone].append((each.waits_for, each.days))
            self._waited[each.waits_for].append((each.milestone, each.days))
        graph = {key: [other for other, _ in waits] for key, waits in self._waits.items()}
        self._order = list(TopologicalSorter(graph).static_order())
        self._place = {key: place for place, key in enumerate(self._order)}
        self.at: dict[str, int] = {}
        for key in self._order:
            self.at[key] = self._stands(key)

    def _stands(self, key: str, would: Mapping[str, int] = NOTHING_ELSE) -> int:
        """Where a milestone stands, where some of those that it waits for would stand elsewhere."""
        milestone = self.milestone[key]
        if milestone.actual:
            return milestone.actual.toordinal()
        allowed = (would.get(other, self.at[other]) + days for other, days in self._waits[key])
        return max(milestone.said.toordinal(), self._now, *allowed)

    def inherited(self, key: str) -> int:
        """The day before which what it waits for does not allow it; what was done waited for nothing undone."""
        done = self.milestone[key].actual is not None
        return max(
            (self.at[other] + days for other, days in self._waits[key] if not done or self._done(other)),
            default=0,
        )

    def because(self, key: str) -> str | None:
        """The milestone that it waits for until its day, None where nothing holds it back."""
        if self._done(key):
            return None
        return next(
            (other for other, days in self._waits[key] if self.at[other] + days == self.at[key]), None
        )

    def moves(self, key: str, kept: int) -> list[Moved]:
        """The milestones that stand later than they would if this one stood on the day `kept`."""
        return [Moved(other, self.at[other] - day) for other, day in self._behind(key, kept)]

    def would_move(self, key: str, to: int) -> list[Moved]:
        """The milestones that would stand elsewhere if this one stood on the day `to`."""
        return [Moved(other, day - self.at[other]) for other, day in self._behind(key, to)]

    def _behind(self, key: str, instead: int) -> Iterator[tuple[str, int]]:
        """Those behind a milestone that would stand elsewhere, and where, in the order in which they wait."""
        would = {key: instead}
        waiting = [self._place[other] for other in {other for other, _ in self._waited[key]}]
        heapify(waiting)
        seen = set(waiting)
        while waiting:
            other = self._order[heappop(waiting)]
            day = self._stands(other, would)
            if day == self.at[other]:
                continue
            would[other] = day
            yield other, day
            for behind, _ in self._waited[other]:
                if (place := self._place[behind]) not in seen:
                    seen.add(place)
                    heappush(waiting, place)

    @cached_property
    def floats(self) -> dict[str, int]:
        """By how many days each milestone that is not done can slip before it moves the end of its programme."""
        found: dict[str, int] = {}
        programmes: dict[str, list[str]] = {}
        for key, milestone in self.milestone.items():
            programmes.setdefault(milestone.programme, []).append(key)
        for keys in programmes.values():
            slack = self._slack(keys)
            found |= {key: slack[key] for key in keys if not self._done(key)}
        return found

    def _slack(self, keys: list[str]) -> dict[str, int]:
        """By how many days each of these, and all that they wait for, can slip before the last of these moves."""
        last = max(self.at[key] for key in keys)
        slack = {key: last - self.at[key] for key in keys}
        for key in sorted(self._before(keys), key=self._place.__getitem__, reverse=True):
            if self._done(key):
                continue  # it stays where it is, whatever becomes of what it waited for
            for other, days in self._waits[key]:
                through = slack[key] + self.at[key] - days - self.at[other]
                slack[other] = min(slack.get(other, through), through)
        return slack

    def _before(self, keys: list[str]) -> set[str]:
        """These and all that they wait for, near and far, but for what moves nothing as what waits for it is done."""
        found, still = set(keys), list(keys)
        while still:
            key = still.pop()
            for other, _ in () if self._done(key) else self._waits[key]:
                if other not in found:
                    found.add(other)
                    still.append(other)
        return found

    def _done(self, key: str) -> bool:
        return self.milestone[key].actual is not None
