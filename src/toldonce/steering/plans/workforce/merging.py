"""Employers with the same rates merged into one: all sums stay what they are, and thousands of draws become quick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toldonce.steering.plans.workforce.assumptions import Plan, Team

Rates = tuple[tuple[int, float, float, tuple[float, ...], tuple[float, ...]], ...]


def merged(plan: Plan) -> Plan:
    """The plan with every set of employers whose rates are the same for every role as one employer."""
    employers = dict.fromkeys(team.employer for team in plan.teams)
    first: dict[Rates, str] = {}
    stands_for = {each: first.setdefault(_rates(plan, each), each) for each in employers}
    kept: dict[tuple[int, str], list[Team]] = {}
    for team in plan.teams:
        kept.setdefault((team.role, stands_for[team.employer]), []).append(team)
    teams = tuple(_one(employer, teams) for (_, employer), teams in kept.items())
    pipelines = tuple(
        replace(each, employer=stands_for[each.employer] if each.employer else "") for each in plan.pipelines
    )
    return replace(plan, teams=teams, pipelines=pipelines)


def _rates(plan: Plan, employer: str) -> Rates:
    return tuple(
        (team.role, team.leavers, team.spread, team.retiring, team.joining)
        for team in plan.teams
        if team.employer == employer
    )


def _one(employer: str, teams: Sequence[Team]) -> Team:
    heads = tuple(map(sum, zip(*(team.heads for team in teams), strict=True)))
    joiners, returners = (sum(getattr(team, what) for team in teams) for what in ("joiners", "returners"))
    return replace(teams[0], employer=employer, heads=heads, joiners=joiners, returners=returners)
