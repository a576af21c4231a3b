"""Charts that others have published of the same figures: ours have the same limits and the same colours.

The charts are the reference pictures by which NHSRplotthedots tests itself, read off by hand; the figures are those of
NHS England in the open data beside the project. A letter a month: I improvement, C concern, a full stop for usual.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from tests.figures.spc.drawn import centre, colours, limits
from toldonce.figures.kinds import Good
from toldonce.figures.spc.chart import Chart, xmr
from toldonce.figures.spc.plan import AS_PUBLISHED, Plan, Rebase
from toldonce.figures.spc.series import COUNT, SHARE, series

MERGED = Rebase(date(2018, 7, 1), by="the authors of the package", reason="two trusts merged")
NEW_YEAR = Rebase(date(2017, 4, 1), by="the authors of the package", reason="to show what a rebase does")
Months = dict[date, list[float]]


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> list[dict[str, str]]:
    with (shared_data / "activity_ae" / "ae_attendances_england_2016_2019.csv").open() as file:
        return list(csv.DictReader(file))


def by_month(rows: list[dict[str, str]], **of: str) -> Months:
    """Add up attendances and breaches of the rows that have these values."""
    months: Months = defaultdict(lambda: [0.0, 0.0])
    for row in rows:
        if all(row[column] == value for column, value in of.items()):
            month = months[date.fromisoformat(row["period"])]
            month[0] += float(row["attendances"])
            month[1] += float(row["breaches"])
    return dict(sorted(months.items()))


def attendances(months: Months, plan: Plan = AS_PUBLISHED) -> Chart:
    read = [(month, come) for month, (come, _) in months.items()]
    return xmr(series(read, name="Attendances", unit=COUNT, good=Good.HIGHER), plan)


def breaches(months: Months, plan: Plan = AS_PUBLISHED) -> Chart:
    read = [(month, over) for month, (_, over) in months.items()]
    return xmr(series(read, name="Breaches", unit=COUNT, good=Good.LOWER), plan)


def seen_in_time(months: Months, plan: Plan = AS_PUBLISHED) -> Chart:
    read = [(month, 1 - over / come) for month, (come, over) in months.items()]
    return xmr(series(read, name="Seen in time", unit=SHARE, good=Good.HIGHER), plan)


def lines(chart: Chart, at: int) -> tuple[float, float, float]:
    found = chart.marks[at].lines
    return centre(found), *limits(found)


def test_england_with_a_baseline_of_twelve_months(rows):
    chart = seen_in_time(by_month(rows), Plan(baseline=12))
    assert colours(chart) == ".........C.IIIIIIII.CCCC.....CCCCCCC"
    assert lines(chart, 0) == pytest.approx((0.890893, 0.861404, 0.920379), abs=2e-6)


def test_england_begun_anew_after_a_year(rows):
    chart = attendances(by_month(rows), Plan(rebases=(NEW_YEAR,)))
    assert colours(chart) == "." * 36
    assert lines(chart, 0) == pytest.approx((1_946_857, 1_639_950, 2_253_767), abs=15)
    assert lines(chart, 12) == pytest.approx((2_027_379, 1_772_929, 2_281_831), abs=15)
    assert [part.trial for part in chart.parts] == [True, False]


def test_one_trust_by_kind_of_department(rows):
    major = seen_in_time(by_month(rows, org_code="RL4", type="1"))
    assert colours(major) == "...........IIIIIIII.CCCC............"
    assert lines(major, 0) == pytest.approx((0.84653, 0.76061, 0.93246), abs=2e-5)
    other = seen_in_time(by_month(rows, org_code="RL4", type="other"))
    assert colours(other) == "IIIIIIIIII.....CCCCCCCCCIIIIIII...C."
    assert lines(other, 0) == pytest.approx((0.98762, 0.97816, 0.99710), abs=2e-5)


@pytest.mark.parametrize(
    ("trust", "found"), [("R1H", "." * 36), ("RDU", "." * 36), ("RF4", "." * 27 + "C" * 9), ("RW6", "." * 36)]
)
def test_the_four_largest_trusts(rows, trust, found):
    assert colours(attendances(by_month(rows, org_code=trust, type="1"))) == found


def test_a_stable_time_with_eight_months_on_the_good_side(rows):
    """The first chart of the package's introduction: "8 sequential points coloured in blue"."""
    months = by_month(rows, org_code="RRK", type="1")
    stable = breaches({month: counts for month, counts in months.items() if month < date(2018, 4, 1)})
    assert colours(stable).count("I") == 8 and "IIIIIIII" in colours(stable)


def test_a_merger_begun_anew(rows):
    """The second chart of the introduction: the limits move where two trusts became one."""
    months = by_month(rows, org_code="RRK", type="1")
    chart = breaches(months, Plan(rebases=(MERGED,)))
    before, after = lines(chart, 0), lines(chart, 35)
    assert before[2] < after[1]
    assert {lines(chart, at) for at in range(27)} == {before}
    assert {lines(chart, at) for at in range(27, 36)} == {after}
