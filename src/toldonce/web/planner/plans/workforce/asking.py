"""What if: a question asked by a form, worked out at once and stored nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from toldonce.steering.plans.workforce import saying
from toldonce.steering.plans.workforce.assumptions import Change, Plan
from toldonce.steering.plans.workforce.outcome import outcome
from toldonce.steering.plans.workforce.picture import NEED, OTHER, SUPPLY, Line, fan
from toldonce.steering.plans.workforce.reading import LATEST, changes_of
from toldonce.steering.plans.workforce.scenarios import Compared, compared, with_changes
from toldonce.steering.sheets.kinds import FinancialYear, Kind, NotUnderstood, Number, Percent, Value
from toldonce.steering.sheets.saying import signed, year_words
from toldonce.web.planner.plans.workforce.scenarios import in_words
from toldonce.web.planner.plans.workforce.worked import Worked, of_a_plan, shown

LABEL = "What if"
MONTHS = 12
HEADS, POINTS = Number(), Percent()


@dataclass(frozen=True)
class Asked:
    """One field of the form: what it changes, of which chosen thing, and how it is written."""

    field: str
    label: str
    hint: str
    effect: str
    of: str  # the field that names what it changes
    kind: Kind


FIELDS = (
    Asked("joiners", "More joiners a year", "heads", "joiners", "role", HEADS),
    Asked("leavers", "Leavers a year", "points, such as -2%", "leavers", "role", POINTS),
    Asked("participation", "FTE a head", "added, such as 0.02", "participation", "role", HEADS),
    Asked("each", "One FTE for each", "so many units", "one-for-each", "role", Number(Decimal(1))),
    Asked("intake", "More trainees a year", "heads", "intake", "pipeline", HEADS),
    Asked("dropout", "Drop-out a year", "points, such as -2%", "dropout", "pipeline", POINTS),
    Asked("delay", "Intakes start later", "months", "delay", "pipeline", Number(Decimal(0), Decimal(120))),
    Asked("growth", "Growth a year is", "such as 3%", "growth", "driver", POINTS),
    Asked("pay", "Pay growth a year", "points more, such as 1%", "pay", "", POINTS),
)
CHOICES = {"role": "Role", "pipeline": "Pipeline", "driver": "Driver of need"}


@require_safe
@of_a_plan(LABEL)
def what_if(request: HttpRequest, worked: Worked) -> HttpResponse:
    """The form, and below it what its changes come to, on top of those of a scenario."""
    said = {name: value.strip() for name, value in request.GET.items()}
    changes, problems = _asked(worked, said)
    all_changes = (*_begun_with(worked, said.get("scenario", ""), changes), *changes)
    page = shown(
        worked,
        LABEL,
        typed=said,
        problems=problems,
        fields=FIELDS,
        choices=_choices(worked),
        scenarios=[str(row["scenario"]) for row in worked.opened.contents["scenarios"]],
        years=[year_words(year) for year in worked.plan.years[1:]],
        changes=[in_words(each) for each in all_changes],
    )
    if all_changes and not problems:
        page |= _worked_out(worked, all_changes)
    return render(
        request, "planner/pages/plans/workforce_what_if.html", page, status=400 if problems else 200
    )


def _begun_with(worked: Worked, scenario: str, asked: Iterable[Change]) -> list[Change]:
    """What a scenario changes; where the form says what growth is, that of the scenario does not come on top."""
    begun = list(changes_of(worked.opened.contents, scenario)) if scenario else []
    for one in (each for each in asked if each.effect == "growth"):
        begun = [
            part
            for each in begun
            for part in (
                each.outside(one.since, one.until) if (each.effect, each.of) == ("growth", one.of) else [each]
            )
        ]
    return begun


def _choices(worked: Worked) -> list[tuple[str, str, list[str]]]:
    plan = worked.plan
    names = {
        "role": [role.name for role in plan.roles],
        "pipeline": [pipeline.name for pipeline in plan.pipelines],
        "driver": [driver.name for driver in plan.drivers],
    }
    return [(field, label, names[field]) for field, label in CHOICES.items()]


def _asked(worked: Worked, said: Mapping[str, str]) -> tuple[list[Change], dict[str, str]]:
    """The changes that the form asks for, and what of it was not understood."""
    problems: dict[str, str] = {}
    since, until = (
        _read(said, name, name.capitalize(), FinancialYear(), problems) for name in ("from", "to")
    )
    changes = []
    for asked in FIELDS:
        value = _read(said, asked.field, asked.label, asked.kind, problems)
        if value is not None and asked.field not in problems:
            of = said.get(asked.of, "") if asked.of else ""
            amount = _amount(worked.plan, asked, of, value)
            changes.append(Change(asked.effect, of, amount, _year(since, 0), _year(until, LATEST)))
    return changes, _not_there(worked, said) | problems


def _read(said: Mapping[str, str], field: str, label: str, kind: Kind, problems: dict[str, str]) -> Value:
    try:
        return kind.read(said.get(field, ""))
    except NotUnderstood as why:
        problems[field] = f"{label} {why}"
        return None


def _amount(plan: Plan, asked: Asked, of: str, value: Value) -> float:
    number = float(value)  # type: ignore[arg-type]
    if asked.kind is POINTS:
        number /= 100
    if asked.field == "delay":
        number /= MONTHS
    if asked.field == "growth":
        return number - next((driver.growth for driver in plan.drivers if driver.name == of), 0.0)
    return number


def _not_there(worked: Worked, said: Mapping[str, str]) -> dict[str, str]:
    problems = {
        field: f"{label}: choose one of the list"
        for field, label, names in _choices(worked)
        if said.get(field, "") not in names
        and any(said.get(asked.field) for asked in FIELDS if asked.of == field)
    }
    names = [row["scenario"] for row in worked.opened.contents["scenarios"]]
    if said.get("scenario") and said["scenario"] not in names:
        problems["scenario"] = "Begin with: choose one of the list"
    ruled = {worked.plan.roles[need.role].name for need in worked.plan.needs}
    if said.get("each") and said.get("role") not in ruled:
        problems["each"] = "One FTE for each: nothing says which driver this role follows"
    return problems


def _year(value: Value, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise


def _worked_out(worked: Worked, changes: tuple[Change, ...]) -> dict[str, object]:
    """What the changes come to, by year and by role."""
    plan, before = worked.plan, worked.outcome
    after = outcome(with_changes(plan, changes))
    told = {year: compared(plan, "What if", "", changes, year) for year in plan.years[1:]}
    lines = [
        Line("in post, what if", list(after.supply.sum(axis=1)), SUPPLY),
        Line("in post, as it stands", list(before.supply.sum(axis=1)), OTHER),
        Line("needed, what if", list(after.need.sum(axis=1)), NEED),
    ]
    words = "FTE in post as the plan stands and with the changes, under what is needed. The table has every number."
    return {
        "sentences": [saying.of_scenario(told[year], year) for year in sorted({plan.judged, plan.last})],
        "picture": fan("what-if", "What if, FTE", words, plan.years, (), lines),
        "rows": [_row(year, each) for year, each in told.items()],
        "roles": _roles(worked, changes),
    }


def _row(year: int, each: Compared) -> tuple[str, ...]:
    return (
        year_words(year),
        saying.fte(each.supply),
        saying.more_fte(each.supply_more),
        saying.fte(each.need),
        saying.more_fte(each.need_more),
        saying.missing(each.gap),
        f"£{each.cost:,}",
        signed(each.cost_more),
    )


def _roles(worked: Worked, changes: tuple[Change, ...]) -> list[tuple[str, str, str]]:
    """The roles whose gap differs in the last year: before and after."""
    plan = worked.plan
    before, after = worked.outcome.gap[-1], outcome(with_changes(plan, changes)).gap[-1]
    return [
        (role.name, saying.missing(before[at]), saying.missing(after[at]))
        for at, role in enumerate(plan.roles)
        if abs(after[at] - before[at]) >= 0.05
    ]
