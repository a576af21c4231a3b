"""A pasted table in, rates with intervals or reasons out; whatever is pasted is counted or refused with a sentence."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from toldonce.figures.audit.errors import AuditTrouble
from toldonce.figures.audit.grids import of_text
from toldonce.figures.calculating.columns import HEADS
from toldonce.figures.calculating.errors import CalculatingTrouble
from toldonce.figures.calculating.methods import METHODS, calculate
from toldonce.figures.missing import Missing

BANDS = ["0", "1-4", *(f"{age}-{age + 4}" for age in range(5, 85, 5)), "85+"]
DYING = [4, 1, *[2] * 6, *[5, 8, 12, 20, 30, 45, 70, 100, 150, 220], 900]


def counted(method: str, *lines: str) -> dict[tuple[str, str], object]:
    """Each statistic of each place, rounded; the reason where there is none."""
    found = calculate(method, of_text("\n".join(lines), "The table"))
    return {(each.place, each.estimate.statistic): said(each.estimate.value) for each in found}


def said(value: float | Missing) -> object:
    return value.reason if isinstance(value, Missing) else round(value, 2)


def by_age(*more: str, deaths: list[int] = DYING, people: int = 6000) -> list[str]:
    """A table by age of one place; `more` stands at the end of each row."""
    return [
        "Age\tDeaths\tPopulation" + "".join(f"\t{each.partition(':')[0]}" for each in more),
        *(
            f"{band}\t{dead}\t{people:,}" + "".join(f"\t{each.partition(':')[2]}" for each in more)
            for band, dead in zip(BANDS, deaths, strict=True)
        ),
    ]


def test_rates_and_percentages_of_places():
    lines = ["Place,Cases,Population", "Aston,12,4000", "Burton,,5000", "Carter,3,0"]
    nothing = "the numerator is not known: find it, or leave the place out"
    nobody = "the denominator is zero: nobody could be counted, so there is no rate"
    assert list(counted("rate", *lines).values()) == [300.0, nothing, nobody]
    assert list(counted("share", *lines).values()) == [0.3, nothing, nobody]


def test_a_rate_has_the_interval_of_its_method():
    (found,) = calculate("rate", of_text("Events,People\n65,100", "The table"))
    assert (found.estimate.method, round(found.estimate.limits[0].lower)) == ("Byar", 50_163)  # type: ignore[arg-type]


def test_a_standardised_rate_is_the_sum_of_the_weighted_rates_of_its_bands():
    lines = ["Age band,Deaths,Population", "0-64,10,10000", "65+,90,3000"]
    assert counted("standardised", *lines) == {
        ("all rows", "directly standardised rate per 100,000"): round(0.805 * 100 + 0.195 * 3000, 2)
    }


def test_life_expectancy_at_birth_and_at_65_of_each_place_with_the_years_in_good_health():
    found = counted("life", *by_age("In good health:80%"))
    assert list(found) == [
        ("all rows", f"{kind} at {age}")
        for kind in ("life expectancy", "healthy life expectancy")
        for age in (0, 65)
    ]
    born, old, born_healthy, old_healthy = found.values()
    assert born_healthy == pytest.approx(0.8 * born, abs=0.01)
    assert old_healthy == pytest.approx(0.8 * old, abs=0.01)
    assert 65 < born < 85


def test_a_life_table_of_a_place_that_is_too_small_says_so():
    found = counted("life", *by_age(deaths=[1] * 19, people=20))
    assert {f"{value}".partition(":")[0] for value in found.values()} == {
        "380 person-years are too few for a life table, which needs more than 5,000"
    }


def test_years_of_life_lost_count_deaths_before_75_alone():
    none_young = [0] * 16 + [10, 10, 10]
    assert list(counted("years-lost", *by_age(deaths=none_young)).values()) == [0.0]


def test_a_place_with_the_rates_of_the_reference_has_a_ratio_of_100():
    heads = "Age,Deaths,Population,Reference deaths,Reference population"
    found = counted("reference", heads, "0-64,10,1000,100,10000", "65+,60,500,1200,10000")
    assert list(found.values()) == [100.0, 6500.0, 100.0]


def test_a_slope_is_the_most_deprived_end_less_the_least_with_the_share_of_each_group():
    rows = [f"{group},{counted},1000" for group, counted in enumerate((200, 180, 160, 140, 120), 1)]
    found = counted("slope", "Quintile,Cases,Population", *rows)
    assert [found[f"{group}", "percentage"] for group in (1, 5)] == [20.0, 12.0]
    assert found["the most deprived end against the least", "slope index of inequality (linear)"] == 10.0


@pytest.mark.parametrize(
    ("method", "lines", "why"),
    [
        ("rate", ["Cases,Population"], "A table has a line of heads and a line for each row: paste both."),
        (
            "rate",
            ["Cases,Beds", "1,2"],
            "No column is headed by one of these words: people: population, people",
        ),
        (
            "rate",
            ["Cases,Deaths,Population", "1,1,2"],
            "Two columns say the events: “Cases” and “Deaths”; leave one.",
        ),
        (
            "rate",
            ["Cases,Population", "many,2"],
            "“many” in row 2 is no count, and the column says the events",
        ),
        ("rate", ["Cases,Population", "5%,200"], "“5%” in row 2 is no count, and the column says the events"),
        (
            "rate",
            ["Cases,Population", "5,£200"],
            "“£200” in row 2 is no count, and the column says the people",
        ),
        (
            "life",
            by_age("In good health:many"),
            "“many” in row 2 is no number, and the column says the healthy",
        ),
        (
            "slope",
            ["Quintile,Cases,People", *(f"{at},{at},100" for at in range(1, 6)), "Dorset,15,500"],
            "“Dorset” is the sum of the other rows, and no group: leave it out.",
        ),
        ("standardised", ["Age,Cases,People", "0-4,1,2", "4-9,1,2"], "The age bands 0-4 and 4-9 overlap"),
        (
            "standardised",
            ["Place,Age,Cases,People", "A,0-64,1,2", "A,65+,1,2", "B,65+,1,2", "B,0-64,1,2"],
            "B has other age bands than A, or another order: use the same.",
        ),
        (
            "standardised",
            ["Place,Age,Cases,People", "A,0-64,1,2", "A,65+,1,2", "B,0-64,1,2"],
            "B has other age bands than A, or another order: use the same.",
        ),
        ("slope", ["Cases,People", "1,2", "1,2"], "2 groups: a slope needs between 5 and 100"),
        (
            "reference",
            ["Place,Age,Deaths,People,Reference deaths,Reference people", "A,0+,1,2,5,9", "B,0+,1,2,6,9"],
            "The reference population is not the same for every place: give one for all.",
        ),
    ],
)
def test_a_table_that_cannot_be_meant_is_refused_with_what_to_do(method, lines, why):
    with pytest.raises(CalculatingTrouble, match=re.escape(why)):
        counted(method, *lines)


CELL = some.sampled_from(
    ["", "-", "1", "0", "12", "1,000", "-4", "1e308", "9" * 30, "50%", "x", "0-4", "5+", "nan", "£3"]
)
HEAD = some.sampled_from([each for heads in HEADS.values() for each in heads[:2]])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(
    method=some.sampled_from(sorted(METHODS)),
    heads=some.lists(HEAD, min_size=1, max_size=7, unique=True),
    rows=some.lists(some.lists(CELL, min_size=7, max_size=7), min_size=1, max_size=8),
)
def test_whatever_is_pasted_is_counted_or_refused_with_a_sentence(method, heads, rows):
    text = "\n".join("\t".join(line[: len(heads)]) for line in [heads, *rows])
    try:
        found = calculate(method, of_text(text, "The table"))
    except (CalculatingTrouble, AuditTrouble) as trouble:
        assert f"{trouble}".endswith(".")
        return
    assert all(isinstance(each.estimate.value, Missing | float) for each in found)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("number", ["1e-300", "999999999999999999999", "1e308"])
def test_numbers_that_no_table_of_people_has_are_refused_and_do_not_overflow(method, number):
    heads = "Age,Deaths,Population,Reference deaths,Reference population"
    with pytest.raises(CalculatingTrouble, match="is beyond anything that can be counted of people"):
        counted(method, heads, f"0-64,{number},0.5,{number},0.5", "65+,1,2,3,4")
