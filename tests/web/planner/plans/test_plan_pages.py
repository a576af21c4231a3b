"""The pages of plans: what they show, who may change what, and what is refused where."""

from __future__ import annotations

import html
import io
import re
from dataclasses import replace

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests.steering.sheets.conftest import POT, now, pot_called, row_of, said
from tests.web.planner.conftest import NOT_FOR_FIGURES
from toldonce.directory.models import Post
from toldonce.steering.books import KINDS
from toldonce.steering.sheets.agreeing.parties import holding
from toldonce.steering.sheets.declaring import Column
from toldonce.steering.sheets.kinds import Pounds
from toldonce.steering.sheets.models import Book

HERE = "/plans/pot/this-year/"
SCHEMES = f"{HERE}sheets/schemes/"


def text_of(answer) -> str:
    """The words of a page, without its tags and double spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def keep(browser: Client, sheet: str = "schemes", **asked):
    """Send what the grid sends."""
    asked = {"reason": "as agreed", **asked}
    return browser.post(f"{HERE}sheets/{sheet}/keep/", asked, content_type="application/json")


def cell(row: int, column: str, seen: str, says: str) -> dict:
    return {"row": row, "column": column, "seen": seen, "says": says}


def pages() -> list[str]:
    row = row_of("Carers")
    return [
        "/plans/",
        HERE,
        SCHEMES,
        f"{HERE}changes/",
        f"{HERE}compare/",
        f"{SCHEMES}rows/{row}/amount/",
        f"{SCHEMES}csv/",
    ]


def test_planners_and_board_members_read_every_page(pot, planner, board_member):
    for page in pages():
        assert (planner.get(page).status_code, board_member.get(page).status_code) == (200, 200), page


@pytest.mark.parametrize("role", NOT_FOR_FIGURES)
def test_others_read_none(pot, signed_in, role):
    browser = signed_in(role)
    assert {browser.get(page).status_code for page in pages()} == {403}


def test_board_members_change_no_cell(pot, board_member):
    row = row_of("Carers")
    assert keep(board_member, act="edit", cells=[cell(row, "amount", "100", "1")]).status_code == 403
    for page in (
        f"{SCHEMES}rows/{row}/",
        f"{SCHEMES}rows/new/",
        f"{SCHEMES}paste/",
        f"{HERE}copy/",
        "/plans/new/",
    ):
        assert board_member.get(page).status_code == 403
    assert board_member.post(f"{HERE}act/", {"act": "submit"}).status_code == 403
    assert "data-keep" not in board_member.get(SCHEMES).content.decode()


def test_what_is_not_there_is_not_found(pot, planner):
    row = row_of("Carers")
    for page in (
        "/plans/pot/last-year/", "/plans/jar/this-year/", f"{HERE}sheets/sums/", f"{SCHEMES}rows/999999/",
        f"{SCHEMES}rows/{row}/owner/", f"{HERE}sheets/sources/rows/{row}/",
    ):  # fmt: skip
        assert planner.get(page).status_code == 404, page


def test_an_edit_answers_with_the_cell_and_with_all_that_does_not_hold(pot, planner):
    row = row_of("Carers")
    told = keep(planner, act="edit", cells=[cell(row, "amount", "100", "£1.5k")]).json()
    assert told["cells"] == {f"c-{row}-amount": "1,500"}
    assert told["versions"] == {f"{row}": 2}
    assert told["summary"] == "1 error."
    assert "brings 300 pounds, and the schemes spend 1,700 of it" in told["findings"]
    source = row_of("Council", "sources")
    assert f'href="/plans/pot/this-year/sheets/sources/#c-{source}-amount"' in told["findings"]
    marked = keep(
        planner, "sources", act="edit", cells=[cell(source, "source", "Council", "The council")]
    ).json()
    assert marked["marks"][f"c-{source}-amount"] == "at-error"


def test_who_submits_a_plan_that_names_nobody_is_told_that_somebody_else_signs(pot, planner, signed_in):
    Book.objects.update(parties=[])
    Post.objects.filter(account__username="a.planner").update(title="Director")
    planner.post(f"{HERE}act/", {"act": "submit"})
    told = planner.get(HERE)
    assert "You submitted it, so somebody else must sign it." in text_of(told)
    digest = re.search(r'name="digest" value="(\w+)"', other_director(signed_in).get(HERE).content.decode())
    assert digest
    asked = {"act": "sign", "digest": digest[1], "capacity": "QQQ|Director"}
    refused = planner.post(f"{HERE}act/", asked)
    assert (refused.status_code, now().book.state) == (400, "submitted")
    assert "somebody else must sign, so that two people have read what is agreed" in text_of(refused)
    assert other_director(signed_in).post(f"{HERE}act/", asked).status_code == 302
    assert now().book.state == "agreed"


def other_director(signed_in) -> Client:
    browser = signed_in("planner", "another")
    Post.objects.filter(account__username="another").update(title="Director")
    return browser


def test_a_sheet_is_downloaded_as_a_table_by_planners_and_board_members(pot, planner, board_member):
    for browser in (planner, board_member):
        answer = browser.get(f"{SCHEMES}csv/")
        assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
        assert answer["Content-Disposition"] == 'attachment; filename="pot-this-year-schemes-version-0.csv"'
        heads, stroke, *_ = answer.content.decode("utf-8-sig").splitlines()
        assert heads == "Scheme,Source,Amount,Area,Growth,Factor,Pooled"
        assert stroke == "Stroke,Group,700,Health care,4.6%,1.5,Yes"
        assert f'href="{SCHEMES}csv/"' in browser.get(SCHEMES).content.decode()
        assert f'href="{SCHEMES}csv/"' in browser.get(f"{HERE}file/").content.decode()
    assert planner.get(f"{HERE}sheets/sums/csv/").status_code == 404


def test_who_opens_a_plan_that_somebody_else_opens_at_this_moment_is_told(pot, planner, other):
    asked = {"kind": "pot", "title": "Next year", "year": "2020/21"}
    with transaction.atomic():
        pot_called("next-year")
        later = other.has_to_wait(lambda: planner.post("/plans/new/", asked))
    answer = later.result(20)
    assert answer.status_code == 400
    assert "There is a Pot of money called “next-year” already: choose another key." in text_of(answer)
    assert Book.objects.filter(key="next-year").count() == 1


def test_an_edit_is_kept_when_the_plan_cannot_be_checked(pot, planner, monkeypatch):
    def failing(contents):
        raise RuntimeError("no check was made for this")

    monkeypatch.setitem(KINDS, "pot", replace(POT, check=failing))
    answer = keep(planner, act="edit", cells=[cell(row_of("Carers"), "amount", "100", "150")])
    assert (answer.status_code, answer.json()["summary"]) == (200, "1 error.")
    assert f'<a href="{HERE}">The plan</a>: could not be checked' in answer.json()["findings"]
    assert said("schemes", "amount") == [("700",), ("150",), ("200",)]
    for page in pages():
        assert planner.get(page).status_code == 200, page
    refused = planner.post(f"{HERE}act/", {"act": "submit"})
    assert "The plan cannot be submitted while it does not hold." in text_of(refused)


def test_an_amount_that_may_be_meant_in_thousands_is_said(pot, planner):
    told = keep(planner, act="edit", cells=[cell(row_of("Stroke"), "amount", "700", "700000")]).json()
    assert told["doubts"] == [
        "Amount: 700,000 is about a thousand times 700, which stood there. Undo it if it was meant in thousands."
    ]


def test_a_pasted_block_is_taken_asked_about_or_refused(pot, planner):
    row = row_of("Carers")
    seen = {f"{row}:amount": "100", f"{row_of('Reablers')}:amount": "200"}
    told = keep(planner, act="paste", text="110\n190", row=row, column="amount", seen=seen)
    assert (told.status_code, said("schemes", "amount")) == (200, [("700",), ("110",), ("190",)])
    question = keep(planner, act="paste", text="Scheme\tAmount £000\nBeds\t5", seen={}).json()
    assert question["times"] == 1000
    answer = keep(
        planner, act="paste", text="Scheme\tSource\tAmount £000\nBeds\tGroup\t5", times=1000, seen={}
    )
    assert (answer.status_code, said("schemes", "scheme", "amount")[-1]) == (200, ("Beds", "5,000"))
    assert "<tr" in answer.json()["rows"]


def test_the_slower_of_two_is_told_and_gets_what_stands_there(pot, planner, signed_in):
    other, row = signed_in("planner", "another"), row_of("Carers")
    keep(other, act="edit", cells=[cell(row, "amount", "100", "150")], reason="the uplift")
    told = keep(planner, act="edit", cells=[cell(row, "amount", "100", "120")])
    assert told.status_code == 409
    assert "now says “150”: another wrote it (the uplift)" in told.json()["refused"]
    assert ">150</td>" in told.json()["rows"]


def test_rows_are_added_removed_and_brought_back(pot, planner):
    added = keep(planner, act="add", after=row_of("Stroke")).json()
    assert said("schemes", "scheme") == [("Stroke",), ("",), ("Carers",), ("Reablers",)]
    keep(planner, act="undo", version=added["version"], reason="")
    removed = keep(planner, act="remove", row=row_of("Carers"), version=1).json()
    assert said("schemes", "scheme") == [("Stroke",), ("Reablers",)]
    keep(planner, act="undo", version=removed["version"], reason="")
    assert said("schemes", "scheme") == [("Stroke",), ("Carers",), ("Reablers",)]


MISSHAPEN = [
    b"", b"[]", b"{", b'{"act": "drop"}', b'{"act": ["edit"]}', b'{"act": {}}',
    b'{"act": "edit", "cells": [1]}', b'{"act": "edit", "cells": {}}',
    b'{"act": "edit", "cells": [{"row": "1", "column": "a", "says": "", "seen": ""}]}',
    b'{"act": "remove", "row": -1}', b'{"act": "remove", "row": 99999999999999999999}',
    b'{"act": "paste", "text": "x", "seen": {"a": 1}}', b'{"act": "edit", "reason": null}',
]  # fmt: skip


@pytest.mark.parametrize("body", MISSHAPEN)
def test_what_no_grid_sends_is_refused(pot, planner, body):
    answer = planner.post(f"{SCHEMES}keep/", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["refused"]


@pytest.mark.parametrize("words", ["\0", "a\x01b"])
def test_no_character_that_no_text_has_gets_in(pot, planner, words):
    row = row_of("Carers")
    for asked in (
        {"act": "edit", "cells": [cell(row, "scheme", "Carers", words)]},
        {"act": "edit", "cells": [cell(row, "scheme", "Carers", "x")], "reason": words},
        {"act": "edit", "cells": [cell(row, words, "Carers", "x")]},
        {"act": "edit", "cells": [cell(row, "scheme", words, "x")]},
        {"act": "paste", "text": words, "row": row, "column": "scheme"},
    ):
        assert keep(planner, **asked).status_code in (400, 409)
    assert said("schemes", "scheme")[1] == ("Carers",)


def test_words_are_shown_as_words(pot, planner):
    keep(
        planner,
        act="edit",
        cells=[cell(row_of("Carers"), "scheme", "Carers", "<script>x</script>")],
        reason="<b>",
    )
    for page in (SCHEMES, f"{HERE}changes/"):
        assert "<script>x" not in planner.get(page).content.decode()


def test_amounts_say_that_they_are_pounds(pot, planner):
    for page in (SCHEMES, f"{SCHEMES}rows/{row_of('Carers')}/"):
        assert "Amount (£)" in text_of(planner.get(page))


@pytest.mark.parametrize(("head", "said"), [("Amount", "Amount (£)"), ("£ an FTE", "£ an FTE")])
def test_a_head_that_names_its_unit_is_left_as_it_is(head, said):
    assert Column("amount", head, Pounds()).head_with_unit == said


def test_what_is_undone_is_not_doubted(pot, planner):
    row = row_of("Carers")
    typed = keep(planner, act="edit", cells=[cell(row, "amount", "100", "100000")]).json()
    undone = keep(planner, act="undo", version=typed["version"]).json()
    assert (len(typed["doubts"]), undone["doubts"]) == (1, [])


def test_the_pages_and_sheets_of_a_plan_can_be_skipped(pot, planner):
    page = planner.get(SCHEMES).content.decode()
    assert (
        page.index('href="#plan"')
        < page.index('class="plan-tabs"')
        < page.index('id="plan"')
        < page.index("<table")
    )


def test_long_words_are_given_a_wider_column(pot, planner):
    row, told = row_of("Carers"), "As the paper says. " * 9
    assert 'class="words long"' not in planner.get(SCHEMES).content.decode()
    keep(planner, act="edit", cells=[cell(row, "scheme", "Carers", told)])
    assert planner.get(SCHEMES).content.decode().count('class="words long"') == 1


def test_every_page_of_a_plan_has_a_title_of_its_own(pot, planner):
    row = f"{SCHEMES}rows/{row_of('Carers')}/"
    asked = (
        HERE,
        f"{HERE}describe/",
        SCHEMES,
        f"{SCHEMES}paste/",
        f"{SCHEMES}rows/new/",
        row,
        f"{row}amount/",
    )
    titles = [re.findall(r"<title>(.*?)</title>", planner.get(page).content.decode())[0] for page in asked]
    assert len(set(titles)) == len(asked)


def test_a_row_is_a_form_without_scripts(pot, planner):
    page = f"{SCHEMES}rows/{row_of('Carers')}/"
    said_now = {"says-scheme": "Carers", "seen-scheme": "Carers", "says-amount": "150", "seen-amount": "100"}
    assert planner.post(page, {**said_now, "reason": "as agreed"}).status_code == 302
    assert said("schemes", "amount")[1] == ("150",)
    refused = planner.post(page, {**said_now, "says-amount": "a lot", "reason": "as agreed"})
    assert refused.status_code == 400
    assert "Schemes, row 2, Amount: “a lot” is no amount of pounds" in text_of(refused)
    assert 'value="a lot"' in refused.content.decode()


def test_a_row_form_that_is_refused_writes_nobodys_older_words_back(pot, planner):
    page = f"{SCHEMES}rows/{row_of('Carers')}/"
    before = {"says-scheme": "Carers", "seen-scheme": "Carers", "says-amount": "100", "seen-amount": "100"}
    planner.post(page, {**before, "says-amount": "150", "reason": "another's edit"})
    refused = planner.post(page, {**before, "says-scheme": "x" * 5000, "reason": "too long"})
    assert refused.status_code == 400
    shown = re.findall(r'value="(1[05]0)"', refused.content.decode())
    assert shown == ["150", "150"]  # as it was seen, and in the field, where nothing was typed


def test_a_row_moves_up_down_and_away_by_its_form(pot, planner):
    page = f"{SCHEMES}rows/{row_of('Carers')}/"
    planner.post(page, {"act": "up", "reason": "order"})
    assert said("schemes", "scheme") == [("Carers",), ("Stroke",), ("Reablers",)]
    planner.post(page, {"act": "down", "reason": "order"})
    planner.post(page, {"act": "down", "reason": "order"})
    assert said("schemes", "scheme") == [("Stroke",), ("Reablers",), ("Carers",)]
    planner.post(page, {"act": "remove", "version": now().contents["schemes"][2].version, "reason": "ended"})
    assert said("schemes", "scheme") == [("Stroke",), ("Reablers",)]


def test_a_row_is_added_by_a_form(pot, planner):
    planner.post(
        f"{SCHEMES}rows/new/",
        {"says-scheme": "Beds", "says-source": "Group", "says-amount": "0", "reason": "x"},
    )
    assert said("schemes", "scheme", "amount")[-1] == ("Beds", "0")


def test_a_table_is_pasted_into_a_box(pot, planner):
    asked = {"cells": "Scheme\tSource\tAmount (£k)\nBeds\tGroup\t1.5", "reason": "the plan, page 9"}
    answer = planner.post(f"{SCHEMES}paste/", asked)
    assert "says thousands of pounds, and this sheet holds pounds" in text_of(answer)
    assert planner.post(f"{SCHEMES}paste/", {**asked, "times": "1000"}).status_code == 302
    assert said("schemes", "scheme", "amount")[-1] == ("Beds", "1,500")


def test_every_cell_of_a_pasted_table_that_cannot_be_taken_is_said(pot, planner):
    asked = {
        "cells": "Scheme\tSource\tAmount\tGrowth\nBeds\tGroup\t£000\t0.05\nBaths\tGroup\t9.5\t5%",
        "reason": "x",
    }
    told = text_of(planner.post(f"{SCHEMES}paste/", asked))
    for cell_and_why in (
        "Schemes, row 4, Amount: “£000” is how heads say thousands",
        "Schemes, row 4, Growth: is 0.05: write 0.05% if it is that, or 5% if it is a fraction",
        "Schemes, row 5, Amount: “9.5” has pence",
    ):
        assert cell_and_why in told
    assert said("schemes", "scheme") == [("Stroke",), ("Carers",), ("Reablers",)]


def test_a_plan_is_opened_copied_and_compared(pot, planner):
    opened = planner.post("/plans/new/", {"kind": "pot", "title": "A new pot", "year": "2020/21"})
    assert opened.headers["Location"] == "/plans/pot/a-new-pot/"
    copied = planner.post(f"{HERE}copy/", {"title": "Pot of next year", "year": "2020/21"})
    assert copied.headers["Location"] == "/plans/pot/pot-of-next-year/"
    keep(planner, act="edit", cells=[cell(row_of("Carers"), "amount", "100", "150")])
    told = text_of(planner.get("/plans/pot/pot-of-next-year/compare/"))
    assert "Schemes, row 2, Amount 150 100" in told
    for wrong in (
        {"kind": "pot", "title": ""},
        {"kind": "jar", "title": "x"},
        {"kind": "pot", "title": "x", "year": "2020/22"},
    ):
        assert planner.post("/plans/new/", wrong).status_code == 400


def test_a_plan_is_marked_as_invented_as_it_is_opened_and_so_is_its_copy(pot, planner):
    typed = {"kind": "pot", "title": "Trial", "year": "2020/21", "invented": "yes"}
    planner.post("/plans/new/", typed)
    assert "Draft Invented in whole or part 2020/21" in text_of(planner.get("/plans/pot/trial/"))
    assert 'value="yes" checked' in planner.get("/plans/pot/trial/copy/").content.decode()
    planner.post("/plans/pot/trial/copy/", {"title": "Meant", "year": "2021/22"})
    assert "Draft 2021/22" in text_of(planner.get("/plans/pot/meant/"))


def test_a_plan_is_submitted_signed_and_withdrawn(pot, planner, board_member):
    Post.objects.filter(role="board_member").update(title="Chair of the board")
    assert planner.post(f"{HERE}act/", {"act": "submit"}).status_code == 302
    assert 'name="digest"' not in planner.get(HERE).content.decode()
    assert "cannot be edited" in text_of(planner.get(SCHEMES))
    form = board_member.get(HERE).content.decode()
    digest = re.search(r'name="digest" value="(\w+)"', form)
    assert digest
    board_member.post(
        f"{HERE}act/", {"act": "sign", "digest": digest[1], "capacity": "QQQ|Chair of the board"}
    )
    assert ([each.name for each in holding(now())], now().book.state) == (["a.board_member"], "agreed")
    assert planner.post(f"{HERE}act/", {"act": "withdraw"}).status_code == 400
    planner.post(f"{HERE}act/", {"act": "withdraw", "reason": "the uplift was missed"})
    assert now().book.state == "draft"


def test_a_planner_says_who_must_sign_and_a_board_member_does_not(pot, planner, board_member):
    Post.objects.filter(role="board_member").update(title="Chair of the audit committee")
    assert "Chair of the board which nobody holds now" in text_of(planner.get(HERE))
    assert "Say who must sign" not in text_of(board_member.get(HERE))
    wanted = {"act": "name", "party": "QQQ|Chair of the audit committee"}
    assert board_member.post(f"{HERE}act/", wanted).status_code == 403
    assert planner.post(f"{HERE}act/", {**wanted, "party": "QQQ|Nobody"}).status_code == 400
    assert planner.post(f"{HERE}act/", wanted).status_code == 302
    assert "To be signed by Chair of the audit committee." in text_of(planner.get(HERE))


def test_a_plan_with_errors_is_not_submitted_and_its_cells_are_named(pot, planner):
    keep(planner, act="edit", cells=[cell(row_of("Carers"), "amount", "100", "150")])
    answer = planner.post(f"{HERE}act/", {"act": "submit"})
    assert answer.status_code == 400
    assert "cannot be submitted while it does not hold. Sources, row 1, Amount" in text_of(answer)


def test_the_history_tells_the_first_edits_of_a_change_and_counts_the_others(pot, planner):
    block = "\n".join(f"Scheme {at}\tGroup\t{at}" for at in range(14))
    keep(planner, act="paste", text=block, seen={})
    row = row_of("Carers")
    keep(planner, act="edit", cells=[cell(row, "amount", "100", "150")])
    told = text_of(planner.get(f"{HERE}changes/"))
    assert "Schemes, row 2, Amount 100 150" in told
    assert "Scheme 11 | Group | 11" in told and "Scheme 12 | Group | 12" not in told
    assert "And 2 more edits." in told


def test_a_cell_is_commented_on_and_its_history_told(pot, planner, board_member):
    row = row_of("Carers")
    page = f"{SCHEMES}rows/{row}/amount/"
    keep(planner, act="edit", cells=[cell(row, "amount", "100", "150")], reason="the uplift")
    board_member.post(page, {"says": "Why so much?"})
    assert f'id="c-{row}-amount" class="number has-comment"' in planner.get(SCHEMES).content.decode()
    comment = re.search(r'name="answers" value="(\d+)"', planner.get(page).content.decode())
    assert comment
    planner.post(page, {"says": "It was agreed.", "answers": comment[1]})
    planner.post(page, {"resolve": comment[1]})
    told = text_of(board_member.get(page))
    assert "Why so much?" in told and "It was agreed." in told and "Resolved by a.planner" in told
    assert "100 became 150 a.planner" in told and "the uplift" in told
    assert board_member.post(page, {"says": " "}).status_code == 400


def test_a_change_is_undone_from_the_list(pot, planner):
    told = keep(planner, act="edit", cells=[cell(row_of("Carers"), "amount", "100", "150")]).json()
    assert planner.post(f"{HERE}changes/{told['version']}/undo/").status_code == 302
    assert said("schemes", "amount")[1] == ("100",)
    assert planner.post(f"{HERE}changes/{told['version']}/undo/").status_code == 400


def sent(browser: Client, content: bytes):
    return browser.post(f"{HERE}file/", {"file": SimpleUploadedFile("plan.xlsx", content), "act": "look"})


def edited(content: bytes, sheet: str, cell: str, value: object) -> bytes:
    book, out = openpyxl.load_workbook(io.BytesIO(content)), io.BytesIO()
    book[sheet][cell] = value
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_downloaded_edited_looked_at_and_taken(pot, planner):
    content = planner.get(f"{HERE}file/workbook/").content
    looked = sent(planner, edited(content, "Schemes", "D3", 150))
    assert "Schemes, row 2, Amount 100 150" in text_of(looked)
    assert said("schemes", "amount")[1] == ("100",)
    assert "Are the amounts of the file pounds?" not in text_of(looked)
    refused = taken(planner, looked, reason="")
    assert (refused.status_code, "Schemes, row 2, Amount 100 150" in text_of(refused)) == (400, True)
    assert taken(planner, refused).status_code == 302
    assert said("schemes", "amount")[1] == ("150",)
    again = taken(planner, looked)
    assert "The plan was edited since the file was compared with it" in text_of(again)


def taken(browser: Client, looked, **said: str):
    """Take what was looked at."""
    form = re.search(r'name="sent" value="([^"]+)"', looked.content.decode())
    assert form
    return browser.post(f"{HERE}file/", {"act": "take", "sent": form[1], "reason": "in a file", **said})


@pytest.mark.parametrize(("times", "amount"), [("1", "100,000"), ("1000", "100,000,000")])
def test_a_workbook_whose_amounts_may_be_thousands_is_asked_about_before_it_is_taken(
    pot, planner, times, amount
):
    content = planner.get(f"{HERE}file/workbook/").content
    looked = sent(planner, edited(content, "Schemes", "D3", 100_000))
    strange = "Schemes, row 2, Amount: 100,000 is about a thousand times 100, which stood there"
    assert f"Are the amounts of the file pounds? {strange}" in text_of(looked)
    asked = taken(planner, looked)
    assert (asked.status_code, said("schemes", "amount")[1]) == (400, ("100",))
    assert f"Say whether the amounts of the file are pounds. {strange}." in text_of(asked)
    assert taken(planner, asked, times=times).status_code == 302
    assert said("schemes", "amount")[1] == (amount,)


def test_a_broken_workbook_is_refused_with_its_cells(pot, planner):
    content = planner.get(f"{HERE}file/workbook/").content
    answer = sent(planner, edited(content, "Schemes", "D1", "Amount £000"))
    assert answer.status_code == 400
    assert "Schemes, D1: says “Amount £000”, where “Amount” belongs" in text_of(answer)
    for wrong in (b"", b"no workbook"):
        assert sent(planner, wrong).status_code == 400
    assert planner.post(f"{HERE}file/", {"act": "take", "sent": "forged"}).status_code == 400


def test_a_board_member_takes_a_workbook_home_and_brings_none(pot, board_member):
    content = board_member.get(f"{HERE}file/workbook/").content
    sent(board_member, edited(content, "Schemes", "D3", 150))
    assert 'name="file"' not in board_member.get(f"{HERE}file/").content.decode()


LONG_NUMBER = "9" * 5_000  # more digits than Python turns into a number


def test_a_row_is_not_removed_by_a_version_that_is_no_number_of_one(pot, planner):
    row = row_of("Carers")
    gone = planner.post(f"{SCHEMES}rows/{row}/", {"act": "remove", "version": LONG_NUMBER, "reason": "twice"})
    assert gone.status_code == 400
    assert "was changed by somebody else since you saw it" in text_of(gone)


@pytest.mark.parametrize(
    "about",
    [
        {"title": "x" * 201},
        {"title": "a\x00b"},
        {"source": "a\x00b"},
        {"about": "\x01"},
        {"source": "x" * 4001},
        {"about": "x" * 4001},
    ],
)
def test_a_plan_is_not_opened_with_words_that_cannot_be_kept(pot, planner, about):
    opened = planner.post(
        "/plans/new/", {"kind": "pot", "key": "next", "title": "Next", "year": "2020/21"} | about
    )
    assert opened.status_code == 400
    assert not Book.objects.filter(key="next").exists()


def test_a_change_with_the_longest_reason_is_undone(pot, planner):
    planner.post(
        f"{SCHEMES}rows/{row_of('Carers')}/",
        {"says-scheme": "Care", "seen-scheme": "Carers", "reason": "x" * 1000},
    )
    assert planner.post(f"{HERE}changes/1/undo/").status_code == 302
    assert row_of("Carers")


def test_a_submitted_note_is_as_long_as_any_reason(pot, planner):
    assert planner.post(f"{HERE}act/", {"act": "submit", "reason": "a\x00b"}).status_code == 400
    assert now().book.state == "draft"
