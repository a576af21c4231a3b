"""The sentences that say what a comparison came to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.comparison.estimates import UNKNOWN, about
from toldonce.figures.comparison import sentences
from toldonce.figures.comparison.benchmark import against_estimate, against_value, by_funnel
from toldonce.figures.comparison.peers import among_peers
from toldonce.figures.comparison.sentences import Wording
from toldonce.figures.comparison.trend import between_periods, trend_of_proportions
from toldonce.figures.kinds import Good
from toldonce.figures.rates.funnel import Signal

RATE = Wording("the mortality rate", "per 100,000", 0)
WAS_100 = "from 100 per 100,000 to"
SHARE = Wording("the share seen within four hours", "%")
YEARS = [2019, 2020, 2021, 2022, 2023]


@pytest.mark.parametrize(
    ("benchmark", "good", "sentence"),
    [
        (
            460,
            Good.LOWER,
            (
                "The mortality rate of Ashton is 512 per 100,000, higher than the nation (460 per 100,000), "
                "which is worse, with 99.8% confidence."
            ),
        ),
        (
            500,
            Good.LOWER,
            (
                "The mortality rate of Ashton is 512 per 100,000, similar to the nation (500 per 100,000): "
                "the difference is no more than chance can explain."
            ),
        ),
        (
            535,
            Good.NEITHER,
            (
                "The mortality rate of Ashton is 512 per 100,000, lower than the nation (535 per 100,000), "
                "with 95% confidence."
            ),
        ),
        (
            UNKNOWN,
            Good.LOWER,
            (
                "The mortality rate of Ashton cannot be compared with the nation: there is nothing to compare with: "
                "the denominator is zero."
            ),
        ),
    ],
)
def test_a_comparison(benchmark, good, sentence):
    found = against_value(about(512, 20), benchmark, good)
    assert sentences.of_comparison(found, "Ashton", "the nation", RATE) == sentence


def test_numbers_that_would_look_the_same_get_more_decimals():
    found = against_value(about(95.04, 0.01), 95.0, Good.HIGHER)
    assert sentences.of_comparison(found, "Ashton", "the target", SHARE).startswith(
        "The share seen within four hours of Ashton is 95.04%, higher than the target (95.00%), which is better"
    )


@pytest.mark.parametrize(
    ("value", "decimals", "printed"),
    [
        (0.25, 1, "0.3%"),
        (-0.25, 1, "-0.3%"),
        (2.675, 2, "2.68%"),
        (1234.5, 0, "1,235%"),
        (95, 1, "95.0%"),
        (1e-9, 1, "0.0%"),
        (-1e-9, 1, "0.0%"),
    ],
)
def test_a_half_is_rounded_as_people_do(value, decimals, printed):
    assert Wording("the share", "%", decimals).number(value) == printed


FOUR = {"Ash": about(50, 5), "Beech": about(70, 5), "Cedar": about(72, 5), "Elm": about(90, 5)}


@pytest.mark.parametrize(
    ("good", "rank"),
    [
        (Good.LOWER, "2nd of 4, counted from the best, where lower is better"),
        (Good.HIGHER, "3rd of 4, counted from the best, where higher is better"),
        (Good.NEITHER, "3rd of 4, counted from the highest, where neither way is better"),
    ],
)
def test_a_standing_says_its_rank_and_from_which_end_it_is_counted(good, rank):
    against = by_funnel(Signal.WITHIN, 70, 71, good)
    assert sentences.of_standing(among_peers("Beech", FOUR, good), against, "Beech", RATE) == (
        f"Beech is {rank}: 70 per 100,000, where the middle of the others is 72 per 100,000. "
        "It lies between the lines of the funnel: no further from the average of 71 per 100,000 than is usual."
    )


@pytest.mark.parametrize(
    ("signal", "average", "good", "in_the_sentence", "in_the_table"),
    [
        (Signal.WITHIN, 71, Good.LOWER, "between the lines of the funnel", "between the lines"),
        (Signal.HIGH_INNER, 60, Good.HIGHER, "above the 95% line of the funnel, which is better",
         "above the 95% line: better"),
        (Signal.HIGH_OUTER, 60, Good.LOWER, "above the 99.8% line of the funnel, which is worse",
         "above the 99.8% line: worse"),
        (Signal.LOW_OUTER, 80, Good.NEITHER, "below the 99.8% line of the funnel", "below the 99.8% line"),
        (UNKNOWN, 0, Good.LOWER, "by more than chance cannot be told: the denominator is zero", "not in the funnel"),
    ],
)  # fmt: skip
def test_the_sentence_and_the_table_beside_it_say_the_same_of_the_funnel(
    signal, average, good, in_the_sentence, in_the_table
):
    against = by_funnel(signal, 70, average, good)
    told = sentences.of_standing(among_peers("Beech", FOUR, good), against, "Beech", RATE)
    assert f" {in_the_sentence}" in told
    assert sentences.funnel_position(against) == in_the_table


def test_places_of_one_value_stand_jointly():
    peers = {"Ash": about(70, 5), "Beech": about(70, 5), "Elm": about(90, 5)}
    told = sentences.of_standing(among_peers("Beech", peers, Good.LOWER), UNKNOWN, "Beech", RATE)
    assert told.startswith("Beech is joint 1st of 3, counted from the best")


def test_a_standing_that_is_missing():
    assert sentences.of_standing(among_peers("Oak", {}, Good.LOWER), UNKNOWN, "Oak", RATE) == (
        "Oak cannot be placed among its peers: Oak is not among the places that are compared: add it."
    )


@pytest.mark.parametrize(
    ("later", "good", "sentence"),
    [
        (
            about(85, 10),
            Good.LOWER,
            f"fell {WAS_100} 85 per 100,000, so it is improving, with 95% confidence.",
        ),
        (about(85, 10), Good.NEITHER, f"fell {WAS_100} 85 per 100,000, with 95% confidence."),
        (
            about(105, 10),
            Good.LOWER,
            f"rose {WAS_100} 105 per 100,000: no more than chance can explain.",
        ),
        (about(100, 10), Good.LOWER, "stayed at 100 per 100,000."),
    ],
)
def test_a_change(later, good, sentence):
    found = between_periods(about(100, 10), later, good)
    assert sentences.of_change(found, "Ashton", RATE) == f"The mortality rate of Ashton {sentence}"


def test_a_change_that_is_missing():
    assert sentences.of_change(UNKNOWN, "Ashton", RATE) == (
        "Whether the mortality rate of Ashton has changed cannot be said: the denominator is zero."
    )


@pytest.mark.parametrize(
    ("counted", "good", "sentence"),
    [
        ([200, 220, 240, 260, 280], Good.LOWER, "is increasing, which is getting worse."),
        ([200, 220, 240, 260, 280], Good.NEITHER, "is increasing."),
        (
            [240, 230, 220, 210, 400],
            Good.LOWER,
            "shows no significant change: one year alone decides the direction.",
        ),
        (
            [200, 203, 201, 204, 202],
            Good.LOWER,
            "shows no significant change: the years differ no more than by chance.",
        ),
    ],
)
def test_a_trend(counted, good, sentence):
    found = trend_of_proportions(YEARS, counted, [1000] * 5, good)
    assert sentences.of_trend(found, "Ashton", RATE) == (
        f"Over the last five years the mortality rate of Ashton {sentence}"
    )


def test_a_trend_that_is_missing():
    found = trend_of_proportions(YEARS[:4], [1] * 4, [9] * 4, Good.LOWER)
    assert sentences.of_trend(found, "Ashton", RATE) == (
        "The recent trend of the mortality rate of Ashton cannot be tested: "
        "4 years are too few for a trend: it needs 5."
    )


@pytest.mark.parametrize(
    ("number", "word"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (113, "113th")],
)
def test_ordinals(number, word):
    assert sentences.ordinal(number) == word


def test_the_word_under_which_a_colour_is_chosen():
    assert sentences.colour_word(against_value(about(100, 10), 50, Good.LOWER)) == "worse"
    assert sentences.colour_word(UNKNOWN) == "not compared"


@given(st.floats(1, 1000), st.floats(1, 1000), st.sampled_from(Good))
def test_a_sentence_never_says_more_than_the_numbers(one, other, good):
    found = against_estimate(about(one, 5), about(other, 5), good)
    told = sentences.of_comparison(found, "Ashton", "Bourne", Wording("the rate"))
    if abs(one - other) < 7:  # half width of the difference
        assert "similar to" in told
    elif abs(one - other) > 7.1:
        assert ("higher than" in told) is (one > other)
        assert ("better" in told, "worse" in told) == (
            good is not Good.NEITHER and (one > other) is (good is Good.HIGHER),
            good is not Good.NEITHER and (one > other) is (good is Good.LOWER),
        )
