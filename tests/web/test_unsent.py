"""What was typed comes back to whoever typed it, and to nobody else, where the form could not be taken."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from toldonce.web.design.unsent import MOST_LETTERS

HERE = {"Origin": "http://testserver"}
PAGE = "/person/1/relationship/"
WORDS = 'She lives alone, and said "not <b>again</b>".\r\n\r\nRing the daughter first.'
SIGNED_OUT, TOO_OLD = "You are not signed in any more", "This form was open too long"


@pytest.fixture(autouse=True)
def demonstration(settings) -> None:
    settings.TOLDONCE_DEMO = True


def values(page: str) -> list[tuple[str, str]]:
    """What the form of a page would send again, as a browser reads it: the first line end of a textarea is none."""
    form = page[page.index('aria-labelledby="unsent"') :]
    field = re.compile(
        r'<(?:input class="wide-field"|textarea class="wide-field")[^>]* name="([^"]*)"'
        r'(?: value="([^"]*)" readonly>|[^>]*readonly>\n(.*?)</textarea>)',
        re.DOTALL,
    )
    return [(unescape(name), unescape(short or long)) for name, short, long in field.findall(form)]


def test_who_was_signed_out_gets_back_what_they_typed(gp):
    sent = {
        "reason": WORDS,
        "kind": ["visit", "night"],
        "empty": "",
        "seen-reason": "what stood there before",
    }
    answer = Client().post(f"{PAGE}?from=list", sent, headers=HERE)
    assert (answer.status_code, SIGNED_OUT in answer.text) == (403, True)
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert f'action="{PAGE}?from=list"' in answer.text
    assert sorted(values(answer.text)) == [
        ("empty", ""), ("kind", "night"), ("kind", "visit"), ("reason", WORDS),
        ("seen-reason", "what stood there before"),
    ]  # fmt: skip


def test_words_stand_open_and_what_nobody_typed_stands_behind_a_fold(gp):
    sent = {"seen-reason": "what stood there before", "version": "7", "reason": WORDS}
    typed, _, carried = Client().post(PAGE, sent, headers=HERE).text.partition("<details")
    assert ([name for name, _ in values(typed)], 'name="version"' in carried) == (["reason"], True)
    assert 'name="seen-reason"' in carried


def test_nothing_of_it_is_stored(gp):
    with CaptureQueriesContext(connection) as asked:
        Client().post(PAGE, {"reason": WORDS}, headers=HERE)
    assert [each["sql"] for each in asked if not each["sql"].startswith("SELECT")] == []


@pytest.mark.parametrize(
    "whence",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver.elsewhere.example"},
        {"Origin": "null", "Referer": "http://testserver/"},
        {"Referer": "http://elsewhere.example/http://testserver/"},
        {"Referer": "http://[testserver/"},
    ],
    ids=str,
)
@pytest.mark.parametrize("checks", [False, True], ids=["signed out", "without its mark"])
def test_what_no_page_of_ours_sent_is_not_shown(gp, whence, checks):
    answer = Client(enforce_csrf_checks=checks).post(PAGE, {"reason": WORDS}, headers=whence)
    assert (answer.status_code, "Ring the daughter" in answer.text) == (403, False)
    assert "Send it again" not in answer.text


def test_the_page_that_sent_it_is_known_by_either_header(gp):
    for header in (HERE, {"Referer": f"http://testserver{PAGE}"}):
        assert "Ring the daughter" in Client().post(PAGE, {"reason": WORDS}, headers=header).text


def test_too_much_is_not_sent_back_to_somebody_unknown(gp):
    answer = Client().post(PAGE, {"reason": "é" * (MOST_LETTERS + 1)}, headers=HERE)
    assert (answer.status_code, "éé" in answer.text) == (403, False)


def test_files_are_chosen_again_and_marks_stay_behind(gp):
    sent = {
        "file": SimpleUploadedFile("plan <1>.xlsx", b"x"),
        "csrfmiddlewaretoken": "m" * 64,
        "why": "As agreed",
    }
    answer = Client().post("/files/try/", sent, headers=HERE)
    assert values(answer.text) == [("why", "As agreed")]
    assert "File: choose “plan &lt;1&gt;.xlsx” again" in answer.text
    assert 'enctype="multipart/form-data"' in answer.text
    assert "m" * 64 not in answer.text


def test_a_form_without_its_mark_says_so_and_is_sent_again_with_a_new_one(gp):
    browser = Client(enforce_csrf_checks=True)
    refused = browser.post("/sign-in/", {"account": "a.gp", "next": "/find/"}, headers=HERE)
    assert (refused.status_code, TOO_OLD in refused.text) == (403, True)
    again = dict(values(refused.text))
    (mark,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', refused.text))
    answer = browser.post("/sign-in/", again | {"csrfmiddlewaretoken": mark}, headers=HERE)
    assert answer.headers["Location"] == "/find/"


def test_who_is_signed_in_is_told_as_whom_it_is_sent(gp):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/sign-in/").text
    mark = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[0]
    browser.post("/sign-in/", {"account": "a.gp", "csrfmiddlewaretoken": mark}, headers=HERE)
    answer = browser.post(PAGE, {"reason": WORDS}, headers=HERE)
    assert (TOO_OLD in answer.text, "It is sent as Ada Gee." in answer.text) == (True, True)
    assert "Sign in, in another tab" not in answer.text
