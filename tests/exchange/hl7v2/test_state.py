"""Folding is commutative, associative and idempotent."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toldonce.exchange.hl7v2.state import Fact, State, fold, folded

STAMPS = [f"1{n:03}" for n in range(6)]
WORDS = st.sampled_from(["", "x", "yz"])
VALUES = st.one_of(st.none(), st.integers(0, 5), WORDS, st.lists(st.integers(0, 3), max_size=2))


@st.composite
def histories(draw) -> list[Fact]:
    """Facts about one thing; one stamp is one message, which says one thing."""
    return [
        Fact(
            ("feed:x", "visit", "1"),
            stamp,
            draw(st.dictionaries(st.sampled_from("abc"), VALUES, max_size=3)),
            draw(st.dictionaries(st.just(stamp), st.fixed_dictionaries({"does": st.sampled_from("xyz")}))),
        )
        for stamp in draw(st.lists(st.sampled_from(STAMPS), unique=True, max_size=6))
    ]


def state_of(facts: list[Fact]) -> State:
    state = State()
    for fact in facts:
        fold(state, fact)
    return state


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(histories(), st.data())
def test_order_and_repetition_do_not_matter(facts, data):
    jumbled = data.draw(st.permutations([*facts, *facts]))
    assert state_of(jumbled) == state_of(facts)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(histories(), st.integers(0, 6))
def test_states_that_turn_out_to_be_one_fold_as_their_facts_do(facts, cut):
    one, other = state_of(facts[:cut]), state_of(facts[cut:])
    assert folded(one, other) == folded(other, one) == state_of(facts)


def test_what_a_later_message_leaves_out_stays_and_what_it_deletes_goes():
    state = state_of(
        [
            Fact(("s", "k", "1"), "1001", {"name": "Ames", "phone": "01"}),
            Fact(("s", "k", "1"), "1002", {"phone": None}),
        ]
    )
    assert (state.told("name"), state.told("phone")) == ("Ames", None)
