"""A large file of figures is read by the worker: tried, decided on by a person, and loaded, all of it or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.figures.conftest import HEAD, values
from tests.figures.waiting.conftest import ANN, BEN, now
from toldonce.figures.models import ReceivedFile
from toldonce.figures.receiving import kept, retention
from toldonce.figures.waiting import actions, moving, queries, working
from toldonce.figures.waiting.errors import WaitingRefused
from toldonce.figures.waiting.holding import held
from toldonce.figures.waiting.models import State, WaitingFile
from toldonce.ledger.queries import newest
from toldonce.project.clocks import CLOCKS

GOOD = ("AAA,2024-01-01,100", "BBB,2024-01-01,50")
FAULTY = ("AAA,2024-01-01,100", "AAA,2024-02-01,many")


def worked() -> int:
    """Let the worker do everything that waits; how many files it read."""
    count = 0
    while working.turn():
        count += 1
    return count


def test_the_worker_tries_a_file_and_stores_none_of_its_figures(sent):
    waiting = sent(*GOOD)
    assert worked() == 1
    assert (now(waiting).state, now(waiting).report["new"]) == (State.TRIED, 2)
    assert values() == {}
    assert worked() == 0


def test_the_worker_loads_it_when_somebody_says_so_and_for_that_person(sent):
    waiting = sent(*GOOD, by=ANN)
    worked()
    actions.have_loaded(by=BEN, number=waiting.pk, reason="It is due")
    assert values() == {}
    worked()
    assert values() == {"2024-01": 100}
    file = ReceivedFile.objects.get()
    assert (now(waiting).state, now(waiting).file) == (State.LOADED, file)
    assert (file.name, file.by, file.reason, f"{file.as_at}") == (
        "file.csv",
        BEN.account,
        "It is due",
        "2024-06-01",
    )
    acts = newest(acts=["figures.try", "figures.load"])
    assert [(each.act, each.account) for each in acts] == [
        ("figures.load", BEN.account),
        ("figures.try", ANN.account),
    ]


def test_who_came_first_is_read_first(sent):
    first, second = sent(*GOOD), sent(*FAULTY)
    assert [queries.before(each) for each in (first, second)] == [0, 1]
    working.turn()
    assert [now(each).state for each in (first, second)] == [State.TRIED, State.TO_TRY]


def test_what_is_no_table_of_the_mapping_is_refused_with_its_reason(place):
    waiting = actions.send(by=ANN, raw=b"a,b\n1,2\n", file_name="x.csv", mapping="attendances", as_at=None)
    worked()
    assert now(waiting).state == State.REFUSED
    assert "Attendances" in now(waiting).why


def test_a_mapping_that_is_gone_meanwhile_is_said(sent, place):
    waiting = sent(*GOOD)
    (place / "figures" / "mappings" / "attendances.yaml").unlink()
    worked()
    assert "There is no mapping of figures called attendances" in now(waiting).why


def test_a_load_that_is_refused_can_be_decided_otherwise(sent):
    waiting = sent(*FAULTY)
    worked()
    assert now(waiting).report["faults_in_all"] == 1
    actions.have_loaded(by=ANN, number=waiting.pk, reason="")
    worked()
    assert now(waiting).state == State.TRIED
    assert "The file has faults, so nothing of it was stored" in now(waiting).why
    actions.have_loaded(by=ANN, number=waiting.pk, reason="February is a slip", without_refused=True)
    worked()
    assert (now(waiting).state, values()) == (State.LOADED, {"2024-01": 100})


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (State.TO_TRY, "waits to be read through"),
        (State.TO_LOAD, "waits to be loaded"),
        (State.LOADED, "loaded"),
        (State.REFUSED, "refused"),
    ],
)
def test_only_what_was_tried_can_be_loaded(sent, state, why):
    waiting = sent(*GOOD)
    WaitingFile.objects.update(state=state)
    with pytest.raises(WaitingRefused, match=f"not to be decided now: {why}"):
        actions.have_loaded(by=ANN, number=waiting.pk, reason="")
    with pytest.raises(WaitingRefused, match="choose it once more"):
        actions.have_loaded(by=ANN, number=waiting.pk + 1, reason="")


def test_one_person_does_not_keep_the_worker_for_herself(sent):
    for at in range(actions.MOST_FOR_ONE):
        sent(f"AAA,2024-01-01,{at}")
    with pytest.raises(WaitingRefused, match="4 files of yours wait"):
        sent(*GOOD)
    assert sent(*GOOD, by=BEN).state == State.TO_TRY
    working.turn()
    assert sent(*GOOD).state == State.TO_TRY


def test_two_workers_do_not_read_the_same_file(sent, other):
    first, second = sent(*GOOD), sent(*FAULTY)
    with held(first) as is_ours:
        assert is_ours
        assert [each.stands for each in queries.standing()] == [
            "Being read through",
            "Waits to be read through",
        ]
        assert other.does(working.work_on) is True
        assert [now(each).state for each in (first, second)] == [State.TO_TRY, State.TRIED]
        assert other.does(working.work_on) is False
    assert other.does(working.work_on) is True


def test_a_worker_that_ended_before_it_could_say_that_it_had_loaded_loads_nothing_twice(sent):
    waiting = sent(*GOOD)
    worked()
    actions.have_loaded(by=ANN, number=waiting.pk, reason="")
    before = now(waiting)
    worked()
    before.save()
    worked()
    assert (now(waiting).state, now(waiting).file) == (State.LOADED, ReceivedFile.objects.get())


def test_a_file_at_which_workers_end_again_and_again_is_given_up(sent):
    waiting, next_one = sent(*GOOD), sent(*GOOD)
    WaitingFile.objects.filter(pk=waiting.pk).update(begun=working.BEGUN_AT_MOST)
    worked()
    assert (now(waiting).state, now(next_one).state) == (State.REFUSED, State.TRIED)
    assert "begun 3 times and never came to its end" in now(waiting).why


def test_a_file_whose_bytes_are_gone_says_so(sent):
    from django.db import connection

    waiting = sent(*GOOD)
    with connection.cursor() as cursor:
        cursor.execute("update content set made = made - interval '3 days'")
    retention.turn()
    worked()
    assert "its bytes are not kept any more: choose it once more" in now(waiting).why


def test_words_that_the_database_cannot_hold_are_shown_with_a_sign(place):
    raw = f"{HEAD}\nAAA,2024-01-01,100\nAAA,2024-02-01,\0\n".encode()
    waiting = actions.send(by=ANN, raw=raw, file_name="x.csv", mapping="attendances", as_at=None)
    worked()
    assert now(waiting).state in (State.TRIED, State.REFUSED)
    assert now(waiting).why or now(waiting).report["faults"]


@pytest.mark.parametrize(("state", "left"), [(State.TRIED, 0), (State.LOADED, 0), (State.TO_LOAD, 1)])
def test_what_nothing_happens_with_is_forgotten_as_long_after_as_its_bytes(sent, state, left):
    waiting = sent(*GOOD)
    WaitingFile.objects.update(state=state, since=waiting.since - timedelta(days=retention.DAYS, seconds=1))
    moving.forget_old()
    assert WaitingFile.objects.count() == left


def test_its_bytes_are_kept_once(sent):
    one, other = sent(*GOOD), sent(*GOOD)
    assert one.sha256 == other.sha256
    assert kept.fetch(one.sha256).startswith(HEAD.encode())


def test_the_worker_that_gives_way_to_all_others_does_it():
    assert [each.computes for each in CLOCKS if each.turn == working.turn] == [True]
