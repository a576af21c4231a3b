"""Over-dispersion: phi, tau squared, and a funnel that knows of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.figures.missing import Missing
from toldonce.figures.rates.dispersion import Scale, Tails, dispersion
from toldonce.figures.rates.errors import OptionRefused
from toldonce.figures.rates.funnel import INNER, OUTER, Signal, signals
from toldonce.figures.rates.places import crude_rates_of, proportions_of, ratios_of

# Five places with 25 expected events each: the root of the ratio has an error of 0.1, and these are 2, 1, 0, 1, 2 of it
# away from one.
FIVE = ratios_of([16, 20.25, 25, 30.25, 36], [25] * 5)


def test_phi_and_tau_squared_by_hand():
    # phi = (4 + 1 + 0 + 1 + 4) / 5; tau squared = (5 x 2 - 4) / (500 - 100)
    found = dispersion(FIVE, share=0)
    assert found.z.tolist() == pytest.approx([-2, -1, 0, 1, 2])
    assert (found.phi, found.tau_squared) == pytest.approx((2, 0.015))


def test_the_spread_between_places_takes_signals_away():
    found = dispersion(FIVE, share=0)
    assert found.adjusted().tolist() == pytest.approx(
        [each * 0.1 / np.sqrt(0.025) for each in (-2, -1, 0, 1, 2)]
    )
    assert found.adjusted(multiplicative=True)[-1] == pytest.approx(np.sqrt(2))
    assert signals(FIVE)[-1] is Signal.HIGH_INNER
    assert set(found.signals()) == {Signal.WITHIN}


def test_extremes_are_pulled_in_or_left_out():
    # a fifth at each end: quantiles at -1.2 and 1.2
    pulled = dispersion(FIVE, share=0.2)
    assert pulled.phi == pytest.approx((1.44 + 1 + 0 + 1 + 1.44) / 5)
    trimmed = dispersion(FIVE, share=0.2, tails=Tails.TRIMMED)
    assert trimmed.phi == pytest.approx(2 / 3)
    assert trimmed.tau_squared == pytest.approx(0)


def test_limits_are_turned_back_from_the_scale():
    found = dispersion(FIVE, share=0)
    lower, upper = found.limits(np.array([25.0]), INNER)
    reach = 1.959963985 * np.sqrt(0.01 + 0.015)
    assert (lower[0], upper[0]) == pytest.approx((100 * (1 - reach) ** 2, 100 * (1 + reach) ** 2))
    lower, upper = found.limits(np.array([25.0]), INNER, multiplicative=True)
    reach = 1.959963985 * 0.1 * np.sqrt(2)
    assert (lower[0], upper[0]) == pytest.approx((100 * (1 - reach) ** 2, 100 * (1 + reach) ** 2))


def test_ratios_may_be_measured_in_logarithms():
    places = ratios_of([25 * np.e**0.4, 25 * np.e**-0.4, 25, 0], [25] * 4)
    found = dispersion(places, scale=Scale.LOGARITHM, share=0)
    assert found.z[:3].tolist() == pytest.approx([2, -2, 0])
    assert isinstance(found.signals()[3], Missing)  # no logarithm of no events
    lower, upper = found.limits(np.array([25.0]), OUTER)
    assert lower[0] * upper[0] == pytest.approx(100**2)


def test_proportions_are_measured_by_the_arcsine_of_their_root():
    places = proportions_of([20, 40, 60, 80], [100] * 4)
    found = dispersion(places, share=0)
    away = np.arcsin(np.sqrt([0.2, 0.4, 0.6, 0.8])) - np.arcsin(np.sqrt(0.5))
    assert found.z.tolist() == pytest.approx((away / 0.05).tolist())
    lower, upper = found.limits(np.array([100.0, 1.0]), INNER)
    assert lower.min() >= 0 and upper.max() <= 100 and lower[0] + upper[0] == pytest.approx(100)


def test_rates_are_measured_by_the_events_that_the_average_would_bring():
    as_rates = dispersion(crude_rates_of([20, 30, 10, 40], [100, 100, 100, 100], multiplier=100), share=0)
    as_ratios = dispersion(ratios_of([20, 30, 10, 40], [25] * 4), share=0)
    assert as_rates.z.tolist() == pytest.approx(as_ratios.z.tolist())
    lower, _ = as_rates.limits(np.array([25.0]), INNER)
    assert lower[0] == pytest.approx(as_ratios.limits(np.array([25.0]), INNER)[0][0] / 100 * 25)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: dispersion(FIVE, scale=Scale.ARCSINE), "no scale for a ratio: take the square root"),
        (lambda: dispersion(proportions_of([1, 2, 3], [4, 4, 4]), scale=Scale.ROOT), "take the arcsine root"),
        (lambda: dispersion(FIVE, share=0.5), "below 0.5"),
        (lambda: dispersion(ratios_of([1, 2], [3, 3])), "2 places are too few"),
    ],
)
def test_a_spread_that_cannot_be_measured_is_refused(call, reason):
    with pytest.raises(OptionRefused, match=reason):
        call()


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=3, max_size=20))
def test_no_signal_comes_from_knowing_of_the_spread(rows):
    observed, expected = zip(*rows, strict=True)
    found = dispersion(ratios_of(observed, expected))
    assert found.tau_squared >= 0
    assert np.all(np.abs(found.adjusted()) <= np.abs(found.z) + 1e-12)
    assert np.all(np.abs(found.adjusted(multiplicative=True)) <= np.abs(found.z) + 1e-12)
