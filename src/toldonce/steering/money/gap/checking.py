"""What must hold across the sheets of a financial gap; faults stop it from being worked out, doubts are said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from toldonce.steering.money.gap.applying import NONE, applying
from toldonce.steering.money.gap.claims import contradictions
from toldonce.steering.money.gap.declared import SHEETS, cell
from toldonce.steering.money.gap.doubling import doubled
from toldonce.steering.money.gap.doubts import doubts
from toldonce.steering.money.gap.paths import too_large
from toldonce.steering.money.gap.plan import Plan
from toldonce.steering.money.gap.rows import plan_of
from toldonce.steering.money.gap.scenarios import means_nothing, overridden
from toldonce.steering.money.gap.words import COST, INCOME, LEVEL, PARTS_OF_COST
from toldonce.steering.sheets.declaring import At, Contents, Finding, Row
from toldonce.steering.sheets.kinds import LARGEST
from toldonce.steering.sheets.saying import pounds, year_words

LONGEST = 30  # years that a plan can look ahead


class NotWorkedOut(Exception):
    """A plan whose sheets do not yet say enough to be worked out; `findings` says what is missing where."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings = findings


def worked_out_from(contents: Contents) -> Plan:
    """The plan that sheets make. Raises NotWorkedOut with the cells at fault."""
    found = faults(contents)
    if found:
        raise NotWorkedOut(found)
    return plan_of(contents)


def check(contents: Contents) -> list[Finding]:
    """Everything that does not hold, or that somebody should look at again; empty cells are said by the book itself."""
    if empty := empty_cells(contents):
        return [each for each in empty if each.at.row is None]
    found = structure(contents)
    plan = plan_of(contents) if not found else None
    return found if plan is None else [*doubts(plan), *doubled(plan), *contradictions(plan)]


def faults(contents: Contents) -> list[Finding]:
    """Why a plan cannot be worked out yet."""
    return empty_cells(contents) or structure(contents)


def empty_cells(contents: Contents) -> list[Finding]:
    """Needed cells that are empty, and references that lead nowhere."""
    found = [] if contents.get("settings") else [Finding(At(SHEETS["settings"]), "has no row")]
    if not contents.get("lines"):
        found.append(Finding(At(SHEETS["lines"]), "has no row: a gap needs base income and base cost"))
    for sheet in SHEETS.values():
        for row in contents.get(sheet.key, ()):
            found += [
                Finding(At(sheet, row.number, column.key), "is empty, and every row needs it")
                for column in sheet.columns
                if column.needed and row[column.key] is None
            ]
    return found


def structure(contents: Contents) -> list[Finding]:
    """What contradicts itself so that nothing can be worked out."""
    return [
        *_years(contents["settings"][0]),
        *_twice(contents, "lines", ("body", "service")),
        *_twice(contents, "growth", ("assumption",)),
        *_twice(contents, "solutions", ("solution",)),
        *_ranges(contents, "growth", "percent"),
        *_ranges(contents, "solutions", "confidence"),
        *_savings(contents.get("solutions", ())),
        *_overlaps(contents),
    ] or _of_the_plan(plan_of(contents))


def _of_the_plan(plan: Plan) -> list[Finding]:
    return list(_about_the_plan(plan)) or list(_beyond_all_plans(plan))


def _years(row: Row) -> Iterator[Finding]:
    values: Any = row.values
    if not 0 < values["last_year"] - values["base_year"] <= LONGEST:
        yield Finding(
            cell("settings", row.number, "last_year"),
            f"must lie 1 to {LONGEST} years after the base year {year_words(values['base_year'])}",
        )


def _twice(contents: Contents, sheet: str, columns: tuple[str, ...]) -> Iterator[Finding]:
    """Rows that carry the name of an earlier one: which of the two is meant could only be guessed."""
    seen: dict[tuple, int] = {}
    for row in contents.get(sheet, ()):
        name = tuple(row[column] for column in columns)
        if name in seen:
            says = f"“{', '.join(map(str, name))}” stands in row {seen[name]} already"
            yield Finding(cell(sheet, row.number, columns[-1]), says)
        seen.setdefault(name, row.number)


def _ranges(contents: Contents, sheet: str, likely: str) -> Iterator[Finding]:
    for row in contents.get(sheet, ()):
        low, middle, high = row["low"], row[likely], row["high"]
        if (low is None) != (high is None):
            empty = "low" if low is None else "high"
            yield Finding(cell(sheet, row.number, empty), "is empty: a range has both ends")
        elif low is not None and not low <= (middle if middle is not None else 100) <= high:  # type: ignore[operator]
            says = f"{low}%, {middle if middle is not None else 100}%, {high}% are not in order: low, most likely, high"
            yield Finding(cell(sheet, row.number, "low"), says)


