"""Stock and flow: who is in post at the end of each year, of whom nobody appears or vanishes without a cause.

Arrays have the axes draws × teams × age bands. Within a year people leave, retire and move out of those in post at
its start; those who stay grow older; then come those who move in, join, return or qualify. They first leave in the
next year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from toldonce.steering.plans.workforce.assumptions import Plan
from toldonce.steering.plans.workforce.chance import Luck
from toldonce.steering.plans.workforce.sharing import parts_of_teams
from toldonce.steering.plans.workforce.training import arriving
from toldonce.steering.plans.workforce.words import BANDS, WIDTHS

Array = np.ndarray
GROWING_OLDER = np.array([0.0 if width is None else 1 / width for width in WIDTHS])
AT_ONCE = 40_000  # numbers of one table that are held at a time: few enough for the cache of a core
FEWEST = 1e-9  # people below which there is nobody, and a sum of floats may say anything
OUT: tuple[str, ...] = ("leavers", "retirements", "moved out")
IN: tuple[str, ...] = ("moved in", "joiners", "returners", "qualified")


@dataclass(frozen=True)
class Projection:
    """The heads of every year (years × draws × teams × bands), and the flows of each year after the first by cause.

    Flows have the axes years × draws × teams; those of a year lead to the heads at its end.
    """

    plan: Plan
    heads: Array
    flows: Mapping[str, Array]

    @cached_property
    def fte(self) -> Array:
        """FTE by year, draw and role."""
        return self.by_role(of_all_ages(self.heads)) * participation(self.plan)[:, None, :]

    def by_role(self, of_teams: Array) -> Array:
        """Sum the last axis, which is of teams, to one of roles."""
        return of_teams @ _membership(self.plan)


def participation(plan: Plan) -> Array:
    """FTE a head by year and role, between 0 and 1."""
    return np.array(
        [
            [
                min(1.0, max(0.0, role.participation + plan.changing("participation", role.name, year)))
                for role in plan.roles
            ]
            for year in plan.years
        ]
    )


def of_all_ages(heads: Array) -> Array:
    """Sum the last axis, which is of age bands; a product is ten times as quick as a sum over so short an axis."""
    return (heads.reshape(-1, len(BANDS)) @ np.ones(len(BANDS))).reshape(heads.shape[:-1])


def projected(plan: Plan, luck: Luck) -> Projection:
    """Work out every year of a plan, once for each draw of luck, and keep all of it."""
    heads, flows = zip(*_year_by_year(plan, luck), strict=True)
    kept = {cause: np.stack([flow[cause] for flow in flows[1:]]) for cause in OUT + IN} if flows[1:] else {}
    return Projection(plan, np.stack(heads), kept)


def fte_of(plan: Plan, luck: Luck) -> Array:
    """FTE in post by year, draw and role, of which only the sums are kept: ten thousand draws take little room.

    They are worked out some at a time, because what fits into the cache of a core takes a third of the time.
    """
    member = _membership(plan)
    size = max(1, AT_ONCE // max(1, len(plan.teams) * len(BANDS)))
    heads = [
        np.stack([of_all_ages(heads) @ member for heads, _ in _year_by_year(plan, part)])
        for part in luck.parts(size)
    ]
    return np.concatenate(heads, axis=1) * participation(plan)[:, None, :]


def _year_by_year(plan: Plan, luck: Luck) -> Iterator[tuple[Array, dict[str, Array]]]:
    year_on_year = _Year.of(plan, luck)
    heads, flow = np.repeat(np.array([[team.heads for team in plan.teams]]), luck.draws, axis=0), {}
    yield heads, flow
    for year in plan.years[1:]:
        heads, flow = year_on_year.after(heads, year)
        yield heads, flow


@dataclass(frozen=True)
class _Year:
    """A plan with its assumptions side by side for all teams."""

    plan: Plan
    luck: Luck
    member: Array  # teams × roles
    parts: Array
    retiring: Array
    ages: Array
    leavers: Array
    joiners: Array
    returners: Array
    moves: tuple[
        tuple[Array, Array, float], ...
    ]  # the teams that people leave, those they come into, at which rate

    @classmethod
    def of(cls, plan: Plan, luck: Luck) -> _Year:
        retiring, ages, leavers, joiners, returners = (
            np.array([getattr(team, rate) for team in plan.teams])
            for rate in ("retiring", "joining", "leavers", "joiners", "returners")
        )
        return cls(
            plan,
            luck,
            _membership(plan),
            parts_of_teams(plan),
            retiring,
            ages,
            leavers,
            joiners,
            returners,
            tuple(_moves(plan)),
        )

    def after(self, heads: Array, year: int) -> tuple[Array, dict[str, Array]]:
        """The heads a year later, and the flows between."""
        leaving, retiring, moves = self._out(heads, year)
        moved_out, moved_in = self._moved(moves, heads)
        joiners, returners, qualified = self._joiners(year), self._returners(), self._qualified(year)
        arrived = (joiners + returners)[..., None] * self.ages + qualified + moved_in
        flows = (leaving, retiring, moved_out, moved_in, qualified)
        summed = (of_all_ages(each) for each in flows)
        left, retired, out, into, new = summed
        flow = dict(zip(OUT + IN, (left, retired, out, into, joiners, returners, new), strict=True))
        return _older(np.maximum(0, heads - leaving - retiring - moved_out)) + arrived, flow

    def _out(self, heads: Array, year: int) -> tuple[Array, Array, list[Array]]:
        """Those who leave, who retire, and who make each move; never more than there are."""
        leaving = heads * self._leavers(year)[..., None]
        retiring = heads * self.retiring
        moves = [heads[:, source] * rate for source, _, rate in self.moves]
        more = self._chance(heads, leaving + retiring, year)[..., None]
        leaving, retiring = leaving * more, retiring * more
        total = leaving + retiring
        for moving, (source, _, _) in zip(moves, self.moves, strict=True):
            total[:, source] += moving
        if (total <= heads).all():
            return leaving, retiring, moves
        held = np.divide(heads, total, out=np.ones_like(total), where=total > heads)
        moves = [move * held[:, source] for move, (source, _, _) in zip(moves, self.moves, strict=True)]
        return leaving * held, retiring * held, moves

    def _leavers(self, year: int) -> Array:
        return np.maximum(0, self.leavers + self._changing("leavers", year)) * self.luck.leavers

    def _changing(self, effect: str, year: int) -> Array:
        """What the scenario adds for the role of each team."""
        roles = [self.plan.changing(effect, role.name, year) for role in self.plan.roles]
        return self.member @ np.array(roles, dtype=float)

    def _chance(self, heads: Array, expected: Array, year: int) -> Array:
        """By which factor more of each team go in this year than their rates say: chance, by the size of the role."""
        normal = self.luck.chance[year - self.plan.base]
        going = of_all_ages(expected) @ self.member
        people = of_all_ages(heads) @ self.member
        part = np.divide(going, people, out=np.zeros_like(going), where=people > FEWEST)
        off = np.divide(
            normal * np.sqrt(np.maximum(0, 1 - part)),
            np.sqrt(going),
            out=np.zeros_like(going),
            where=going > 0,
        )
        return np.maximum(0, 1 + off) @ self.member.T

    def _moved(self, moves: list[Array], heads: Array) -> tuple[Array, Array]:
        out, into = np.zeros_like(heads), np.zeros_like(heads)
        for moving, (source, target, _) in zip(moves, self.moves, strict=True):
            out[:, source] += moving
            into[:, target] += moving
        return out, into

    def _joiners(self, year: int) -> Array:
        planned = self.joiners + self.parts * self._changing("joiners", year)
        return np.maximum(0, planned) * self.luck.joiners

    def _returners(self) -> Array:
        return np.repeat(self.returners[None], self.luck.draws, axis=0)

    def _qualified(self, year: int) -> Array:
        arrived = np.zeros((self.luck.draws, len(self.plan.teams), len(BANDS)))
        for at, pipeline in enumerate(self.plan.pipelines):
            heads = arriving(self.plan, pipeline, year, self.luck.dropout[:, at])
            if pipeline.employer:
                arrived[:, self.plan.team_at[pipeline.role, pipeline.employer], pipeline.band] += heads
            else:
                parts = self.parts * self.member[:, pipeline.role]
                arrived[:, :, pipeline.band] += np.asarray(heads)[..., None] * parts
        return arrived


def _older(heads: Array) -> Array:
    """Those of each band of whom some have grown into the next within the year."""
    older = heads * GROWING_OLDER
    staying = heads - older
    staying[..., 1:] += older[..., :-1]
    return staying


def _membership(plan: Plan) -> Array:
    """Teams × roles: 1 where the team is of the role."""
    member = np.zeros((len(plan.teams), len(plan.roles)))
    for at, team in enumerate(plan.teams):
        member[at, team.role] = 1.0
    return member


def _moves(plan: Plan) -> Iterator[tuple[Array, Array, float]]:
    """Each move as the teams that are left and those at the same employers that are come into."""
    for move in plan.moves:
        teams = [at for at, team in enumerate(plan.teams) if team.role == move.source]
        into = [plan.team_at[move.target, plan.teams[at].employer] for at in teams]
        yield np.array(teams, dtype=int), np.array(into, dtype=int), move.rate
