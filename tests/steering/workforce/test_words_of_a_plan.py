"""What a plan comes to in sentences, in whole people and pounds, and where each number comes from."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from itertools import pairwise

import pytest

from tests.steering.workforce.small import contents, plan, worked_out
from toldonce.steering.plans.workforce import arithmetic, saying
from toldonce.steering.plans.workforce.assumptions import Change
from toldonce.steering.plans.workforce.book import WORKFORCE
from toldonce.steering.plans.workforce.costing import bills, yearly
from toldonce.steering.plans.workforce.joining import grown
from toldonce.steering.plans.workforce.picture import NEED, SUPPLY, Line, bars, fan
from toldonce.steering.plans.workforce.ranges import ranges_of
from toldonce.steering.plans.workforce.scenarios import compared
from toldonce.steering.plans.workforce.tracing import MONEY, steps
from toldonce.steering.plans.workforce.tracing import NEED as NEEDED
from toldonce.steering.plans.workforce.tracing import SUPPLY as SUPPLIED
from toldonce.steering.plans.workforce.wholes import flows_of

NURSES = 0
NO_CHANCE = "role | leavers | joiners | source\nNurses | 0 | 0 | assumed\nAssistants | 0 | 0 | assumed"


def test_the_headline_is_made_of_the_numbers():
    assert saying.headline(worked_out(flows=NO_CHANCE)) == (
        "In 2023/24, 140 full-time equivalents (FTE) are needed and 120 FTE are expected in post: 20 FTE too few. "
        "Nine draws of ten lie between 20 FTE too few and 20 FTE too few. "
        "The largest gap is of Nurses: 20 FTE, 20.0% of those needed."
    )


def test_a_role_is_said_with_how_sure_its_gap_is():
    assert saying.of_role(worked_out(flows=NO_CHANCE), NURSES) == (
        "Nurses: 80 FTE in post at the end of 2018/19, 80 FTE expected in 2023/24, where 100 FTE are needed: "
        "20 FTE too few. In 100 of 100 draws there are too few."
    )


def test_money_is_said_for_those_in_post_and_those_needed():
    assert saying.of_money(yearly(bills(worked_out())), 2023) == (
        "Those in post cost £4.533m in 2023/24, 1.5% a year more than in 2018/19. "
        "All who are needed would cost £5.416m, £883,265 more. "
        "Agencies that covered the gap would cost £1.325m on top of those in post."
    )


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (Change("pay", "", 0.0), "In 2023/24 it changes nothing."),
        (
            Change("joiners", "Nurses", -10, 2023, 2023),
            "In 2023/24: 8.0 FTE fewer in post, £353,305 less for those in post; then 28 FTE too few.",
        ),
        (Change("one-for-each", "Nurses", 5000), "In 2023/24: 50 FTE more needed; then 70 FTE too few."),
    ],
)
def test_a_scenario_is_said_by_what_it_changes(change: Change, expected: str):
    assert saying.of_scenario(compared(plan(), "what if", "", [change]), 2023) == expected


@pytest.mark.parametrize(
    ("number", "words"), [(20.4, "20 FTE too few"), (-3.25, "3.2 FTE too many"), (0.01, "just enough")]
)
def test_a_gap_is_said_whichever_way_it_goes(number: float, words: str):
    assert saying.missing(number) == words


def test_what_rounds_to_nothing_has_no_sign():
    assert (saying.share(-1e-15), saying.fte(-0.001), saying.fte(-0.0)) == ("0.0%", "0.0 FTE", "0 FTE")


def test_flows_are_whole_people_whose_sums_hold():
    moves = "role | into | rate | source\nAssistants | Nurses | 3.3 | assumed"
    uneven = (
        "role | leavers | joiners | source\nNurses | 7.7 | 3.3 | assumed\nAssistants | 9.1 | 2.6 | assumed"
    )
    for role in (0, 1):
        found = flows_of(worked_out(moves=moves, flows=uneven), role)
        for before, after in pairwise(found):
            assert before.end == after.start
        for year in found:
            assert year.start + sum(year.come.values()) - sum(year.gone.values()) == year.end


def test_the_arithmetic_of_a_gap_ends_in_the_gap():
    lines = arithmetic.gap(worked_out(flows=NO_CHANCE), NURSES, 2020)
    assert [(each.what, each.how, each.makes) for each in lines] == [
        ("People at the end of 2019/20", "100 people", "100"),
        ("People at the end of 2020/21", "100 people", "100"),
        ("In post in 2020/21", "100.0 people × 0.80 FTE a head", "80.0 FTE"),
        ("Population in 2020/21", "750,000 people in 2018/19, 0.00% more each year", "750,000 people"),
        ("FTE for population", "750,000 × 1 FTE for each 7,500", "100.0 FTE"),
        ("Needed in 2020/21", "all of the above", "100.0 FTE"),
        ("Gap in 2020/21", "100.0 FTE needed − 80.0 FTE in post", "20.0 FTE"),
    ]


def test_the_arithmetic_of_a_cost_comes_to_the_pound_of_the_bill():
    lines = arithmetic.money(worked_out(), NURSES, 2020)
    assert [(each.how, each.makes) for each in lines] == [
        ("£40,000 in 2018/19, 2% more each year", "£41,616.00"),
        ("80.00 FTE × £41,616.00", "£3,329,280"),
        ("100.00 FTE × £41,616.00", "£4,161,600"),
    ]


def test_a_number_leads_to_its_cells_with_their_source():
    made = contents(intakes="pipeline | year | heads | source\nApprenticeship | 2019/20 | 50 | enrolled")
    found = steps(WORKFORCE, made, "Nurses", SUPPLIED + NEEDED + MONEY)
    assert [str(each.at) for each in found] == [
        "Staff in post, row 1",
        "Employers, row 1",
        "Participation, row 1",
        "Ages, row 1",
        "Ages, row 2",
        "Ages, row 3",
        "Leavers and joiners, row 1",
        "Training, row 1",
        "Intakes, row 1",
        "What is needed, row 1",
        "Drivers of need, row 1",
        "Unit costs, row 1",
    ]
    assert (found[0].says[3], found[0].source) == (("Headcount", "100"), "the trust")


def test_growth_of_price_times_growth_of_numbers_is_that_of_the_bill():
    done = worked_out(
        drivers="driver | unit | value | year | growth | source\nPopulation | people | 750,000 | 2018/19 | 3% | x"
    )
    total = yearly(bills(done))
    for each in grown(done, needed=True):
        billed = total[each.year].needed / total[each.year - 1].needed - 1
        assert billed == pytest.approx(each.whole, abs=2e-4)  # a bill takes FTE to a hundredth
        assert each.numbers == pytest.approx(0.03)


def test_nothing_grows_where_nothing_is_costed():
    assert grown(worked_out(costs="role | pounds | year | pay | source"), needed=True) == []


def test_drawings_are_svg_with_words_for_those_who_do_not_see_them():
    done = worked_out()
    lines = [Line("in post", list(done.supply[:, 0]), SUPPLY), Line("needed", list(done.need[:, 0]), NEED)]
    for drawn in (
        fan("one", "A fan", "What it shows", done.plan.years, ranges_of(done.plan).supply[0], lines),
        fan("two", "Lines", "What they show", done.plan.years, (), lines),
        bars("three", "Bars", "What they show", [("start", 100.0, 100.0), ("qualify", 0.0, 100.0)]),
        bars("four", "No bars", "Nothing", []),
    ):
        root = ElementTree.fromstring(drawn)
        assert (
            root.get("role") == "img" and len(root.findall("{*}title")) == len(root.findall("{*}desc")) == 1
        )
        assert "style" not in drawn and "nan" not in drawn
