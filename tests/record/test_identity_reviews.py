"""Somebody is asked who is who; the answer joins or parts, moves no resource, and can be taken back."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.writing import NURSE, patient, put, weight
from toldonce.directory.actors import Actor
from toldonce.record import identity, store
from toldonce.record.errors import NotThere
from toldonce.record.identity import actions, reviews
from toldonce.record.identity.reviews import Kind

pytestmark = pytest.mark.usefixtures("own_database")
ADA, BEA = "9990000018", "9990000026"
OFFICER = Actor("r.ecords", "Ria Ecords", "records_officer", "QVV")
WHY = "asked both of them by telephone"


def persons() -> list[list[str]]:
    """The ids of the source patients, person by person."""
    with connection.cursor() as cursor:
        cursor.execute("select array_agg(id order by id) from patient group by person order by 1")
        return [ids for (ids,) in cursor.fetchall()]


def acts() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select act from ledger_row where act like 'identity.%' order by n")
        return [act for (act,) in cursor.fetchall()]


def one_number_on_two_people() -> int:
    put(patient("a", ADA, "Legg", "1950-02-03"))
    put(patient("b", ADA, "Moor", "1987-11-30"))
    return reviews.waiting()[0].review.pk


def two_alike() -> int:
    one, other = put(patient("a", "", "Legg", "1950-02-03"), patient("b", "", "Legge", "1950-02-03"))
    return reviews.ask(Kind.ALIKE, {(one.pid, other.pid): "names sound alike"}, by=NURSE)[0]


def test_one_number_on_two_people_joins_nobody_and_asks_somebody_once():
    one_number_on_two_people()
    put(patient("b", ADA, "Moor", "1987-11-30", gender="female"))
    assert persons() == [["a"], ["b"]]
    assert reviews.counted() == {"one_number": 1}


def test_nobody_is_asked_about_those_who_agree():
    put(patient("a", ADA, "Legg", "1950-02-03"), patient("b", ADA, "Legg", "1950-03-02"))
    assert reviews.waiting() == []


def test_a_question_answers_itself_when_a_source_mends_what_was_wrong():
    one_number_on_two_people()
    put(patient("b", ADA, "Legg", "1950-02-03"))
    assert persons() == [["a", "b"]]
    assert reviews.waiting() == []


def test_two_people_stay_two_whatever_comes_later():
    actions.decide_two(review=one_number_on_two_people(), by=OFFICER, why=WHY)
    put(patient("b", ADA, "Legg", "1950-02-03"))
    assert persons() == [["a"], ["b"]]
    assert reviews.waiting() == []


def test_a_third_does_not_bring_together_those_who_are_two():
    actions.decide_two(review=one_number_on_two_people(), by=OFFICER, why=WHY)
    put(patient("c", ADA, "Moor", "1950-02-03"))
    assert ["a", "b"] not in [[id for id in ids if id in "ab"] for ids in persons()]


def test_one_person_is_joined_and_no_resource_is_moved():
    review = two_alike()
    put(weight("w", of="b"))
    pids = [row.pid for row in identity.find(family="legg")]
    before = store.compartment(pids)
    actions.decide_one(review=review, by=OFFICER, why=WHY)
    assert persons() == [["a", "b"]]
    assert store.compartment(pids) == before
    assert acts() == ["identity.link", "identity.decide"]


@pytest.mark.parametrize("answer", [actions.decide_one, actions.decide_two])
def test_an_answer_can_be_taken_back_and_the_question_waits_again(answer):
    review = two_alike()
    answer(review=review, by=OFFICER, why=WHY)
    actions.undo(review=review, by=OFFICER, why="it was the wrong Mrs Legg")
    assert persons() == [["a"], ["b"]]
    assert [each.review.pk for each in reviews.waiting()] == [review]
    actions.decide_one(review=review, by=OFFICER, why=WHY)
    assert persons() == [["a", "b"]]


def test_who_reports_a_stranger_does_not_take_them_out_and_who_decides_does():
    _, other = put(patient("a", ADA, "Legg", "1950-02-03"), patient("b", ADA, "Legg", "1950-02-03"))
    review = actions.report(pid=other.pid, by=NURSE, why="the letters are about her sister")
    assert persons() == [["a", "b"]]
    assert [each.review.kind for each in reviews.waiting()] == ["reported"]
    actions.decide_two(review=review.pk, by=OFFICER, why=WHY)
    assert persons() == [["a"], ["b"]]
    actions.undo(review=review.pk, by=OFFICER, why="it was the same woman after all")
    assert persons() == [["a", "b"]]


def test_a_question_that_is_put_off_waits_behind_the_others():
    later = one_number_on_two_people()
    put(patient("c", BEA, "Shaw", "1950-02-03"), patient("d", BEA, "Green", "1988-12-31"))
    actions.put_off(review=later, by=OFFICER, why="the practice calls back on Monday")
    assert [each.review.pk == later for each in reviews.waiting()] == [False, True]


REFUSED = [
    (lambda pk: actions.decide_one(review=pk, by=OFFICER, why="yes"), "A reason is needed"),
    (lambda pk: actions.undo(review=pk, by=OFFICER, why=WHY), "has not been answered"),
    (lambda pk: actions.decide_one(review=pk + 1, by=OFFICER, why=WHY), "no such question"),
    (lambda pk: actions.link(pid=1, to=99, by=OFFICER, why=WHY), "No source tells"),
]


@pytest.mark.parametrize(("act", "sentence"), REFUSED, ids=[row[1] for row in REFUSED])
def test_what_cannot_be_answered_is_refused_with_a_sentence(act, sentence):
    review = two_alike()
    with pytest.raises((actions.Undecided, NotThere), match=sentence):
        act(review)
    assert persons() == [["a"], ["b"]]


def test_an_answered_question_is_not_answered_twice():
    review = two_alike()
    actions.decide_one(review=review, by=OFFICER, why=WHY)
    with pytest.raises(actions.Undecided, match="answered this already"):
        actions.decide_two(review=review, by=OFFICER, why=WHY)


def test_somebody_who_joins_what_was_set_apart_knows_better():
    a, b = put(patient("a", ADA, "Shaw", "1950-02-03"), patient("b", ADA, "Shaw", "1950-02-03"))
    identity.unlink(pid=b.pid, by=NURSE, why="two brothers")
    identity.link(pid=b.pid, to=a.pid, by=NURSE, why="one man after all")
    put(patient("c", ADA, "Shaw", "1950-02-03"))
    assert persons() == [["a", "b", "c"]]
