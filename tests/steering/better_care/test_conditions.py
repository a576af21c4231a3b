"""National conditions by year, the model of change and the metrics."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.steering.better_care.drawing import plan, printed, told, with_cell
from toldonce.steering.plans.better_care.conditions import State, findings, judged, rules
from toldonce.steering.plans.better_care.maturity import picture
from toldonce.steering.plans.better_care.metrics import metrics_of
from toldonce.steering.plans.better_care.signing import who_signs
from toldonce.steering.plans.better_care.words import METRICS
from toldonce.steering.sheets.declaring import Grade


def states(contents, signed=()) -> dict[str, State]:
    return {each.condition.key: each.state for each in judged(contents, signed=signed)}


def test_the_printed_plan_meets_its_conditions_but_for_the_signatures():
    assert states(printed()) == {
        "joint_plan": State.WAITING,
        "social_care": State.WITHIN_ROUNDING,
        "out_of_hospital": State.MET,
        "transfers": State.MET,
        "metrics": State.MET,
    }


def test_it_is_agreed_jointly_when_each_partner_and_the_board_have_signed():
    everybody = list(who_signs(printed()))
    assert [capacity for _, capacity in everybody] == [
        "Director of primary and community care",
        "Corporate director of adult social care",
        "Chair of the Health and Wellbeing Board",
    ]
    assert states(printed(), everybody)["joint_plan"] == State.MET
    assert states(printed(), everybody[:2])["joint_plan"] == State.WAITING


@pytest.mark.parametrize(
    ("spent", "state"),
    [(10_920_000, State.MET), (10_919_000, State.WITHIN_ROUNDING), (10_917_000, State.NOT_MET)],
)
def test_social_care_below_the_minimum_is_an_error_at_the_minimum(spent, state):
    contents = with_cell(printed(), "areas", 5, amount=spent)
    assert states(contents)["social_care"] == state
    assert ("Social care minimum, row 1, Minimum this year" in told(list(findings(contents)))) == (
        state == State.NOT_MET
    )


@pytest.mark.parametrize("better", ["lower", "higher"])
@pytest.mark.parametrize("plan", ["4.6", "0.1", "8.2", "92.5"])
def test_what_is_exactly_at_the_plan_meets_it(better, plan):
    contents = with_cell(printed(), "metrics", 1, plan=Decimal(plan), better=better)
    assert metrics_of(contents)[0].meets(float(plan))


def test_a_metric_without_a_plan_needs_to_say_which_plan_sets_it():
    contents = with_cell(printed(), "metrics", 1, elsewhere=None)
    assert told(list(findings(contents))) == {"National metrics, row 1, Plan": None}


def test_a_change_that_nobody_assessed_is_named():
    contents = printed()
    without = {**contents, "maturity": contents["maturity"][:7]}
    (error,) = [each for each in findings(without) if each.grade == Grade.ERROR]
    assert "Not assessed: Enhancing health in care homes." in error.says


def test_levels_are_counted_and_the_lowest_is_named_but_never_averaged():
    shown = picture(printed())
    assert {level: count for level, count in shown.count.items() if count} == {"established": 7, "mature": 1}
    assert shown.sentence == (
        "Of 8 assessments 7 established, 1 mature. The lowest level is established: 7 of 8 changes."
    )


def test_a_year_whose_conditions_nobody_entered_is_said_to_be_unknown():
    about = """
        board     | year    | nearest
        Tinyshire | 2031/32 | £1
        """
    assert judged(plan(about=about)) == []
    (doubt,) = findings(plan(about=about))
    assert "2031/32: no national conditions are known for it" in doubt.says


def of_year(year: str) -> dict[str, State]:
    return states(plan(about=f"board | year | nearest\nTinyshire | {year} | £1"))


@pytest.mark.parametrize(
    ("year", "own"),
    [
        ("2015/16", "seven_days"),
        ("2016/17", "transfers_plan"),
        ("2017/18", "transfers"),
        ("2019/20", "transfers"),
        ("2020/21", "confirmed"),
        ("2021/22", "discharge"),
        ("2022/23", "objectives"),
        ("2024/25", "right_care"),
        ("2025/26", "funding"),
    ],
)
def test_each_year_has_conditions_of_its_own(year, own):
    assert own in of_year(year)
    others = {"transfers", "transfers_plan", "confirmed", "discharge", "right_care", "funding"} - {own}
    assert not others & of_year(year).keys()


def test_what_one_condition_asks_of_two_things_holds_when_both_do():
    assert of_year("2023/24")["contribution"] == State.NOT_MET  # no minimum is said
    year = with_cell(printed(), "about", 1, year=2023)
    assert states(year)["contribution"] == State.WITHIN_ROUNDING
    nothing_outside = with_cell(year, "areas", 6, area="acute")
    assert states(nothing_outside)["contribution"] == State.NOT_MET


def test_a_condition_that_the_year_does_not_have_is_an_error():
    conditions = """
        condition | met | evidence
        housing   | yes | A plan
        """
    assert "National conditions, row 1, Condition" in told(list(findings(plan(conditions=conditions))))


def test_six_then_eight_then_four_are_national_conditions_each_with_its_source():
    for begins, year in rules().items():
        assert len([each for each in year.conditions if each.national]) == {2015: 6, 2016: 8}.get(begins, 4)
        assert all(each.source for each in year.conditions)


def test_metrics_are_a_requirement_in_every_year_in_which_plans_were_submitted():
    for begins, year in rules().items():
        wanted = [] if begins == 2020 else ["metrics"]
        assert [each.key for each in year.conditions if not each.national] == wanted


def test_every_year_of_the_fund_is_known():
    assert sorted(rules()) == list(range(2015, 2026))


def test_a_requirement_is_not_called_a_national_condition():
    contents = with_cell(printed(), "metrics", 1, elsewhere=None)
    (error,) = [each for each in findings(contents) if each.grade == Grade.ERROR]
    assert error.says.startswith("Planning requirement not met: There is a plan for each of the four")


def test_the_requirement_of_metrics_counts_them():
    words = {3: "three", 4: "four", 5: "five"}
    asked = [(each, year) for year in rules().values() for each in year.conditions if each.rule == "metrics"]
    for each, year in asked:
        assert each.title.endswith(f"each of the {words[len(year.metrics)]} national metrics")


def test_every_metric_of_the_rules_has_a_name():
    assert {metric for year in rules().values() for metric in year.metrics} <= set(METRICS)


@pytest.mark.parametrize(
    ("metric", "value", "meets"),
    [(1, 24.9, True), (1, 25.0, True), (1, 25.1, False), (3, 79.6, False), (3, 80, True), (0, 1, None)],
)
def test_a_metric_is_met_on_its_good_side(metric, value, meets):
    assert metrics_of(printed())[metric].meets(value) is meets


def test_each_contributor_must_hold_its_minimum_and_the_worst_is_told():
    two = printed()
    second = with_cell(two, "minimum", 1, partner="dorset")["minimum"][0]
    judged_two = judged({**two, "minimum": [*two["minimum"], type(second)(0, 2, second.values)]})
    told_of = next(each for each in judged_two if each.condition.key == "social_care")
    assert (told_of.state, str(told_of.at)) == (
        State.NOT_MET,
        "Social care minimum, row 2, Minimum this year",
    )


def test_a_metric_says_its_plan_with_its_unit():
    contents = with_cell(printed(), "metrics", 1, plan=10400, unit="per 100,000")
    assert [each.says for each in metrics_of(contents)] == [
        "10,400 per 100,000", "25.0 beds a day", "592 per 100,000 people aged 65 and over", "79.7%",
    ]  # fmt: skip
