"""Where a budget stands: to date, for the year, by line and by programme."""

import pytest

from tests.steering.money.budgets.drawn import contents, monthly, months, stands
from toldonce.steering.money.budgets.lines import budget_of
from toldonce.steering.money.budgets.words import sentences

SPENT = monthly(months("Acute", 110, 110, 120), months("Hospice", 50, 50, 40))


def lines(**drawn):
    return {
        each.name: (each.budget_to_date, each.actual_to_date, each.budget, each.forecast)
        for each in stands(**drawn).lines
    }


def test_each_line_is_held_against_its_budget_to_date():
    assert lines(closed=3, actuals=SPENT) == {
        "Acute": (300, 340, 1200, 1240),
        "Hospice": (150, 140, 600, 590),
    }


@pytest.mark.parametrize(
    ("method", "forecast", "how"),
    [
        ("plan", 1240, "April to June as spent, then as budgeted"),
        ("run rate", 1360, "run rate: the average of April to June, twelve times"),
        ("profile", 1360, "profile: 25.0% of the budget falls in April to June"),
        ("typed", 1500, "typed: the winter ward opens, says the director of finance"),
    ],
)
def test_the_year_is_forecast_by_the_method_that_the_line_names(method, forecast, how):
    drawn = f"""
        line  | opening | method   | forecast | why
        Acute | 1200    | {method} | 1500     | the winter ward opens, says the director of finance
    """
    (line,) = stands(lines=drawn, closed=3, actuals=monthly(months("Acute", 110, 110, 120))).lines
    assert (line.forecast, line.how) == (forecast, how)


def test_a_seasonal_line_is_not_mistaken_for_an_overspent_one():
    drawn = "line | opening | method\nHeating | 1200 | profile"
    profile = monthly(months("Heating", 200, 100, 0, 0, 0, 0, 100, 100, 200, 200, 200, 100))
    spent = monthly(months("Heating", 220, 110, 0))
    (line,) = stands(lines=drawn, closed=3, profile=profile, actuals=spent).lines
    assert (line.budget_to_date, line.variance_to_date, line.forecast) == (300, 30, 1320)


def test_a_change_counts_from_its_month_and_goes_on_next_year_in_full():
    changes = """
        line  | on         | amount | full_year | recurrent | reason
        Acute | 15/01/2016 | 90     | 360       | yes       | a ward opens in January
        Acute | 2015-04-01 | -24    |           | no        | the CCG's contribution to the review
    """
    line = budget_of(contents(changes=changes)).line("Acute")
    assert line.by_month() == (98,) * 9 + (128,) * 3
    assert (line.budget, line.carried_on) == (1266, 1560)


def test_what_is_not_reported_is_told_apart_from_nothing_spent():
    drawn = {"closed": 2, "actuals": monthly(months("Acute", 0, 0), months("Hospice", 50))}
    assert lines(**drawn) == {"Acute": (200, 0, 1200, 1000), "Hospice": (100, None, 600, 600)}
    whole = stands(**drawn).whole
    assert (whole.budget_to_date, whole.actual_to_date) == (200, 0)
    assert stands(**drawn).unreported == ("Hospice",)


def test_programmes_add_up_to_the_whole():
    made = stands(closed=3, actuals=SPENT)
    assert {each.name: each.forecast for each in made.programmes} == {"Hospital": 1240, "Community": 590}
    assert made.whole.forecast == 1830


def test_a_planned_surplus_is_held_against_what_the_forecast_leaves():
    drawn = """
        line    | opening | held
        Acute   | 1200    |
        Surplus | 100     | yes
    """
    made = stands(lines=drawn, closed=3, actuals=monthly(months("Acute", 110, 110, 120)))
    assert (made.whole.budget, made.held, made.surplus) == (1200, 100, 60)


def test_the_sentences_say_where_it_stands_where_it_ends_and_why():
    assert sentences(stands(closed=3, actuals=SPENT)) == [
        "To the end of June £480 was spent against £450: £30 over budget (6.7%).",
        "By the methods that the lines name, the year ends at £1,830 against £1,800: £30 over budget (1.7%).",
        "Most of it: Acute, £40 over budget; Hospice, £10 under budget.",
    ]


def test_before_the_first_month_only_the_budget_is_said():
    assert sentences(stands()) == ["The budget of the year is £1,800; no month is closed yet."]


def test_a_closed_month_without_figures_is_said():
    assert sentences(stands(closed=1))[0] == "April is closed, and no line has reported what was spent."
