"""A place against a benchmark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.figures.comparison.estimates import UNKNOWN, about, estimate
from toldonce.figures.comparison.benchmark import (
    Comparison,
    against_estimate,
    against_value,
    by_funnel,
    differences,
)
from toldonce.figures.comparison.verdicts import Verdict
from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing
from toldonce.figures.rates.crude import proportions
from toldonce.figures.rates.funnel import Signal


@pytest.mark.parametrize(
    ("benchmark", "good", "verdict", "confidence"),
    # 100 with 90 to 110 at 95% and 85 to 115 at 99.8%
    [
        (100, Good.LOWER, Verdict.SIMILAR, None),
        (110, Good.LOWER, Verdict.SIMILAR, None),
        (111, Good.LOWER, Verdict.BETTER, 0.95),
        (111, Good.HIGHER, Verdict.WORSE, 0.95),
        (111, Good.NEITHER, Verdict.LOWER, 0.95),
        (116, Good.LOWER, Verdict.BETTER, 0.998),
        (89, Good.LOWER, Verdict.WORSE, 0.95),
        (84, Good.HIGHER, Verdict.BETTER, 0.998),
        (84, Good.NEITHER, Verdict.HIGHER, 0.998),
    ],
)
def test_a_benchmark_outside_the_interval_is_told_apart(benchmark, good, verdict, confidence):
    found = against_value(about(100, 10), benchmark, good)
    assert found == Comparison(verdict, confidence, 100, benchmark, good)


@pytest.mark.parametrize(
    ("other", "verdict", "confidence"),
    [
        # two intervals of half width 10: their difference has one of 14.1
        (about(112, 10), Verdict.SIMILAR, None),
        (about(115, 10), Verdict.BETTER, 0.95),
        (about(122, 10), Verdict.BETTER, 0.998),
        (about(85, 10), Verdict.WORSE, 0.95),
    ],
)
def test_a_benchmark_with_chance_of_its_own_is_further_away(other, verdict, confidence):
    found = against_estimate(about(100, 10), other, Good.LOWER)
    assert isinstance(found, Comparison)
    assert (found.verdict, found.confidence) == (verdict, confidence)


@pytest.mark.parametrize(
    ("signal", "good", "verdict", "confidence"),
    [
        (Signal.WITHIN, Good.LOWER, Verdict.SIMILAR, None),
        (Signal.HIGH_INNER, Good.LOWER, Verdict.WORSE, 0.95),
        (Signal.HIGH_OUTER, Good.HIGHER, Verdict.BETTER, 0.998),
        (Signal.LOW_INNER, Good.HIGHER, Verdict.WORSE, 0.95),
        (Signal.LOW_OUTER, Good.NEITHER, Verdict.LOWER, 0.998),
    ],
)
def test_a_funnel_tells_the_same_words(signal, good, verdict, confidence):
    assert by_funnel(signal, 5, 4, good) == Comparison(verdict, confidence, 5, 4, good)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (
            against_value(about(1, 1), UNKNOWN, Good.LOWER),
            "there is nothing to compare with: the denominator is zero",
        ),
        (
            against_value(estimate(UNKNOWN), 1, Good.LOWER),
            "there is nothing to compare: the denominator is zero",
        ),
        (against_value(estimate(5), 1, Good.LOWER), "the value has no interval"),
        (against_estimate(estimate(UNKNOWN), about(1, 1), Good.LOWER), "there is nothing to compare: "),
        (against_estimate(about(1, 1), estimate(UNKNOWN), Good.LOWER), "there is nothing to compare with: "),
        (
            against_estimate(about(1, 1), estimate(1), Good.LOWER),
            "the two values have no interval of the same",
        ),
        (by_funnel(UNKNOWN, 1, 1, Good.LOWER), "the denominator is zero"),
    ],
)
def test_what_cannot_be_compared_says_why(found, reason):
    assert isinstance(found, Missing) and found.reason.startswith(reason)


def test_the_difference_of_two_proportions_is_newcombe_s():
    # 56 of 70 less 48 of 80 (Newcombe, Statistics in Medicine 1998; 17: 873-890, table II, method 10)
    found = differences(*proportions([56, 48], [70, 80]))
    assert isinstance(found, list)
    assert (found[0].value, found[0].lower, found[0].upper) == pytest.approx((0.2, 0.0524, 0.3339), abs=6e-5)


@given(st.floats(0, 100), st.floats(0.1, 10), st.floats(0, 100), st.floats(0.1, 10), st.sampled_from(Good))
def test_the_two_sides_of_a_comparison_agree(one, narrow, other, wide, good):
    here, there = (
        against_estimate(about(one, narrow), about(other, wide), good),
        against_estimate(about(other, wide), about(one, narrow), good),
    )
    assert isinstance(here, Comparison) and isinstance(there, Comparison)
    turned = {
        Verdict.BETTER: Verdict.WORSE,
        Verdict.WORSE: Verdict.BETTER,
        Verdict.HIGHER: Verdict.LOWER,
        Verdict.LOWER: Verdict.HIGHER,
        Verdict.SIMILAR: Verdict.SIMILAR,
    }
    assert there.verdict is turned[here.verdict]
    assert there.confidence == here.confidence
