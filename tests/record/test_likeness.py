"""Two sources that share no number describe the same people in their own spelling: who is joined, shown, left apart."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.writing import NHS_NUMBER, NURSE, delete, put
from toldonce.record import identity
from toldonce.record.identity import actions, reviews
from toldonce.record.identity.likeness.features import features_of, keys
from toldonce.record.identity.likeness.joining import LISTENER
from toldonce.record.identity.likeness.weighing import model, weigh
from toldonce.record.listening import listen_once

ADA, BEA = "9990000018", "9990000026"


def person(
    id: str, given: str, family: str, born: str, postcode: str = "", sex: str = "female", **more
) -> dict:
    """A Patient of a source; `nhs` and `phone` where they are said."""
    made = {"resourceType": "Patient", "id": id, "name": [{"family": family, "given": given.split()}]}
    if born:
        made["birthDate"] = born
    if sex:
        made["gender"] = sex
    if postcode:
        made["address"] = [{"postalCode": postcode}]
    if nhs := more.pop("nhs", ""):
        made["identifier"] = [{"system": NHS_NUMBER, "value": nhs}]
    if phone := more.pop("phone", ""):
        made["telecom"] = [{"system": "phone", "value": phone}]
    return made | more


def heard() -> None:
    """Let the listener hear whatever was written."""
    while listen_once(LISTENER):
        pass


def persons() -> list[list[str]]:
    """The ids of the source patients, person by person."""
    with connection.cursor() as cursor:
        cursor.execute("select array_agg(id order by id) from patient group by person order by 1")
        return [ids for (ids,) in cursor.fetchall()]


MRS_LEGG = ("Margaret Ann", "Legg", "1950-02-03", "DT1 1AA")
# what is different                | given        | family  | born       | postcode | sex    | what follows
PAIRS = """
nothing                            | Margaret Ann | Legg    | 1950-02-03 | DT1 1AA  | female | join
a short name                       | Peggy        | Legg    | 1950-02-03 | DT1 1AA  | female | join
a letter                           | Margaret     | Leg     | 1950-02-03 | DT1 1AA  | female | join
day and month                      | Margaret     | Legg    | 1950-03-02 | DT1 1AA  | female | join
the surname by marriage            | Margaret     | Moor    | 1950-02-03 | DT1 1AA  | female | join
another address                    | Margaret     | Legg    | 1950-02-03 | BH8 8ZZ  | female | look
no address                         | Margaret     | Legg    | 1950-02-03 |          | female | join
names the other way round          | Legg         | Margaret | 1950-02-03 | DT1 1AA | female | join
her twin                           | Jean         | Legg    | 1950-02-03 | DT1 1AA  | female | look
her brother's slip of a sex        | Margaret     | Legg    | 1950-02-03 | DT1 1AA  | male   | look
her daughter of the same name      | Margaret     | Legg    | 1978-06-21 | DT1 1AA  | female | look
a neighbour                        | Joan         | Moor    | 1962-11-30 | DT1 1AA  | female | apart
a namesake of another age          | Margaret     | Legg    | 1988-12-31 | BH8 8ZZ  | female | apart
no birth date                      | Margaret     | Legg    |            | DT1 1AA  | female | look
"""


@pytest.mark.parametrize("line", PAIRS.strip().splitlines(), ids=lambda line: line.partition("|")[0].strip())
def test_what_follows_of_what_they_say(line):
    _, *cells, follows = (cell.strip() for cell in line.split("|"))
    one, other = features_of(person("a", *MRS_LEGG)), features_of(person("b", *cells))
    (weighed,) = weigh([(one, other)])
    assert (model().answer(weighed), round(weighed.weight)) == (
        follows,
        round(weigh([(other, one)])[0].weight),
    )
    assert follows == "apart" or set(keys(one)) & set(keys(other)), "they would never be weighed"


@pytest.mark.usefixtures("own_database")
class TestInTheRecord:
    """What becomes of source patients once the listener has heard of them."""

    def test_who_is_alike_is_joined_and_the_reason_names_the_model(self):
        put(person("a", *MRS_LEGG, nhs=ADA), person("b", "Peggy", "Legg", "1950-02-03", "DT1 1AA"))
        heard()
        assert persons() == [["a", "b"]]
        with connection.cursor() as cursor:
            cursor.execute("select why from identity_link")
            assert model().version in cursor.fetchone()[0]

    def test_who_may_be_one_is_shown_to_somebody_once(self):
        put(person("a", *MRS_LEGG), person("b", "Jean", "Legg", "1950-02-03", "DT1 1AA"))
        heard()
        put(person("b", "Jean", "Legg", "1950-02-03", "DT1 1AA", language="en"))
        heard()
        assert persons() == [["a"], ["b"]]
        assert reviews.counted() == {"alike": 1}

    def test_two_nhs_numbers_are_two_people_however_alike(self):
        put(person("a", *MRS_LEGG, nhs=ADA), person("b", *MRS_LEGG, nhs=BEA))
        heard()
        assert (persons(), reviews.counted()) == ([["a"], ["b"]], {})

    def test_who_fits_two_people_joins_neither_and_is_shown(self):
        put(
            person("a", "Ella", "Legg", "2015-05-01", "DT1 1AA", nhs=ADA),
            person("b", "Ellie", "Legg", "2015-05-01", "DT1 1AA", nhs=BEA),
            person("c", "Ella", "Legg", "2015-05-01", "DT1 1AA"),
        )
        heard()
        assert persons() == [["a"], ["b"], ["c"]]
        assert reviews.counted() == {"alike": 2}

    def test_those_set_apart_stay_apart(self):
        put(person("a", *MRS_LEGG), person("b", *MRS_LEGG))
        heard()
        identity.unlink(pid=identity.find(family="legg")[1].pid, by=NURSE, why="two sisters-in-law")
        put(person("b", *MRS_LEGG, language="en"), person("a", *MRS_LEGG, language="en"))
        heard()
        assert (persons(), reviews.counted()) == ([["a"], ["b"]], {})

    def test_an_answer_that_they_are_two_holds_and_one_that_they_are_one_joins(self):
        put(person("a", *MRS_LEGG), person("b", "Jean", "Legg", "1950-02-03", "DT1 1AA"))
        heard()
        review = reviews.waiting()[0].review
        assert (review.model, review.weight > model().look) == (model().version, True)
        actions.decide_two(review=review.pk, by=NURSE, why="they are twin sisters")
        put(person("b", *MRS_LEGG))
        heard()
        assert persons() == [["a"], ["b"]]

    def test_a_number_that_comes_later_and_contradicts_takes_out_who_was_joined_by_likeness(self):
        put(person("a", *MRS_LEGG, nhs=ADA), person("b", *MRS_LEGG))
        heard()
        assert persons() == [["a", "b"]]
        put(person("b", *MRS_LEGG, nhs=BEA))
        heard()
        assert persons() == [["a"], ["b"]]

    def test_a_patient_that_was_deleted_joins_nobody(self):
        put(person("a", *MRS_LEGG))
        delete("Patient", "a")
        put(person("b", *MRS_LEGG))
        heard()
        assert persons() == [["a"], ["b"]]

    @pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
    def test_whatever_comes_first_the_same_persons_come_of_it(self, order):
        told = [
            person("a", *MRS_LEGG, nhs=ADA),
            person("b", "Peggy", "Legg", "1950-02-03", "DT1 1AA"),
            person("c", "Margaret", "Leg", "1950-02-03", "DT1 1AA", phone="01305 960123"),
        ]
        for number in order:
            put(told[number])
            heard()
        assert persons() == [["a", "b", "c"]]


# Two sources and a hundred people


GIVEN = [
    "Margaret",
    "John",
    "Susan",
    "David",
    "Patricia",
    "Michael",
    "Elizabeth",
    "William",
    "Christine",
    "Robert",
]
FAMILY = [
    "Hansford",
    "Legg",
    "Stickland",
    "Samways",
    "Bartlett",
    "Trowbridge",
    "Wareham",
    "Rideout",
    "Dunford",
    "Meaden",
]
SHORT = {"Margaret": "Maggie", "John": "Jack", "Susan": "Sue", "David": "Dave", "Patricia": "Pat"}
SHORT |= {"Michael": "Mick", "Elizabeth": "Betty", "William": "Bill", "Christine": "Chris", "Robert": "Bob"}


def hundred() -> list[tuple[dict, dict]]:
    """The same hundred people as two sources tell them, the second in its own spelling and without numbers."""
    rng, told = Random(7), []
    for number in range(100):
        given, family = GIVEN[number % 10], FAMILY[number // 10]
        born = f"{rng.randint(1930, 2005)}-{rng.randint(1, 12):02}-{rng.randint(1, 12):02}"
        postcode = (
            f"DT{rng.randint(1, 9)} {rng.randint(1, 9)}{rng.choice('ABDEFGHJ')}{rng.choice('LNPQRSTU')}"
        )
        sex = "male" if given in ("John", "David", "Michael", "William", "Robert") else "female"
        first = person(f"one-{number}", given, family, born, postcode, sex)
        told.append((first, person(f"two-{number}", *_spelt(number, given, family, born, postcode), sex)))
    return told


def _spelt(number: int, given: str, family: str, born: str, postcode: str) -> tuple[str, str, str, str]:
    year, month, day = born.split("-")
    return [
        (SHORT[given], family, born, postcode),
        (given, family[:3] + family[4:], born, postcode),
        (given.upper(), f" {family.lower()} ", born, postcode.lower()),
        (given, family, f"{year}-{day}-{month}", postcode),
        (f"{given} Anne", f"{family}-Smith", born, postcode),
        (SHORT[given], family[:-1], born, postcode),
        (given, family, born, ""),
    ][number % 7]


@pytest.mark.usefixtures("own_database")
def test_two_sources_that_tell_of_a_hundred_people_in_their_own_spelling_tell_of_a_hundred_persons():
    one, two = zip(*hundred(), strict=True)
    put(*one, source="RBD")
    put(*two, source="E06000059")
    heard()
    wrong = [ids for ids in persons() if len({id.partition("-")[2] for id in ids}) > 1]
    assert wrong == []
    assert len(persons()) == 100


# The parts


@given(
    st.dictionaries(
        st.sampled_from(["name", "birthDate", "address", "telecom", "gender"]), st.none() | st.text()
    )
)
@settings(max_examples=60, deadline=None)
def test_an_odd_patient_has_features_and_keys(elements):
    told = features_of({"resourceType": "Patient", "id": "a", **elements})
    keys(told)
    weigh([(told, told)])


def test_a_patient_with_thousands_of_names_and_telephones_has_few_keys():
    told = person("a", *MRS_LEGG)
    told["name"] += [{"family": f"Legg{number}"} for number in range(5000)]
    told["telecom"] = [{"system": "phone", "value": f"07700 {number:06}"} for number in range(5000)]
    assert len(keys(features_of(told))) < 200
