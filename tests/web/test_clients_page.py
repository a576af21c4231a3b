"""An administrator sees what other computers ask, and helps where it stands still."""

from __future__ import annotations

import pytest
from django.test import Client as Browser
from django.urls import reverse

from tests.exchange.fhir_api.conftest import patient, weight
from tests.exchange.notify.conftest import (  # noqa: F401
    due_again,
    fhir,
    hears,
    maker,
    receiver,
    subscribe,
    tells,
)
from toldonce.exchange.notify import sending
from toldonce.exchange.notify.models import State, Subscriber
from toldonce.exchange.smart.models import Client


@pytest.fixture
def browser(own_database) -> Browser:
    from toldonce.directory import actions
    from toldonce.directory.actors import SYSTEM
    from toldonce.directory.models import Organisation, Place
    from toldonce.web.entrance import door

    place = Place.objects.create(code="somewhere", name="Somewhere")
    where = Organisation.objects.create(
        code="X1", place=place, kind="board", name="The board", source="a test"
    )
    account = actions.open_account(by=SYSTEM, username="jo.admin", name="Jo Admin")
    post = actions.give_post(by=SYSTEM, account=account, role="administrator", organisation=where)
    made = Browser()
    session = made.session
    session[door.ACCOUNT], session[door.POST] = account.username, post.pk
    session.save()
    return made


def page(browser: Browser) -> str:
    said = browser.get(reverse("clients"))
    assert said.status_code == 200
    return said.content.decode()


def test_an_empty_page_says_so(browser):
    said = page(browser)
    assert "Nobody has asked to be told." in said
    assert "No client is registered." in said
    assert "No export is kept." in said


def test_what_was_given_up_is_sent_again(browser, fhir, subscribe, receiver):  # noqa: F811
    subscribe("Observation")
    fhir.store(patient("p1"), weight("w1", "p1"))
    receiver.answers = [500]
    for _ in range(len(sending.AGAIN_AFTER) + 1):
        tells()
        due_again()
    said = page(browser)
    assert "Stopped after failures" in said and receiver.origin in said and "answered 500" in said
    receiver.answers = [200]
    browser.post(reverse("resume-subscription", args=["s"]))
    tells()
    assert Subscriber.objects.get().state == State.ACTIVE
    assert "1 notification that had been given up will be sent again" in page(browser)
    browser.post(reverse("stop-subscription", args=["s"]))
    assert fhir.get("Subscription/s").json["status"] == "off"


def test_a_client_is_revoked(browser):
    from tests.exchange.smart.conftest import public_keys
    from toldonce.directory.actors import SYSTEM
    from toldonce.exchange.smart import actions

    actions.register(by=SYSTEM, name="Analysis", scopes=["system/*.read"], key_set=public_keys())
    assert "system/*.read" in page(browser)
    browser.post(reverse("revoke-client", args=["analysis"]))
    assert Client.objects.get().revoked


def test_an_export_is_removed(browser, tmp_path, settings):
    from toldonce.directory.actors import SYSTEM
    from toldonce.exchange.bulk import actions
    from toldonce.exchange.bulk.models import Export

    settings.EXPORTS = tmp_path
    export = actions.ask(by=SYSTEM, wanted=actions.Wanted("x", ["Patient"]))
    assert "Being written" in page(browser)
    browser.post(reverse("remove-export", args=[export.key]))
    assert Export.objects.get().state == "removed"
    assert "No export is kept." in page(browser)
