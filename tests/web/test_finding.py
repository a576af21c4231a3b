"""The list of those who were found shows what it takes to choose the right one."""

import pytest

from tests.writing import patient, put
from toldonce.record.identity import person_of
from toldonce.web.practitioner.finding import people_of

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
