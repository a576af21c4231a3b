"""The tables of the gap as a page draws them: every amount with the address of where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toldonce.steering.money.gap.told import Told
from toldonce.steering.sheets.saying import pounds
from toldonce.steering.sheets.sharing import Wholes


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in words; `output` is its address among the outputs of the plan, "" where it has none."""

    says: str
    output: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its name and amounts; `total` where it is made of others."""

    name: str
    amounts: tuple[Amount, ...]
    total: bool = False


def by_year(told: Told) -> list[Row]:
    """Income, cost, the gap, what is done about it and what is left, for every year."""
    return [
        _row(told, "Income", told.income.sum(axis=0), "income"),
        _row(told, "Cost", told.cost.sum(axis=0), "cost"),
        _row(told, "Gap if nothing is done", told.gap, "gap", total=True),
        _row(told, "Solutions", -told.saved, "saved"),
        _row(told, "Cost to achieve", told.to_achieve, "paid"),
        _row(told, "Gap that is left", told.left, "left", total=True),
    ]


def solutions_by_year(told: Told) -> list[Row]:
    """What each solution saves every year, what is counted twice, and their total."""
    savings = [
        _row(
            told,
            f"{each.name}{' (stretch)' if each.stretch else ''}",
            told.savings[at],
            "saving",
            each.origin.row,
        )
        for at, each in enumerate(told.plan.solutions)
    ]
    doubles = [
        _row(
            told,
            f"Counted twice: {each.first} and {each.second}",
            told.counted_twice[at],
            "double",
            each.origin.row,
        )
        for at, each in enumerate(told.overlaps)
    ]
    return [*savings, *doubles, _row(told, "All solutions", told.saved, "saved", total=True)]


def _row(
    told: Told, name: str, amounts: Iterable[int], output: str, row: int = 0, *, total: bool = False
) -> Row:
    behind = f"/{row}" if row else ""
    made = tuple(
        Amount(pounds(int(amount)), f"{output}/{year}{behind}")
        for year, amount in zip(told.years, amounts, strict=True)
    )
    return Row(name, made, total)


def by_line(told: Told) -> list[Row]:
    """The last year of each service line, of each body, and of all: cost, income, gap, solutions, what is left."""
    found = []
    for body in told.plan.bodies:
        of_body = [(at, line) for at, line in enumerate(told.plan.lines) if line.body == body]
        found += [_line(told, f"{body}: {line.service}", at) for at, line in of_body]
        found.append(_together(told, f"{body}, together", [at for at, _ in of_body]))
    return [*found, _together(told, "All bodies", list(range(len(told.plan.lines))))]


HEADS_BY_LINE = (
    "Cost",
    "Income",
    "Gap if nothing is done",
    "Solutions, less cost to achieve",
    "Gap that is left",
)


def _line(told: Told, name: str, at: int) -> Row:
    year = told.years[-1]
    cost, income, gap, net, left = _five(told, [at])
    linked = (Amount(cost, f"cost/{year}/{at + 1}"), Amount(income, f"income/{year}/{at + 1}"))
    return Row(name, (*linked, Amount(gap), Amount(net), Amount(left)))


def _together(told: Told, name: str, places: list[int]) -> Row:
    return Row(name, tuple(map(Amount, _five(told, places))), total=True)


def _five(told: Told, places: list[int]) -> tuple[str, ...]:
    def last(table: Wholes) -> int:
        return int(table[places, told.last].sum())

    cost, income, net = last(told.cost), last(told.income), last(told.net_by_line)
    return tuple(map(pounds, (cost, income, cost - income, -net, cost - income - net)))
