"""Where a pound comes from: every number of a gap as a tree down to the cells that somebody typed.

An output has an address: `gap/2020`, `cost/2020`, `cost/2020/3` (row 3 of the base), `saving/2020/4` (row 4 of the
solutions). A node says its arithmetic in full; its parts lead on to their own addresses, or are cells.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from toldonce.steering.money.gap.controls import controls_of
from toldonce.steering.money.gap.told import Told
from toldonce.steering.money.gap.traced import Node, Unknown, branch, leaf, led_to
from toldonce.steering.money.gap.tracing_lines import (
    cost_of_line,
    cost_of_year,
    income_of_line,
    income_of_year,
    sides_of_gap,
)
from toldonce.steering.money.gap.tracing_solutions import (
    double_of_year,
    paid_in_year,
    saved_in_year,
    saving_of_year,
)
from toldonce.steering.sheets.saying import pounds, year_words

DEPTH = 2
MANY = 40  # lines and solutions from which on a tree is unfolded by one level less


def trace(told: Told, output: str, depth: int | None = None) -> Node:
    """The tree of an output, unfolded so many levels below it. Raises Unknown for an address that is none."""
    made, at, number = _read(told, output)
    node = made(told, at, number)
    if depth is None:
        depth = DEPTH if len(told.plan.lines) + len(told.plan.solutions) < MANY else DEPTH - 1
    if depth <= 0:
        return node
    return replace(node, parts=tuple(_unfolded(told, each, depth - 1) for each in node.parts))


def _unfolded(told: Told, node: Node, depth: int) -> Node:
    """What a node leads to, under its own name."""
    return replace(trace(told, node.output, depth), says=node.says) if node.output else node


def _read(told: Told, output: str) -> tuple[Callable[[Told, int, int], Node], int, int]:
    kind, *numbers = output.strip("/").split("/")
    made = MADE.get((kind, len(numbers)))
    if made is None or not all(each.isdecimal() and each.isascii() for each in numbers):
        raise Unknown(output)
    year, number = int(numbers[0]), int(numbers[-1])
    if year not in told.years:
        raise Unknown(output)
    return made, told.years.index(year), number


def left_in_year(told: Told, at: int, _: int) -> Node:
    """The gap that is left: the gap less the solutions, with what they cost to achieve."""
    year = told.years[at]
    parts = (
        led_to(f"gap/{year}", f"Gap in {year_words(year)} if nothing is done", int(told.gap[at])),
        led_to(f"saved/{year}", "What the solutions save", int(told.saved[at])),
        led_to(f"paid/{year}", "What they cost to achieve", int(told.to_achieve[at])),
    )
    rule = f"{parts[0].value} less {parts[1].value} and {parts[2].value} to achieve them"
    return branch(f"left/{year}", f"Gap that is left in {year_words(year)}", int(told.left[at]), rule, parts)


def control_in_year(told: Told, at: int, _: int) -> Node:
    """How far the position lies below the control total."""
    year = told.years[at]
    controls = controls_of(told.plan, year)
    if not controls:
        raise Unknown(f"control/{year}")
    aim = sum(each.position for each in controls)
    typed = tuple(
        leaf(
            f"Position to reach: {each.body or 'all bodies'}", pounds(each.position), each.origin, "position"
        )
        for each in controls
    )
    left = led_to(f"left/{year}", f"Gap that is left in {year_words(year)}", int(told.left[at]))
    rule = f"gap that is left {left.value} and the position to reach {pounds(aim)}"
    says = f"Short of the control total in {year_words(year)}"
    return branch(f"control/{year}", says, int(told.left[at]) + aim, rule, (left, *typed))


MADE: dict[tuple[str, int], Callable[[Told, int, int], Node]] = {
    ("gap", 1): sides_of_gap,
    ("cost", 1): cost_of_year,
    ("income", 1): income_of_year,
    ("cost", 2): cost_of_line,
    ("income", 2): income_of_line,
    ("saved", 1): saved_in_year,
    ("saving", 2): saving_of_year,
    ("double", 2): double_of_year,
    ("paid", 1): paid_in_year,
    ("left", 1): left_in_year,
    ("control", 1): control_in_year,
}
