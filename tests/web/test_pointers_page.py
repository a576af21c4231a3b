"""An administrator sees which pointers the National Record Locator was not told of, and what to do; not about whom."""

from __future__ import annotations

from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from tests.web.test_clients_page import browser  # noqa: F401
from toldonce.exchange.locator.models import Pointer


def pointer(document: str, **said: object) -> Pointer:
    return Pointer.objects.create(document=document, pid=7, custodian="X1", **said)


def test_what_is_in_trouble_is_shown_with_what_to_do(browser: Browser):  # noqa: F811
    pointer("told", held="X1-1")
    pointer("refused", due=timezone.now(), tries=3, status=401, trouble="The locator answered 401.")
    said = browser.get(reverse("pointers")).content.decode()
    assert "The locator answered 401." in said
    assert "Check TOLDONCE_LOCATOR_TOKEN" in said
    assert "The board" in said
    assert reverse("pointer-again", args=["told"]) not in said


def test_it_can_be_tried_again_where_it_is_in_trouble(browser: Browser):  # noqa: F811
    pointer("told", held="X1-1")
    made = pointer("refused", trouble="The locator answered 401.")
    assert browser.post(reverse("pointer-again", args=["refused"])).status_code == 302
    made.refresh_from_db()
    assert made.due is not None
    assert browser.post(reverse("pointer-again", args=["told"])).status_code == 404


def test_it_is_on_the_menu(browser: Browser):  # noqa: F811
    assert reverse("pointers") in browser.get(reverse("mailbox")).content.decode()
