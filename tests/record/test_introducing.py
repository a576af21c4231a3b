"""What a list tells of people before a record is opened."""

import pytest

from tests.writing import patient, put
from toldonce.record.identity import person_of
from toldonce.record.introducing import introduced

pytestmark = pytest.mark.django_db
ADA = "9990000018"
HOME = [{"use": "home", "line": ["1 High Street"], "postalCode": "DT1 1AA"}]
RESTRICTED = {"security": [{"code": "R"}]}


def introduction(*told):
    (found,) = introduced([person_of(put(*told)[0].pid)])
    return found


def test_a_name_is_spelled_as_its_source_spells_it():
    found = introduction(patient("a", ADA, "O'Brien-McLean", "1942-06-28", address=HOME))
    assert (found.family, found.given, found.postcode) == ("O'Brien-McLean", "Ada", "DT1 1AA")


def test_the_registered_practice_names_the_person_and_the_sources_are_told():
    practice = [{"reference": "Organization/ods-J81010"}]
    (gp,) = put(patient("a", ADA, "Hansford", "1942-06-28", generalPractitioner=practice), source="J81010")
    put(patient("b", ADA, "Handsford", "1942-06-28"), source="RBD")
    (found,) = introduced([person_of(gp.pid)])
    assert (found.family, found.sources) == ("Hansford", ("J81010", "RBD"))


def test_where_somebody_lives_whose_whereabouts_are_sealed_is_not_told():
    found = introduction(
        patient("a", ADA, "Hidden", "1942-06-28", address=HOME),
        patient("b", ADA, "Hidden", "1942-06-28", address=HOME, meta=RESTRICTED),
    )
    assert (found.sealed, found.postcode) == (True, "")


def test_who_is_not_there_is_left_out():
    assert introduced([987654321]) == []