def _savings(rows: Iterable[Row]) -> Iterator[Finding]:
    for row in rows:
        filled, empty = ("amount", "points") if row["kind"] == LEVEL else ("points", "amount")
        what = "cuts a level" if row["kind"] == LEVEL else "bends growth"
        if row[filled] is None:
            yield Finding(cell("solutions", row.number, filled), f"is empty, and this solution {what}")
        if row[empty] is not None:
            yield Finding(cell("solutions", row.number, empty), f"is filled, and this solution {what}")
        if row["recurrent"] is False and not row["lasts"]:
            says = "is empty: say how many months a saving lasts that does not recur"
            yield Finding(cell("solutions", row.number, "lasts"), says)


def _overlaps(contents: Contents) -> Iterator[Finding]:
    shares: Counter[str] = Counter()
    known = {row["solution"] for row in contents.get("solutions", ())}
    for row in contents.get("overlaps", ()):
        for column in ("first", "second"):
            if row[column] not in known:
                yield Finding(cell("overlaps", row.number, column), f"“{row[column]}” is no solution")
        if row["first"] == row["second"]:
            yield Finding(cell("overlaps", row.number, "second"), "a solution does not overlap with itself")
        for name in (str(row["first"]), str(row["second"])):
            shares[name] += row["share"]  # type: ignore[assignment]
            if shares[name] > 100:
                says = f"more than all of “{name}” is counted twice: {shares[name]}%"
                yield Finding(cell("overlaps", row.number, "share"), says)


def _about_the_plan(plan: Plan) -> Iterator[Finding]:
    yield from _reaching_nothing(plan)
    yield from _equally_close(plan)
    yield from _growing_by_nothing(plan)
    yield from _of_empty_scenarios(plan)
    for growth in plan.growth:
        if growth.spread.likely <= -1:
            yield Finding(cell("growth", growth.origin.row, "percent"), "leaves nothing of what grows")


def _beyond_all_plans(plan: Plan) -> Iterator[Finding]:
    """Amounts that grow beyond what any plan holds, by the plan or in a scenario."""
    says = f"growth leads to more than {pounds(LARGEST)}: look at rates and years"
    if too_large(plan):
        yield Finding(cell("settings", 1, "last_year"), says)
    else:
        for _, overrides in plan.scenarios:
            if too_large(overridden(plan, overrides)):
                yield Finding(cell("scenarios", overrides[0].origin.row, "of"), says)


def _reaching_nothing(plan: Plan) -> Iterator[Finding]:
    for each in (*plan.growth, *plan.solutions):
        if not any(each.reach.holds(line) for line in plan.lines):
            says = f"{each.reach}: no row of the base has both"
            yield Finding(cell(each.origin.sheet, each.origin.row, "service"), says)


def _equally_close(plan: Plan) -> Iterator[Finding]:
    """Assumptions about the same thing, of which none is closer than the other."""
    seen: dict[tuple, str] = {}
    for growth in plan.growth:
        same = (growth.driver, growth.reach, growth.year)
        if same in seen:
            says = f"“{seen[same]}” says the same thing of the same lines: which of them counts?"
            yield Finding(cell("growth", growth.origin.row, "percent"), says)
        seen.setdefault(same, growth.name)


def _growing_by_nothing(plan: Plan) -> Iterator[Finding]:
    """Lines of which no growth of income or of cost is said, and those whose cost is said whole and in parts."""
    places = applying(plan)
    parts = np.any([places[each][:, 1:] != NONE for each in PARTS_OF_COST], axis=0)
    whole = places[COST][:, 1:] != NONE
    income = places[INCOME][:, 1:] != NONE
    for at, line in enumerate(plan.lines):
        if not income[at].all():
            says = f"no growth of income is assumed for {line} in every year: write 0% if it does not grow"
            yield Finding(cell("lines", line.origin.row, "income"), says)
        if not (whole[at] | parts[at]).all():
            says = f"no growth of cost is assumed for {line} in every year: write 0% if it does not grow"
            yield Finding(cell("lines", line.origin.row, "cost"), says)
        if (whole[at] & parts[at]).any():
            says = f"growth of cost is assumed for {line} both undivided and in parts, and would count twice"
            yield Finding(cell("lines", line.origin.row, "cost"), says)


def _of_empty_scenarios(plan: Plan) -> Iterator[Finding]:
    for _, overrides in plan.scenarios:
        for each in overrides:
            if why := means_nothing(plan, each):
                yield Finding(cell("scenarios", each.origin.row, "of"), why)
