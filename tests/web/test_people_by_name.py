"""Pages call whoever set something up, reviewed it or wrote it by name and not by account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client as Browser
from django.utils import timezone

from tests.care.documents.people import GRACE, opened, organisations, someone
from tests.writing import patient, put
from toldonce.care.documents import actions as documents
from toldonce.directory import actions as directory
from toldonce.directory.actors import Actor
from toldonce.directory.models import Account, Organisation, Place, Post
from toldonce.exchange.hl7v2.models import Feed
from toldonce.exchange.smart.models import Client
from toldonce.record.relationships import BreakGlass

ADA = Actor("a.dmin", "Ada Admin", "administrator", "QVV")


@pytest.fixture
def signed_in(own_database, settings) -> Callable[[str], Browser]:
    """The browser of Ada in a role."""
    settings.TOLDONCE_DEMO = True
    place = Place.objects.create(code="here", name="Here")
    Organisation.objects.create(code="QVV", place=place, kind="board", name="The board")
    account = Account.objects.create(username=ADA.account, name=ADA.name, invented=True)

    def do(role: str) -> Browser:
        Post.objects.create(account=account, role=role, organisation_id="QVV", since=date(2020, 1, 1))
        browser = Browser()
        browser.post("/sign-in/", {"account": ADA.account})
        return browser

    return do


def told(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_who_set_a_feed_up(signed_in):
    feed = Feed.objects.create(code="labs", source="QVV", created_by=ADA.account)
    assert "by Ada Admin</dd>" in told(signed_in("administrator"), f"/feeds/{feed.code}/")


def test_who_made_a_token_and_who_registered_a_client(signed_in):
    browser = signed_in("administrator")
    service = Account.objects.create(username="labs", name="Laboratory", is_service=True)
    directory.create_token(by=ADA, account=service, name="nightly", scopes=["system/*.read"])
    Client.objects.create(
        account=service, scopes="system/*.read", registered_by=ADA.account, keys={"keys": []}
    )
    assert "by Ada Admin</td>" in told(browser, "/accounts/labs/")
    assert "by Ada Admin</td>" in told(browser, "/clients/")


def test_who_reviewed_a_breaking_of_the_glass(signed_in):
    (one,) = put(patient("a", "", "Legg", "1950-02-03"))
    BreakGlass.objects.create(
        person=one.pid, account="n.urse", name="Nora Nurse", organisation="QVV", reason="unconscious",
        since=timezone.now(), until=timezone.now(), reviewed=timezone.now(), reviewed_by=ADA.account, finding="right",
    )  # fmt: skip
    assert '<span class="quiet">Ada Admin, ' in told(signed_in("privacy_officer"), "/break-glass/")


def test_who_began_a_letter(own_database):
    organisations()
    person = someone()
    documents.begin_letter(by=GRACE, record=opened(person), kind="discharge")
    browser = Browser()
    session = browser.session
    session.update({"account": GRACE.account, "post": Post.objects.get(account__username=GRACE.account).pk})
    session.save()
    page = told(browser, f"/person/{person}/letter/")
    assert f'<td data-label="By">{GRACE.name}</td>' in page
