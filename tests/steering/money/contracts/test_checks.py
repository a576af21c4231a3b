"""What does not hold in a register of contracts is said with its cell."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.steering.money.contracts.drawn import CONTRACTS, TODAY, found, monthly, months
from toldonce.steering.money.contracts.book import REGISTER
from toldonce.steering.money.contracts.position import position
from toldonce.steering.money.contracts.procurement import lots_of
from toldonce.steering.money.contracts.register import register_of
from toldonce.steering.sheets.typed import understood

MEASURE = "scheme | measure | share | better | nothing_at | full_at | paid"
STAGES = "route | stage | weeks\nOpen | Tender | 12"


def cquin(*measures, share="2.5"):
    return {
        "schemes": f"scheme | contract | kind | share\nQ | C1 | cquin | {share}",
        "measures": "\n".join([MEASURE, *measures]),
    }


@pytest.mark.parametrize(
    ("drawn", "says"),
    [
        (
            {"contracts": CONTRACTS.replace("31/03/2017", "31/03/2016")},
            "Contracts, row 1, Ends: is 31/03/2016, before the start on 01/04/2016",
        ),
        (
            {"contracts": CONTRACTS + CONTRACTS.strip().splitlines()[-1]},
            "Contracts, row 2, Number: “C1” stands in row 1 already: it would be counted twice",
        ),
        (
            {"lines": "line | contract | point | form | price\nC1 elective | C1 | Elective | tariff | 0.1"},
            (
                "Prices, row 1, Price £: is £120,000, and its lines come to £120 as signed: are the prices typed in "
                "thousands?"
            ),
        ),
        (
            {"contracts": CONTRACTS.replace("120000", "120")},
            (
                "Contracts, row 1, Value a year £: is £120, and its lines come to £120,000 as signed: it is typed in "
                "thousands"
            ),
        ),
        (
            {
                "contracts": CONTRACTS.replace("120000", "1120000"),
                "lines": (
                    "line | contract | point | form | price | value\nC1 elective | C1 | Elective | tariff | 100 |\n"
                    "C1 beds | C1 | Beds | block | | 1000"
                ),
            },
            (
                "Prices, row 2, Block value a year £: is typed in thousands: C1 is £1,120,000, and its lines come to "
                "£121,000 as signed"
            ),
        ),
        (
            {"closed": 2, "activity": monthly(months("C1 elective", 100, 1000))},
            (
                "Activity delivered, row 1, May: is 1,000, and 100 are planned: is it of another line, or a digit too "
                "many?"
            ),
        ),
        (
            {
                "contracts": CONTRACTS.replace("120000", "9000000"),
                "lines": "line | contract | point | form | value\nC1 beds | C1 | Beds | block | 9000000",
                "plan": monthly(),
                "variations": (
                    "variation | line | on | value | reason\nV1 | C1 beds | 01/10/2016 | 9400 | more beds"
                ),
            },
            (
                "Variations, row 1, New block value a year £: 9,400 is about a thousandth of 9,000,000, which stood "
                "there: is it typed in thousands?"
            ),
        ),
        (
            {"contracts": CONTRACTS.replace("120000", "130000")},
            "Contracts, row 1, Value a year £: is £130,000, and its lines come to £120,000 as signed: £10,000 apart",
        ),
        (
            {"lines": "line | contract | point | form\nC1 elective | C1 | Elective | tariff"},
            "Prices, row 1, Price £: is empty, and the line is paid by the activity",
        ),
        (
            {"plan": monthly(months("C1 elective", *[100] * 12), months("C1 elective", *[100] * 12))},
            "Activity plan, row 2, Line: “C1 elective” stands in row 1 already: it would be counted twice",
        ),
        (
            {"contracts": CONTRACTS.replace("01/04/2016", "01/05/2016")},
            "Activity plan, row 1, April: is planned while C1 is not in force: it is left out",
        ),
        (
            {"closed": 1, "activity": monthly(months("C1 elective", 100, 100))},
            "Activity delivered, row 1, May: is given for a month that is not closed, and not used",
        ),
        (
            {"variations": "variation | line | on | reason\nV1 | C1 elective | 01/07/2016 | why"},
            "Variations, row 1: changes neither activity, nor price, nor value",
        ),
        (
            {
                "variations": "variation | line | on | price | reason\nV1 | C1 elective | 01/07/2015 | 90 | why"
            },
            "Variations, row 1, From: is outside the days of C1",
        ),
        (
            {
                "variations": "variation | line | on | price | reason\nV1 | C1 elective | 05/07/2016 | 90 | why"
            },
            "Variations, row 1, From: is within a month: it counts from 01/08/2016",
        ),
        (
            {
                "variations": "variation | line | on | price | reason\nV1 | C1 elective | 01/07/2016 | 0.09 | why"
            },
            "Variations, row 1, New price £: is £0.09, where it was £100: is one of the two typed in thousands?",
        ),
        (
            cquin("Q | Sepsis | 60 | higher | | 90 |", "Q | Kidneys | 50 | higher | | 90 |"),
            (
                "Measures of quality, row 2, Share of the scheme %: makes 110% of its scheme together with the rows "
                "above: 100% is all there is"
            ),
        ),
        (
            cquin("Q | Sepsis | 90 | higher | | 90 |"),
            "Quality schemes, row 1, Scheme: has measures for all but 10% of it: the rest cannot be earned",
        ),
        (
            cquin("Q | Sepsis | 100 | lower | 10 | 20 |"),
            "Measures of quality, row 1, All at: is 20, and must be below 10, up to which nothing is earned",
        ),
        (
            cquin("Q | Sepsis | 100 | higher | | 20 | part"),
            "Measures of quality, row 1, Nothing at: is empty, and the measure is paid in proportion between the two",
        ),
        (
            {"notices": "matter | contract | step | on | amount\nM1 | C1 | sanction | 01/06/2016 |"},
            "Queries and sanctions, row 1, Amount £: is empty, and “Sanction” is about money",
        ),
        (
            {"notices": "matter | contract | step | on\nM1 | C1 | meeting | 01/06/2016"},
            "Queries and sanctions, row 1, Step: is “Contract management meeting”, and no matter begins with that",
        ),
        (
            {
                "notices": "matter | contract | step | on | amount\nM1 | C1 | withheld | 01/06/2016 | 5\n"
                "M1 | C1 | released | 02/06/2016 | 7"
            },
            "Queries and sanctions, row 2, Amount £: releases £2 more than was withheld in M1",
        ),
        (
            {"stages": STAGES, "lots": "lot | contract | route | starts\nL1 | C1 | Open | 01/05/2017"},
            "Procurement work plan, row 1, New contract starts: leaves 30 days without a contract after 31/03/2017",
        ),
        (
            {"stages": STAGES, "lots": "lot | contract | route | starts\nL1 | C1 | Open | 01/03/2017"},
            "Procurement work plan, row 1, New contract starts: is before C1 ends on 31/03/2017: both would be paid",
        ),
    ],
)
def test_the_cell_is_named(drawn, says):
    assert found(**drawn) == [says]


@pytest.mark.parametrize("done", [21, 100, 499])
def test_a_busy_or_a_quiet_month_is_not_doubted(done):
    assert found(closed=1, activity=monthly(months("C1 elective", done))) == []


def test_a_register_that_holds_is_left_in_peace():
    assert found() == []


@pytest.mark.parametrize(
    ("sheet", "column", "written", "says"),
    [
        ("activity", "apr", "-5", "is -5: 0 is the least that it can be"),
        ("plan", "apr", "1.5", "is 1.5: write a whole number"),
        ("schemes", "share", "250", "is 250: 100 is the most that it can be"),
        ("schemes", "share", "0.025", "is 0.025: write 0.025% if it is that, or 2.5% if it is a fraction"),
        ("lines", "price", "-100", "is -100: 0 is the least that it can be"),
        ("contracts", "starts", "31/02/2016", "“31/02/2016” is no day: write 31/03/2020 or 2020-03-31"),
    ],
)
def test_what_no_cell_can_hold_is_refused_where_it_is_written(sheet, column, written, says):
    _, faults = understood(REGISTER, {sheet: [{column: written}]})
    assert [fault.says for fault in faults] == [says]


CELL = st.sampled_from(
    [
        "",
        "C1",
        "C2",
        "2016/17",
        "01/04/2016",
        "31/03/2017",
        "12",
        "-3",
        "0.5",
        "100",
        "tariff",
        "block",
        "query",
        "higher",
    ]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_typed_the_check_answers(data):
    tables = {
        sheet.key: data.draw(
            st.lists(st.fixed_dictionaries({column.key: CELL for column in sheet.columns}), max_size=2)
        )
        for sheet in REGISTER.sheets
    }
    made, _ = understood(REGISTER, tables)
    REGISTER.check(made)
    told = register_of(made, TODAY)
    if told is not None:
        lots_of(made, told)
        for contract in told.contracts:
            stands = position(told, contract)
            assert stands.total("value") == sum(value for value, _ in stands.by_month())
