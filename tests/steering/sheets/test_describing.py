"""What is said about a book, changed while it is a draft: by whom, from which words to which, why, and undone."""

from __future__ import annotations

import pytest

from tests.steering.sheets.conftest import COLIN, FIONA, POT, now, pot_called, row_of, said
from toldonce.directory.actors import Actor
from toldonce.ledger.queries import newest
from toldonce.steering.sheets.actions import Saved, Written, edit, undo
from toldonce.steering.sheets.agreeing import actions
from toldonce.steering.sheets.describing import describe_book
from toldonce.steering.sheets.earlier import as_it_was
from toldonce.steering.sheets.errors import ChangedMeanwhile, EditRefused
from toldonce.steering.sheets.models import Book, BookEdit

HERE = {"kind": POT, "key": "this-year"}
OPENED = {
    "title": "Pot of this-year", "year": "2019/20", "source": "the plan", "about": "First.\nThen.", "invented": "Yes",
}  # fmt: skip


@pytest.fixture
def described(own_database) -> Book:
    """A pot that says all that a book can say about itself; its lines end as a browser sends them."""
    return pot_called("this-year", year=2019, source="the plan", about="First.\r\nThen.", invented=True)


def describe(by: Actor = FIONA, why: str = "a slip", seen: dict[str, str] = OPENED, **says: str) -> Saved:
    """Send the form as it was seen, but for some of its words."""
    return describe_book(by=by, **HERE, says=seen | says, seen=seen, reason=why)


def tells() -> tuple:
    book = now().book
    return book.title, book.year, book.source, book.about, book.invented


AS_OPENED = ("Pot of this-year", 2019, "the plan", "First.\r\nThen.", True)
CHANGES = [  # what is written, what it was and became as history keeps it, what the book says then
    ({"title": " Pot of 2019 "}, "Pot of this-year", "Pot of 2019", "Pot of 2019"),
    ({"year": "2020/21"}, "2019", "2020", 2020),
    ({"year": ""}, "2019", "", None),
    ({"source": "page 3"}, "the plan", "page 3", "page 3"),
    ({"source": ""}, "the plan", "", ""),
    ({"about": "First.\r\nLast."}, "First.\nThen.", "First.\nLast.", "First.\nLast."),
    ({"invented": "no"}, "yes", "no", False),
]


@pytest.mark.parametrize(("says", "was", "became", "then"), CHANGES)
def test_each_word_is_changed_kept_in_history_and_undone(described, says, was, became, then):
    saved = describe(**says)
    (column,) = says
    assert (getattr(now().book, column), now().book.version) == (then, 1)
    assert [(each.sheet, each.column, each.was, each.became) for each in saved.change.edits.all()] == [
        ("", column, was, became)
    ]
    assert (saved.change.name, saved.change.reason) == ("Fiona Ance", "a slip")
    undo(by=COLIN, **HERE, version=1)
    assert [f"{each}".replace("\r", "") for each in tells()] == [
        f"{each}".replace("\r", "") for each in AS_OPENED
    ]
    undo(by=COLIN, **HERE, version=2)
    assert getattr(now().book, column) == then


REFUSED = [
    ({"title": " "}, "Nothing was changed. The plan, Title: is empty, and every plan needs it"),
    ({"title": "x" * 201}, "Nothing was changed. The plan, Title: has 201 letters: 200 at most"),
    ({"year": "2019/21"}, "The plan, Financial year: “2019/21” is no financial year: write 2019/20"),
    ({"source": "a\x00b"}, "The plan, Source: holds a character that no text has"),
    ({"about": "x" * 4001, "year": "x"}, "“x” is no financial year: write 2019/20 \\(and 1 more\\)"),
    ({"invented": "perhaps"}, "The plan, Invented: “perhaps” is neither yes nor no"),
    ({"source": "page 3", "why": " "}, "Say why: whoever reads the plan in a year"),
    ({}, "Nothing is different from what stands there already."),
]


@pytest.mark.parametrize(("says", "sentence"), REFUSED)
def test_what_cannot_be_said_is_refused_and_nothing_is_changed(described, says, sentence):
    with pytest.raises(EditRefused, match=sentence):
        describe(**says)
    assert (tells(), BookEdit.objects.count()) == (AS_OPENED, 0)


def test_two_who_change_other_words_do_not_meet(described):
    describe(by=FIONA, title="Pot of 2019")
    describe(by=COLIN, source="page 3")
    assert tells() == ("Pot of 2019", 2019, "page 3", "First.\r\nThen.", True)


def test_the_later_of_two_who_change_the_same_words_is_told_who_wrote_what(described):
    describe(by=FIONA, year="2020/21", why="the year was wrong")
    with pytest.raises(ChangedMeanwhile) as refusal:
        describe(by=COLIN, year="2021/22", source="page 3")
    assert [f"{each}" for each in refusal.value.cells] == [
        "The plan, Financial year: now says “2020/21”: Fiona Ance wrote it (the year was wrong)"
    ]
    assert tells()[1:3] == (2020, "the plan")
    describe(by=COLIN, year="2021/22", seen=OPENED | {"year": "2020/21"})
    assert tells()[1] == 2021


def test_two_who_write_the_same_agree(described):
    describe(by=FIONA, title="Pot of 2019")
    saved = describe(by=COLIN, title="Pot of 2019", source="page 3")
    assert [each.column for each in saved.edits] == ["source"]


def test_words_that_others_changed_again_are_not_undone(described):
    describe(title="Pot of 2019")
    describe(by=COLIN, title="Our pot", seen=OPENED | {"title": "Pot of 2019"})
    with pytest.raises(ChangedMeanwhile, match="The plan, Title: was changed after it"):
        undo(by=FIONA, **HERE, version=1)
    assert tells()[0] == "Our pot"


def test_only_a_draft_is_described_anew(described):
    describe(title="Pot of 2019")
    actions.submit(by=FIONA, **HERE)
    with pytest.raises(
        EditRefused, match="“Pot of 2019” is submitted and cannot be edited: withdraw it first"
    ):
        describe(title="Our pot", seen=OPENED | {"title": "Pot of 2019"})
    with pytest.raises(EditRefused, match="is submitted and cannot be edited"):
        undo(by=FIONA, **HERE, version=1)


def test_the_cells_and_what_they_said_before_stay_as_they_are(described):
    cells = [Written(row_of("Carers"), "amount", "150", "100")]
    edit(by=COLIN, **HERE, cells=cells, reason="the uplift")
    describe(title="Pot of 2019")
    assert said("schemes", "amount") == [("700",), ("150",), ("200",)]
    assert [row["amount"] for row in as_it_was(now(), 0)["schemes"]] == [700, 100, 200]


def test_it_is_in_the_ledger(described):
    describe(title="Pot of 2019", invented="no")
    (last, *_) = newest(acts=["plan.describe"])
    assert (last.account, last.subject, last.why) == ("f.inance", "pot/this-year", "a slip")
    assert last.detail == '{"changed": ["title", "invented"], "version": 1}'
