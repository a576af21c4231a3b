"""Budgets drawn for specifications: what a test does not say is left as simple as can be."""

from toldonce.steering.money.budgets.book import BUDGET
from toldonce.steering.money.budgets.lines import budget_of
from toldonce.steering.money.budgets.position import position
from toldonce.steering.sheets import typed

MONTHS = "apr | may | jun | jul | aug | sep | oct | nov | dec | jan | feb | mar"
LINES = """
    line    | programme | opening
    Acute   | Hospital  | 1200
    Hospice | Community | 600
"""


def contents(lines=LINES, closed=0, **sheets):
    return typed.drawn(BUDGET, {"terms": f"year | closed\n2015/16 | {closed}", "lines": lines, **sheets})


def months(line, *values):
    """A row of twelve months: what is not given is empty."""
    return f"{line} | " + " | ".join([*(str(value) for value in values), *[""] * (12 - len(values))])


def monthly(*rows):
    return "\n".join([f"line | {MONTHS}", *rows])


def stands(**drawn):
    return position(budget_of(contents(**drawn)))


def found(**drawn):
    return [str(each) for each in BUDGET.check(contents(**drawn))]
