"""Which roles are short, by criteria that were agreed: each with the reason, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.steering.plans.workforce.assumptions import Criterion
from toldonce.steering.plans.workforce.outcome import Outcome
from toldonce.steering.plans.workforce.words import OLDER

EXACT = 9  # decimals after which a share of floats is no longer what was meant


@dataclass(frozen=True)
class Reason:
    """One criterion held against one role; `value` is None where it cannot be said, and `why` says why."""

    criterion: Criterion
    value: float | None
    why: str

    @property
    def met(self) -> bool:
        """Whether the value reaches the threshold."""
        return self.value is not None and round(self.value - self.criterion.threshold, EXACT) >= 0


@dataclass(frozen=True)
class Judged:
    """A role held against every criterion."""

    role: int
    name: str
    reasons: tuple[Reason, ...]
    short: bool

    @property
    def met(self) -> int:
        """How many criteria it meets."""
        return sum(reason.met for reason in self.reasons)


def judged(outcome: Outcome) -> list[Judged]:
    """Every role, those with the most criteria met first, and then by the largest gap."""
    plan = outcome.plan
    gap = outcome.gap[outcome.at(plan.judged)]
    every = [_judged(outcome, role) for role in range(len(plan.roles))]
    return sorted(every, key=lambda each: (-each.met, -gap[each.role]))


def _judged(outcome: Outcome, role: int) -> Judged:
    plan = outcome.plan
    reasons = tuple(_reason(outcome, role, criterion) for criterion in plan.criteria)
    short = bool(reasons) and sum(reason.met for reason in reasons) >= max(plan.meets, 1)
    return Judged(role, plan.roles[role].name, reasons, short)


def _reason(outcome: Outcome, role: int, criterion: Criterion) -> Reason:
    value, why = MEASURED[criterion.measure](outcome, role)
    return Reason(criterion, value, why)


def _gap(outcome: Outcome, role: int) -> tuple[float | None, str]:
    at = outcome.at(outcome.plan.judged)
    need = outcome.need[at, role]
    if not need:
        return None, "nothing says how many are needed"
    return float(outcome.gap[at, role] / need), f"of {need:,.0f} FTE needed"


def _vacancy(outcome: Outcome, role: int) -> tuple[float | None, str]:
    posts = outcome.plan.roles[role].posts
    if not posts:
        return None, "funded posts are not known"
    return float((posts - outcome.supply[0, role]) / posts), f"of {posts:,.0f} funded FTE"


def _older(outcome: Outcome, role: int) -> tuple[float | None, str]:
    members = [at for at, team in enumerate(outcome.plan.teams) if team.role == role]
    heads = outcome.expected.heads[0, 0, members].sum(axis=0)
    if not heads.sum():
        return None, "nobody is in post"
    return float(heads[OLDER].sum() / heads.sum()), f"of {heads.sum():,.0f} people"


def _training(outcome: Outcome, role: int) -> tuple[float | None, str]:
    lengths = [(each.years, each.name) for each in outcome.plan.pipelines if each.role == role]
    if not lengths:
        return None, "no pipeline trains for it here"
    years, name = min(lengths)
    return float(years), name


MEASURED = {"gap": _gap, "vacancy": _vacancy, "older": _older, "training": _training}
