"""A year beside its months: no month, shown or left out, is worked out from what longer and shorter periods tell."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.figures.conftest import indicator, mapping
from tests.figures.publication.conftest import cells, released
from tests.figures.publication.test_attack import NUMBER, Told, bounds, forget
from toldonce.figures.disclosure import BASE, SMALL
from toldonce.figures.models import Figure, Indicator
from toldonce.figures.publication import downloads, reading
from toldonce.figures.publication.actions import Chosen
from toldonce.figures.publication.control import NOT_SHOWN
from toldonce.figures.publication.errors import PublicationRefused
from toldonce.figures.publication.models import ReleasedCell
from toldonce.figures.publication.selecting import Extent

YEAR = [date(2024, month, 1) for month in range(1, 13)]
MONTHS, QUARTER = ("2024-01-01", "2024-02-01", "2024-03-01"), "2024-01-01"
BY_MONTH, BY_QUARTER, BY_YEAR = Chosen("breaches"), Chosen("quarterly"), Chosen("yearly")
PARTS = ("men", "women")
LEAVES = [(part, month) for part in PARTS for month in MONTHS]


@pytest.fixture
def said(count, published):
    """Say counts by month, and their sums by quarter and by year or whatever else is said."""
    for code, every in (("quarterly", "quarter"), ("yearly", "year")):
        indicator(code, every=every, definition=code)
    Indicator.objects.update(checker="Ben Oard", review="2030-01-01")

    def say(code: str, *rows: tuple[str, object, int]) -> None:
        count(*(("AAA", part, f"{period}", number) for part, period, number in rows), indicator=code)

    return say


def shown(*chosen: Chosen, **more) -> dict[str, object]:
    """What is released of the whole by its first day, with `-` for what is not shown."""
    found = cells(released(*chosen, **more))
    return {period: "-" if value == NOT_SHOWN else value for (_, _, period), value in found.items()}


def months(*numbers: int) -> list[tuple[str, date, int]]:
    return [("", period, number) for period, number in zip(YEAR, numbers, strict=False)]


QUIET = (40, 40, 5)  # the third month is a small one


@pytest.mark.parametrize("first", [BY_MONTH, BY_QUARTER])
def test_a_quarter_and_its_months_do_not_give_the_small_month_away_in_whichever_order(said, first):
    said("breaches", *months(*QUIET))
    said("quarterly", ("", QUARTER, 85))
    second = BY_QUARTER if first == BY_MONTH else BY_MONTH
    found = {each.code: shown(each) for each in (first, second)}
    assert found["breaches"][MONTHS[2]] == "-"
    assert narrowed(found, QUIET, 85) == []


def narrowed(found: Mapping[str, Mapping[str, object]], numbers: Sequence[int], quarter: int) -> list[int]:
    """The small months of which an outsider knows more than that they are small."""
    told: list[Told] = [
        (np.eye(3)[at], figure - 2, figure + 2)
        for at, month in enumerate(MONTHS)
        if isinstance(figure := found["breaches"].get(month), float)
    ]
    figure = found["quarterly"][QUARTER]
    if isinstance(figure, float):
        by_all = all(month in found["breaches"] for month in MONTHS)
        least, most = (quarter, quarter) if by_all else (figure - 2, figure + 2)
        told.append((np.ones(3), least, most))
    small = [at for at, number in enumerate(numbers) if number <= SMALL]
    ends = {at: bounds(np.eye(3)[at], told) for at in small}
    return [at for at, (least, most) in ends.items() if least > 0.001 or most < SMALL]


def test_the_attacker_of_these_tests_finds_the_month_that_is_not_protected():
    found = {"breaches": {MONTHS[0]: 40.0, MONTHS[1]: 40.0}, "quarterly": {QUARTER: 87.0}}
    assert narrowed(found, (40, 40, 7), 87) == [2]


def test_a_small_month_that_is_left_out_is_not_the_rest_of_the_quarter(said):
    said("breaches", *months(41, 41, 6))
    said("quarterly", ("", QUARTER, 88))
    assert shown(BY_QUARTER) == {QUARTER: 90}  # at least 88, and two months of 40 are at most 84
    assert shown(BY_MONTH, extent=Extent(until=date(2024, 2, 1))) == {MONTHS[0]: "-", MONTHS[1]: 40}


def test_a_month_that_nobody_has_told_us_is_not_the_rest_of_the_quarter(said):
    said("breaches", *months(40, 40, 40, 41, 41))  # June is not there
    said("quarterly", ("", QUARTER, 120), ("", "2024-04-01", 88))
    assert shown(BY_QUARTER) == {QUARTER: 120, "2024-04-01": 90}
    found = shown(BY_MONTH, extent=Extent(since=date(2024, 4, 1)))
    assert found == {"2024-04-01": "-", "2024-05-01": 40}


def test_a_year_is_the_sum_of_what_is_shown_of_its_months(said):
    said("breaches", *months(*[13] * 12))
    said("yearly", ("", YEAR[0], 156))
    found = ReleasedCell.objects.filter(
        indicator__release=released(BY_MONTH, BY_YEAR), indicator__code="yearly"
    )
    assert [(each.value, each.missing) for each in found] == [(180, "")]


def test_a_year_that_public_files_told_exactly_is_known_to_the_attacker(said, loaded):
    loaded("Org,Month,Attendances", "AAA,2024-01-01,87")
    Indicator.objects.filter(code="attendances").update(every="quarter")
    said("breaches", *months(40, 40, 7))
    released(Chosen("attendances", "public", "Published each quarter by A publisher"))
    assert list(shown(BY_MONTH).values()).count("-") >= 2


def test_months_that_were_published_and_are_withdrawn_since_are_still_known_beside_their_quarter(said):
    said("breaches", *months(40, 40, 7))
    found = {"breaches": shown(BY_MONTH)}
    withdrawn = Figure.objects.filter(indicator__code="breaches")
    Figure.objects.bulk_create(_withdrawn(each) for each in list(withdrawn))
    said("quarterly", ("", QUARTER, 87))
    found["quarterly"] = shown(BY_QUARTER)
    assert narrowed(found, (40, 40, 7), 87) == []


def _withdrawn(figure: Figure) -> Figure:
    day, key = date(2024, 6, 2), ("indicator_id", "place", "part", "period")
    said_of = {name: getattr(figure, name) for name in key}
    return Figure(**said_of, revision=2, missing="The mapping does not say this.", as_at=day, confirmed=day)


def test_a_share_by_quarter_that_public_files_told_exactly_is_known_to_the_attacker(said, loaded):
    Indicator.objects.filter(code="within-four-hours").update(every="quarter")
    share = {"indicator": "within-four-hours", "numerator": "a", "denominator": "b", "times": 100}
    read = mapping(columns={"who": "Org", "when": "Month", "a": "A", "b": "B"}, figures=[share])
    loaded("Org,Month,A,B", "AAA,2024-01-01,87,300", by=read)
    monthly = indicator(
        "monthly-share", unit="percent", definition="by month", checker="Ben", review="2030-01-01"
    )
    Figure.objects.bulk_create(
        Figure(
            indicator=monthly, place="AAA", period=month, value=number, numerator=number, denominator=100,
            revision=1, as_at="2024-06-02", confirmed="2024-06-02",
        )
        for month, number in zip(MONTHS, (40, 40, 7), strict=True)
    )  # fmt: skip
    released(Chosen("within-four-hours", "public", "Published each quarter by A publisher"))
    assert list(shown(Chosen("monthly-share")).values()).count("-") >= 2


def test_counts_of_other_people_do_not_touch_each_other(said):
    said("breaches", *months(40, 40, 5))
    said("quarterly", ("", QUARTER, 300))
    shown(BY_QUARTER)
    assert shown(BY_MONTH) == {MONTHS[0]: 40, MONTHS[1]: 40, MONTHS[2]: "-"}


def test_periods_that_overlap_are_refused_where_the_words_say_that_they_count_the_same_people(said):
    indicator("weekly", every="week", definition="x", checker="Ben Oard", review="2030-01-01")
    said("breaches", *months(40, 40, 40))
    said("weekly", *(("", f"2024-01-{day:02}", 9) for day in (1, 8, 15, 22, 29)))
    released(BY_MONTH)
    with pytest.raises(PublicationRefused, match="by periods that overlap"):
        released(Chosen("weekly"))


RELEASES = st.tuples(
    st.sampled_from([(BY_MONTH,), (BY_QUARTER,), (BY_MONTH, BY_QUARTER)]),
    st.sampled_from([(), PARTS, ("",), ("men",)]),
    st.sampled_from([None, date(2024, 2, 1)]),
    st.sampled_from([None, date(2024, 2, 1)]),
)


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(NUMBER, min_size=len(LEAVES), max_size=len(LEAVES)), st.lists(RELEASES, min_size=2, max_size=3)
)  # fmt: skip
def test_no_small_month_is_worked_out_from_releases_by_month_and_by_quarter(said, numbers, releases):
    forget()
    leaves = dict(zip(LEAVES, numbers, strict=True))
    truth = cells_of(leaves)
    for code, when in (("breaches", MONTHS), ("quarterly", ("all",))):
        said(code, *((p, QUARTER if m == "all" else m, n) for (p, m), n in truth.items() if m in when))
    for chosen, parts, since, until in releases:
        try:
            released(*chosen, extent=Extent(parts=parts, since=since, until=until))
        except PublicationRefused:
            continue  # it was not released
    assert worked_out(truth) == {}


def cells_of(leaves: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Every count: men, women and all together in each month and in all of them."""
    return {
        (part, month): sum(
            number for leaf, number in leaves.items() if part in ("", leaf[0]) and month in ("all", leaf[1])
        )
        for part in (*PARTS, "")
        for month in (*MONTHS, "all")
    }


