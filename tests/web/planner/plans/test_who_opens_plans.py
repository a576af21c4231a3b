"""Who opens the pages of plans: every address below /plans/, asked by everybody who should not."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver

from tests.steering.sheets.conftest import row_of
from tests.web.planner.conftest import NOT_FOR_FIGURES
from toldonce.steering.sheets.models import BookChange
from toldonce.web.planner.plans.urls import urlpatterns

PARTS = {
    "kind": "pot", "key": "this-year", "sheet": "schemes", "column": "amount", "code": "AAA", "row": "1",
    "version": "1", "output": "cost/2019",
}  # fmt: skip
PART = re.compile(r"<\w+:(\w+)>")
NOT_SENT_TO = 405  # a page that is only opened
READERS_MAY_POST = (
    "act/",
    "file/",
    "amount/",
)  # comments and signatures, and a file, which only planners take


def addresses() -> list[str]:
    """Every address of the pages of plans, made out of its pattern."""
    return list(_made(urlpatterns, "/plans/"))


def _made(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for each in patterns:
        here = before + _filled(str(each.pattern))
        if isinstance(each, URLResolver):
            yield from _made(each.url_patterns, here)
        else:
            yield here


def _filled(pattern: str) -> str:
    return PART.sub(lambda found: PARTS[found[1]], pattern)


def test_every_address_is_asked():
    assert len(addresses()) > 50
    assert not [address for address in addresses() if "<" in address]


@pytest.mark.parametrize("role", NOT_FOR_FIGURES)
def test_others_open_and_send_nothing(pot, signed_in, role):
    browser = signed_in(role)
    for address in addresses():
        assert browser.get(address).status_code == 403, address
        assert browser.post(address).status_code in (403, NOT_SENT_TO), address


def test_who_is_not_signed_in_is_sent_to_sign_in_and_sends_nothing(pot):
    for address in addresses():
        opened, sent = Client().get(address), Client().post(address)
        assert opened.headers["Location"].startswith("/sign-in/"), address
        assert sent.status_code in (403, NOT_SENT_TO), address


def test_board_members_send_comments_and_signatures_and_change_nothing(pot, board_member):
    row = row_of("Carers")
    for address in addresses():
        answer = board_member.post(address.replace("/rows/1/", f"/rows/{row}/"), {"reason": "x"})
        refused = {400, 200} if address.endswith(READERS_MAY_POST) else {403, 404, NOT_SENT_TO}
        assert answer.status_code in refused, address
    assert not BookChange.objects.exists()


def test_a_planner_without_the_token_of_a_page_changes_nothing(pot, signed_in):
    signed_in("planner")
    browser = Client(enforce_csrf_checks=True)
    browser.post("/sign-in/", {"account": "a.planner"})
    for address in addresses():
        assert browser.post(address, {"reason": "x"}).status_code in (302, 403), address
    assert not BookChange.objects.exists()
