"""The money of a programme, or of all: by year beside what is forecast, and line by line with its cells."""

from __future__ import annotations

from dataclasses import dataclass

from toldonce.steering.plans.programmes import money, saying, words
from toldonce.steering.plans.programmes.money import Amounts
from toldonce.steering.plans.programmes.plan import Line
from toldonce.steering.sheets.saying import pounds, signed, year_words
from toldonce.web.planner.plans.programmes.looking import Looking

NOT_SAID = "not said"


@dataclass(frozen=True, slots=True)
class Year:
    """One year, or all of them, in words; `better` is above nothing where more is left than planned."""

    name: str
    cost: str
    saving: str
    income: str
    net: str
    forecast: str
    better: str


@dataclass(frozen=True, slots=True)
class Amount:
    """One line of money in words, with the addresses of its cells."""

    line: Line
    programme: str
    kind: str
    year: str
    planned: str
    planned_at: str
    to_date: str
    forecast: str
    goes_at: str  # of the row that says how it goes


def of_money(looking: Looking, programme: str | None = None) -> dict[str, object]:
    """What is shown of the money: a sentence, the years with their sum, and every line."""
    portfolio = looking.portfolio
    years = money.by_year(portfolio, programme)
    lines = money.of(portfolio, programme)
    whole = _year("All years", money.planned_of(lines), money.forecast_of(lines))
    return {
        "money": saying.of_money(years, money.payback(portfolio, programme)),
        "years": [*(_year(year_words(each.year), each.planned, each.forecast) for each in years), whole],
        "amounts": [
            _amount(looking, each) for each in sorted(lines, key=lambda each: (each.year, each.number))
        ],
    }


def _year(name: str, planned: Amounts, forecast: Amounts) -> Year:
    return Year(
        name,
        pounds(planned.cost),
        pounds(planned.saving),
        pounds(planned.income),
        pounds(planned.net),
        pounds(forecast.net),
        signed(forecast.net - planned.net),
    )


def _amount(looking: Looking, line: Line) -> Amount:
    return Amount(
        line,
        looking.portfolio.programme[line.programme].name,
        words.MONEY[line.kind],
        year_words(line.year),
        pounds(line.planned),
        looking.cell("money", line.number, "planned"),
        NOT_SAID if line.to_date is None else pounds(line.to_date),
        NOT_SAID if line.forecast is None else pounds(line.forecast),
        looking.cell("outturn", line.outturn, "forecast") if line.outturn else "",
    )
