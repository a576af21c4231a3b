"""We agree with the published test vectors of PHEindicatormethods, in what is missing as well."""

import pytest

from tests.figures.rates.oracle import CASES

CLOSE = 1e-9


@pytest.mark.parametrize("case", CASES)
def test_our_numbers_are_those_of_the_vectors(case, shared_data):
    pairs = list(CASES[case](shared_data / "stat_methods"))
    assert pairs
    assert [pair for pair in pairs if pair.difference > CLOSE] == []
