"""Each target and each day that the documents print stands in its portfolio, and no other target does."""

from __future__ import annotations

from datetime import date

import pytest

from tests.steering.programmes.printed import BOOKS, LOOKING_FORWARD, OUR_DORSET, portfolio, targets


@pytest.mark.parametrize(
    ("book", "printed", "key", "by", "value"), [(book, *row) for book in BOOKS for row in targets(book)]
)
def test_each_printed_target_is_a_point_of_its_benefit_which_quotes_it(book, printed, key, by, value):
    (benefit,) = [each for each in portfolio(book).benefits if each.key == key]
    assert printed in benefit.source
    assert value in [point.value for point in benefit.targets if point.on == by]


@pytest.mark.parametrize("book", BOOKS)
def test_no_benefit_has_a_target_that_is_not_printed(book):
    aimed = {each.key for each in portfolio(book).benefits if each.targets}
    assert aimed == {key for _, key, *_ in targets(book)}


@pytest.mark.parametrize(
    ("book", "key", "on", "value"),
    [
        (OUR_DORSET, "practices-in-measures", "2016-10-01", 1),
        (OUR_DORSET, "providers-to-improve", "2016-10-01", 3),
        (OUR_DORSET, "homes-inadequate", "2016-10-01", 5),
        (OUR_DORSET, "same-system", "2016-12-21", 70),
        (LOOKING_FORWARD, "maternal-smoking", "2019-09-25", 10),
        (LOOKING_FORWARD, "daily-mile", "2019-09-25", 5_500),
        (LOOKING_FORWARD, "placements", "2019-09-25", 2_000),
    ],
)
def test_each_printed_starting_point_is_a_baseline(book, key, on, value):
    (benefit,) = [each for each in portfolio(book).benefits if each.key == key]
    (baseline,) = [point for point in benefit.planned if point.baseline]
    assert (f"{baseline.on}", baseline.value) == (on, value)


@pytest.mark.parametrize(
    ("book", "key", "planned", "printed"),
    [
        (OUR_DORSET, "csr-consultation", "2015-08-31", "summer 2015"),
        (OUR_DORSET, "csr-business-case", "2017-09-06", "06 September 2017"),
        (OUR_DORSET, "csr-decision", "2017-09-20", "20th September 2017"),
        (OUR_DORSET, "acs-formal", "2018-04-01", "April 2018"),
        (OUR_DORSET, "record-roll-out", "2017-12-31", "later this year (2017)"),
        (OUR_DORSET, "plans-to-ambulances", "2018-03-31", "during 2017/18"),
        (OUR_DORSET, "interoperable", "2020-12-31", "by 2020"),
        (OUR_DORSET, "urgent-care-standards", "2018-12-31", "by 2018"),
        (LOOKING_FORWARD, "stroke-unit", "2019-11-30", "November 2019"),
        (LOOKING_FORWARD, "building-starts", "2020-06-30", "June 2020 (subject to planning)"),
        (LOOKING_FORWARD, "pathology-hub", "2021-12-31", "by 2021"),
        (LOOKING_FORWARD, "poole-theatre-1", "2022-12-31", "in 2022"),
        (LOOKING_FORWARD, "bournemouth-build", "2023-12-31", "in 2023"),
        (LOOKING_FORWARD, "wards", "2024-12-31", "in 2024"),
        (LOOKING_FORWARD, "poole-theatre-2", "2025-12-31", "in 2025"),
        (LOOKING_FORWARD, "medicines-acute", "2020-04-30", "By April 2020"),
        (LOOKING_FORWARD, "child-protection", "2022-12-31", "by 2022"),
        (LOOKING_FORWARD, "analytics", "2021-03-31", "by 2020/21"),
        (LOOKING_FORWARD, "section-75", "2019-11-30", "by November 2019"),
        (LOOKING_FORWARD, "plan-draft", "2019-09-27", "Friday 27 September 2019"),
        (LOOKING_FORWARD, "plan-final", "2019-11-15", "15 November"),
    ],
)
def test_each_printed_day_is_planned_and_a_month_or_year_is_its_last_day(book, key, planned, printed):
    milestone = portfolio(book).milestone[key]
    assert milestone.planned == date.fromisoformat(planned)
    assert printed in milestone.source


def test_the_ten_deliverables_of_primary_care_stand_in_the_columns_that_are_ticked():
    ticked = [
        f"{each.planned}"
        for each in portfolio(OUR_DORSET).milestones
        if "Our Key Deliverables" in each.source
    ]
    assert sorted(ticked) == ["2018-03-31"] * 6 + ["2019-03-31"] * 4
