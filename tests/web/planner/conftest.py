"""Somebody of each role before the pages of figures, and two hospitals with a few figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from toldonce.directory.models import Account, Organisation, Place, Post, Role

NOT_FOR_FIGURES = [role for role in Role.values if role not in ("planner", "board_member", "service")]


@pytest.fixture
def here(own_database: str) -> Place:
    """A place with a board and two hospitals."""
    place = Place.objects.create(code="here", name="Here")
    for code, kind, name in (
        ("QQQ", "board", "The board of Here"),
        ("AAA", "acute_trust", "The hospital of Aston"),
        ("BBB", "acute_trust", "The hospital of Burton"),
    ):
        Organisation.objects.create(code=code, place=place, kind=kind, name=name)
    return place


@pytest.fixture
def signed_in(here: Place, settings) -> Callable[[str], Client]:
    """The browser of somebody who is signed in with a role; the second planner is another person than the first."""
    settings.TOLDONCE_DEMO = True

    def do(role: str, username: str = "") -> Client:
        username = username or f"a.{role}"
        account, _ = Account.objects.get_or_create(
            username=username, defaults={"name": username, "invented": True}
        )
        Post.objects.get_or_create(account=account, role=role, organisation_id="QQQ", since=date(2020, 1, 1))
        browser = Client()
        browser.post("/sign-in/", {"account": username})
        return browser

    return do


@pytest.fixture
def planner(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("planner")


@pytest.fixture
def board_member(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("board_member")
