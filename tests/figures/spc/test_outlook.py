"""The chance of missing the target at the end of the year, and how right the method has been."""

from __future__ import annotations

import csv
import random
import re
from datetime import date, datetime
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.spc.drawn import FIRST, goods, month, monthly, of, some_figures, unhurried
from toldonce.figures.kinds import Every, Good
from toldonce.figures.missing import Missing
from toldonce.figures.periods import following
from toldonce.figures.spc import smoothing
from toldonce.figures.spc.outlook import Closing, Forecast, Outlook, TrackRecord, outlook
from toldonce.figures.spc.outlook_words import chance_words, outlook_sentence, outlook_table
from toldonce.figures.spc.series import SHARE, series
from toldonce.figures.spc.targets import Aim, Aims, aims, target

NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?%?")


def aim(value: float) -> Aims:
    return target(value, since=date(2010, 4, 1), source="plan")


def told(read, goal: float, **choice) -> Outlook:
    found = outlook(of(read), aim(goal), **choice)
    assert isinstance(found, Outlook), found
    return found


def steady(years: int, extra: int, seed: int = 1, level: float = 100, spread: float = 5) -> list[float]:
    """Return whole years of figures about a level, and some more; the same for the same seed."""
    chance = random.Random(seed)
    return [round(chance.gauss(level, spread), 1) for _ in range(12 * years + extra)]


def test_a_target_far_off_is_missed_and_a_near_one_is_a_coin():
    read = steady(4, 6)
    assert told(read, 200).chance > 0.99
    assert told(read, 10).chance < 0.01
    assert 0.35 < told(read, 100).chance < 0.65


def test_which_way_is_good_turns_the_chance_round():
    read = steady(4, 6)
    high = outlook(of(read, good=Good.HIGHER), aim(98))
    low = outlook(of(read, good=Good.LOWER), aim(98))
    assert isinstance(high, Outlook) and isinstance(low, Outlook)
    assert high.chance + low.chance == pytest.approx(1)


def test_the_chance_is_that_of_a_normal_number_about_the_level():
    """With a steady level the last month of the year is the level, give or take what the model has erred so far."""
    read = steady(3, 3)
    models = [model for model in smoothing.smoothings(read, 12) if model.lag == 0]
    best = min(models, key=lambda model: model.squares[-1])
    found = told(read, 95)
    width = best.width(len(read) - 1) * (1 + 8 * best.weight**2) ** 0.5
    assert best.weight == 0
    assert found.chance == pytest.approx(NormalDist(best.ahead(len(read) - 1, 1), width).cdf(95), abs=0.05)


@pytest.mark.parametrize("closing", list(Closing))
def test_a_year_that_is_over_is_known(closing):
    read = [100.0] * 24 + [90.0] * 11 + [101.0]
    goals = {Closing.LAST: (101, 102), Closing.MEAN: (90, 91), Closing.TOTAL: (1091, 1092)}
    kept, missed = goals[closing]
    assert told(read, kept, closing=closing).chance == 0
    assert told(read, missed, closing=closing).chance == 1
    assert told(read, kept, closing=closing).left == 0


def test_a_total_counts_what_is_already_there():
    """Ten months of 100 are 1,000; two more will come to about 200."""
    read = steady(3, 10, spread=2)
    assert told(read, 1150, closing=Closing.TOTAL).chance < 0.01
    assert told(read, 1250, closing=Closing.TOTAL).chance > 0.99


def test_a_season_is_seen():
    """Every March is at 80 and every other month at 100: in October the next March is at 80 all the same."""
    seed = random.Random(3)
    read = [(80 if at % 12 == 11 else 100) + seed.uniform(-1, 1) for at in range(12 * 5 + 7)]
    assert told(read, 90).chance > 0.95


def test_the_record_is_of_past_years_and_says_how_right_it_was():
    found = told(steady(6, 4), 110)
    assert isinstance(found.track_record, TrackRecord)
    assert found.track_record.years == 5  # the first year has too few figures behind it
    assert {forecast.known for forecast in found.track_record.forecasts} <= set(range(1, 12))
    assert found.track_record.brier < 0.05
    assert sum(count for *_, count, _ in found.track_record.calibration()) == len(
        found.track_record.forecasts
    )


def test_what_was_said_in_the_past_knew_nothing_of_the_future():
    """Whatever the later figures are, the forecasts of the years before them stay what they were."""
    read = steady(6, 4)
    other = read[:48] + [value * 3 for value in read[48:]]
    one, two = told(read, 100).track_record, told(other, 100).track_record
    assert isinstance(one, TrackRecord) and isinstance(two, TrackRecord)
    before = [forecast for forecast in one.forecasts if forecast.ends < month(48)]
    assert before and before == [forecast for forecast in two.forecasts if forecast.ends < month(48)]


def test_over_many_series_the_chances_come_true():
    """Of all forecasts that said about 70%, about 70% missed: the calibration that a board may rely on."""
    forecasts: list[Forecast] = []
    for seed in range(60):
        record = told(steady(6, 1, seed=seed), 100).track_record
        assert isinstance(record, TrackRecord)
        forecasts += record.forecasts
    pooled = TrackRecord(tuple(forecasts))
    for low, high, count, share in pooled.calibration():
        if count > 200:
            assert low - 0.1 < share < high + 0.1
    assert pooled.brier < pooled.brier_of_base


