"""A person is the set of source patients that are one human being, and no others."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from tests.writing import NHS_NUMBER, NURSE, delete, patient, put, weight
from toldonce.record import identity, store

pytestmark = pytest.mark.usefixtures("own_database")
A, B = "9990000018", "9990000026"


def pid(id: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pid from patient where id = %s", [id])
        return cursor.fetchone()[0]


def persons() -> list[list[str]]:
    """Return the ids of the source patients, person by person."""
    with connection.cursor() as cursor:
        cursor.execute("select array_agg(id order by id) from patient group by person order by 1")
        return [ids for (ids,) in cursor.fetchall()]


def links() -> list[tuple[str, bool]]:
    with connection.cursor() as cursor:
        cursor.execute("select why, apart from identity_link order by n")
        return cursor.fetchall()


# what          | number of a | name  | born       | number of b | name  | born       | one person
PAIRS = """
the same          | 9990000018  | Shaw  | 1950-02-03 | 9990000018  | Shaw  | 1950-02-03 | yes
no birth date     | 9990000018  | Shaw  | 1950-02-03 | 9990000018  | Shaw  |            | yes
married           | 9990000018  | Shaw  | 1950-02-03 | 9990000018  | Brown | 1950-02-03 | yes
a slip            | 9990000018  | Shaw  | 1950-02-03 | 9990000018  | Shaw  | 1950-03-02 | yes
a wrong number    | 9990000018  | Shaw  | 1950-02-03 | 9990000018  | Brown | 1988-12-31 | no
two numbers       | 9990000018  | Shaw  | 1950-02-03 | 9990000026  | Shaw  | 1950-02-03 | no
no numbers        |             | Shaw  | 1950-02-03 |             | Shaw  | 1950-02-03 | no
fails its check   | 9990000019  | Shaw  | 1950-02-03 | 9990000019  | Shaw  | 1950-02-03 | no
"""


@pytest.mark.parametrize("line", PAIRS.strip().splitlines(), ids=lambda line: line.partition("|")[0].strip())
def test_an_nhs_number_makes_one_person_unless_the_rest_contradicts_it(line):
    _, *cells, same = (cell.strip() for cell in line.split("|"))
    put(patient("a", *cells[:3]))
    put(patient("b", *cells[3:]))
    assert persons() == ([["a", "b"]] if same == "yes" else [["a"], ["b"]])


def local(id: str, value: str, **more) -> dict:
    return patient(id, identifier=[{"system": "urn:mrn:poole", "value": value}], **more)


def test_the_same_local_identifier_makes_one_person_and_the_same_digits_of_another_system_do_not():
    put(
        local("a", "123"),
        local("b", "123"),
        patient("c", identifier=[{"system": "urn:other", "value": "123"}]),
    )
    assert persons() == [["a", "b"], ["c"]]


def test_three_sources_that_come_one_after_the_other_are_one_person():
    put(patient("a", A, "Shaw"))
    put(local("b", "7"))
    put(
        {
            **local("c", "7"),
            "identifier": [*local("c", "7")["identifier"], {"system": NHS_NUMBER, "value": A}],
        }
    )
    assert persons() == [["a", "b", "c"]]
    assert identity.person_of(pid("c")) == identity.person_of(pid("a"))


def test_what_is_written_before_its_patient_arrives_belongs_to_the_patient_all_the_same():
    put(weight("w1", "a"))
    put(patient("a", A, "Shaw"))
    assert [item.id for item in store.compartment([pid("a")], ["Observation"])] == ["w1"]


def test_those_set_apart_stay_apart_whatever_comes_later():
    put(patient("a", A, "Shaw"), patient("b", A, "Shaw"))
    identity.unlink(pid=pid("b"), by=NURSE, why="two brothers, one number")
    assert persons() == [["a"], ["b"]]
    put(patient("b", A, "Shaw", gender="male"))
    put(patient("a", A, "Shaw", gender="male"))
    assert persons() == [["a"], ["b"]]


def test_the_one_after_whom_a_person_is_called_can_be_set_apart_and_the_others_stay_together():
    put(patient("a", A, "Shaw"), patient("b", A, "Shaw"), patient("c", A, "Shaw"))
    identity.unlink(pid=pid("a"), by=NURSE, why="another person")
    assert persons() == [["a"], ["b", "c"]]


def test_somebody_can_join_what_no_number_joins_and_every_move_is_kept_with_its_reason():
    put(patient("a", A, "Shaw"), patient("b", "", "Shaw"))
    person = identity.link(pid=pid("a"), to=pid("b"), by=NURSE, why="asked him")
    assert identity.pids_of(person) == sorted([pid("a"), pid("b")])
    identity.unlink(pid=pid("b"), by=NURSE, why="asked again")
    assert links() == [("asked him", False), ("asked again", True)]


def test_a_number_that_its_source_corrects_takes_the_patient_out_of_the_wrong_person():
    put(patient("a", A, "Shaw", "1950-02-03"))
    put(patient("b", A, "", "1950-02-03"))
    assert persons() == [["a", "b"]]
    put(patient("c", B, "Green", "1950-02-03"))
    put(patient("b", B, "Green", "1950-02-03"))
    assert persons() == [["a"], ["b", "c"]]


def test_a_number_that_comes_later_and_contradicts_ends_what_a_local_identifier_joined():
    put(local("a", "7", nhs=A), local("b", "7"))
    assert persons() == [["a", "b"]]
    put(local("b", "7", nhs=B))
    assert persons() == [["a"], ["b"]]


def test_nobody_comes_to_carry_two_numbers_by_way_of_a_third():
    put(local("a", "7", nhs=A))
    put(local("b", "7"))
    put(local("c", "7", nhs=B))
    assert persons() == [["a", "b"], ["c"]]


def test_who_fits_two_people_with_two_numbers_joins_neither():
    put(local("a", "7", nhs=A), local("b", "7"), local("c", "7", nhs=B))
    assert persons() == [["a"], ["b"], ["c"]]


def test_what_somebody_linked_by_hand_stays_linked_whatever_its_numbers():
    put(patient("a", A, "Shaw"), patient("b", B, "Shaw"))
    identity.link(pid=pid("a"), to=pid("b"), by=NURSE, why="the old number was retired")
    put(patient("b", B, "Shaw", gender="male"))
    put(patient("c", A, "Shaw"))
    assert persons() == [["a", "b", "c"]]


def test_a_deleted_patient_is_no_longer_found_by_name_or_number():
    put(patient("a", A, "Shaw", "1950-02-03"))
    delete("Patient", "a")
    assert identity.find(nhs=A) == []
    assert identity.find(family="Shaw") == []


# what is asked | who is found
QUESTIONS = [
    ({"nhs": "999 000 0018"}, ["a", "b"]),
    ({"nhs": "9990000026"}, []),
    ({"family": "shaw"}, ["a", "b"]),
    ({"family": "SHA"}, ["a", "b"]),
    ({"family": "%"}, []),
    ({"family": "obrien"}, ["c"]),
    ({"family": "Muller"}, ["d"]),
    ({"family": "shaw", "birth_date": date(1950, 2, 3)}, ["a"]),
    ({"family": "shaw", "given": "Ada"}, ["a", "b"]),
    ({"postcode": "bh15 2jb"}, ["c"]),
    ({"local_id": "x77"}, ["c"]),
    ({}, []),
]


@pytest.mark.parametrize(("asked", "found"), QUESTIONS)
def test_people_are_found_by_what_is_known_of_them(asked, found):
    put(
        patient("a", A, "Shaw", "1950-02-03"),
        patient("b", A, "Shaw"),
        patient(
            "c",
            "",
            "O'Brien",
            address=[{"use": "old", "postalCode": "DT1 1AA"}, {"use": "home", "postalCode": "BH15 2JB"}],
            identifier=[{"system": "urn:mrn", "value": "X77"}],
        ),
        patient("d", "", "Müller"),
    )
    assert sorted(item.id for item in identity.find(**asked)) == found


ODD = [
    {"name": [{"family": 3}], "birthDate": "1950"},
    {"name": "Shaw", "identifier": "999"},
    {"name": [None], "address": [None], "identifier": [None]},
    {"identifier": [{"system": NHS_NUMBER}]},
    {"name": [{"given": [None, "Ada"]}]},
    {"deceasedDateTime": "2020", "gender": None},
]


@pytest.mark.parametrize("elements", ODD)
def test_an_odd_patient_is_read_without_complaint(elements):
    identity.identity_of({"resourceType": "Patient", "id": "a", **elements})
