"""What if: the questions of a finance director in the address of a page, answered without being kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from toldonce.steering.money.gap.paths import too_large
from toldonce.steering.money.gap.plan import Origin, Override, Plan
from toldonce.steering.money.gap.saying import percent
from toldonce.steering.money.gap.scenarios import ALL_COSTS, ALL_INCOME, overridden
from toldonce.steering.sheets.kinds import LARGEST, Kind, NotUnderstood, Percent, Whole
from toldonce.steering.sheets.saying import listed, pounds

ASKED = Origin("scenarios", 0, source="asked on this page")
SHARE = Percent(least=Decimal(0), most=Decimal(200), often_all=True)


@dataclass(frozen=True, slots=True)
class Question:
    """A field of the form: its name in the address, its label, what belongs there, and how it is understood."""

    name: str
    label: str
    hint: str
    kind: Kind


QUESTIONS = (
    Question("costs", "Costs grow each year by", "such as 3%", Percent()),
    Question("income", "Income grows each year by", "such as 2%", Percent()),
    Question("later", "Solutions start later by", "months, such as 6", Whole(most=Decimal(120))),
    Question("delivered", "Of the solutions is delivered", "such as 75%", SHARE),
)


@dataclass(frozen=True)
class Asked:
    """What was asked: what stands in the form, what it means, and what was not understood."""

    said: Mapping[str, str]
    solution: str
    scenario: str
    overrides: tuple[Override, ...]
    problems: Mapping[str, str]
    words: str

    @property
    def query(self) -> dict[str, str]:
        """The question as it stands in the address of another page."""
        return {**self.said, "solution": self.solution, "scenario": self.scenario}

    def answered(self, plan: Plan) -> Plan:
        """The plan as it is asked about."""
        return overridden(plan, self.overrides)


def asked(given: Mapping[str, Any], plan: Plan) -> Asked:
    """Read a question from the address of a page; what is not understood is said and left out."""
    said = {each.name: str(given.get(each.name, "")).strip()[:40] for each in QUESTIONS}
    values, problems = _understood(said)
    scenarios = dict(plan.scenarios)
    scenario = _chosen(given, "scenario", scenarios, problems)
    solution = _chosen(given, "solution", [each.name for each in plan.solutions], problems)
    overrides = (*scenarios.get(scenario, ()), *_overrides(values, solution))
    if overrides and too_large(overridden(plan, overrides)):
        problems["costs"] = f"That leads to more than {pounds(LARGEST)}: ask about smaller growth."
        overrides, scenario, values = (), "", {}
    return Asked(said, solution, scenario, overrides, problems, _words(scenario, values, solution))


def _chosen(given: Mapping[str, Any], name: str, there: Collection[str], problems: dict[str, str]) -> str:
    """What was chosen of a list; "" where nothing was, or what is not there."""
    chosen = str(given.get(name, ""))
    if chosen and chosen not in there:
        problems[name] = f"There is no {name} “{chosen[:80]}”: choose one of the list."
        return ""
    return chosen


def _understood(said: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    values, problems = {}, {}
    for question in QUESTIONS:
        try:
            values[question.name] = question.kind.read(said[question.name])
        except NotUnderstood as refusal:
            problems[question.name] = f"{question.label}: {refusal}."
    return values, problems


def _overrides(values: Mapping[str, Any], solution: str) -> list[Override]:
    costs, income = _share(values, "costs"), _share(values, "income")
    found = [
        Override(of=of, growth=rate, origin=ASKED)
        for of, rate in ((ALL_COSTS, costs), (ALL_INCOME, income))
        if rate is not None
    ]
    later, delivered = values.get("later"), _share(values, "delivered")
    if later is not None or delivered is not None:
        found.append(Override(of=solution, later=later, confidence=delivered, origin=ASKED))
    return found


def _share(values: Mapping[str, Any], name: str) -> float | None:
    value = values.get(name)
    return None if value is None else float(value) / 100


def _words(scenario: str, values: Mapping[str, Any], solution: str) -> str:
    """The question in words, or "" where nothing is asked."""
    rates = {name: _share(values, name) for name in ("costs", "income", "delivered")}
    which = f"“{solution}”" if solution else "every solution"
    words = [f"“{scenario}”"] if scenario else []
    words += [f"{name} grow{'s' if name == 'income' else ''} by {percent(rate)} a year"
              for name in ("costs", "income") if (rate := rates[name]) is not None]  # fmt: skip
    if values.get("later"):
        words.append(f"{which} starts {values['later']} months late")
    if rates["delivered"] is not None:
        words.append(f"{percent(rates['delivered'])} of {which} is delivered")
    return listed(words)
