"""Everything that is said of each cut of the money, parted into what can be true together and what stands apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from toldonce.steering.plans.better_care.accounts import Cut, Dimension, Statement
from toldonce.steering.plans.better_care.plan import Plan

SCHEME, PARTNER, SOURCE, AREA, POOL = Dimension
VIEWS: dict[str, tuple[tuple[Dimension, ...], ...]] = {
    "Scheme": ((SCHEME, PARTNER), (SCHEME,)),
    "Source": ((PARTNER, SOURCE),),
    "Area of spend": ((PARTNER, SOURCE, AREA), (PARTNER, AREA), (AREA,)),
    "Pool": ((PARTNER, POOL), (POOL,)),
    "Organisation": ((PARTNER,), ()),
}
FINEST_FIRST = sorted({each for cuts in VIEWS.values() for each in cuts}, key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that is said of one cut, parted into what agrees and what stands apart; both may be doubtful."""

    cut: Cut
    agreed: tuple[Statement, ...]
    apart: tuple[Statement, ...]
    undecided: bool = False  # as many say the one as say the other
    within_rounding: bool = False

    @property
    def holds(self) -> bool:
        """Whether all that is said can be true together, rounding allowed for."""
        return not self.apart or self.within_rounding


@dataclass(frozen=True)
class Reconciled:
    """A plan with all comparisons of what its accounts say."""

    plan: Plan
    comparisons: Sequence[Comparison]

    @cached_property
    def by_cut(self) -> dict[Cut, Comparison]:
        """The comparisons by what they are about."""
        return {each.cut: each for each in self.comparisons}

    def agrees(self, of: Cut) -> bool:
        """Whether all that is said of a cut can be true together."""
        return of not in self.by_cut or self.by_cut[of].holds

    def stated(self, of: Cut) -> Statement | None:
        """What is believed of a cut: the narrowest of those that agree, the first of equals; None where none is."""
        dimensions = _dimensions(of)
        said = [account.of(of) for account in self.plan.accounts if account.speaks_of(dimensions)]
        if not self.agrees(of) and not self.by_cut[of].undecided:
            said = list(self.by_cut[of].agreed)
        return min(said, key=lambda each: each.high - each.low, default=None)


def reconciled(plan: Plan) -> Reconciled:
    """The plan with every cut compared that more than one account speaks of, the finest cuts first."""
    return Reconciled(plan, [_compared(cut, said) for cut, said in _everything_said(plan) if len(said) > 1])


def _everything_said(plan: Plan) -> Iterator[tuple[Cut, list[Statement]]]:
    claims: dict[Cut, list[Statement]] = {}
    for claim in plan.claims:
        claims.setdefault(claim.cut, []).append(claim.statement)
    wanted = [*FINEST_FIRST, *({_dimensions(cut) for cut in claims} - {*FINEST_FIRST})]
    for dimensions in wanted:
        asked = [account for account in plan.accounts if account.speaks_of(dimensions)]
        cells = {
            tuple(zip(dimensions, cell, strict=True)) for each in asked for cell in each.cells(dimensions)
        }
        cells |= {cut for cut in claims if _dimensions(cut) == dimensions}
        for cut in sorted(cells):
            yield cut, [*(account.of(cut) for account in asked), *claims.get(cut, ())]


def _dimensions(cut: Cut) -> tuple[Dimension, ...]:
    return tuple(dimension for dimension, _ in cut)


def _compared(cut: Cut, said: Sequence[Statement]) -> Comparison:
    strictly = _agreements(said, rounded=False)
    if len(strictly[0]) == len(said):
        return Comparison(cut, tuple(said), ())
    loosely = _agreements(said, rounded=True)
    within = len(loosely[0]) == len(said)
    agreed = strictly[0] if within else loosely[0]
    apart = tuple(each for each in said if not any(each is other for other in agreed))
    return Comparison(cut, agreed, apart, len(loosely) > 1, within)


def _agreements(said: Sequence[Statement], rounded: bool) -> list[tuple[Statement, ...]]:
    """The largest groups that can be true together: of intervals those that have a point in common."""
    lows = {each.low - (each.slack if rounded else 0) for each in said}
    groups = [tuple(each for each in said if _may_be(each, point, rounded)) for point in sorted(lows)]
    most = max(map(len, groups))
    different = {tuple(map(id, group)): group for group in groups if len(group) == most}
    return list(different.values())


def _may_be(statement: Statement, point: float, rounded: bool) -> bool:
    slack = statement.slack if rounded else 0
    return statement.low - slack <= point <= statement.high + slack
