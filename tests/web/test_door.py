"""The way in: one door, guarded views, and headers that allow nothing inline."""

import re
from pathlib import Path

import pytest
from django.test import Client, override_settings
from django.urls import get_resolver

from toldonce.directory import actions
from toldonce.directory.actors import SYSTEM
from toldonce.ledger import queries

PAGES = Path(__file__).resolve().parents[2] / "src" / "toldonce" / "web"


@pytest.fixture
def browser(settings) -> Client:
    settings.TOLDONCE_DEMO = True
    return Client()


def test_every_address_says_who_may_open_it():
    ours = [each for each in _views(get_resolver()) if each.__module__.startswith("toldonce.web")]
    assert len(ours) > 30
    assert [
        f"{each.__module__}.{each.__qualname__}" for each in ours if not getattr(each, "guard", None)
    ] == []


def _views(resolver):
    for each in resolver.url_patterns:
        if hasattr(each, "url_patterns"):
            yield from _views(each)
        else:
            yield each.callback


@pytest.mark.parametrize("address", ["/", "/list/", "/find/?q=x", "/person/1/", "/accounts/", "/ledger/"])
def test_nobody_gets_in_without_signing_in(browser, db, address):
    answer = browser.get(address)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/sign-in/")


def test_a_persona_signs_in_and_the_ledger_knows_it(browser, gp):
    assert browser.post("/sign-in/", {"account": "a.gp"}).headers["Location"] == "/"
    assert [row.act for row in queries.by_account("a.gp")] == ["session.begin"]
    assert browser.get("/find/").status_code == 200


def test_there_are_no_personas_outside_the_demonstration(browser, gp, settings):
    settings.TOLDONCE_DEMO = False
    assert browser.post("/sign-in/", {"account": "a.gp"}).status_code == 404


def test_a_session_ends_with_the_post(browser, gp):
    browser.post("/sign-in/", {"account": "a.gp"})
    actions.end_post(by=SYSTEM, post=gp.posts.get())
    assert browser.get("/find/").status_code == 302


def test_the_way_back_leads_nowhere_else(browser, gp):
    asked = {"account": "a.gp", "next": "https://elsewhere.example/"}
    assert browser.post("/sign-in/", asked).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("address", "status"), [("/accounts/", 403), ("/ledger/", 403), ("/feeds/", 403), ("/nothing/", 404)]
)
def test_a_role_opens_its_own_pages_only(browser, gp, address, status):
    browser.post("/sign-in/", {"account": "a.gp"})
    assert browser.get(address).status_code == status


def test_a_form_without_its_mark_is_refused(gp, settings):
    settings.TOLDONCE_DEMO = True
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"account": "a.gp"})
    assert (answer.status_code, "open too long" in answer.text) == (403, True)


def test_a_page_allows_nothing_inline_and_nothing_from_elsewhere(browser, db):
    answer = browser.get("/sign-in/")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert re.findall(r'(?:src|href)="(?:https?:)?//', answer.text) == []


def test_each_answer_has_a_nonce_of_its_own(browser, db):
    first, second = (browser.get("/help/").headers["Content-Security-Policy"] for _ in range(2))
    assert first != second


@pytest.mark.parametrize("page", sorted(PAGES.rglob("*.html")), ids=lambda page: page.name)
def test_no_template_has_a_style_or_a_handler_inline(page):
    assert re.findall(r"\sstyle=|\son[a-z]+=|<style|javascript:", page.read_text(encoding="utf-8")) == []


def test_a_fault_of_ours_is_a_page_that_needs_no_database(rf, monkeypatch):
    from django.db import OperationalError

    from toldonce.web.design.troubles import server_error

    assert server_error(rf.get("/")).status_code == 500
    try:
        raise OperationalError("gone")
    except OperationalError:
        answer = server_error(rf.get("/"))
    assert (answer.status_code, b"cannot be reached just now" in answer.content) == (503, True)


@override_settings(DEBUG=False)
def test_a_missing_page_says_what_to_do_next(browser, db):
    answer = browser.get("/nothing-here/")
    assert (answer.status_code, "What to do next" in answer.text) == (404, True)
