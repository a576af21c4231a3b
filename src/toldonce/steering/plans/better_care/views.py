"""The money of a plan as partners look at it together: tables of two dimensions, and print beside what is computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from toldonce.steering.plans.better_care import sheets
from toldonce.steering.plans.better_care.accounts import Cut, Dimension, Statement, cut
from toldonce.steering.plans.better_care.comparing import Comparison, Reconciled
from toldonce.steering.plans.better_care.plan import Plan
from toldonce.steering.sheets.declaring import At, Contents
from toldonce.steering.sheets.kinds import Value
from toldonce.steering.sheets.saying import listed, pounds


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
    of: Cut
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


def views(money: Reconciled) -> list[View]:
    """The tables that partners look at, without those that have no row."""
    found = [view(money, rows, columns) for rows, columns in SHOWN]
    return [each for each in found if each.lines and each.heads]


def view(money: Reconciled, rows: Dimension, columns: Dimension) -> View:
    """The money by two dimensions."""
    plan = money.plan
    across = _used(plan, columns)
    lines = [_line(money, {rows: key}, columns, across, name) for key, name in plan.names[rows].items()]
    foot = _line(money, {}, columns, across, "The whole plan" if rows == Dimension.POOL else "Total")
    title = f"{TITLES[rows]} by {TITLES[columns].lower()}"
    return View(title, TITLES[rows], [plan.names[columns][key] for key in across], lines, foot)


def _used(plan: Plan, dimension: Dimension) -> list[str]:
    """The values of a dimension that any account names, in the order of their names."""
    named = {
        value for account in plan.accounts for value, *_ in account.cells((dimension,)) if value is not None
    }
    return [key for key in plan.names[dimension] if key in named]


def _line(
    money: Reconciled,
    said: dict[Dimension, str],
    columns: Dimension,
    across: Sequence[str],
    name: str,
) -> Line:
    cells = [_cell(money, {**said, columns: key}) for key in across]
    return Line(name, cells, _cell(money, said))


def _cell(money: Reconciled, said: dict[Dimension, str]) -> Cell:
    of = money.plan.completed(cut(said))
    return Cell(of, money.stated(of), money.agrees(of))


def as_printed(money: Reconciled) -> Iterator[Printed]:
    """Every amount that is printed of its own: sources, and totals; beside each what all others come to."""
    plan, found = money.plan, money.by_cut
    for entry in plan.income.entries:
        of = cut({Dimension.PARTNER: entry.said[1], Dimension.SOURCE: entry.said[2]})
        if entry.pounds is not None:
            at = At(sheets.SOURCES, entry.row, "amount")
            yield _printed(found.get(of), at, of, plan.named(of), plan.income.of(of))
    for claim in plan.claims:
        at = At(sheets.TOTALS, claim.row.number, "amount")
        name = ", ".join(str(claim.row[each]) for each in ("table", "row", "column") if claim.row[each])
        yield _printed(found.get(claim.cut), at, claim.cut, name, claim.statement)


def _printed(comparison: Comparison | None, at: At, of: Cut, name: str, statement: Statement) -> Printed:
    if comparison is None:
        return Printed(at, of, name, statement.low, None, Looked.ALONE)
    others = [each for each in (*comparison.agreed, *comparison.apart) if not _same(each, statement)]
    believed = [each for each in comparison.agreed if not _same(each, statement)] or others
    computed = min(believed, key=lambda each: each.high - each.low)
    if not any(_same(each, statement) for each in comparison.apart):
        return Printed(at, of, name, statement.low, computed, Looked.AGREES)
    looked = Looked.ROUNDING if comparison.within_rounding else Looked.WRONG
    return Printed(at, of, name, statement.low, computed, looked)


def _same(one: Statement, other: Statement) -> bool:
    return one.account.name == other.account.name and one.rows == other.rows


def sentence(money: Reconciled) -> str:
    """What the plan comes to, who pays it, what the most goes to, and whether all views agree."""
    whole = money.stated(())
    if whole is None or not whole.low:
        return "No money is planned yet."
    paid, largest = _ranked(money, Dimension.PARTNER), _ranked(money, Dimension.SCHEME)
    payers = listed(
        [f"{pounds(amount)} ({_share(amount, whole.low)}) from {name}" for amount, name in paid if amount]
    )
    told = [f"The plan brings together {pounds(whole.low)}: {payers}."]
    if largest and largest[0][0]:
        amount, name = largest[0]
        told.append(f"The most, {pounds(amount)} ({_share(amount, whole.low)}), is for {name}.")
    wrong = [each for each in money.comparisons if not each.holds]
    told.append("All views agree." if not wrong else "The views do not agree.")
    return " ".join(told)


def _ranked(money: Reconciled, dimension: Dimension) -> list[tuple[int, str]]:
    found = [(money.stated(cut({dimension: key})), name) for key, name in money.plan.names[dimension].items()]
    return sorted(((said.low, name) for said, name in found if said), key=lambda pair: -pair[0])


def _share(amount: int, whole: int) -> str:
    return f"{amount * 100 / whole:.0f}%"


def by_organisation(contents: Contents, column: str) -> list[tuple[str, int]]:
    """What each commissioner or provider has to do with, the most first; what no line says last; none if none does."""
    names = {row["key"]: str(row["name"]) for row in contents.get("partners", ())}
    sums: dict[Value, int] = {}
    for row in contents.get("spending", ()):
        pounds = row["amount"]
        if isinstance(pounds, int):
            sums[row[column]] = sums.get(row[column], 0) + pounds
    if not any(sums):
        return []
    ranked = sorted(sums, key=lambda key: (key is None, -sums[key]))
    return [("not said" if key is None else names.get(key, str(key)), sums[key]) for key in ranked]


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
