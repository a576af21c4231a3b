"""A day of the rehearsal: the same every time, each message well formed, slips put right, nobody who has died."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from toldonce.exchange.hl7v2.parsing import head_of
from toldonce.rehearsal.day import hl7v2
from toldonce.rehearsal.day.asked import asked
from toldonce.rehearsal.day.cast import Player, cast
from toldonce.rehearsal.day.doings import doings
from toldonce.rehearsal.day.sheets import sheets
from toldonce.rehearsal.scene import Scene

PLACE = Path(__file__).resolve().parents[2] / "places" / "dorset"
DAY = date(2026, 11, 20).toordinal()
Company = tuple[Scene, list[Player]]


@pytest.fixture(scope="module")
def company() -> Company:
    return cast(PLACE, people=400, seed=1, until=DAY)


def told_by_wire(company: Company, day: int) -> list[bytes]:
    told = enumerate(doings(*company, day), 1)
    return [hl7v2.message(doing, day, n) for n, doing in told if doing.what in hl7v2.EVENT_OF]


@pytest.fixture(scope="module")
def messages(company: Company) -> list[bytes]:
    return told_by_wire(company, DAY)


def test_the_same_day_is_the_same_to_the_byte(company: Company, messages):
    assert told_by_wire(company, DAY) == messages


def test_another_day_is_another(company: Company, messages):
    assert told_by_wire(company, DAY + 1) != messages


def test_a_day_has_something_of_everything(company: Company):
    told = Counter(doing.what for day in range(DAY, DAY + 30) for doing in doings(*company, day))
    assert set(told) == {*hl7v2.EVENT_OF, "posted"}


def test_a_day_of_two_thousand_people_stays_below_four_hundred_doings():
    scene, players = cast(PLACE, people=2_000, seed=1, until=DAY)
    for day in (DAY, DAY + 1):
        told = (doings(scene, players, day), asked(scene, players, day), sheets(players, day))
        assert sum(map(len, told)) < 400


def test_every_message_can_be_addressed_and_has_its_own_number(messages):
    heads = [head_of(each) for each in messages]
    assert len({head.control_id for head in heads}) == len(heads)
    assert [head.sent for head in heads] == sorted(head.sent for head in heads if head.sent)
    assert [head.kind for head in heads if not head.patients] == ["ORU^R01"]  # the result without a patient


def test_who_comes_in_also_leaves(company: Company):
    told = [doing for day in range(DAY, DAY + 5) for doing in doings(*company, day)]
    came = {doing.visit.number for doing in told if doing.what == "arrived" and doing.more["began"] < DAY + 3}
    left = {doing.visit.number for doing in told if doing.what == "left"}
    assert came
    assert came <= left


def test_nobody_who_has_died_appears(company: Company):
    assert [player for player in company[1] if player.life.died is not None] == []


def test_the_showcase_has_an_abnormal_result_every_day(company: Company):
    _, players = company
    assert players[0].life.is_showcase
    for day in (DAY, DAY + 1):
        own = [
            hl7v2.message(d, day, 1)
            for d in doings(*company, day)
            if d.player is players[0] and d.what == "tested"
        ]
        assert any(b"||6.1|mmol/L|3.5-5.3|H|" in each for each in own)


def test_files_hold_what_goes_on_and_change_from_day_to_day(company: Company):
    today, tomorrow = (
        {(sheet.source, sheet.mapping): sheet.body for sheet in sheets(company[1], day)}
        for day in (DAY, DAY + 9)
    )
    assert {mapping for _, mapping in today} == {
        "adult-social-care-packages", "community-equipment", "child-growth", "child-reviews"
    }  # fmt: skip
    assert today.keys() == tomorrow.keys()
    assert today != tomorrow


def test_a_sealed_person_is_not_located(company: Company):
    for player in (each for each in company[1] if each.life.person.sealed):
        assert player.seen.address is None or player.seen.address.postcode not in hl7v2.pid(player)
