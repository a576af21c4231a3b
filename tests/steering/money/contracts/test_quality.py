"""What quality earns, and which clocks a query starts."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steering.money.contracts.drawn import contents
from toldonce.steering.money.contracts.notices import matters_of
from toldonce.steering.money.contracts.quality import schemes_of

CQUIN = "scheme | contract | kind | share\nCQUIN | C1 | cquin | 2.5%"
CLOCKS = """
    after | step      | within | counted
    query | meeting   | 10     | working
    meeting | plan    | 5      | working
    query | investigation | 2  | months
"""


def earned(measure, value=1_000_000):
    heads = "scheme | measure | share | better | nothing_at | full_at | paid | achieved"
    (scheme,) = schemes_of(
        contents(schemes=CQUIN, measures=f"{heads}\nCQUIN | Sepsis | {measure}"), "C1", value
    )
    return scheme.measures[0].earned


@pytest.mark.parametrize(
    ("measure", "amount"),
    [
        ("100 | higher |    | 90 |      | 90", 25000),
        ("100 | higher |    | 90 |      | 89.9", 0),
        ("100 | higher | 50 | 90 | part | 70", 12500),
        ("100 | higher | 50 | 90 | part | 50", 0),
        ("100 | lower  | 20 | 10 | part | 15", 12500),
        ("100 | lower  | 20 | 10 | part | 8", 25000),
        ("40  | higher |    | 90 |      | 95", 10000),
        ("100 | higher |    | 90 |      |", None),
    ],
)
def test_a_measure_earns_by_its_thresholds(measure, amount):
    assert earned(measure) == amount


def test_a_scheme_says_what_is_earned_lost_and_still_open():
    measures = """
        scheme | measure  | share | better | full_at | achieved
        CQUIN  | Sepsis   | 50    | higher | 90      | 95
        CQUIN  | Kidneys  | 30    | higher | 90      | 80
        CQUIN  | Dementia | 15    | higher | 90      |
    """
    (scheme,) = schemes_of(contents(schemes=CQUIN, measures=measures), "C1", 1_000_000)
    assert (scheme.worth, scheme.earned, scheme.lost, scheme.open) == (25000, 12500, 7500, 3750)
    assert scheme.unallotted == 1250


@settings(deadline=None)
@given(st.lists(st.integers(1, 20), min_size=1, max_size=5), st.integers(0, 10**9))
def test_measures_make_the_worth_of_their_scheme(shares, value):
    rows = "\n".join(f"CQUIN | M{at} | {share} | higher | 1" for at, share in enumerate(shares))
    drawn = contents(schemes=CQUIN, measures=f"scheme | measure | share | better | full_at\n{rows}")
    (scheme,) = schemes_of(drawn, "C1", value)
    assert sum(each.worth for each in scheme.measures) + scheme.unallotted == scheme.worth


def matter(*steps):
    notices = "matter | contract | step | on | amount\n" + "\n".join(f"M1 | C1 | {step}" for step in steps)
    (made,) = matters_of(contents(notices=notices, clocks=CLOCKS), "C1")
    return made


def states(made, on):
    return [(due.clock.step, due.by, due.state(on)) for due in made.dues]


def test_a_query_starts_its_clocks_in_working_days_and_months():
    made = matter("query | 20/12/2016 |")
    assert states(made, date(2017, 1, 9)) == [
        (
            "meeting",
            date(2017, 1, 6),
            "overdue by 3 days",
        ),  # Christmas, Boxing Day and New Year are not worked
        ("investigation", date(2017, 2, 20), "due in 42 days"),
    ]


def test_an_answer_is_in_time_or_late():
    made = matter("query | 01/06/2016 |", "meeting | 15/06/2016 |", "plan | 24/06/2016 |")
    assert states(made, date(2016, 7, 1)) == [
        ("meeting", date(2016, 6, 15), "in time"),
        ("investigation", date(2016, 8, 1), "due in 31 days"),
        ("plan", date(2016, 6, 22), "late by 2 days"),
    ]


def test_a_close_stops_the_clocks_that_still_run():
    made = matter("query | 01/06/2016 |", "closed | 02/06/2016 |")
    assert (made.closed, made.dues) == (True, ())


def test_money_withheld_and_released_is_told_from_a_sanction():
    made = matter(
        "query | 01/06/2016 |",
        "withheld | 01/07/2016 | 900",
        "released | 01/08/2016 | 400",
        "sanction | 02/08/2016 | 250",
    )
    assert (made.withheld, made.sanctions) == (500, 250)


def test_a_part_is_never_rounded_before_it_is_money():
    assert earned("33.33 | higher | 0 | 3 | part | 1", 1_000_000) == 2778  # 8,333 / 3 = 2,777.67
