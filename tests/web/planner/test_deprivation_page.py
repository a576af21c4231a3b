"""The page of an indicator by deprivation: what is chosen, what is shown, and what is said where there is nothing."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from toldonce.directory.models import Organisation, Place
from toldonce.figures.models import Figure, Indicator

ADDRESS = "/figures/indicators/smokers/deprivation/"
YEARS = (date(2023, 4, 1), date(2024, 4, 1))


@pytest.fixture
def smokers(here: Place) -> Indicator:
    """Twelve practices of a thousand people: the more deprived, the more of them smoke; two years, one part."""
    codes = [f"P{number:02}" for number in range(12)]
    Organisation.objects.bulk_create(
        Organisation(code=code, place=here, kind="practice", name=f"Practice {code}") for code in codes
    )
    deprived, known = (
        Indicator.objects.create(
            code=code, name=name, definition="x", owner="x", unit=unit, good="lower", every="financial_year",
            source="x", numerator="people who smoke", denominator="people",
        )
        for code, name, unit in (("deprivation", "Deprivation", "index"), ("smokers", "Smokers", "percent"))
    )  # fmt: skip
    for at, code in enumerate(codes):
        say(deprived, code, YEARS[0], 10 + at)
        for year in YEARS:
            say(known, code, year, 10 + at, numerator=100 + 10 * at, denominator=1000)
            say(known, code, year, 1 + at / 10, numerator=10 + at, denominator=1000, part="pipe")
    return known


def say(indicator: Indicator, place: str, period: date, value: float, **more) -> None:
    Figure.objects.create(
        indicator=indicator, place=place, period=period, revision=1, value=value, as_at=YEARS[1], confirmed=YEARS[1],
        **more,
    )  # fmt: skip


def test_the_newest_year_is_shown_in_fifths(planner: Client, smokers):
    page = planner.get(ADDRESS).content.decode()
    assert "2024/25, 12 places. The most deprived end of the line has" in page
    assert page.count('class="spc-bar"') == 5
    assert "1, most deprived" in page


def test_year_part_and_tenths_are_chosen_and_stay_chosen(planner: Client, smokers):
    page = planner.get(ADDRESS, {"period": "2023-04-01", "part": "pipe", "groups": "10"}).content.decode()
    assert "2023/24, 12 places." in page
    assert "Smokers, pipe: by deprivation" in page
    assert page.count('class="spc-bar"') == 10
    assert '<option value="pipe" selected>' in page


def test_a_practice_without_a_score_is_told_as_left_out_and_a_hospital_is_not(planner: Client, smokers):
    Organisation.objects.create(
        code="P99", place=Place.objects.get(), kind="practice", name="The new practice"
    )
    for code in ("P99", "AAA"):
        say(smokers, code, YEARS[1], 20, numerator=200, denominator=1000)
    page = planner.get(ADDRESS).content.decode()
    assert "Left out: 1 place<" in page
    assert "The new practice: it is not known how deprived its people are" in page
    assert "The hospital of Aston:" not in page


def test_of_which_period_the_deprivation_is_stands_on_the_page(planner: Client, smokers):
    assert "of whatever period is chosen: Deprivation, 2023/24." in planner.get(ADDRESS).content.decode()


def test_every_score_leads_to_how_it_was_counted(planner: Client, smokers):
    page = planner.get(ADDRESS).content.decode()
    scores = Figure.objects.filter(indicator__code="deprivation").order_by("place")
    for each in scores:
        score = f"{each.value:.1f}"
        said = f'aria-label="{score}, deprivation score of Practice {each.place}: how was this counted?">{score}</a>'
        assert f'<a href="/figures/counted/{each.pk}/" {said}' in page
    ends = (
        f'"{words}, {end} score of group 1: how' for words, end in (("19.0", "lowest"), ("21.0", "highest"))
    )
    assert [each in page for each in ends] == [True, True]


def test_every_place_of_a_group_leads_to_its_figure(planner: Client, smokers):
    page = planner.get(ADDRESS).content.decode()
    for each in Figure.objects.filter(indicator=smokers, period=YEARS[1], part=""):
        assert f'<a href="/figures/counted/{each.pk}/" aria-label="{each.value:.1f}%, Practice' in page


def test_the_share_of_people_by_which_a_bar_is_wide_stands_in_the_table(planner: Client, smokers):
    page = planner.get(ADDRESS).content.decode()
    shares = re.findall(r'data-label="Share of all">([0-9.]+)%<', page)
    assert len(shares) == 5 and sum(map(float, shares)) == pytest.approx(100, abs=0.3)


@pytest.mark.parametrize("asked", [{"period": "1999-04-01"}, {"period": "x"}, {"part": "cigar"}])
def test_what_is_not_there_is_not_found(planner: Client, smokers, asked):
    assert planner.get(ADDRESS, asked).status_code == 404


def test_an_indicator_without_practices_says_why_there_are_no_groups(planner: Client, smokers, waits):
    page = planner.get("/figures/indicators/waits/deprivation/").content.decode()
    assert "It is counted for no place of which it is known how deprived its people are." in page


def test_the_page_of_an_indicator_leads_there_only_where_there_are_groups(planner: Client, smokers, waits):
    assert ADDRESS in planner.get("/figures/indicators/smokers/?place=P00").content.decode()
    assert "by deprivation" not in planner.get("/figures/indicators/waits/?place=AAA").content.decode()
