"""A budget reckoned a second time, from the rules as they are written: each line by month, to date and for the year."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import floor

from hypothesis import given, settings
from hypothesis import strategies as st

from toldonce.steering.money.budgets.book import BUDGET
from toldonce.steering.money.budgets.lines import budget_of
from toldonce.steering.money.budgets.position import position
from toldonce.steering.money.months import MONTHS
from toldonce.steering.sheets.typed import understood

Cells = dict[str, str]
Tables = dict[str, list[Cells]]
LINES = ("Acute", "Drugs", "Surplus")


def number(cell: str) -> int:
    return int(cell or 0)


def away_from_nothing(amount: Fraction) -> int:
    rounded = floor(abs(amount) + Fraction(1, 2))
    return rounded if amount >= 0 else -rounded


def evenly(amount: int, months: int) -> list[int]:
    """Pounds in equal parts; those that are left go, one each, to the first."""
    if amount < 0:
        return [-part for part in evenly(-amount, months)]
    whole, left = divmod(amount, months)
    return [whole + (at < left) for at in range(months)]


class Reckoned:
    """One line on paper."""

    def __init__(self, tables: Tables, name: str):
        (self.line,) = (row for row in tables["lines"] if row["line"] == name)
        self.held, self.closed = self.line["held"] == "yes", int(tables["terms"][0]["closed"])
        self.opening = number(self.line["opening"])
        self.changes = [
            row for row in tables["changes"]
            if row["line"] == name and date(2015, 4, 1) <= date.fromisoformat(row["on"]) <= date(2016, 3, 31)
        ]  # fmt: skip
        self.months = self._profile(tables) or evenly(self.opening, 12)
        for row in self.changes:
            at = (date.fromisoformat(row["on"]).month - 4) % 12
            for month, part in enumerate(evenly(number(row["amount"]), 12 - at), at):
                self.months[month] += part
        spent = next((row for row in tables["actuals"] if row["line"] == name), {})
        self.actual = [spent.get(month, "") for month in MONTHS[: self.closed]]

    def _profile(self, tables: Tables) -> list[int]:
        """The twelve months that are given, where they are all there and make the opening budget."""
        row = next((row for row in tables["profile"] if row["line"] == self.line["line"]), {})
        given = [row.get(month, "") for month in MONTHS]
        return [*map(number, given)] if all(given) and sum(map(number, given)) == self.opening else []

    @property
    def budget(self) -> int:
        return self.opening + sum(number(row["amount"]) for row in self.changes)

    @property
    def spent(self) -> int | None:
        return sum(map(number, self.actual)) if self.actual and all(self.actual) else None

    @property
    def goes_on(self) -> int:
        """What there is of it next year."""
        kept = number(self.line["recurrent"]) if self.line["recurrent"] else self.opening
        going = [row for row in self.changes if row["recurrent"] == "yes"]
        return kept + sum(number(row["full_year"] or row["amount"]) for row in going)

    def forecast(self) -> int:
        if self.line["method"] == "typed" and self.line["forecast"]:
            return number(self.line["forecast"])
        if self.spent is None:
            return 0 if self.held else self.budget
        so_far = sum(self.months[: self.closed])
        if self.line["method"] == "run rate":
            return away_from_nothing(Fraction(self.spent, self.closed) * 12)
        if self.line["method"] == "profile" and so_far:
            return away_from_nothing(Fraction(self.spent * self.budget, so_far))
        return self.spent if self.held else self.spent + self.budget - so_far


AMOUNTS = st.integers(-(10**7), 10**9).map(str)
SPENT = st.lists(st.integers(-(10**6), 10**8).map(str) | st.just("0"), min_size=12, max_size=12)


@st.composite
def profiles(draw, opening: int) -> Cells:
    """Twelve months that make an opening budget, or do not quite."""
    months = [draw(st.integers(0, 10**7)) for _ in range(11)]
    last = opening - sum(months) + draw(st.sampled_from([0, 0, 0, 1]))
    return dict(zip(MONTHS, map(str, [*months, last]), strict=True))


@st.composite
def sheets(draw) -> Tables:
    """Any budget of three lines, the last of which is held back."""
    lines = [
        {"line": name, "programme": draw(st.sampled_from(["", "Care"])), "opening": draw(AMOUNTS),
         "recurrent": draw(st.just("") | AMOUNTS), "held": "yes" if name == "Surplus" else "",
         "method": draw(st.sampled_from(["", "plan", "run rate", "profile", "typed"])),
         "forecast": draw(st.just("") | AMOUNTS)}
        for name in LINES
    ]  # fmt: skip
    some = st.sets(st.sampled_from(LINES))
    return {
        "terms": [{"year": "2015/16", "closed": str(draw(st.integers(0, 12)))}],
        "lines": lines,
        "changes": [
            {"line": draw(st.sampled_from(LINES)), "on": str(draw(st.dates(date(2015, 2, 1), date(2016, 5, 31)))),
             "amount": draw(AMOUNTS), "full_year": draw(st.just("") | AMOUNTS), "reason": "needed",
             "recurrent": draw(st.sampled_from(["yes", "no"]))}
            for _ in range(draw(st.integers(0, 4)))
        ],
        "profile": [
            {"line": line["line"]} | draw(profiles(int(line["opening"])))
            for line in lines if draw(st.booleans())
        ],
        "actuals": [{"line": name} | dict(zip(MONTHS, draw(SPENT), strict=True)) for name in sorted(draw(some))],
    }  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(sheets())
def test_every_line_and_the_whole_are_those_of_a_second_reckoning(tables):
    contents, faults = understood(BUDGET, tables)
    assert not faults
    budget = budget_of(contents)
    assert budget is not None
    made, again = position(budget), [Reckoned(tables, name) for name in LINES]
    for line, paper in zip(made.lines, again, strict=True):
        assert line.line is not None
        assert list(line.line.by_month()) == paper.months
        assert (line.budget, line.line.carried_on) == (paper.budget, paper.goes_on)
        assert (line.budget_to_date, line.actual_to_date) == (sum(paper.months[: paper.closed]), paper.spent)
        assert line.forecast == paper.forecast()
    over = sum(paper.forecast() - paper.budget for paper in again if not paper.held)
    assert (made.whole.variance, made.surplus) == (over, sum(p.budget for p in again if p.held) - over)
