"""A place among its peers."""

import pytest

from tests.figures.comparison.estimates import UNKNOWN, about, estimate
from toldonce.figures.comparison.peers import Standing, among_peers
from toldonce.figures.kinds import Good
from toldonce.figures.missing import Missing

PEERS = {
    "Ash": about(50, 5),
    "Beech": about(70, 5),
    "Cedar": about(72, 5),
    "Elm": about(90, 5),
    "Fir": estimate(UNKNOWN),
}


@pytest.mark.parametrize(
    ("good", "rank", "better", "worse"),
    [
        (Good.LOWER, 2, ("Ash",), ("Elm",)),
        (Good.HIGHER, 3, ("Elm",), ("Ash",)),
        (Good.NEITHER, 3, ("Elm",), ("Ash",)),
    ],
)
def test_a_standing_counts_from_the_best(good, rank, better, worse):
    found = among_peers("Beech", PEERS, good)
    assert isinstance(found, Standing)
    assert (found.rank, found.of, found.better, found.similar, found.worse) == (
        rank,
        4,
        better,
        ("Cedar",),
        worse,
    )
    assert found.middle == 72
    assert str(found.unknown["Fir"]) == "there is nothing to compare: the denominator is zero"


def test_equal_values_share_a_rank():
    found = among_peers("B", {"A": about(1, 1), "B": about(1, 1), "C": about(2, 1)}, Good.LOWER)
    assert isinstance(found, Standing) and (found.rank, found.shared) == (1, 2)


@pytest.mark.parametrize(
    ("place", "peers", "reason"),
    [
        ("Oak", PEERS, "Oak is not among the places"),
        ("Fir", PEERS, "the denominator is zero"),
        ("Ash", {"Ash": about(1, 1), "Elm": about(2, 1)}, "1 peers have a value: a standing needs 2 or more"),
    ],
)
def test_a_standing_that_cannot_be_told_says_why(place, peers, reason):
    found = among_peers(place, peers, Good.LOWER)
    assert isinstance(found, Missing) and found.reason.startswith(reason)
