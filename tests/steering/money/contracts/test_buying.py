"""Duplicates, what ends, and what is bought next."""

from datetime import date, timedelta

import pytest

from tests.steering.money.contracts.drawn import TODAY, contents
from toldonce.steering.money.contracts.duplicates import duplicates
from toldonce.steering.money.contracts.procurement import ending, lots_of, unfollowed
from toldonce.steering.money.contracts.register import register_of
from toldonce.steering.money.contracts.words import of_provider, of_work_plan

HEADS = "contract | title | provider | commissioner | kind | service | starts | ends | value"
STAGES = """
    route | stage    | weeks | decides
    Open  | Specify  | 8     | Head of contracts
    Open  | Tender   | 12    | Procurement board
    Open  | Award    | 4     | Governing body
    Open  | Mobilise | 12    | Head of contracts
"""
LOTS = "lot | contract | route | starts\nL1 | C1 | Open | 01/04/2017"


def register(*rows):
    return register_of(contents(contracts="\n".join([HEADS, *rows])), TODAY)


def pairs(*rows):
    return [(each.one.number, each.other.number, each.why) for each in duplicates(register(*rows).contracts)]


FLU = "A | Flu jabs | Practice | NHS England | des | Vaccination | 01/04/2016 | 31/03/2017 | 9000"


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (
            "B | Winter care | Practice | Council | public health | vaccination | 01/09/2016 | | 4000",
            "NHS England and Council both buy “Vaccination”",
        ),
        (
            "B | Winter care | Practice | NHS England | les | Vaccination | 01/09/2016 | | 4000",
            "NHS England buys “Vaccination” twice",
        ),
        (
            "B | Local flu jab service | practice | CCG | les | Influenza | 01/09/2016 | | 4000",
            "the titles say the same",
        ),
        (
            "B | Flu jabs in homes | Practice | CCG | les | Influenza | 01/09/2016 | | 4000",
            "the titles share the words flu, jab",
        ),
    ],
)
def test_what_may_be_bought_twice_is_found(other, why):
    assert pairs(FLU, other) == [("A", "B", why)]


@pytest.mark.parametrize(
    "other",
    [
        "B | Flu jabs | Practice | Council | les | Vaccination | 01/04/2017 | | 4000",  # after the first
        "B | Flu jabs | Other practice | Council | les | Vaccination | 01/04/2016 | | 4000",
        "B | Minor surgery | Practice | Council | les | Surgery | 01/04/2016 | | 4000",
        "B | Flu clinics at night | Practice | Council | les | | 01/04/2016 | | 4000",
    ],
)
def test_what_is_not_the_same_is_left_in_peace(other):
    assert pairs(FLU, other) == []


def test_what_ends_within_half_a_year_is_told_from_the_day_of_the_register():
    told = register(
        "A | One | P | CCG | les | | 01/04/2016 | 31/12/2016 | 10",
        "B | Two | P | CCG | les | | 01/04/2016 | 01/01/2017 | 10",
        "C | Three | P | CCG | les | | 01/04/2015 | 30/06/2016 | 10",
        "D | Four | P | CCG | les | | 01/04/2015 | | 10",
    )
    assert [each.number for each in ending(told)] == ["A"]


def test_a_provider_is_told_how_many_contracts_it_has_and_what_to_look_at():
    told = register(FLU, "B | Winter | Practice | Council | les | Vaccination | 01/09/2016 | | 4000")
    assert of_provider("Practice", told.contracts, ending(told), duplicates(told.contracts)) == [
        "Practice has 2 contracts with 2 commissioners: £13,000 a year.",
        "0 contracts end within six months.",
        "1 pair of contracts may be for the same thing: £4,000 a year to look at.",
    ]


def lot(progress="lot | stage", on="01/07/2016", lots=LOTS):
    drawn = contents(stages=STAGES, lots=lots, progress=progress, on=on)
    (made,) = lots_of(drawn, register_of(drawn, TODAY))
    return made


def test_stages_are_counted_back_from_the_start_of_the_contract():
    assert [(stage.name, stage.begins, stage.due) for stage in lot().stages] == [
        ("Specify", date(2016, 7, 23), date(2016, 9, 16)),
        ("Tender", date(2016, 9, 17), date(2016, 12, 9)),
        ("Award", date(2016, 12, 10), date(2017, 1, 6)),
        ("Mobilise", date(2017, 1, 7), date(2017, 3, 31)),
    ]


def test_a_stage_that_slips_moves_those_after_it_and_leaves_a_gap():
    made = lot("lot | stage | expected\nL1 | Specify | 07/10/2016")
    assert [stage.slips for stage in made.stages] == [21, 21, 21, 21]
    assert (made.forecast_start, made.slips, made.gap) == (date(2017, 4, 22), 21, 21)
    assert of_work_plan([made], [], TODAY)[:2] == [
        "1 of 1 lot cannot start as planned; in 0 a stage is overdue.",
        "Without a contract in between: L1, 21 days.",
    ]


def test_what_is_done_early_brings_nothing_forward_beyond_the_plan():
    made = lot("lot | stage | done\nL1 | Specify | 01/09/2016")
    assert (made.stages[0].slips, made.slips, made.next.name) == (0, 0, "Tender")


def test_a_stage_that_nobody_did_slips_day_by_day():
    made = lot(on="26/09/2016")
    assert (made.next.name, made.next.slips, made.slips) == ("Specify", 10, 10)


def test_what_ends_without_a_lot_is_told():
    drawn = contents(stages=STAGES, lots="lot | route | starts\nNew | Open | 01/04/2017")
    told = register_of(drawn, TODAY)
    ends = ending(told, timedelta(days=365))
    assert [each.number for each in unfollowed(ends, lots_of(drawn, told))] == ["C1"]
