"""Does it add up: the base and growth that a stated gap implies, and where the plan contradicts itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from toldonce.steering.money.gap.implied import Pair, Stated, base_implied, by_years, growth_implied, pairs
from toldonce.steering.money.gap.pictures.curve import curve
from toldonce.steering.money.gap.plan import Claim
from toldonce.steering.money.gap.saying import percent, roughly
from toldonce.steering.money.gap.stating import amount_said, amounts, given, in_words, percent_said
from toldonce.steering.money.gap.told import Told
from toldonce.steering.money.gap.words import CLAIMS
from toldonce.steering.sheets.declaring import Finding, Grade
from toldonce.steering.sheets.kinds import NotUnderstood, Percent, Pounds, Whole
from toldonce.steering.sheets.saying import pounds, year_words
from toldonce.web.planner.plans.gap.worked import Worked, page_of_the_gap

LABEL = "Does it add up"
STEP, STEPS = 0.0025, 20
KINDS = {
    "gap": ("Gap", Pounds()),
    "years": ("Years of growth", Whole(least=Decimal(1), most=Decimal(30))),
    "cost": ("Growth of costs", Percent()),
    "earned": ("Growth of income", Percent()),
    "base": ("Base", Pounds(negative=False)),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A claim of the plan with what is found about it."""

    about: str
    words: str
    number: str
    year: str
    source: str
    cell: str
    findings: list[Finding]


@page_of_the_gap
def adds_up(request: HttpRequest, worked: Worked) -> HttpResponse:
    """Pairs of base and growth for a stated gap, and the claims of the plan."""
    values, problems = _asked(request.GET, _stated_by(worked.as_planned))
    ratio = _ratio(worked.as_planned)
    rates = float(values["cost"]) / 100, float(values["earned"]) / 100
    stated = Stated(values["gap"], values["years"], *rates, ratio)
    made = pairs(stated, [stated.income_growth + STEP * (at + 1) for at in range(STEPS)])
    shown = worked.framed(
        LABEL,
        problems=problems,
        fields=[(name, label, kind.say(values[name])) for name, (label, kind) in KINDS.items()],
        sentences=_sentences(stated, values["base"]),
        pairs=[(percent(each.cost_growth), pounds(each.base)) for each in made if each.base is not None],
        by_years=[(years, "none" if base is None else pounds(base)) for years, base in _by_years(stated)],
        curve=_curve(stated, made, values["base"]),
        gap=roughly(stated.gap),
        income=percent(stated.income_growth),
        cost=percent(stated.cost_growth),
        claims=[_said(worked, each) for each in worked.plan.claims],
        grades={Grade.ERROR: "Error", Grade.DOUBT: "Doubt", Grade.ROUNDING: "Rounding"},
    )
    return render(request, "planner/pages/plans/gap/implied.html", shown)


def _stated_by(told: Told) -> dict[str, Any]:
    """What the plan states, or where it does not, what its own sheets make."""
    plan, years = told.plan, len(told.years) - 1
    stated = next(iter(amounts(plan, "gap")), None)
    when = stated[0].year if stated else None
    cost, income = percent_said(plan, "cost_growth"), percent_said(plan, "income_growth")
    return {
        "gap": stated[1] if stated else int(told.gap[-1]),
        "years": max(1, when - told.years[0]) if when else years,
        "cost": _points(_a_year(told.paths.cost[0], years) if cost is None else cost),
        "earned": _points(_a_year(told.paths.income[0], years) if income is None else income),
        "base": amount_said(plan, "base") or sum(line.cost for line in plan.lines),
    }


def _points(share: float) -> Decimal:
    return Decimal(f"{share * 100:.2f}".rstrip("0").rstrip("."))


def _a_year(path: Any, years: int) -> float:
    """Growth a year, on average, of all lines together."""
    first, last = float(path[:, 0].sum()), float(path[:, -1].sum())
    return (last / first) ** (1 / years) - 1 if first > 0 and last > 0 else 0.0


def _ratio(told: Told) -> float:
    cost = sum(line.cost for line in told.plan.lines)
    return sum(line.income for line in told.plan.lines) / cost if cost else 1.0


def _asked(given: Mapping[str, Any], values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of the form where they are understood, those of the plan where they are not, and why."""
    problems = {}
    for name, (label, kind) in KINDS.items():
        try:
            values[name] = values[name] if (read := kind.read(str(given.get(name, "")))) is None else read
        except NotUnderstood as refusal:
            problems[name] = f"{label}: {refusal}."
    return values, problems


def _sentences(stated: Stated, base: int) -> list[str]:
    gap, years = roughly(stated.gap), f"{stated.years} years"
    rates = (
        f"costs growing by {percent(stated.cost_growth)} and income by {percent(stated.income_growth)} a year"
    )
    implied, growth = base_implied(stated), growth_implied(base, stated)
    first = (
        f"No base makes a gap of {gap} with {rates}: income grows as fast as cost."
        if implied is None
        else f"A gap of {gap} after {years} with {rates} implies a base cost of {pounds(implied)}."
    )
    second = f"On a base cost of {roughly(base)} that gap would take "
    second += "no growth that there is." if growth is None else f"costs growing by {percent(growth)} a year."
    return [first, second]


def _by_years(stated: Stated) -> list[tuple[int, int | None]]:
    return by_years(stated, range(max(1, stated.years - 2), stated.years + 4))


def _curve(stated: Stated, made: list[Pair], base: int) -> str:
    """The curve, or "" where fewer than two pairs can be drawn."""
    if sum(pair.base is not None for pair in made) < 2:
        return ""
    growth = growth_implied(base, stated)
    marked = [(f"growth of {percent(stated.cost_growth)}", Pair(stated.cost_growth, base_implied(stated)))]
    if growth is not None and base != base_implied(stated):
        marked.append((f"base of {roughly(base)}", Pair(growth, base)))
    return curve(made, stated.gap, marked)


def _said(worked: Worked, claim: Claim) -> Said:
    found = [
        each for each in worked.opened.findings
        if each.at.sheet.key == "claims" and each.at.row == claim.origin.row
    ]  # fmt: skip
    return Said(
        CLAIMS[claim.about] + (f": {claim.of}" if claim.of else ""),
        claim.words,
        "none" if given(claim) is None else in_words(claim),
        "" if claim.year is None else year_words(claim.year),
        claim.origin.source,
        worked.cell(claim.origin, "pounds"),
        found,
    )