def leaves_of(where: tuple[str, str]) -> np.ndarray:
    return np.array([float(where[0] in ("", part) and where[1] in ("all", month)) for part, month in LEAVES])


def worked_out(truth: dict[tuple[str, str], int]) -> dict[tuple[str, str], tuple[float, float]]:
    """The small counts, published or not, of which the downloads of all releases tell more than that they are small."""
    told: list[Told] = []
    for each in reversed(reading.releases()):
        wanted = downloads.taken(each.number, "release", reading.released(each.number))
        for row in csv.DictReader(io.StringIO(downloads.as_csv(wanted).decode())) if wanted else ():
            if row["value"]:
                where = (row["part"], "all" if row["every"] == "quarter" else row["period"])
                figure = float(row["value"])
                is_sum = where[0] == "" or where[1] == "all"
                least, most = (truth[where],) * 2 if is_sum and figure != BASE * round(truth[where] / BASE) else (
                    max(SMALL + 1, figure - BASE // 2), figure + BASE // 2
                )  # fmt: skip
                told.append((leaves_of(where), least, most))
    small = [where for where, number in truth.items() if number <= SMALL]
    ends = {where: bounds(leaves_of(where), told) for where in small}
    return {where: (low, high) for where, (low, high) in ends.items() if low > 0.001 or high < SMALL}
