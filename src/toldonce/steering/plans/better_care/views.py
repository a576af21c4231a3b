"""The money of a plan as partners look at it together: tables of two dimensions, and print beside what is computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from toldonce.steering.plans.better_care import sheets
from toldonce.steering.plans.better_care.accounts import Cut, Dimension, Statement, cut
from toldonce.steering.plans.better_care.plan import Plan
from toldonce.steering.plans.better_care.reconciling import Comparison, comparisons
from toldonce.steering.sheets.declaring import At


@dataclass(frozen=True, slots=True)
class Cell:
    """What is said of one cut, and whether everything that is said of it agrees."""

    of: Cut
    said: Statement | None
    agrees: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a view: its name, its cells and all of them together."""

    name: str
    cells: Sequence[Cell]
    whole: Cell


@dataclass(frozen=True, slots=True)
class View:
    """The money by two dimensions, with its totals."""

    title: str
    row_head: str
    heads: Sequence[str]
    lines: Sequence[Line]
    foot: Line


class Looked(StrEnum):
    """What became of a printed amount when it was compared with the others."""

    AGREES = "agrees"
    ROUNDING = "within rounding"
    WRONG = "does not agree"
    ALONE = "nothing to compare it with"


@dataclass(frozen=True, slots=True)
class Printed:
    """An amount as it is printed beside what the other sheets come to."""

    at: At
    name: str
    pounds: int
    computed: Statement | None
    looked: Looked


TITLES = {
    Dimension.SCHEME: "Scheme",
    Dimension.PARTNER: "Contributor",
    Dimension.SOURCE: "Source",
    Dimension.AREA: "Area of spend",
    Dimension.POOL: "Pooled budget",
}
SHOWN = (
    (Dimension.SCHEME, Dimension.PARTNER),
    (Dimension.SOURCE, Dimension.AREA),
    (Dimension.SCHEME, Dimension.AREA),
    (Dimension.POOL, Dimension.PARTNER),
)


def views(plan: Plan) -> list[View]:
    """The tables that partners look at, without those that have no row."""
    wrong = {each.cut for each in comparisons(plan) if not each.holds}
    found = [_view(plan, rows, columns, wrong) for rows, columns in SHOWN]
    return [each for each in found if each.lines and each.heads]


def _view(plan: Plan, rows: Dimension, columns: Dimension, wrong: set[Cut]) -> View:
    across = _used(plan, columns)
    lines = [_line(plan, {rows: key}, columns, across, wrong, name) for key, name in plan.names[rows].items()]
    foot = _line(plan, {}, columns, across, wrong, "Total")
    title = f"{TITLES[rows]} by {TITLES[columns].lower()}"
    return View(title, TITLES[rows], [plan.names[columns][key] for key in across], lines, foot)


def _used(plan: Plan, dimension: Dimension) -> list[str]:
    """The values of a dimension that any account names, in the order of their names."""
    named = {
        value for account in plan.accounts for value, *_ in account.cells((dimension,)) if value is not None
    }
    return [key for key in plan.names[dimension] if key in named]


def _line(
    plan: Plan,
    said: dict[Dimension, str],
    columns: Dimension,
    across: Sequence[str],
    wrong: set[Cut],
    name: str,
) -> Line:
    cells = [_cell(plan, {**said, columns: key}, wrong) for key in across]
    return Line(name, cells, _cell(plan, said, wrong))


def _cell(plan: Plan, said: dict[Dimension, str], wrong: set[Cut]) -> Cell:
    of = plan.completed(cut(said))  # type: ignore[arg-type]
    return Cell(of, plan.stated(of), of not in wrong)


def as_printed(plan: Plan) -> Iterator[Printed]:
    """Every amount that is printed of its own: sources, and totals; beside each what all others come to."""
    found = {each.cut: each for each in comparisons(plan)}
    for entry in plan.income.entries:
        of = cut({Dimension.PARTNER: entry.said[1], Dimension.SOURCE: entry.said[2]})
        if entry.pounds is not None:
            at = At(sheets.SOURCES, entry.row, "amount")
            yield _printed(plan, found.get(of), at, plan.named(of), plan.income.of(of))
    for claim in plan.claims:
        at = At(sheets.TOTALS, claim.row.number, "amount")
        name = ", ".join(str(claim.row[each]) for each in ("table", "row", "column") if claim.row[each])
        yield _printed(plan, found.get(claim.cut), at, name, claim.statement)


def _printed(plan: Plan, comparison: Comparison | None, at: At, name: str, statement: Statement) -> Printed:
    if comparison is None:
        return Printed(at, name, statement.low, None, Looked.ALONE)
    others = [each for each in (*comparison.agreed, *comparison.apart) if not _same(each, statement)]
    believed = [each for each in comparison.agreed if not _same(each, statement)] or others
    computed = min(believed, key=lambda each: each.high - each.low)
    if not any(_same(each, statement) for each in comparison.apart):
        return Printed(at, name, statement.low, computed, Looked.AGREES)
    looked = Looked.ROUNDING if comparison.within_rounding else Looked.WRONG
    return Printed(at, name, statement.low, computed, looked)


def _same(one: Statement, other: Statement) -> bool:
    return one.account.name == other.account.name and one.rows == other.rows


@dataclass(frozen=True, slots=True)
class Origin:
    """A row from which an amount comes: surely, or only perhaps, as it leaves a dimension unsaid."""

    at: At
    pounds: int | None
    surely: bool


def origins(plan: Plan, of: Cut) -> list[tuple[Statement, list[Origin]]]:
    """Where the pounds of a cut come from: each account that speaks of it, row by row."""
    wanted = dict(of)
    found = []
    for account in plan.accounts:
        if account.speaks_of(wanted):
            statement = account.of(of)
            rows = [
                Origin(
                    At(account.sheet, entry.row, "amount"),
                    entry.pounds,
                    all(value for each, value in zip(Dimension, entry.said, strict=True) if each in wanted),
                )
                for entry in account.entries
                if entry.row in statement.rows
            ]
            found.append((statement, rows))
    return found
