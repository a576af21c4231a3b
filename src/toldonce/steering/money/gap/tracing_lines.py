"""Where income and cost of a line come from: its base, and what they are multiplied by into each year."""

from __future__ import annotations

from toldonce.steering.money.gap.applying import NONE, applying
from toldonce.steering.money.gap.plan import Line
from toldonce.steering.money.gap.saying import percent
from toldonce.steering.money.gap.told import Told
from toldonce.steering.money.gap.traced import Node, Unknown, branch, leaf, led_to
from toldonce.steering.money.gap.words import COST, DRIVERS, INCOME, PARTS_OF_COST
from toldonce.steering.sheets.saying import pounds, year_words


def sides_of_gap(told: Told, at: int, _: int) -> Node:
    """The gap if nothing is done: cost less income."""
    year = told.years[at]
    cost, income = int(told.cost[:, at].sum()), int(told.income[:, at].sum())
    parts = (
        led_to(f"cost/{year}", f"Cost in {year_words(year)}", cost),
        led_to(f"income/{year}", f"Income in {year_words(year)}", income),
    )
    rule = f"cost {pounds(cost)} less income {pounds(income)}"
    return branch(f"gap/{year}", f"Gap in {year_words(year)} if nothing is done", cost - income, rule, parts)


def cost_of_year(told: Told, at: int, _: int) -> Node:
    """The cost of all lines."""
    return _all_lines(told, at, COST)


def income_of_year(told: Told, at: int, _: int) -> Node:
    """The income of all lines."""
    return _all_lines(told, at, INCOME)


def _all_lines(told: Told, at: int, side: str) -> Node:
    year, table = told.years[at], told.cost if side == COST else told.income
    parts = tuple(
        led_to(f"{side}/{year}/{place + 1}", str(line), int(table[place, at]))
        for place, line in enumerate(told.plan.lines)
    )
    rule = "the service lines together; their total is rounded first, then each of them to fit it"
    says = f"{side.capitalize()} in {year_words(year)} if nothing is done"
    return branch(f"{side}/{year}", says, int(table[:, at].sum()), rule, parts)


def cost_of_line(told: Told, at: int, row: int) -> Node:
    """The cost of a line in a year."""
    return _line(told, at, row, COST)


def income_of_line(told: Told, at: int, row: int) -> Node:
    """The income of a line in a year."""
    return _line(told, at, row, INCOME)


def _line(told: Told, at: int, row: int, side: str) -> Node:
    place = row - 1  # a scenario may move the base, never the order of its rows
    if not 0 <= place < len(told.plan.lines):
        raise Unknown(f"{side}/{told.years[at]}/{row}")
    line, year = told.plan.lines[place], told.years[at]
    amount = int((told.cost if side == COST else told.income)[place, at])
    says = f"{side.capitalize()} of {line} in {year_words(year)}"
    if at == 0:
        return branch(f"{side}/{year}/{row}", says, amount, "the base", (_base(line, side),))
    rule, grown = _grown(told, place, at, side)
    before = int((told.cost if side == COST else told.income)[place, at - 1])
    year_before = year_words(told.years[at - 1])
    from_before = led_to(
        f"{side}/{year - 1}/{row}", f"{side.capitalize()} of {line} in {year_before}", before
    )
    return branch(f"{side}/{year}/{row}", says, amount, rule, (from_before, *grown))


def _base(line: Line, side: str) -> Node:
    amount = line.cost if side == COST else line.income
    return leaf(f"Base {side}", pounds(amount), line.origin, side)


def _grown(told: Told, place: int, at: int, side: str) -> tuple[str, list[Node]]:
    """The arithmetic of growth into a year, with the assumptions that count for the line."""
    path = told.paths.cost if side == COST else told.paths.income
    places, factors, found = applying(told.plan), [], []
    for driver in (INCOME,) if side == INCOME else (COST, *PARTS_OF_COST):
        if places[driver][place, at] != NONE:
            growth = told.plan.growth[places[driver][place, at]]
            rate = percent(growth.spread.likely, 4)
            factors.append(f"(1 + {rate})" if growth.spread.likely >= 0 else f"(1 − {rate[1:]})")
            found.append(
                leaf(f"{DRIVERS[driver]}: “{growth.name}”", f"{rate} a year", growth.origin, "percent")
            )
    before, after = path[0, place, at - 1], path[0, place, at]
    return f"£{before:,.2f} × {' × '.join(factors)} = £{after:,.2f}, in whole pounds", found
