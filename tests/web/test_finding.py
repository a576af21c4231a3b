"""The list of those who were found shows what it takes to choose the right one."""

from datetime import date

import pytest

from tests.writing import NURSE, patient, put
from toldonce.record.identity import person_of
from toldonce.web.design.finding import find, people_of

pytestmark = pytest.mark.django_db
ADA = "9990000018"


def test_the_name_that_most_sources_tell_is_shown_and_not_one_sources_slip():
    born = "1942-06-28"
    told = put(
        patient("a", ADA, "Handsford", born),
        patient("b", ADA, "Hansford", born),
        patient("c", ADA, "Hansford", born),
    )
    (found,) = people_of([person_of(told[0].pid)])
    assert (found.name, str(found.born), found.nhs_number) == ("HANSFORD, Ada", born, ADA)


def test_who_has_told_no_name_is_shown_as_such():
    (found,) = people_of([person_of(put(patient("a", ADA))[0].pid)])
    assert found.name == "NAME NOT TOLD"


def test_a_postcode_finds_nobody_whose_whereabouts_are_sealed_and_a_name_does_without_the_postcode():
    at_home = {"address": [{"line": ["1 High Street"], "postalCode": "DT1 1AA"}]}
    put(patient("a", ADA, "Hidden", "1942-06-28", **at_home, meta={"security": [{"code": "R"}]}))
    put(patient("b", "", "Open", "1950-01-01", **at_home))
    today = date(2026, 6, 15)
    assert [each.name for each in find(reader=NURSE, text="DT1 1AA", today=today).people] == ["OPEN, Ada"]
    (found,) = find(reader=NURSE, text="Hidden, Ada", today=today).people
    assert (found.name, found.postcode) == ("HIDDEN, Ada", "hidden")
