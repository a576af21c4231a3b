"""Where a contract stands: activity and money against plan, under each form of payment."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steering.money.contracts.drawn import contents, monthly, months, stands
from toldonce.steering.money.contracts.notices import matters_of
from toldonce.steering.money.contracts.quality import schemes_of
from toldonce.steering.money.contracts.reconciled import reconciled
from toldonce.steering.money.contracts.words import of_contract


def delivered(*values):
    return monthly(months("C1 elective", *values))


def line(form="tariff", **cells):
    told = {"line": "C1 elective", "contract": "C1", "point": "Elective", "form": form} | cells
    return f"{' | '.join(told)}\n{' | '.join(told.values())}"


def test_a_tariff_pays_each_activity_at_its_price():
    (elective,) = stands(closed=3, activity=delivered(90, 110, 130)).lines
    assert (elective.activity_to_date, elective.delivered_to_date) == (300, 330)
    assert (elective.value_to_date, elective.due_to_date, elective.forecast) == (30000, 33000, 123000)


def test_a_block_pays_its_value_whatever_is_delivered():
    told = stands(closed=3, lines=line("block", value="120001"), activity=delivered(0, 0, 900))
    (elective,) = told.lines
    assert list(elective.planned.value) == [10001, *[10000] * 11]
    assert (elective.value_to_date, elective.due_to_date, elective.forecast) == (30001, 30001, 120001)
    assert (elective.activity_to_date, elective.delivered_to_date) == (300, 900)


@pytest.mark.parametrize(
    ("done", "due"),
    [
        (300, 30000),
        (315, 30000),  # within 5% of 300
        (330, 30750),  # 15 beyond it at half of £100
        (285, 30000),
        (270, 29250),
    ],
)
def test_cost_and_volume_pays_the_plan_within_its_tolerance_and_a_marginal_rate_beyond(done, due):
    cells = {"price": "100", "tolerance": "5%", "marginal": "50%"}
    told = stands(closed=3, lines=line("cost and volume", **cells), activity=delivered(100, 100, done - 200))
    (elective,) = told.lines
    assert elective.due_to_date == due


def test_the_trend_so_far_goes_on_where_the_line_says_so():
    told = stands(closed=3, lines=line(price="100", method="trend"), activity=delivered(110, 110, 110))
    assert (told.lines[0].forecast_activity, told.lines[0].forecast) == (1320, 132000)


@pytest.mark.parametrize(
    ("on", "planned", "value"),
    [
        ("01/07/2016", [100, 100, 100, 110], 10000 * 3 + 9 * 110 * 90),
        ("02/07/2016", [100, 100, 100, 100], 10000 * 4 + 8 * 110 * 90),
        ("31/03/2017", [100, 100, 100, 100], 10000 * 12),
    ],
)
def test_a_variation_is_in_force_from_its_date_for_whole_months(on, planned, value):
    varied = (
        f"variation | line | on | more | price | reason\nV1 | C1 elective | {on} | 10 | 90 | more for less"
    )
    told = stands(variations=varied)
    assert list(told.lines[0].planned.activity[:4]) == planned
    assert (told.total("signed"), told.total("value")) == (120000, value)


def test_two_variations_follow_each_other():
    varied = """
        variation | line        | on         | more | price | reason
        V2        | C1 elective | 01/08/2016 | 10%  |       | more again
        V1        | C1 elective | 01/07/2016 | 10%  | 90    | more for less
    """
    planned = stands(variations=varied).lines[0].planned
    assert list(zip(planned.activity, planned.price, strict=True))[2:5] == [(100, 100), (110, 90), (121, 90)]


def test_variations_of_one_month_follow_each_other_by_their_days_and_not_by_their_rows():
    varied = """
        variation | line        | on         | price | reason
        V2        | C1 elective | 01/08/2016 | 80    | cheaper again
        V1        | C1 elective | 15/07/2016 | 90    | cheaper
    """
    assert list(stands(variations=varied).lines[0].planned.price)[3:6] == [100, 80, 80]


def test_nothing_is_due_under_cost_and_volume_once_the_contract_has_ended():
    contracts = """
        contract | title    | provider | commissioner | kind     | starts     | ends       | value
        C1       | Elective | Hospital | CCG          | standard | 01/04/2016 | 30/06/2016 | 120000
    """
    told = stands(
        closed=6,
        contracts=contracts,
        lines=line("cost and volume", price="100", tolerance="5%", marginal="50%"),
        variations="variation | line | on | price | reason\nV1 | C1 elective | 01/05/2016 | 80 | cheaper",
        activity=delivered(100, 100, 130),
    )
    (elective,) = told.lines
    assert list(elective.due) == [10000, 8000, 8600, 0, 0, 0]  # 15 beyond the tolerance at half of £80
    assert elective.forecast == elective.due_to_date == 26600


def test_a_contract_of_part_of_the_year_counts_for_its_months():
    contracts = """
        contract | title    | provider | commissioner | kind     | starts     | ends       | value
        C1       | Elective | Hospital | CCG          | standard | 15/06/2016 | 31/08/2016 | 120000
    """
    told = stands(closed=3, contracts=contracts, lines=line("block", value="120000"))
    assert list(told.lines[0].planned.value) == [0, 0, 10000, 10000, 10000, *[0] * 7]
    assert told.lines[0].due_to_date == 10000


def test_what_is_not_reported_is_left_out_of_both_sides():
    lines = """
        line        | contract | point     | form   | price
        C1 elective | C1       | Elective  | tariff | 100
        C1 day case | C1       | Day cases | tariff | 50
    """
    plan = monthly(months("C1 elective", *[100] * 12), months("C1 day case", *[10] * 12))
    told = stands(closed=2, lines=lines, plan=plan, activity=monthly(months("C1 elective", 90, 100)))
    assert (told.value_to_date, told.due_to_date) == (20000, 19000)
    assert told.total("forecast") == 19000 + 100000 + 6000


def test_the_account_adds_up_and_says_each_step():
    drawn = contents(
        closed=3,
        activity=delivered(110, 110, 110),
        variations="variation | line | on | price | reason\nV1 | C1 elective | 01/10/2016 | 90 | less",
        schemes="scheme | contract | kind | share\nQ | C1 | cquin | 2.5%",
        measures="scheme | measure | share | better | full_at | achieved\nQ | Sepsis | 100 | higher | 90 | 95",
        notices="matter | contract | step | on | amount\nM1 | C1 | sanction | 01/06/2016 | 500",
    )
    told = stands(closed=3, activity=delivered(110, 110, 110), variations=drawn_variation())
    account = reconciled(told, schemes_of(drawn, "C1", told.total("value")), matters_of(drawn, "C1"))
    assert [(step.what, step.amount) for step in account] == [
        ("As signed", 120000),
        ("Variations", -6000),
        ("More or less than planned", 3000),
        ("Quality earned", 2850),
        ("Sanctions", -500),
        ("Withheld", 0),
        ("Comes to", 119350),
    ]


def test_money_of_another_year_is_not_in_the_account_of_this_one():
    notices = """
        matter | contract | step     | on         | amount
        M1     | C1       | withheld | 31/03/2016 | 900
        M1     | C1       | released | 01/04/2016 | 400
        M2     | C1       | sanction | 31/03/2017 | 50
        M2     | C1       | sanction | 01/04/2017 | 7
    """
    account = reconciled(stands(), (), matters_of(contents(notices=notices), "C1"))
    assert [(step.what, step.amount) for step in account[4:6]] == [("Sanctions", -50), ("Withheld", 400)]


def drawn_variation():
    return "variation | line | on | price | reason\nV1 | C1 elective | 01/10/2016 | 90 | less"


def test_the_sentences_say_where_it_stands_and_what_the_year_comes_to():
    told = stands(closed=3, activity=delivered(90, 110, 130))
    assert of_contract(told, (), reconciled(told, (), ())) == [
        "To the end of June £33,000 is due against a plan of £30,000: £3,000 above plan.",
        "The year comes to £123,000, from £120,000 as signed.",
    ]


def test_a_month_that_nobody_reported_is_said():
    told = stands(closed=1)
    assert of_contract(told, (), reconciled(told, (), ()))[0] == (
        "April is closed, and no line has reported what was delivered."
    )


@settings(deadline=None)
@given(
    st.sampled_from(["tariff", "block", "cost and volume"]),
    st.lists(st.integers(0, 5000), min_size=12, max_size=12),
    st.lists(st.integers(0, 5000), max_size=12),
    st.dates(date(2016, 4, 1), date(2017, 3, 31)),
    st.integers(-100, 300),
)
def test_months_add_up_to_the_year_and_a_variation_changes_nothing_before_it(form, plan, done, on, more):
    drawn = {
        "closed": len(done),
        "lines": line(form, price="17.35", value="98765", tolerance="5%", marginal="40%"),
        "plan": monthly(months("C1 elective", *plan)),
        "activity": delivered(*done),
    }
    varied = f"variation | line | on | more | reason\nV1 | C1 elective | {on} | {more}% | why"
    (as_signed,), (as_varied,) = stands(**drawn).lines, stands(**drawn, variations=varied).lines
    assert sum(as_signed.planned.value) == as_signed.value == as_varied.signed
    before = (on.year - 2016) * 12 + on.month - 4
    assert [each[:before] for each in as_varied.planned] == [each[:before] for each in as_signed.planned]
    if len(done) == 12:
        assert as_varied.forecast == as_varied.due_to_date
