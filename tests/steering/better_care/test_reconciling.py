"""Income and expenditure agree in every view, or the cell that does not is named."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steering.better_care.drawing import PRINTED, plan, told, with_cell, without_rules
from toldonce.steering.plans.better_care.accounts import Dimension, cut
from toldonce.steering.plans.better_care.book import BETTER_CARE
from toldonce.steering.plans.better_care.comparing import reconciled
from toldonce.steering.plans.better_care.plan import plan_of
from toldonce.steering.plans.better_care.reconciling import disagreements
from toldonce.steering.sheets.declaring import Contents, Grade, Row
from toldonce.steering.sheets.opening.folders import read


def wrong(contents: Contents) -> dict[str, object]:
    return dict(told(disagreements(reconciled(plan_of(contents)))))


def test_a_plan_that_balances_has_nothing_to_say():
    assert wrong(plan()) == {}


def test_two_accounts_that_differ_are_both_named_as_nothing_decides_between_them():
    spent_more = with_cell(plan(), "spending", 4, amount=460)
    assert wrong(spent_more) == {
        "Sources of funding, row 2, Amount": 710,
        "Spending, Amount": None,
    }


def test_a_third_account_decides_and_a_fourth_names_the_row():
    areas = """
        source | area             | amount
        grant  | social_care      | 300
        least  | social_care      | 250
        least  | community_health | 450
        """
    spent_more = with_cell(plan(areas=areas), "spending", 4, amount=460)
    assert wrong(spent_more) == {"Spending, row 4, Amount": 450}


def test_what_a_line_does_not_say_lies_between_two_amounts():
    spending = """
        scheme | partner | source | area        | amount
        carers | council | grant  | social_care | 300
        carers | group   |        |             | 250
        home   | group   |        | acute       | 450
        """
    said = plan_of(plan(spending=spending)).spending.of(cut({Dimension.AREA: "social_care"}))
    assert (said.low, said.high) == (300, 550)


def test_what_is_not_said_agrees_with_anything_that_it_may_be():
    spending = """
        scheme | partner | source | area        | amount
               | council |        | social_care | 300
               | group   |        |             | 700
        """
    areas = """
        source | area             | amount
        grant  | social_care      | 300
        least  | social_care      | 250
        least  | community_health | 450
        """
    assert wrong(plan(spending=spending, areas=areas)) == {}
    acute = areas.replace("least  | social_care      | 250", "least  | social_care      | 200")
    assert wrong(plan(spending=spending, areas=acute)) == {"Sources by area of spend, Amount": None}


def test_a_printed_total_that_stands_alone_is_the_one_that_is_wrong():
    totals = """
        table | row  | column | scheme | amount
        T     | Home | Total  | home   | 640
        """
    assert wrong(plan(totals=totals)) == {"Totals as printed, row 1, Amount": 650}


def test_pools_speak_of_their_own_money_and_not_of_the_rest():
    pools = """
        key  | name | host
        home | Home | council
        """
    contributions = """
        pool | partner | amount | risk
        home | council | 200    | 50
        home | group   | 450    | 50
        """
    spending = """
        scheme | partner | source | area             | pool | amount
        carers | council | grant  | social_care      |      | 100
        home   | council | grant  | social_care      | home | 200
        carers | group   | least  | social_care      |      | 250
        home   | group   | least  | community_health | home | 450
        """
    pooled = plan(pools=pools, contributions=contributions, spending=spending)
    assert wrong(pooled) == {}
    with_what_is_not_said = with_cell(pooled, "contributions", 1, amount=300)
    assert wrong(with_what_is_not_said) == {}
    more_than_the_council_pays = with_cell(pooled, "contributions", 1, amount=310)
    assert wrong(more_than_the_council_pays) == {"Contributions and risk share, row 1, Contribution": None}


def test_a_line_paid_by_another_than_its_source_is_an_error():
    mixed = with_cell(plan(), "spending", 1, partner="group")
    assert told(BETTER_CARE.check(mixed))["Spending, row 1, Contributor"] == "council"


def test_the_same_source_twice_is_counted_twice():
    sources = """
        key   | name  | partner | type        | amount
        grant | Grant | council | dfg         | 300
        again | Grant | council | dfg         | 300
        least | Least | group   | nhs_minimum | 700
        """
    assert "Sources of funding, row 2, Amount" in told(BETTER_CARE.check(plan(sources=sources)))


def test_a_small_plan_may_be_in_thousands():
    doubts = told(BETTER_CARE.check(plan()), Grade.DOUBT)
    assert doubts["Sources of funding, Amount"] == 1_000_000


SCHEMES, AREAS = ("a", "b", "c"), ("social_care", "community_health", "acute")
PAYERS = {"grant": "council", "extra": "council", "least": "group"}
LINES = st.lists(
    st.tuples(
        st.sampled_from(SCHEMES), st.sampled_from(list(PAYERS)), st.sampled_from(AREAS), st.integers(0, 10**8)
    ),
    min_size=1,
    max_size=30,
)


def balanced(lines: list[tuple[str, str, str, int]]) -> Contents:
    """A plan that balances in every view, made from its lines: one line for each scheme, source and area."""
    by_line: dict[tuple[str, str, str], int] = {}
    for *names, pounds in lines:
        by_line[tuple(names)] = by_line.get(tuple(names), 0) + pounds
    sources, areas, totals = {}, {}, {}
    for (scheme, source, area), pounds in by_line.items():
        sources[source] = sources.get(source, 0) + pounds
        areas[source, area] = areas.get((source, area), 0) + pounds
        totals[scheme, PAYERS[source]] = totals.get((scheme, PAYERS[source]), 0) + pounds
    sheets = {
        "about": [{"board": "T", "year": 2019, "nearest": "1"}],
        "partners": [{"key": key, "name": key, "kind": "other"} for key in ("council", "group")],
        "schemes": [{"key": key, "name": key} for key in SCHEMES],
        "sources": [
            {"key": key, "name": key, "partner": PAYERS[key], "type": "other", "amount": pounds}
            for key, pounds in sources.items()
        ],
        "areas": [
            {"source": source, "area": area, "amount": pounds} for (source, area), pounds in areas.items()
        ],
        "spending": [
            {"scheme": scheme, "partner": PAYERS[source], "source": source, "area": area, "amount": pounds}
            for (scheme, source, area), pounds in by_line.items()
        ],
        "totals": [
            {"table": "T", "scheme": scheme, "partner": payer, "amount": pounds}
            for (scheme, payer), pounds in totals.items()
        ],
    }
    return {
        sheet.key: [
            Row(number, number, {column.key: None for column in sheet.columns} | values)
            for number, values in enumerate(sheets.get(sheet.key, ()), 1)
        ]
        for sheet in BETTER_CARE.sheets
    }


@given(LINES)
@settings(max_examples=60, deadline=None)
def test_a_plan_that_balances_line_by_line_reconciles_in_all_views(lines):
    assert wrong(balanced(lines)) == {}


@given(LINES, st.data())
@settings(max_examples=100, deadline=None)
def test_a_cell_that_is_changed_is_among_the_rows_that_are_named(lines, data):
    contents = balanced(lines)
    sheet = data.draw(st.sampled_from(["sources", "areas", "spending", "totals"]))
    row = data.draw(st.sampled_from(list(contents[sheet])))
    by = data.draw(st.integers(1, 10**7))
    found = disagreements(
        reconciled(plan_of(with_cell(contents, sheet, row.number, amount=row["amount"] + by)))
    )
    named = [each for each in found if each.at.sheet.key == sheet and each.grade == Grade.ERROR]
    assert named
    assert any(each.at.row in (row.number, None) for each in named)


@given(LINES, st.data())
@settings(max_examples=60, deadline=None)
def test_a_wrong_source_is_named_alone_with_what_it_should_be(lines, data):
    contents = balanced(lines)
    row = data.draw(st.sampled_from(list(contents["sources"])))
    changed = with_cell(contents, "sources", row.number, amount=row["amount"] + 12_345)
    assert wrong(changed) == {f"Sources of funding, row {row.number}, Amount": row["amount"]}


def test_the_small_plan_has_no_other_error_than_the_conditions_that_it_does_not_speak_of():
    assert without_rules([each for each in BETTER_CARE.check(plan()) if each.grade == Grade.ERROR]) == []


def test_a_source_that_is_called_otherwise_in_one_sheet_is_said_and_what_says_little_is_not_blamed():
    renamed = with_cell(read(PRINTED, BETTER_CARE).contents, "sources", 1, key="odd")
    assert wrong(renamed) == {
        "Sources of funding, row 5, Amount": 40_199_000,
        "Sources of funding, row 1, Amount": 0,
        "Sources by area of spend, Amount": None,
    }
