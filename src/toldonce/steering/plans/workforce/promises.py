"""What documents say there will be, held against what the plan works out from its own assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toldonce.steering.plans.workforce.assumptions import Pipeline, Promise
from toldonce.steering.plans.workforce.costing import bills
from toldonce.steering.plans.workforce.outcome import Outcome
from toldonce.steering.plans.workforce.training import qualifying, starting


@dataclass(frozen=True)
class Held:
    """A promise with what is worked out for it; None with the reason where it cannot be held against anything."""

    promise: Promise
    worked_out: float | None
    why: str = ""

    @property
    def missing(self) -> float:
        """By how much what is worked out falls short (negative: it goes further)."""
        return self.promise.number - (self.worked_out or 0.0)

    @property
    def verdict(self) -> str:
        """In two words: whether the assumptions carry it."""
        if self.worked_out is None:
            return "cannot be said"
        if abs(self.missing) <= self.promise.within:
            return "holds"
        return "falls short" if self.missing > 0 else "goes further"


def held(outcome: Outcome, promise: Promise) -> Held:
    """Hold one promise against the plan."""
    plan = outcome.plan
    if promise.by < plan.base:
        return Held(
            promise, None, "the year lies before the plan begins, which may be a slip in the document"
        )
    if promise.by > plan.last:
        return Held(promise, None, "the year lies after the last that is worked out")
    if promise.measure in ("qualified", "started"):
        pipelines = [each for each in plan.pipelines if each.name == promise.of]
        return Held(promise, sum(_trained(outcome, each, promise) for each in pipelines))
    return Held(promise, _of_roles(outcome, promise))


def _trained(outcome: Outcome, pipeline: Pipeline, promise: Promise) -> float:
    plan = outcome.plan
    if promise.measure == "started":
        return sum(starting(plan, pipeline, year) for year in range(plan.base + 1, promise.by + 1))
    return float(sum(qualifying(plan, pipeline, year) for year in range(plan.base + 1, promise.by + 1)))


def _of_roles(outcome: Outcome, promise: Promise) -> float:
    at = outcome.at(promise.by)
    if promise.measure == "cover":
        return float(sum(_cover(outcome, promise)))
    roles = [outcome.plan.role_at[promise.of]] if promise.of else list(range(len(outcome.plan.roles)))
    if promise.measure == "needed":
        return float(outcome.need[at, roles].sum())
    if promise.measure == "in-post":
        return float(outcome.supply[at, roles].sum())
    heads = outcome.expected.by_role(outcome.expected.heads[at, 0].sum(axis=1))
    return float(heads[roles].sum())


def _cover(outcome: Outcome, promise: Promise) -> Iterator[int]:
    """The pounds of agency cover of each role that is meant."""
    for bill in bills(outcome):
        if bill.year == promise.by and promise.of in ("", outcome.plan.roles[bill.role].name):
            yield bill.cover
