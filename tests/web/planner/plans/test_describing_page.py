"""The form in which a planner changes what is said about a plan: who may, what is refused, what History tells."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from tests.steering.sheets.conftest import now
from tests.web.planner.conftest import NOT_FOR_FIGURES
from tests.web.planner.plans.test_plan_pages import HERE, text_of
from toldonce.steering.sheets.models import BookChange

FORM = f"{HERE}describe/"
LINK = f'href="{FORM}"'


def fields(page: str) -> dict[str, str]:
    """What a browser sends of the form: its fields as they are filled in."""
    inputs = re.findall(r'<input(?=[^>]*name="([\w-]+)")(?=[^>]*value="([^"]*)")([^>]*)>', page)
    texts = re.findall(r'<textarea[^>]*name="([\w-]+)"[^>]*>([^<]*)<', page)
    ticked = [(name, said) for name, said, more in inputs if "checkbox" not in more or "checked" in more]
    return {name: html.unescape(said) for name, said in [*ticked, *texts] if not name.startswith("csrf")}


def send(browser: Client, without: str = "", **typed: str):
    """Open the form, type into it and send it; a box that is not ticked is sent `without`."""
    filled = fields(browser.get(FORM).content.decode()) | {"reason": "a slip"} | typed
    return browser.post(FORM, {name: said for name, said in filled.items() if name != without})


def test_a_planner_changes_what_is_said_and_history_tells_it(pot, planner):
    assert LINK in planner.get(HERE).content.decode()
    answer = send(planner, without="invented", title="Pot of 2020", year="2020/21", about="All of it")
    assert answer.headers["Location"] == HERE
    told = text_of(planner.get(HERE))
    assert "Pot of 2020 Draft 2020/21" in told and "About All of it" in told
    told = text_of(planner.get(f"{HERE}changes/"))
    assert "1. What is said about the plan changed: a slip a.planner" in told
    for each in (
        "The plan, Title Pot of this-year Pot of 2020", "The plan, Financial year 2019/20 2020/21",
        "The plan, About empty All of it", "The plan, Invented Yes No",
    ):  # fmt: skip
        assert each in told, each
    assert planner.post(f"{HERE}changes/1/undo/").status_code == 302
    assert "Pot of this-year Draft Invented in whole or part 2019/20" in text_of(planner.get(HERE))


def test_board_members_are_not_shown_the_form_and_change_nothing(pot, board_member):
    assert LINK not in board_member.get(HERE).content.decode()
    assert board_member.get(FORM).status_code == 403
    assert board_member.post(FORM, {"title": "Mine", "reason": "x"}).status_code == 403
    assert not BookChange.objects.exists()


@pytest.mark.parametrize("role", NOT_FOR_FIGURES)
def test_others_change_nothing(pot, signed_in, role):
    browser = signed_in(role)
    assert browser.post(FORM, {"title": "Mine", "reason": "x"}).status_code == 403
    assert now().book.title == "Pot of this-year"


def test_what_is_refused_is_said_at_its_field_and_what_was_typed_stays(pot, planner):
    answer = send(planner, title="", year="2020/22", source="page 4")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert '<a href="#title">Title is empty, and every plan needs it</a>' in page
    assert "write 2019/20" in text_of(answer) and 'aria-describedby="year-error"' in page
    typed = {name: fields(page)[name] for name in ("title", "year", "source")}
    assert typed == {"title": "", "year": "2020/22", "source": "page 4"}
    assert '<a href="#reason">Say why' in send(planner, title="x", reason="").content.decode()
    assert not BookChange.objects.exists()


def test_the_slower_of_two_is_told_keeps_what_was_typed_and_writes_back_nothing_old(pot, planner, signed_in):
    filled = fields(planner.get(FORM).content.decode()) | {"reason": "a slip"}
    send(signed_in("planner", "another"), title="Pot of 2019", source="page 4")
    refused = planner.post(FORM, filled | {"title": "Our pot"})
    assert refused.status_code == 400
    assert "Title now says “Pot of 2019”: another wrote it (a slip)" in text_of(refused)
    again = fields(refused.content.decode())
    assert (again["title"], again["seen-title"], again["source"]) == ("Our pot", "Pot of 2019", "page 4")
    assert planner.post(FORM, again).status_code == 302
    assert (now().book.title, now().book.source) == ("Our pot", "page 4")


def test_a_submitted_plan_is_made_a_draft_first(pot, planner):
    filled = fields(planner.get(FORM).content.decode())
    planner.post(f"{HERE}act/", {"act": "submit"})
    assert LINK not in planner.get(HERE).content.decode()
    assert "changed only in a draft: make it a draft again on its overview" in text_of(planner.get(FORM))
    refused = planner.post(FORM, filled | {"title": "Our pot", "reason": "x"})
    assert (refused.status_code, now().book.title) == (400, "Pot of this-year")
    assert "is submitted and cannot be edited: withdraw it first" in text_of(refused)
