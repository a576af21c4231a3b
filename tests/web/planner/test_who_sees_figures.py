"""Planners and board members see figures and never people; everybody else sees what they saw before."""

from __future__ import annotations

import pytest

from tests.web.planner.conftest import NOT_FOR_FIGURES
from toldonce.directory.models import Role
from toldonce.record.access import CARING_ROLES
from toldonce.record.readings.sections import SECTIONS, hidden_from
from toldonce.web.design.menu import CARING

PAGES_OF_PEOPLE = (
    "/person/1/",
    "/list/",
    "/find/?q=smith",
    "/worklist/",
    "/accounts/",
    "/ledger/",
    "/who-is-who/",
)


@pytest.mark.parametrize("role", ["planner", "board_member"])
def test_who_sees_figures_opens_no_page_about_people(signed_in, role):
    browser = signed_in(role)
    assert browser.get("/figures/indicators/").status_code == 200
    assert {browser.get(page).status_code for page in PAGES_OF_PEOPLE} == {403}
    assert {each.slug for each in SECTIONS} - hidden_from(role) == {"demographics"}


@pytest.mark.parametrize("role", NOT_FOR_FIGURES)
def test_no_other_role_opens_figures(signed_in, role):
    assert signed_in(role).get("/figures/indicators/").status_code == 403


def test_who_is_not_signed_in_is_asked_to_sign_in(client, here):
    answer = client.get("/figures/indicators/")
    assert answer.headers["Location"] == "/sign-in/?next=%2Ffigures%2Findicators%2F"


def test_the_pages_know_the_same_roles_of_care_as_the_record_does():
    assert set(CARING) == CARING_ROLES
    assert set(CARING) <= set(Role.values)
