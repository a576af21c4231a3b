"""What cannot be worked out is said with its cell; what looks wrong is a doubt; nothing is guessed."""

from __future__ import annotations

import pytest

from tests.steering.money.gap.drawn import SETTINGS, contents, found
from toldonce.steering.money.gap.book import GAP
from toldonce.steering.money.gap.checking import NotWorkedOut, worked_out_from
from toldonce.steering.sheets.typed import understood

INCOME = "assumption | driver | body | service | year | percent | source\n"
NAMED = "solution | owner | acts_on | kind | amount | points | start | confidence"
COSTS_OF_TWO = """
    assumption | driver | body | year    | percent | source
    Income     | income |      |         | 2%      | us
    Costs      | cost   |      |         | 4%      | us
    Costs too  | cost   |      |         | 5%      | us
"""


@pytest.mark.parametrize(
    ("tables", "says"),
    [
        ({"settings": SETTINGS.replace("2020/21", "2016/17")},
         "Settings, row 1, Last year: must lie 1 to 30 years after the base year 2016/17"),
        ({"lines": "body | service | income | cost\nA | B | £1 | £1\nA | B | £2 | £2"},
         "Base, row 2, Service line: “A, B” stands in row 1 already"),
        ({"growth": "assumption | driver | percent\nIncome | income | 2%"},
         ("Base, row 1, Base cost: no growth of cost is assumed for All, System in every year: write 0% if it does "
         "not grow")),
        ({"growth": "assumption | driver | year | percent\nIncome | income | | 2%\nCosts | cost | 2018/19 | 2%"},
         ("Base, row 1, Base cost: no growth of cost is assumed for All, System in every year: write 0% if it does "
         "not grow")),
        ({"growth": "assumption | driver | percent\nCosts | cost | 2%"},
         ("Base, row 1, Base income: no growth of income is assumed for All, System in every year: write 0% if it "
         "does not grow")),
        ({"growth": "assumption | driver | percent\nIncome | income | 2%\nCosts | cost | 2%\nPrices | price | 1%"},
         ("Base, row 1, Base cost: growth of cost is assumed for All, System both undivided and in parts, and would "
         "count twice")),
        ({"growth": COSTS_OF_TWO},
         ("Growth assumptions, row 3, Growth a year: “Costs” says the same thing of the same lines: which of them "
         "counts?")),
        ({"growth": "assumption | driver | percent | low | high\nA | income | 2% | 3% | 4%\nB | cost | 2% | 1% | 4%"},
         "Growth assumptions, row 1, Low: 3%, 2%, 4% are not in order: low, most likely, high"),
        ({"growth": "assumption | driver | percent | low | high\nA | income | 2% | 1% |\nB | cost | 2% | 1% | 4%"},
         "Growth assumptions, row 1, High: is empty: a range has both ends"),
        ({"solutions": f"{NAMED}\nA | me | cost | level | | | 01/04/2017 | 90%"},
         "Solutions, row 1, Saving in a full year: is empty, and this solution cuts a level"),
        ({"solutions": f"{NAMED}\nA | me | cost | growth | £5 | 1% | 01/04/2017 | 90%"},
         "Solutions, row 1, Saving in a full year: is filled, and this solution bends growth"),
        ({"solutions": f"{NAMED}\nA | me | cost | level | £5m | | 01/04/2017 | 90%\n"
                       "A | me | cost | level | £5m | | 01/04/2017 | 90%"},
         "Solutions, row 2, Solution: “A” stands in row 1 already"),
        ({"solutions": "solution | acts_on | kind | amount | start | recurrent\n"
                       "A | cost | level | £5 | 01/04/2017 | no"},
         "Solutions, row 1, Lasts months: is empty: say how many months a saving lasts that does not recur"),
        ({"overlaps": "first | second | share\nA | B | 50%"}, "Overlaps, row 1, Solution: “A” is no solution"),
        ({"settings": SETTINGS.replace("2020/21", "2045/46"),
          "growth": "assumption | driver | percent\nA | income | 100%\nB | cost | 100%"},
         "Settings, row 1, Last year: growth leads to more than £1,000,000,000,000,000: look at rates and years"),
        ({"scenarios": "scenario | of | base | growth\nVast | Costs | £900,000bn | 900%"},
         "Scenarios, row 1, Of: growth leads to more than £1,000,000,000,000,000: look at rates and years"),
        ({"scenarios": "scenario | of | growth\nWorse | Cost | 5%"},
         "Scenarios, row 1, Of: “Cost” is no growth assumption: write its name, “Costs” or “Income”"),
        ({"scenarios": "scenario | of | later\nLate | Nothing | 6"},
         "Scenarios, row 1, Of: “Nothing” is no solution"),
        ({"scenarios": "scenario | of\nSame | Costs"},
         "Scenarios, row 1, Of: changes nothing: fill what is otherwise in this scenario"),
    ],
)  # fmt: skip
def test_what_cannot_be_worked_out_is_said_with_its_cell(tables, says):
    written = contents(**tables)
    assert says in found(written)
    with pytest.raises(NotWorkedOut):
        worked_out_from(written)


def test_a_solution_is_not_counted_more_than_once_away():
    solutions = f"{NAMED}\n" + "\n".join(
        f"{each} | me | cost | level | £50m | | 01/04/2017 | 90%" for each in "ABC"
    )
    overlaps = "first | second | share\nA | B | 60%\nA | C | 50%"
    assert found(contents(solutions=solutions, overlaps=overlaps)) == [
        "Overlaps, row 2, Counted twice: more than all of “A” is counted twice: 110%"
    ]


