"""What does not hold in a budget is said with its cell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steering.money.budgets.drawn import contents, found, monthly, months
from toldonce.steering.money.budgets.book import BUDGET
from toldonce.steering.money.budgets.lines import budget_of
from toldonce.steering.sheets.declaring import Grade
from toldonce.steering.sheets.typed import understood

OPENING_2015_16 = """
    line                                       | opening
    Acute services                             | £513m
    Mental health and learning disability      | £109m
    Community health services                  | £79m
    Continuing care services                   | £79m
    Better care fund                           | £53m
    Primary care services                      | £26m
    Prescribing                                | £115m
    Operating plan requirements                | £5m
    Running costs                              | £17m
    Other commissioning                        | £8m
    Surplus                                    | £15m
"""


def graded(**drawn):
    return [(each.grade, str(each)) for each in BUDGET.check(contents(**drawn))]


def test_the_opening_budget_of_2015_16_adds_up_as_printed():
    assert found(lines=OPENING_2015_16, printed="total | nearest\n£1019m | £1m") == []


@pytest.mark.parametrize(
    ("total", "says"),
    [
        ("£1022m", "£1,022,000,000 is printed, and the 11 lines add up to £1,019,000,000: £3,000,000 more"),
        ("£1013m", "£1,013,000,000 is printed, and the 11 lines add up to £1,019,000,000: £6,000,000 less"),
    ],
)
def test_what_rounding_explains_is_told_from_an_error(total, says):
    drawn = {"lines": OPENING_2015_16, "printed": f"total | nearest\n{total} | £1m"}
    assert graded(**drawn) == [
        (
            Grade.ROUNDING,
            f"Printed totals, row 1, Printed total £: {says}, which rounding to £1,000,000 explains",
        )
    ]


def test_what_rounding_does_not_explain_is_an_error():
    drawn = {"lines": OPENING_2015_16, "printed": "total | nearest\n£1026m | £1m"}
    ((grade, says),) = graded(**drawn)
    assert grade == Grade.ERROR and says.endswith(
        "£7,000,000 more than they do, and rounding does not explain it"
    )


def test_lines_printed_more_finely_than_their_total_bear_less_rounding():
    lines = "line | opening\nRecurrent | £961.3m\nSocial care | £15.8m\nRunning costs | £16.8m"
    near = graded(lines=lines, printed="total | nearest\n£994m | £1m")
    far = graded(lines=lines, printed="total | nearest\n£995m | £1m")
    assert ([grade for grade, _ in near], [grade for grade, _ in far]) == ([Grade.ROUNDING], [Grade.ERROR])


@pytest.mark.parametrize(
    ("drawn", "says"),
    [
        (
            {"lines": "line | opening\nAcute | 1200\nAcute | 600"},
            "Lines, row 2, Line: “Acute” stands in row 1 already: it would be counted twice",
        ),
        (
            {"lines": "line | opening\nAcute | 513\nOther | 506", "printed": "total\n1019000"},
            (
                "Printed totals, row 1, Printed total £: £1,019,000 is printed, and the 2 lines add up to £1,019: "
                "£1,017,981 more; the lines are typed in thousands"
            ),
        ),
        (
            {"lines": "line | opening | recurrent\nAcute | 1200 | 12000"},
            "Lines, row 1, Of it recurrent £: £12,000 is more than the opening budget of £1,200 that it is a part of",
        ),
        (
            {"lines": "line | opening | method\nAcute | 1200 | typed"},
            "Lines, row 1, Typed forecast £: is empty, and the line says that its forecast is typed",
        ),
        (
            {"changes": "line | on | amount | recurrent | reason\nAcute | 01/04/2016 | 5 | no | late"},
            "Changes in year, row 1, From: is not in 2015/16: the change is left out until it is",
        ),
        (
            {"profile": monthly(months("Acute", *[100] * 11, 99))},
            "Profile of the opening budget, row 1: adds up to £1,199, and the opening budget is £1,200: £1 too little",
        ),
        (
            {"profile": monthly(months("Acute", *[100] * 11))},
            "Profile of the opening budget, row 1: March is empty: the line is spread in twelfths until then",
        ),
        (
            {"closed": 2, "actuals": monthly(months("Acute", 100))},
            "Actual spending, row 1, May: is empty although the month is closed: write 0 if nothing was spent",
        ),
        (
            {"closed": 1, "actuals": monthly(months("Acute", 100, 100))},
            "Actual spending, row 1, May: is given for a month that is not closed, and not used",
        ),
        (
            {"lines": "line | opening\nAcute | £513.2m\nPrescribing | £115m", "printed": "total\n628200"},
            (
                "Printed totals, row 1, Printed total £: £628,200 is printed, and the 2 lines add up to £628,200,000: "
                "£627,571,800 less; it is typed in thousands"
            ),
        ),
        (
            {"lines": "line | opening\nAcute | 513204\nPrescribing | 115011", "printed": "total\n£628.2m"},
            (
                "Printed totals, row 1, Printed total £: £628,200,000 is printed, and the 2 lines add up to £628,215: "
                "£627,571,785 more; the lines are typed in thousands"
            ),
        ),
        (
            {"printed": "programme | total\nHospitals | 1200"},
            "Printed totals, row 1, Programme: “Hospitals” is the programme of no line",
        ),
    ],
)
def test_the_cell_is_named(drawn, says):
    assert found(**drawn) == [says]


def test_thousands_among_pounds_are_asked_about():
    drawn = {
        "lines": "line | opening\nAcute | £513m",
        "closed": 1,
        "actuals": monthly(months("Acute", 42750)),
    }
    assert found(**drawn) == [
        "Actual spending, row 1, April: £42,750 is very little beside a budget of £513,000,000: are these thousands?"
    ]


@settings(deadline=None)
@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=6), st.integers(-(10**9), 10**9))
def test_the_months_always_add_up_to_the_budget(amounts, opening):
    rows = "\n".join(f"Acute | 2015-{4 + at:02}-20 | {each} | no | why" for at, each in enumerate(amounts))
    drawn = contents(
        lines=f"line | opening\nAcute | {opening}", changes=f"line | on | amount | recurrent | reason\n{rows}"
    )
    line = budget_of(drawn).line("Acute")
    assert sum(line.by_month()) == line.budget == opening + sum(amounts)


CELL = (
    st.text(max_size=12)
    | st.integers(-(10**6), 10**6).map(str)
    | st.sampled_from(["Acute", "£1m", "2015/16", "yes"])
)


@settings(deadline=None)
@given(st.data())
def test_whatever_is_typed_the_check_answers(data):
    tables = {
        sheet.key: data.draw(
            st.lists(st.fixed_dictionaries({column.key: CELL for column in sheet.columns}), max_size=3)
        )
        for sheet in BUDGET.sheets
    }
    made, _ = understood(BUDGET, tables)
    BUDGET.check(made)
    budget = budget_of(made)
    assert budget is None or all(sum(line.by_month()) == line.budget for line in budget.lines)
