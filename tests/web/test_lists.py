"""My list turns its pages, says how many there are, and writes down whom it named."""

from types import SimpleNamespace

import pytest

from tests.writing import NURSE, patient, put
from toldonce.ledger.queries import by_account
from toldonce.web.practitioner import lists
from toldonce.web.practitioner.lists import AskedList, my_lists

pytestmark = pytest.mark.django_db
WITHOUT_WARD = SimpleNamespace(ward=None)


@pytest.fixture(autouse=True)
def three_registered(monkeypatch):
    """Three people of the practice, two on a page."""
    monkeypatch.setattr(lists, "PAGE", 2)
    for id, family in (("a", "Adams"), ("b", "Baker"), ("c", "Cole")):
        registered = {
            "resourceType": "EpisodeOfCare",
            "id": f"{id}-1",
            "status": "active",
            "patient": {"reference": f"Patient/{id}"},
            "managingOrganization": {"reference": "Organization/ods-J81010"},
        }
        put(patient(id, "", family, "1950-01-01"), registered)


def registered(**asked):
    found = my_lists(reader=NURSE, post=WITHOUT_WARD, asked=AskedList(**asked))
    return next(each for each in found if each.slug == "registered")


@pytest.mark.parametrize(
    ("asked", "names", "total", "earlier", "later"),
    [
        ({}, ["ADAMS, Ada", "BAKER, Ada"], 3, None, 2),
        ({"slug": "registered", "start": 2}, ["COLE, Ada"], 3, 0, None),
        ({"slug": "registered", "letters": "ba"}, ["BAKER, Ada"], 1, None, None),
        ({"slug": "registered", "start": 90}, [], 3, 88, None),
    ],
)
def test_every_page_can_be_reached_and_the_total_is_said(asked, names, total, earlier, later):
    found = registered(**asked)
    assert [each.name for each in found.people] == names
    assert (found.total, found.earlier, found.later) == (total, earlier, later)


def test_whom_a_list_named_is_in_the_ledger():
    registered(slug="registered")
    (row,) = by_account("n.urse", acts=["record.list"])
    assert (row.account, row.subject, len(row.pids)) == ("n.urse", "registered", 2)
