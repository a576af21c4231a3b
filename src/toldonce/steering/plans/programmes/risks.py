"""Risks on a grid of likelihood and impact, which are an order and not numbers: nothing is multiplied or averaged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from toldonce.steering.plans.programmes import words
from toldonce.steering.plans.programmes.plan import Portfolio, Risk

ISSUE = "issue"


@dataclass(frozen=True, slots=True)
class Grid:
    """The open risks in each cell, by (likelihood, impact); `levels` are keys and words from low to high."""

    levels: tuple[tuple[str, str], ...]
    cells: Mapping[tuple[str, str], tuple[Risk, ...]]
    unplaced: tuple[Risk, ...]


def of(portfolio: Portfolio, programme: str | None = None) -> list[Risk]:
    """The open risks and issues of a programme, or of all, in the order of the sheet."""
    return [each for each in portfolio.risks if each.open and programme in (None, each.programme)]


def grid(portfolio: Portfolio, programme: str | None = None) -> Grid:
    """Where the open risks of a programme, or of all, lie; those that are not placed on the scale stand apart."""
    levels = words.LEVELS_OF[portfolio.scale]
    found = ordered(portfolio, programme)
    cells = {
        (likelihood, impact): tuple(
            each for each in found if (each.likelihood, each.impact) == (likelihood, impact)
        )
        for likelihood in levels
        for impact in levels
    }
    unplaced = tuple(each for each in found if (each.likelihood, each.impact) not in cells)
    return Grid(tuple(levels.items()), cells, unplaced)


def ordered(portfolio: Portfolio, programme: str | None = None) -> list[Risk]:
    """The open risks, the worst first: by impact, then likelihood, then issues before risks; unplaced ones last."""
    place = {level: at for at, level in enumerate(words.LEVELS_OF[portfolio.scale])}

    def order(risk: Risk) -> tuple[int, int, bool, int]:
        impact, likelihood = place.get(risk.impact), place.get(risk.likelihood)
        if impact is None or likelihood is None:
            return 1, 0, risk.kind != ISSUE, risk.number
        return -impact, -likelihood, risk.kind != ISSUE, risk.number

    return sorted(of(portfolio, programme), key=order)


def to_be_reviewed(portfolio: Portfolio, programme: str | None, on: date) -> list[Risk]:
    """The open risks whose day of review has passed, the oldest first."""
    late = [each for each in of(portfolio, programme) if each.review and each.review < on]
    return sorted(late, key=lambda risk: (risk.review, risk.number))
