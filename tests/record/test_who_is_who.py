"""Who is joined to whom where what is said is little, or contradicts itself: the dangerous cases."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.writing import NURSE, patient, put, weight
from toldonce.record import identity, store
from toldonce.record.checking import shared_numbers

pytestmark = pytest.mark.django_db

ADA, BEA = "9990000018", "9990000026"
HOSPITAL = "https://hospital.example/number"


def persons(*resources) -> list[int]:
    """Receive patients one by one and tell which of them are one person: equal numbers are."""
    pids = [put(each)[0].pid for each in resources]
    numbers = [identity.person_of(pid) for pid in pids]
    return [numbers.index(number) for number in numbers]


def local(number: str, system: str | None = HOSPITAL) -> dict:
    return {"identifier": [{"system": system, "value": number} if system else {"value": number}]}


TWO = [
    (
        "the same number at two hospitals",
        patient("a", **local("17")),
        patient("b", **local("17", "https://other.example")),
    ),
    (
        "a number of which nobody says whose it is",
        patient("a", **local("17", None)),
        patient("b", **local("17", None)),
    ),
    (
        "a number that stands for none",
        patient("a", **local("UNKNOWN")),
        patient("b", **local("UNKNOWN")),
    ),
    (
        "one hospital number, two NHS numbers",
        patient("a", ADA, **local("17")),
        patient("b", BEA, **local("17")),
    ),
]


@pytest.mark.parametrize(("one", "other"), [row[1:] for row in TWO], ids=[row[0] for row in TWO])
def test_these_are_two_people(one, other):
    assert persons(one, other) == [0, 1]


CLEAR = [patient("a", ADA, "Legg", "1950-02-03"), patient("b", ADA, "Moor", "1987-11-30")]
VAGUE = patient("v", ADA)


@pytest.mark.parametrize("order", [[VAGUE, *CLEAR], [CLEAR[0], VAGUE, CLEAR[1]], [*CLEAR, VAGUE]])
def test_a_patient_of_whom_little_is_known_does_not_bring_two_people_together(order):
    for each in order:
        put(each)
    assert persons(*CLEAR) == [0, 1]


def test_who_fits_two_people_joins_neither():
    assert persons(*CLEAR, VAGUE) == [0, 1, 2]
    put(*(each | {"gender": "female"} for each in (*CLEAR, VAGUE)))
    assert persons(*CLEAR, VAGUE) == [0, 1, 2]


def test_all_that_arrive_together_are_linked_unless_they_contradict_each_other():
    told = [*(patient(f"s{n}", ADA, "Legg", "1950-02-03") for n in range(5)), CLEAR[1], VAGUE]
    put(*told)
    assert persons(*told) == [0, 0, 0, 0, 0, 5, 6]


def test_a_slip_in_the_birth_date_and_another_in_the_name_are_still_one_person():
    told = [("Legg", "1950-02-03"), ("Legg", "1950-03-02"), ("Leg", "1950-02-03")]
    assert persons(*(patient(f"s{n}", ADA, *each) for n, each in enumerate(told))) == [0, 0, 0]


def test_a_number_that_two_people_carry_is_listed_for_somebody_to_look_at():
    put(*CLEAR)
    assert shared_numbers(3).count == 1


def test_linking_and_setting_apart_change_no_resource_and_are_kept_with_who_and_why():
    a, b, _ = put(patient("a", family="Legg"), patient("b", family="Legg"), weight("w", of="b"))
    before = store.compartment([a.pid, b.pid])
    identity.link(pid=b.pid, to=a.pid, by=NURSE, why="met her at home")
    assert identity.pids_of(identity.person_of(a.pid)) == [a.pid, b.pid]
    identity.unlink(pid=b.pid, by=NURSE, why="two sisters")
    assert identity.person_of(a.pid) != identity.person_of(b.pid)
    assert store.compartment([a.pid, b.pid]) == before
    with connection.cursor() as cursor:
        cursor.execute("select account, why, apart from identity_link where pid = %s order by n", [b.pid])
        assert cursor.fetchall() == [("n.urse", "met her at home", False), ("n.urse", "two sisters", True)]


def test_everyone_of_a_name_is_found_and_nobody_is_chosen():
    put(patient("a", ADA, "Legg", "1950-02-03"), patient("b", BEA, "Legg", "1987-11-30"))
    assert [(found.id, str(found.birth_date)) for found in identity.find(family="leg")] == [
        ("a", "1950-02-03"),
        ("b", "1987-11-30"),
    ]


def test_nobody_is_found_by_an_nhs_number_that_is_not_exactly_theirs():
    put(patient("a", ADA, "Legg", "1950-02-03"))
    assert [found.id for found in identity.find(nhs="999 000 0018")] == ["a"]
    assert identity.find(nhs="999000001") == []
