"""Registers of contracts drawn for specifications: what a test does not say is left as simple as can be."""

from datetime import date

from toldonce.steering.money.contracts.book import REGISTER
from toldonce.steering.money.contracts.position import position
from toldonce.steering.money.contracts.register import register_of
from toldonce.steering.sheets import typed

TODAY = date(2016, 7, 1)
MONTHS = "apr | may | jun | jul | aug | sep | oct | nov | dec | jan | feb | mar"
CONTRACTS = """
    contract | title    | provider | commissioner | kind     | service  | starts     | ends       | value
    C1       | Elective | Hospital | CCG          | standard | Elective | 01/04/2016 | 31/03/2017 | 120000
"""
LINES = """
    line        | contract | point    | form   | price
    C1 elective | C1       | Elective | tariff | 100
"""


def contents(closed=0, contracts=CONTRACTS, lines=LINES, plan=None, on="01/07/2016", **sheets):
    return typed.drawn(
        REGISTER,
        {
            "terms": f"year | closed | on\n2016/17 | {closed} | {on}",
            "contracts": contracts,
            "lines": lines,
            "plan": plan or monthly(months("C1 elective", *[100] * 12)),
            **sheets,
        },
    )


def months(line, *values):
    """A row of twelve months: what is not given is empty."""
    return f"{line} | " + " | ".join([*(str(value) for value in values), *[""] * (12 - len(values))])


def monthly(*rows):
    return "\n".join([f"line | {MONTHS}", *rows])


def register(**drawn):
    return register_of(contents(**drawn), TODAY)


def stands(number="C1", **drawn):
    told = register(**drawn)
    return position(told, told.contract(number))


def found(**drawn):
    return [str(each) for each in REGISTER.check(contents(**drawn))]
