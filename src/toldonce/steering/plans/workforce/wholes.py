"""Whole people whose sums hold: a table of flows starts and ends in whole heads, and its causes add up between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from toldonce.steering.plans.workforce.outcome import Outcome
from toldonce.steering.plans.workforce.projecting import IN, OUT
from toldonce.steering.sheets.sharing import adding_up


@dataclass(frozen=True)
class YearOfFlows:
    """One year of one role in whole heads: start + what came in − what went out = end."""

    year: int
    start: int
    come: Mapping[str, int]
    gone: Mapping[str, int]
    end: int


def flows_of(outcome: Outcome, role: int) -> list[YearOfFlows]:
    """Where the heads of a role come from and go to, year by year."""
    done = outcome.expected
    heads = [round(float(each)) for each in done.by_role(done.heads[:, 0].sum(axis=2))[:, role]]
    causes = {cause: done.by_role(flow[:, 0])[:, role] for cause, flow in done.flows.items()}
    found = []
    for at, year in enumerate(outcome.plan.years[1:]):
        signed = [float(causes[cause][at]) * (1 if cause in IN else -1) for cause in IN + OUT]
        parts = dict(zip(IN + OUT, adding_up(signed, heads[at + 1] - heads[at]).tolist(), strict=True))
        come = {cause: parts[cause] for cause in IN}
        found.append(
            YearOfFlows(year, heads[at], come, {cause: -parts[cause] for cause in OUT}, heads[at + 1])
        )
    return found
