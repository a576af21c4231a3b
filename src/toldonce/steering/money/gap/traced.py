"""A number with its arithmetic: what the trees of `tracing` are made of."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.steering.money.gap.plan import Origin
from toldonce.steering.sheets.saying import pounds

ASKED = 0  # the row of what was asked on a page and stands in no sheet


class Unknown(Exception):
    """An address that is no output of this plan."""


@dataclass(frozen=True, slots=True)
class Node:
    """A number: what it is, its value in words, its arithmetic, the cell that it was typed in, and its parts."""

    says: str
    value: str
    rule: str = ""
    output: str = ""
    origin: Origin | None = None
    column: str = ""
    parts: tuple[Node, ...] = ()


def branch(output: str, says: str, amount: int, rule: str, parts: tuple[Node, ...]) -> Node:
    """A number in whole pounds that is worked out."""
    return Node(says, pounds(amount), rule, output, parts=parts)


def led_to(output: str, says: str, amount: int) -> Node:
    """A number that has a tree of its own."""
    return Node(says, pounds(amount), output=output)


def leaf(says: str, value: str, origin: Origin, column: str) -> Node:
    """What somebody typed."""
    return Node(says, value, origin=origin, column=column)