@pytest.mark.parametrize(
    ("read", "targets", "closing", "good", "why"),
    [
        (steady(1, 0), aim(1), Closing.LAST, Good.HIGHER, "fewer than 13 figures"),
        (steady(3, 0), Aims(), Closing.LAST, Good.HIGHER, "no target has been set"),
        (steady(3, 0), aim(1), Closing.LAST, Good.NEITHER, "neither high nor low"),
        (
            [*steady(3, 3), Missing("lost"), 5.0],
            aim(1),
            Closing.TOTAL,
            Good.HIGHER,
            "a period of the year has no figure",
        ),
        ([Missing("lost")], aim(1), Closing.LAST, Good.HIGHER, "no period has a figure"),
    ],
)
def test_no_chance_and_the_reason(read, targets, closing, good, why):
    found = outlook(of(read, good=good), targets, closing=closing)
    assert isinstance(found, Missing) and why in found.reason
    assert why in outlook_sentence(of(read), found)


def test_the_target_is_that_of_the_end_of_the_year():
    table = aims([Aim(FIRST, 10, "old"), Aim(date(2024, 1, 1), 200, "new")])
    found = outlook(of(steady(3, 6)), table)
    assert isinstance(found, Outlook) and found.target == 200 and found.ends == date(2024, 3, 1)


def test_without_past_targets_there_is_no_record_and_it_is_said():
    late = target(100, since=month(36), source="plan")
    found = outlook(of(steady(3, 6)), late)
    assert isinstance(found, Outlook) and isinstance(found.track_record, Missing)
    assert "How good the method is cannot be told" in outlook_sentence(of(steady(3, 6)), found)


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "less than 1%"),
        (0.004, "less than 1%"),
        (0.5, "50%"),
        (0.997, "more than 99%"),
        (1.0, "more than 99%"),
    ],
)
def test_nothing_that_is_to_come_is_called_certain(chance, words):
    assert chance_words(chance) == words


@pytest.mark.parametrize("every", [Every.QUARTER, Every.WEEK, Every.YEAR])
def test_years_of_quarters_weeks_and_years(every):
    seed = random.Random(5)
    first = date(2018, 4, 2) if every is Every.WEEK else FIRST
    count = {Every.QUARTER: 22, Every.WEEK: 170, Every.YEAR: 16}[every]
    made = series(
        [(following(first, every, at), seed.gauss(100, 4)) for at in range(count)],
        name="Seen in time",
        every=every,
        good=Good.HIGHER,
    )
    found = outlook(made, aim(60))
    assert isinstance(found, Outlook)
    assert found.known + found.left in (1, 4, 52, 53) and found.chance < 0.01


@unhurried
@given(read=some_figures, good=goods, goal=st.integers(-3, 9), closing=st.sampled_from(list(Closing)))
def test_a_chance_is_a_chance_and_its_sentence_is_in_its_table(read, good, goal, closing):
    made = of(read, good=good)
    found = outlook(made, aim(goal), closing=closing)
    if isinstance(found, Outlook):
        assert 0 <= found.chance <= 1
    cells = [cell for row in outlook_table(made, found).rows for cell in row]
    known = {number for cell in cells for number in NUMBER.findall(cell)}
    assert set(NUMBER.findall(outlook_sentence(made, found))) <= known


def test_real_months_of_a_trust(shared_data):
    """Four-hour waits of one trust, April 2021 to July 2025, against the interim aim of 78% in March."""
    with (shared_data / "activity_ae" / "england_trust_accidents_emergency_dorset.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["nhs_trust22_code"] == "RBD"]
    read = [
        (
            datetime.strptime(f"1 {row['date']}", "%d %B %Y").date(),
            1 - float(row["attendances_over_4hours"]) / float(row["total_attendances"]),
        )
        for row in rows
    ]
    made = series(read, name="Seen within four hours", unit=SHARE, good=Good.HIGHER)
    found = outlook(made, aim(0.78))
    assert isinstance(found, Outlook) and isinstance(found.track_record, TrackRecord)
    assert (found.known, found.left) == (4, 8)
    assert found.track_record.years == 3 and found.track_record.better


def test_the_words_of_an_outlook():
    read = monthly("100 90 " * 18 + "95 96")
    said = outlook_sentence(read, outlook(read, aim(60)))
    assert said.startswith(
        "The chance that the year ending with March 2024 misses its target of 60, by the last period of the year, "
        "is less than 1%, with 10 of 12 periods to come. In 2 past years of this series"
    )
    young = monthly("100 90 " * 12 + "95 96")
    assert "In 1 past year of this series" in outlook_sentence(young, outlook(young, aim(60)))
    over = monthly("100 90 " * 18)
    assert outlook_sentence(over, outlook(over, aim(60))) == (
        "The year that ended with March 2023 met its target of 60, by the last period of the year."
    )
