"""The pages of who is who call those who asked, answered and moved by their names, not by their accounts."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.writing import NURSE, patient, put
from toldonce.directory.actors import Actor
from toldonce.directory.models import Account, Organisation, Place, Post
from toldonce.record.identity import actions, reviews
from toldonce.record.identity.reviews import Kind

OFFICER = Actor("r.ecords", "Ria Ecords", "records_officer", "QVV")
WHY = "asked both of them by telephone"
LIST = "/who-is-who/"


@pytest.fixture
def officer(own_database, settings) -> Client:
    """The browser of a records officer; the nurse who asked has an account as well."""
    settings.TOLDONCE_DEMO = True
    place = Place.objects.create(code="here", name="Here")
    Organisation.objects.create(code="QVV", place=place, kind="board", name="The board")
    Account.objects.create(username=NURSE.account, name="Nora Nurse", invented=True)
    account = Account.objects.create(username=OFFICER.account, name=OFFICER.name, invented=True)
    Post.objects.create(account=account, role=OFFICER.role, organisation_id="QVV", since=date(2020, 1, 1))
    browser = Client()
    browser.post("/sign-in/", {"account": OFFICER.account})
    return browser


@pytest.fixture
def answered(officer) -> int:
    """A question that the nurse asked and the officer answered."""
    one, other = put(patient("a", "", "Legg", "1950-02-03"), patient("b", "", "Legge", "1950-02-03"))
    (number,) = reviews.ask(Kind.ALIKE, {(one.pid, other.pid): "names sound alike"}, by=NURSE)
    actions.decide_one(review=number, by=OFFICER, why=WHY)
    return number


def text(answer) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_who_answered_is_called_by_name_in_the_list(officer, answered):
    page = text(officer.get(LIST))
    assert f'{WHY} <span class="quiet">Ria Ecords,' in page
    assert OFFICER.account not in page


def test_who_asked_answered_and_moved_is_called_by_name_beside_the_question(officer, answered):
    page = text(officer.get(f"{LIST}{answered}/"))
    assert "“names sound alike” (Nora Nurse," in page
    assert f'{WHY} <span class="quiet">Ria Ecords,' in page
    assert '<td data-label="By">Ria Ecords, by hand</td>' in page
    assert OFFICER.account not in page and NURSE.account not in page


def test_who_moved_is_called_by_name_beside_the_sources_of_a_person(officer, answered):
    person = reviews.IdentityReview.objects.get(pk=answered).a
    page = text(officer.get(f"{LIST}person/{person}/"))
    assert '<td data-label="By">Ria Ecords, by hand</td>' in page and OFFICER.account not in page


def test_an_answer_that_comes_too_late_is_told_by_whom(officer, answered):
    late = officer.post(f"{LIST}{answered}/", {"answer": "two", "why": WHY})
    assert late.status_code == 400
    assert "Ria Ecords answered this already" in " ".join(late.content.decode().split())
