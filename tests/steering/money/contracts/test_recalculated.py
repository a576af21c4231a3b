"""A contract reckoned a second time, month by month and with fractions, from the rules as they are written."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from toldonce.steering.money.contracts.book import REGISTER
from toldonce.steering.money.contracts.notices import matters_of
from toldonce.steering.money.contracts.position import Standing, position
from toldonce.steering.money.contracts.quality import schemes_of
from toldonce.steering.money.contracts.reconciled import reconciled
from toldonce.steering.money.contracts.register import register_of
from toldonce.steering.money.months import MONTHS
from toldonce.steering.sheets.typed import understood

Cells = dict[str, str]
Tables = dict[str, list[Cells]]

FIRSTS = [date(2016 + (month > 12), (month - 1) % 12 + 1, 1) for month in range(4, 16)]
LASTS = [first.replace(day=monthrange(first.year, first.month)[1]) for first in FIRSTS]
LINES = ("Beds", "Clinics")
NOUGHT = Fraction(0)


def number(cell: str) -> Fraction:
    """What a cell says; a percentage is a share of one."""
    return Fraction(cell.rstrip("%") or 0) / (100 if cell.endswith("%") else 1)


def half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


def away_from_nothing(amount: Fraction) -> int:
    return half_up(amount) if amount >= 0 else -half_up(-amount)


def parts(amount: int, weights: list[Fraction]) -> list[int]:
    """An amount by largest remainder, the first of equals first."""
    exact = [amount * weight / sum(weights) for weight in weights]
    made = [floor(each) for each in exact]
    for _ in range(amount - sum(made)):
        lost = [each - part for each, part in zip(exact, made, strict=True)]
        made[lost.index(max(lost))] += 1
    return made


class Reckoned:
    """One line on paper: the plan of each month, what it pays, and what the year will come to."""

    def __init__(self, tables: Tables, name: str):
        (self.line,) = (row for row in tables["lines"] if row["line"] == name)
        (contract,) = tables["contracts"]
        self.runs = [
            date.fromisoformat(contract["starts"]) <= last
            and (not contract["ends"] or first <= date.fromisoformat(contract["ends"]))
            for first, last in zip(FIRSTS, LASTS, strict=True)
        ]
        self.signed_plan = [int(cell or 0) for cell in _months(tables, "plan", name)]
        self.closed = int(tables["terms"][0]["closed"])
        self.delivered = [
            int(cell) if cell else None if self.runs[at] else 0
            for at, cell in enumerate(_months(tables, "activity", name)[: self.closed])
        ]
        rows = [row for row in tables["variations"] if row["line"] == name]
        self.variations = sorted(rows, key=lambda row: row["on"])
        self.prices: list[Fraction] = []
        for at in range(12):
            before = self.prices[-1] if self.prices else number(self.line["price"])
            self.prices.append(self._latest(at, "price") if self.runs[at] else before)

    def _in_force(self, at: int) -> list[Cells]:
        """The variations of a month, in the order of their days: whole months, from the first that begins then."""
        return [row for row in self.variations if date.fromisoformat(row["on"]) <= FIRSTS[at]]

    def _latest(self, at: int, what: str) -> Fraction:
        return number([self.line[what], *(row[what] for row in self._in_force(at) if row[what])][-1])

    def signed(self, at: int) -> int:
        return self._worth(at, self.signed_plan[at], number(self.line["price"]), number(self.line["value"]))

    def activity(self, at: int) -> int:
        planned = Fraction(self.signed_plan[at])
        for row in self._in_force(at):
            planned *= 1 + number(row["more"])
        return half_up(planned) if self.runs[at] else 0

    def value(self, at: int) -> int:
        return self._worth(at, self.activity(at), self.prices[at], self._latest(at, "value"))

    def _worth(self, at: int, activity: int, price: Fraction, block: Fraction) -> int:
        if not self.runs[at]:
            return 0
        if self.line["form"] == "block":
            return parts(int(block), [Fraction(1)] * 12)[at]
        return half_up(activity * price)

    def together(self, months: int, delivered: int) -> int:
        """Cost and volume: the plan, and what lies beyond the tolerance at a part of the latest price."""
        planned = sum(self.activity(at) for at in range(months))
        off, band = delivered - planned, planned * number(self.line["tolerance"])
        beyond = max(off - band, NOUGHT) + min(off + band, NOUGHT)
        more = away_from_nothing(beyond * self.prices[months - 1] * number(self.line["marginal"]))
        return sum(self.value(at) for at in range(months)) + more

    def due(self) -> list[int | None]:
        """What is due for each closed month; None where it cannot be said."""
        due: list[int | None] = []
        for at, done in enumerate(self.delivered):
            if self.line["form"] == "block":
                due.append(self.value(at))
            elif done is None or (self.line["form"] == "cost and volume" and None in due):
                due.append(None)
            elif self.line["form"] == "tariff":
                due.append(half_up(done * self.prices[at]))
            else:
                so_far = [sum(each or 0 for each in self.delivered[:months]) for months in (at, at + 1)]
                before = self.together(at, so_far[0]) if at else 0
                due.append(self.together(at + 1, so_far[1]) - before)
        return due

    def forecast(self) -> int:
        """What the year will come to: as planned for the rest, or as far from plan for the rest as so far."""
        due, done = self.due(), sum(each or 0 for each in self.delivered)
        if self.line["form"] == "block" or not due or None in due:
            return sum(map(self.value, range(12)))
        planned, rest = sum(map(self.activity, range(self.closed))), range(self.closed, 12)
        trend = Fraction(done, planned) if self.line["method"] == "trend" and planned else Fraction(1)
        to_come = {at: half_up(self.activity(at) * trend) for at in rest}
        if self.line["form"] == "cost and volume":
            return self.together(12, done + sum(to_come.values()))
        return sum(each or 0 for each in due) + sum(half_up(to_come[at] * self.prices[at]) for at in rest)


def _months(tables: Tables, sheet: str, line: str) -> list[str]:
    row = next((row for row in tables[sheet] if row["line"] == line), {})
    return [row.get(month, "") for month in MONTHS]


def quality(tables: Tables, value: int) -> int:
    """What the schemes have earned of the planned value."""
    total = 0
    for scheme in tables["schemes"]:
        rows = [row for row in tables["measures"] if row["scheme"] == scheme["scheme"]]
        shares = [number(row["share"]) for row in rows]
        worth = half_up(value * number(scheme["share"]))
        for row, part in zip(rows, parts(worth, [*shares, 1 - sum(shares, NOUGHT)]), strict=False):
            total += half_up(part * _achieved(row)) if row["achieved"] else 0
    return total


def _achieved(row: Cells) -> Fraction:
    """The part of its worth that a measure earns: its thresholds turned round where lower is better."""
    side = 1 if row["better"] == "higher" else -1
    done, full = side * number(row["achieved"]), side * number(row["full_at"])
    if done >= full:
        return Fraction(1)
    if row["paid"] != "part":
        return NOUGHT
    nothing = side * number(row["nothing_at"])
    return max(NOUGHT, (done - nothing) / (full - nothing))


def money_of(tables: Tables, step: str) -> int:
    """The money of the steps of a kind that were taken within the year."""
    return sum(
        int(row["amount"])
        for row in tables["notices"]
        if row["step"] == step and FIRSTS[0] <= date.fromisoformat(row["on"]) <= LASTS[-1]
    )


def account(tables: Tables, lines: list[Reckoned]) -> dict[str, int]:
    signed = sum(line.signed(at) for line in lines for at in range(12))
    value = sum(line.value(at) for line in lines for at in range(12))
    steps = {
        "As signed": signed,
        "Variations": value - signed,
        "More or less than planned": sum(line.forecast() for line in lines) - value,
        "Quality earned": quality(tables, value),
        "Sanctions": -money_of(tables, "sanction"),
        "Withheld": money_of(tables, "released") - money_of(tables, "withheld"),
    }
    return steps | {"Comes to": sum(steps.values())}


COUNTS = st.lists(st.integers(0, 4000).map(str) | st.just(""), min_size=12, max_size=12)
PRICES = st.integers(1, 900_000).map(lambda pence: f"{pence / 100:.2f}")
DAYS = st.dates(date(2015, 11, 1), date(2017, 6, 30))


def percent(least: int, most: int) -> st.SearchStrategy[str]:
    return st.integers(least * 4, most * 4).map(lambda quarters: f"{quarters / 4:g}%")


@st.composite
def variations(draw, number: int) -> Cells:
    return {
        "variation": f"V{number}", "line": draw(st.sampled_from(LINES)), "on": str(draw(DAYS)), "reason": "needed",
        "more": draw(st.just("") | percent(-100, 60)), "price": draw(st.just("") | PRICES),
        "value": draw(st.just("") | st.integers(0, 10**8).map(str)),
    }  # fmt: skip


@st.composite
def measures(draw, number: int, share: str) -> Cells:
    better, full = draw(st.sampled_from(["higher", "lower"])), draw(st.integers(0, 100))
    away = draw(st.integers(1, 40)) * (1 if better == "lower" else -1)
    return {
        "scheme": "CQUIN", "measure": f"M{number}", "share": share, "better": better, "full_at": str(full),
        "nothing_at": str(full + away), "paid": draw(st.sampled_from(["", "whole", "part"])),
        "achieved": draw(st.just("") | st.integers(-20, 140).map(str)),
    }  # fmt: skip


@st.composite
def sheets(draw) -> Tables:
    """Any contract of two lines, with whatever happens to it in and around its year."""
    starts = draw(st.dates(date(2014, 1, 1), date(2017, 2, 1)))
    ends = draw(st.just("") | st.dates(starts, date(2018, 1, 1)).map(str))
    lines = [
        {
            "line": name,
            "contract": "C1",
            "point": name,
            "price": draw(PRICES),
            "form": draw(st.sampled_from(["tariff", "block", "cost and volume"])),
            "tolerance": draw(percent(0, 20)),
            "marginal": draw(percent(0, 100)),
            "value": str(draw(st.integers(0, 10**8))),
            "method": draw(st.sampled_from(["", "plan", "trend"])),
        }
        for name in LINES
    ]
    shares = draw(
        st.sampled_from([[], ["100%"], ["50%", "25%"], ["33.33%", "33.33%", "33.34%"], ["12.5%", "40%"]])
    )
    days = [str(day) for day in draw(st.lists(DAYS, unique=True, max_size=3))]
    return {
        "terms": [{"year": "2016/17", "closed": str(draw(st.integers(0, 12))), "on": "2016-07-01"}],
        "contracts": [
            {"contract": "C1", "title": "Care", "provider": "Trust", "commissioner": "CCG", "kind": "standard",
             "starts": str(starts), "ends": ends, "value": "1"}
        ],
        "lines": lines,
        "plan": [{"line": name} | dict(zip(MONTHS, draw(COUNTS), strict=True)) for name in LINES],
        "activity": [
            {"line": name} | dict(zip(MONTHS, draw(COUNTS), strict=True))
            for name in draw(st.sets(st.sampled_from(LINES)))
        ],
        "variations": [draw(variations(at)) for at in range(draw(st.integers(0, 4)))],
        "schemes": [{"scheme": "CQUIN", "contract": "C1", "kind": "cquin", "share": draw(percent(0, 5))}],
        "measures": [draw(measures(at, share)) for at, share in enumerate(shares)],
        "notices": [
            {"matter": f"M{at}", "contract": "C1", "step": draw(st.sampled_from(["sanction", "withheld", "released"])),
             "on": day, "amount": str(draw(st.integers(0, 500_000)))}
            for at, day in enumerate(days)
        ],
    }  # fmt: skip


def told_of(line: Standing) -> tuple[object, ...]:
    return list(line.planned.activity), list(line.planned.value), list(line.due), line.forecast


@settings(max_examples=150, deadline=None)
@given(sheets())
def test_every_month_and_the_account_are_those_of_a_second_reckoning(tables):
    contents, faults = understood(REGISTER, tables)
    assert not faults
    register = register_of(contents, date(2016, 7, 1))
    assert register is not None
    made = position(register, register.contracts[0])
    again = [Reckoned(tables, name) for name in LINES]
    for line, paper in zip(made.lines, again, strict=True):
        months = range(12)
        wanted = [*map(paper.activity, months)], [*map(paper.value, months)], paper.due(), paper.forecast()
        assert told_of(line) == wanted
    steps = reconciled(made, schemes_of(contents, "C1", made.total("value")), matters_of(contents, "C1"))
    assert {step.what: step.amount for step in steps} == account(tables, again)
