"""The first administrator is made by a command; every later one may be made by it as well."""

from __future__ import annotations

import pytest

from tests.project.commands import toldonce
from toldonce.directory.models import Organisation, Place, Source
from toldonce.directory.queries import account_named, posts_of
from toldonce.ledger import queries as ledger


@pytest.fixture(autouse=True)
def place(own_database):
    made = Place.objects.create(code="here", name="Here")
    source = Source.objects.create(place=made, key="us", title="Us")
    Organisation.objects.create(code="QVV", name="The board", kind="icb", place=made, source=source)


def test_an_account_is_opened_with_its_post_or_not_at_all():
    refused = toldonce(
        "account", "open", "a.first", "--name", "Ann First", "--role", "king", "--organisation", "QVV"
    )
    assert refused.returncode == 4 and "no role 'king'" in refused.stderr
    assert account_named("a.first") is None
    told = toldonce(
        "account",
        "open",
        "a.first",
        "--name",
        "Ann First",
        "--role",
        "administrator",
        "--organisation",
        "QVV",
    )
    assert told.returncode == 0, told.stderr
    assert [(post.role, post.organisation_id) for post in posts_of(account_named("a.first"))] == [
        ("administrator", "QVV")
    ]
    assert [row.act for row in ledger.newest()][:2] == ["post.give", "account.open"]


def test_an_account_is_closed_with_a_reason():
    toldonce("account", "open", "a.first", "--name", "Ann First")
    assert toldonce("account", "close", "a.first").returncode == 4
    assert toldonce("account", "close", "a.first", "--why", "left on Friday").returncode == 0
    assert "a.first  Ann First  closed" in toldonce("account", "list").stdout
    assert ledger.newest(count=1)[0].why == "left on Friday"
