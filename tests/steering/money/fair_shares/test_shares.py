"""An amount is divided by weighted people, and spend is held against the share."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.steering.money.fair_shares.drawn import TABLES, made, weights
from toldonce.steering.money.fair_shares.shares import moved, need_beside_all, shares
from toldonce.steering.money.fair_shares.words import sentences

BY_PRACTICE = """
    pot        | body | spend
    Everything | P1   | 2000
    Everything | P2   | 1900
    Everything | P3   | 5100
"""
TWO_YEARS = (
    TABLES["weights"].rstrip()
    + """
        2023/24 | P1       | 1000       | 900
        2023/24 | P2       | 1000       | 900
        2023/24 | P3       | 2000       | 2700
"""
)


def targets(told):
    return {
        share.code: share.target for level in (told.practices, told.networks, told.places) for share in level
    }


def test_the_amount_goes_to_practices_by_weighted_people_and_up_from_there():
    assert targets(made()) == {
        "P1": 1600,
        "P2": 2000,
        "P3": 5400,
        "N1": 3600,
        "N2": 5400,
        "Town": 3600,
        "County": 5400,
    }


def test_pounds_that_do_not_divide_are_not_lost():
    told = made(pots="pot | component | amount\nEverything | registered | 9001")
    assert targets(told)["P3"] == 4501 and sum(share.target for share in told.practices) == 9001


def test_the_need_is_told_beside_the_average():
    assert {share.code: share.need for share in made().networks} == {
        "N1": Decimal("0.800"),
        "N2": Decimal("1.200"),
    }


def test_spend_is_held_against_the_share_in_pounds_percent_and_a_weighted_head():
    told = made(spend=BY_PRACTICE)
    ash, _, cedar = told.practices
    assert (ash.distance, ash.percent, ash.a_head) == (400, Decimal("25.0"), Decimal("0.50"))
    assert (cedar.distance, cedar.percent, cedar.a_head) == (-300, Decimal("-5.6"), Decimal("-0.11"))
    assert [share.distance for share in told.networks] == [300, -300]
    assert told.whole.distance == 0


def test_spend_of_a_network_as_a_whole_says_nothing_of_its_practices():
    told = made(spend="pot | body | spend\nEverything | N1 | 4000")
    assert [share.spend for share in told.practices] == [None, None, None]
    assert [share.distance for share in told.networks] == [400, None]
    assert told.whole.spend is None


def test_a_network_of_which_one_practice_is_not_entered_has_no_distance():
    told = made(spend="pot | body | spend\nEverything | P1 | 2000\nEverything | P3 | 5000")
    assert [share.distance for share in told.networks] == [None, -400]


def test_without_an_amount_the_spend_itself_is_shared():
    told = made(pots="pot | component\nEverything | overall", spend=BY_PRACTICE)
    assert (told.amount, told.whole.distance) == (9000, 0)


def test_two_formulas_are_compared():
    told = weights(weights=TWO_YEARS)
    newer, older = (shares(told, told.pots[0], year) for year in told.years)
    found = moved(newer, older)
    assert {share.code: each.by for share, each in found.items() if each.by} == {"P1": -200, "P2": 200}
    assert not any("newer formula" in each for each in sentences(newer, None, found))  # no network is moved


def test_a_network_is_not_taken_for_the_place_or_the_practice_of_its_name():
    networks = "network | name | place\nP1 | Town | P1\nN2 | South | P1"
    practices = "practice | name | network\nP1 | Ash | P1\nP2 | Birch | N2\nP3 | Cedar | N2"
    told = weights(networks=networks, practices=practices, weights=TWO_YEARS)
    newer, older = (shares(told, told.pots[0], year) for year in told.years)
    (network, other), (place,) = newer.networks, newer.places
    assert [share.name for share in newer.practices_of("P1")] == ["Ash"]
    found = moved(newer, older)
    assert [found[share].by for share in (network, other, place)] == [-200, 200, 0]
    assert sentences(newer, None, found)[-1] == (
        "The newer formula gives most to South (+£200) and takes most from Town (−£200)."
    )


def test_a_year_for_which_a_practice_is_not_weighted_is_not_shared_by():
    told = weights(weights=TABLES["weights"].rstrip() + "\n2023/24 | P1 | 1000 | 900")
    assert told.years == (2024,)
    assert shares(told, told.pots[0], 2023) is None


def test_the_need_of_the_board_is_told_beside_all_boards():
    boards = """
        year    | board | registered | overall
        2024/25 | Q1    | 4000       | 4500
        2024/25 | Q2    | 6000       | 5500
    """
    assert need_beside_all(weights(boards=boards), 2024, "overall") == Decimal("1.125")
    assert need_beside_all(weights(), 2024, "overall") is None


def test_the_sentences_say_who_is_furthest():
    told = made(spend=BY_PRACTICE)
    assert sentences(told, None, {}) == [
        (
            "£9,000 is shared among 2 networks and 3 practices by “All services (overall weighted population)” of "
            "2024/25: £2.00 for each weighted person."
        ),
        "The need for each registered person is highest in South (1.200 of the average) and lowest in North (0.800).",
        "Furthest from its fair share: North, £300 above (8.3%); South, £300 below (5.6%).",
    ]


def test_hardly_any_people_have_a_share_too():
    hardly = f"0.{'0' * 36}1"
    weights = f"year | practice | registered | overall\n2024/25 | P1 | {hardly} | {hardly}"
    for more in (
        "2024/25 | P2 | 1 | 1\n2024/25 | P3 | 1 | 1",
        f"2024/25 | P2 | 1 | {hardly}\n2024/25 | P3 | {hardly} | 1",
    ):
        told = made(spend=f"pot | body | spend\nEverything | P1 | {10**15 - 1}", weights=f"{weights}\n{more}")
        assert sum(share.target for share in told.practices) == 9000
        assert told.practices[0].a_head and told.practices[0].a_head > 10**40


def test_without_spend_no_distance_is_invented():
    assert (
        "No spend is entered for a whole network: shares are shown, and no distance from them."
        in sentences(made(), None, {})
    )


@settings(deadline=None)
@given(st.integers(1, 10**11), st.lists(st.decimals(1, 10**5, places=4), min_size=3, max_size=3))
def test_every_level_adds_up_to_the_amount(amount, people):
    rows = "\n".join(f"2024/25 | P{at} | 1000 | {each}" for at, each in enumerate(people, 1))
    told = made(
        pots=f"pot | component | amount\nEverything | overall | {amount}",
        weights=f"year | practice | registered | overall\n{rows}",
    )
    for level in (told.practices, told.networks, told.places, [told.whole]):
        assert sum(share.target for share in level) == amount