def test_a_reach_that_holds_no_line_is_said():
    lines = "body | service | income | cost\nA | Beds | £1m | £1m\nB | Drugs | £1m | £1m"
    growth = (
        INCOME
        + "Income | income | A | Drugs | | 2% | us\nAll | income | | | | 1% | us\nCosts | cost | | | | 1% | us"
    )
    assert found(contents(lines=lines, growth=growth)) == [
        "Growth assumptions, row 1, Service line: Drugs, A: no row of the base has both"
    ]


@pytest.mark.parametrize(
    ("tables", "says"),
    [
        ({"lines": "body | service | income | cost\nA | B | £1,000,000 | £1,000"},
         "Base, row 1, Base cost: £1,000 beside £1,000,000: thousands or millions taken for pounds?"),
        ({"solutions": f"{NAMED}\nA | me | cost | level | £28 | | 01/04/2017 | 90%"},
         ("Solutions, row 1, Saving in a full year: £28 beside costs of £1,000,000,000: thousands or millions taken "
         "for pounds?")),
        ({"lines": "body | service | income | cost\nA | Beds | £600,000 | £600,000\nA | Drugs | £400,000 | £420,000"},
         "Base, row 1, Base cost: all lines together cost £1,020,000: thousands or millions taken for pounds?"),
        ({"solutions": f"{NAMED}\nA | me | cost | level | £1,001m | | 01/04/2017 | 90%"},
         ("Solutions, row 1, Saving in a full year: £1,001,000,000 is more than all the £1,000,000,000 that it acts on "
         "cost in the base year")),
        ({"solutions": f"{NAMED}\nA | me | cost | level | £28m | | 01/04/2021 | 90%"},
         "Solutions, row 1, Starts in the month of: has no effect in the years of this plan"),
        ({"solutions": f"{NAMED}\nA | me | cost | level | -28m | | 01/04/2017 | 90%"},
         "Solutions, row 1, Saving in a full year: is below nothing: it adds to the gap"),
        ({"solutions": f"{NAMED}\nA | | cost | level | £28m | | 01/04/2017 | 90%"},
         "Solutions, row 1, Owner: is empty in row 1: nobody owns them"),
        ({"solutions": f"{NAMED}\nA | me | cost | level | £28m | | 01/04/2017 |"},
         "Solutions, row 1, Confidence: is empty in row 1: they count in full"),
        ({"solutions": f"{NAMED}\nTheatre time | me | cost | level | £28m | | 01/04/2017 | 90%\n"
                       "Better theatre use | me | cost | level | £20m | | 01/04/2017 | 90%"},
         ("Solutions, row 2, Solution: shares “theatre” with “Theatre time”, which acts on the same lines: say in "
         "Overlaps how much is counted twice, or 0%")),
        ({"solutions": f"{NAMED}\nOne | me | cost | level | £28m | | 01/04/2017 | 90%\n"
                       "Two | me | cost | level | £28m | | 01/04/2017 | 90%"},
         "Solutions, row 2, Saving in a full year: £28m is what “One” saves on the same lines: the same saving twice?"),
        ({"solutions": f"{NAMED}\nOne | me | cost | level | £80m | | 01/04/2017 | 100%\n"
                       "Two | me | cost | level | £70m | | 01/04/2017 | 100%"},
         ("Base, row 1, Base cost: 2 solutions together take 12.8% off All, System, more than 10%: do they count the "
         "same savings?")),
        ({"control": "year | body | position\n2020/21 | | £5\n2020/21 | System | £4"},
         "Control totals, row 1, Position to reach: the bodies reach £4 together in 2020/21"),
        ({"growth": INCOME + "Income | income | | | | 30% | us\nCosts | cost | | | | 4% | us"},
         "Growth assumptions, row 1, Growth a year: 30% a year for Income is steep"),
        ({"growth": INCOME + "Income | income | | | | 3% | us\nCosts | cost | | | | 4% |"},
         "Growth assumptions, row 2, Source: nobody can see where this assumption comes from"),
    ],
)  # fmt: skip
def test_what_looks_wrong_is_a_doubt_and_is_worked_out(tables, says):
    written = contents(**tables)
    assert says in found(written)
    worked_out_from(written)


def test_a_plan_in_order_is_not_doubted():
    growth = INCOME + "Income | income | | | | 2% | us\nCosts | cost | | | | 4% | us"
    solutions = f"{NAMED}\nTheatres | me | cost | level | £28m | | 01/04/2017 | 90%"
    assert found(contents(growth=growth, solutions=solutions)) == []


def test_an_overlap_that_is_stated_is_not_doubted_again():
    growth = INCOME + "Income | income | | | | 2% | us\nCosts | cost | | | | 4% | us"
    rest = "me | cost | level | £28m | | 01/04/2017 | 90%"
    solutions = f"{NAMED}\nOne | {rest}\nTwo | {rest}"
    assert (
        found(contents(growth=growth, solutions=solutions, overlaps="first | second | share\nOne | Two | 0%"))
        == []
    )


def test_an_empty_book_says_what_it_needs():
    empty, _ = understood(GAP, {})
    assert [str(each) for each in GAP.check(empty)] == [
        "Settings: has no row",
        "Base: has no row: a gap needs base income and base cost",
    ]


def test_a_fraction_is_not_taken_for_a_percentage():
    _, wrong = understood(GAP, {"growth": [{"assumption": "Costs", "driver": "cost", "percent": "0.04"}]})
    assert [str(each) for each in wrong] == [
        "Growth assumptions, row 1, Growth a year: is 0.04: write 0.04% if it is that, or 4% if it is a fraction"
    ]
