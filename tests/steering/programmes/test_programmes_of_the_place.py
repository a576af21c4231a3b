"""The two portfolios that the place ships: risks, money and sources, doubts, and the invented rehearsal."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from tests.steering.programmes.printed import BOOKS, LOOKING_FORWARD, OUR_DORSET, PLACE, SHIPPED, portfolio
from toldonce.steering.plans.programmes.book import PROGRAMMES
from toldonce.steering.plans.programmes.network import expected
from toldonce.steering.sheets.declaring import Grade, checked

WITHOUT_A_SOURCE = ("portfolio", "dependencies", "links", "reports", "reported")
QUOTES = ("“", "The benefit quotes it.", "severity")


def test_the_slips_that_documents_tell_are_not_invented():
    told = {
        (row["milestone"], row["actual"] or row["forecast"])
        for book in BOOKS
        for row in SHIPPED[book].contents["progress"]
        if not row["invented"]
    }
    assert ("csr-consultation", date.fromisoformat("2016-12-01")) in told
    assert ("send-peer-review", date.fromisoformat("2020-01-31")) in told


@pytest.mark.parametrize(
    ("severity", "likelihood", "named"),
    [
        ("high", "high", ["funding", "fund-objectives", "council-finance"]),
        ("high", "medium", ["primary-care", "appetite"]),
        ("medium", "medium", ["workforce", "capacity", "social-care"]),
    ],
)
def test_the_eight_risks_of_2016_have_the_printed_severity_and_likelihood(severity, likelihood, named):
    found = [
        each.key
        for each in portfolio(OUR_DORSET).risks
        if (each.impact, each.likelihood) == (severity, likelihood) and not each.invented
    ]
    assert found == named


def amounts(book: str, kind: str, year: int) -> int:
    return sum(each.planned for each in portfolio(book).lines if (each.kind, each.year) == (kind, year))


def test_the_six_savings_of_2016_add_up_to_the_printed_185_million():
    assert amounts(OUR_DORSET, "saving", 2020) == 185_000_000


def test_the_savings_of_2019_add_up_to_the_gap_and_the_40_million_are_part_of_the_107():
    assert amounts(LOOKING_FORWARD, "saving", 2023) == 272_000_000
    by_key = {each.key: each.planned for each in portfolio(LOOKING_FORWARD).lines}
    assert by_key["community-saves"] + by_key["demand-rest"] == 107_000_000


def test_what_is_invested_in_the_community_adds_up_to_the_printed_18_million():
    costs = [each for each in portfolio(LOOKING_FORWARD).lines if each.kind == "cost"]
    assert sum(each.planned for each in costs if each.key.startswith("community-")) == 18_000_000


def test_money_that_is_given_for_something_is_spent_on_it_in_the_year_of_the_gift():
    for book in BOOKS:
        years = {each.year for each in portfolio(book).lines if each.kind == "income"}
        assert years
        for year in years:
            spent = [
                each for each in portfolio(book).lines if each.key.endswith("-spent") and each.year == year
            ]
            assert amounts(book, "income", year) == sum(each.planned for each in spent)


def test_every_indicator_that_a_benefit_names_is_among_the_figures():
    declared = yaml.safe_load((PLACE / "figures/indicators.yaml").read_text(encoding="utf-8"))
    known = {each["code"] for each in declared}
    named = {each.indicator for book in BOOKS for each in portfolio(book).benefits if each.indicator}
    assert named and named <= known


@pytest.mark.parametrize("book", BOOKS)
def test_every_row_says_where_it_is_from_and_what_is_invented_says_so(book):
    for sheet, rows in SHIPPED[book].contents.items():
        if sheet in WITHOUT_A_SOURCE:
            continue
        for row in rows:
            said = str(row["source"])
            assert row["invented"] or any(each in said for each in QUOTES), f"{sheet} {row.number}"
            assert row["invented"] or not said.startswith(("Invented", "Assumed")), f"{sheet} {row.number}"
    assert all(row["invented"] for row in SHIPPED[book].contents["reports"])
    assert SHIPPED[book].about["invented"]


def test_nothing_in_the_portfolio_of_2016_is_wrong_and_its_doubts_are_these():
    assert [str(each) for each in checked(PROGRAMMES, SHIPPED[OUR_DORSET].contents)] == [
        "Benefits, row 1, Key: has no target: add its planned values to the sheet “Trajectory”.",
        "Benefits, row 25, Owner: is empty: a benefit for which nobody answers is not followed.",
        "Benefits, row 26, Owner: is empty: a benefit for which nobody answers is not followed.",
    ]


def test_nothing_in_the_portfolio_of_2019_is_wrong_and_it_is_doubted_only_where_the_draft_has_gaps():
    found = checked(PROGRAMMES, SHIPPED[LOOKING_FORWARD].contents)
    assert {each.grade for each in found} == {Grade.DOUBT}
    without_target = {each.key for each in portfolio(LOOKING_FORWARD).benefits if not each.targets}
    without_owner = {each.key for each in portfolio(LOOKING_FORWARD).benefits if not each.owner}
    said = [str(each) for each in found]
    assert len([each for each in said if "has no target" in each]) == len(without_target) == 14
    assert len([each for each in said if "Owner: is empty" in each]) == len(without_owner) == 15
    others = [each for each in said if "has no target" not in each and "Owner: is empty" not in each]
    unsaid = "Recurrent: comes again every year, and has no row in 2024/25: each year needs its own."
    assert others == [f"Money, row 6, {unsaid}", f"Money, row 7, {unsaid}"]


@pytest.mark.parametrize(
    ("book", "key", "slip", "because"),
    [
        (OUR_DORSET, "gp-digital", 59, "record-roll-out"),
        (OUR_DORSET, "plans-to-ambulances", 29, "record-roll-out"),
        (LOOKING_FORWARD, "full-business-case", 90, "capital-approval"),
        (LOOKING_FORWARD, "building-starts", 89, "full-business-case"),
        (LOOKING_FORWARD, "two-hospitals", 19, "poole-theatre-2"),
    ],
)
def test_what_slips_in_the_rehearsal_moves_what_waits_for_it(book, key, slip, because):
    told = portfolio(book)
    assert told.as_at
    network = expected(told, told.as_at)
    assert (network.at[key].slip, network.at[key].because) == (slip, because)


@pytest.mark.parametrize("book", BOOKS)
def test_what_was_reported_on_the_day_of_the_books_is_what_is_worked_out(book):
    told = portfolio(book)
    assert told.as_at
    network = expected(told, told.as_at)
    for key, days in told.reported.items():
        as_at, then = days[-1]
        if as_at == told.as_at:
            assert network.at[key].day == then, key
