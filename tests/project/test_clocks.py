"""The clocks: each thing that is to be done again and again is done by one of them."""

from toldonce.project.clocks import CLOCKS


def test_no_two_clocks_do_the_same():
    assert len({clock.turn for clock in CLOCKS}) == len({clock.name for clock in CLOCKS}) == len(CLOCKS)
