"""Cells and rows of a book: edited by two people, undone, and kept with author and reason."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, transaction

from tests.steering.sheets.conftest import COLIN, FIONA, POT, now, row_of, said
from toldonce.directory.actors import Actor
from toldonce.ledger.queries import newest
from toldonce.steering.sheets import actions
from toldonce.steering.sheets.actions import Written
from toldonce.steering.sheets.errors import ChangedMeanwhile, EditRefused
from toldonce.steering.sheets.models import BookEdit
from toldonce.steering.sheets.queries import history


def write(*cells: tuple[str, str, str, str], by: Actor = FIONA, why: str = "as agreed") -> actions.Saved:
    """Each cell: the scheme, the column, what it said and what it is to say."""
    written = [Written(row_of(scheme), column, says, seen) for scheme, column, seen, says in cells]
    return actions.edit(by=by, kind=POT, key="this-year", cells=written, reason=why)


def test_a_book_opens_as_it_was_drawn(pot):
    assert said("sources", "source", "amount") == [("Council", "300"), ("Group", "700")]
    assert said("changes", "name", "level") == [("Early planning", ""), ("Trusted assessors", "")]
    assert now().findings == []


def test_an_edit_answers_with_what_does_not_hold_any_more(pot):
    saved = write(("Carers", "amount", "100", "£110"))
    assert list(map(str, saved.opened.findings)) == [
        "Sources, row 1, Amount: brings 300 pounds, and the schemes spend 310 of it"
    ]
    assert now().findings == saved.opened.findings


def test_cells_that_are_not_understood_are_named_and_nothing_is_changed(pot):
    with pytest.raises(EditRefused) as refusal:
        write(("Carers", "amount", "100", "150"), ("Stroke", "growth", "4.6%", "0.046"))
    assert str(refusal.value).startswith(
        "Nothing was changed. Schemes, row 1, Growth: is 0.046: write 0.046%"
    )
    assert said("schemes", "amount") == [("700",), ("100",), ("200",)]


def test_two_editors_of_different_cells_do_not_meet(pot):
    write(("Carers", "amount", "100", "150"), by=FIONA)
    write(("Reablers", "amount", "200", "150"), by=COLIN)
    assert said("schemes", "amount") == [("700",), ("150",), ("150",)]


def test_the_later_of_two_editors_of_one_cell_is_told_who_wrote_what(pot):
    write(("Carers", "amount", "100", "150"), by=FIONA, why="the uplift")
    with pytest.raises(ChangedMeanwhile) as refusal:
        write(("Reablers", "amount", "200", "150"), ("Carers", "amount", "100", "120"), by=COLIN)
    assert str(refusal.value.cells[0]) == (
        "Schemes, row 2, Amount: now says “150”: Fiona Ance wrote it (the uplift)"
    )
    assert said("schemes", "amount") == [("700",), ("150",), ("200",)]


def test_two_editors_who_write_the_same_agree(pot):
    write(("Carers", "amount", "100", "150"), by=FIONA)
    saved = write(("Carers", "amount", "100", "150"), ("Reablers", "amount", "200", "150"), by=COLIN)
    assert [edit.became for edit in saved.change.edits.all()] == ["150"]


@pytest.mark.parametrize(
    ("why", "says", "sentence"),
    [
        ("", "150", "Say why: whoever reads the plan in a year must be able to judge the change."),
        ("as agreed", "100", "Nothing is different from what stands there already."),
    ],
)
def test_a_change_needs_a_reason_and_a_difference(pot, why, says, sentence):
    with pytest.raises(EditRefused, match=sentence):
        write(("Carers", "amount", "100", says), why=why)


@pytest.mark.parametrize(
    ("source", "nearly"),
    [
        ("Group", None), ("The group", ""), ("group", ": “Group” is, with other spaces or capitals"),
        ("City\u00a0council", ": “City council” is, with other spaces or capitals"),
    ],
)  # fmt: skip
def test_a_name_that_only_looks_the_same_is_told_from_the_one_that_is_meant(pot, source, nearly):
    sources = [{"source": "City council", "amount": "0"}]
    actions.add_rows(by=FIONA, kind=POT, key="this-year", sheet="sources", rows=sources, reason="new")
    rows = [{"scheme": "Beds", "source": source, "amount": "0"}]
    saved = actions.add_rows(by=FIONA, kind=POT, key="this-year", sheet="schemes", rows=rows, reason="new")
    says = f"Schemes, row 4, Source: “{source}” is no row of the sheet “Sources”{nearly}"
    assert list(map(str, saved.opened.findings)) == ([] if nearly is None else [says])


def test_what_is_fixed_stays(pot):
    fixed = Written(row_of("Early planning", "changes"), "name", "Late planning", "Early planning")
    with pytest.raises(EditRefused, match="Changes, row 1, Name: stands fixed"):
        actions.edit(by=FIONA, kind=POT, key="this-year", cells=[fixed], reason="no")
    with pytest.raises(EditRefused, match="The rows of “Changes” are fixed"):
        actions.add_rows(by=FIONA, kind=POT, key="this-year", sheet="changes", rows=[{}], reason="no")


def test_rows_are_added_where_they_are_wanted(pot):
    rows = [{"scheme": "Equipment", "source": "Group", "amount": "0"}, {"scheme": "Beds"}]
    saved = actions.add_rows(
        by=FIONA, kind=POT, key="this-year", sheet="schemes", rows=rows, after=row_of("Stroke"), reason="new"
    )
    assert said("schemes", "scheme") == [("Stroke",), ("Equipment",), ("Beds",), ("Carers",), ("Reablers",)]
    assert list(map(str, saved.opened.findings)) == [
        "Schemes, row 3, Source: is empty, and every row needs it",
        "Schemes, row 3, Amount: is empty, and every row needs it",
    ]


def test_rows_can_be_put_between_two_for_ever(pot):
    for _ in range(60):
        actions.add_rows(
            by=FIONA, kind=POT, key="this-year", sheet="sources", rows=[{"source": "x", "amount": "0"}],
            after=row_of("Council", "sources"), reason="again",
        )  # fmt: skip
    assert [name for (name,) in said("sources", "source")] == ["Council", *["x"] * 60, "Group"]


def test_a_row_that_was_edited_removed_and_brought_back_is_not_removed_as_it_was_seen_before(pot):
    row = row_of("Carers")
    write(("Carers", "amount", "100", "150"), by=COLIN)
    here = {"kind": POT, "key": "this-year"}
    removed = actions.remove_rows(**here, by=COLIN, rows={row: 2}, reason="no")
    actions.undo(**here, by=COLIN, version=removed.change.version)
    with pytest.raises(ChangedMeanwhile, match="Schemes, row 2 was changed by somebody else"):
        actions.remove_rows(**here, by=FIONA, rows={row: 1}, reason="as I saw it")


def test_a_row_that_was_edited_meanwhile_is_not_removed(pot):
    seen = {row_of("Carers"): 1}
    write(("Carers", "amount", "100", "150"), by=COLIN)
    with pytest.raises(ChangedMeanwhile, match="Schemes, row 2 was changed by somebody else"):
        actions.remove_rows(by=FIONA, kind=POT, key="this-year", rows=seen, reason="ended")


def test_a_row_moves(pot):
    actions.move_row(
        by=FIONA, kind=POT, key="this-year", row=row_of("Reablers"), after=row_of("Stroke"), reason="order"
    )
    actions.move_row(by=FIONA, kind=POT, key="this-year", row=row_of("Carers"), after=None, reason="order")
    assert said("schemes", "scheme") == [("Carers",), ("Stroke",), ("Reablers",)]


def undo(version: int) -> actions.Saved:
    return actions.undo(by=FIONA, kind=POT, key="this-year", version=version)


def test_every_change_can_be_undone_and_the_undoing_as_well(pot):
    before = now().contents
    changes = [
        write(("Carers", "amount", "100", "150"), ("Stroke", "growth", "4.6%", "")),
        actions.remove_rows(by=FIONA, kind=POT, key="this-year", rows={row_of("Stroke"): 2}, reason="ended"),
        actions.move_row(by=FIONA, kind=POT, key="this-year", row=row_of("Reablers"), after=None, reason="order"),
        actions.add_rows(by=FIONA, kind=POT, key="this-year", sheet="schemes", rows=[{"scheme": "x"}], reason="new"),
    ]  # fmt: skip
    after = now().contents
    undone = [undo(each.change.version) for each in reversed(changes)]
    assert plain(now().contents) == plain(before)
    for each in reversed(undone):
        undo(each.change.version)
    assert plain(now().contents) == plain(after)


def plain(contents):
    return {sheet: [(row.key, row.values) for row in rows] for sheet, rows in contents.items()}


def test_what_others_built_upon_is_not_undone(pot):
    first = write(("Carers", "amount", "100", "150"))
    write(("Carers", "amount", "150", "160"), by=COLIN)
    with pytest.raises(ChangedMeanwhile, match="Schemes, row 2, Amount: was edited after it"):
        undo(first.change.version)


def test_a_change_is_undone_once(pot):
    first = write(("Carers", "amount", "100", "150"))
    undo(first.change.version)
    with pytest.raises(EditRefused, match="undone already"):
        undo(first.change.version)


def test_a_cell_tells_its_history(pot):
    write(("Carers", "amount", "100", "150"), why="the uplift")
    write(("Carers", "amount", "150", "100"), by=COLIN, why="a slip")
    told = [
        (each.change.name, each.change.reason, each.was, each.became) for each in _history("Carers", "amount")
    ]
    assert told == [("Colin Council", "a slip", "150", "100"), ("Fiona Ance", "the uplift", "100", "150")]


def _history(scheme: str, column: str) -> list[BookEdit]:
    return history(now().book, row_of(scheme), column)


def test_history_is_only_ever_added(pot):
    write(("Carers", "amount", "100", "150"))
    with pytest.raises(ProgrammingError, match="only ever added"), transaction.atomic():
        BookEdit.objects.update(became="1")


def test_a_row_of_another_book_is_not_touched(pot):
    with pytest.raises(EditRefused, match="is not there"):
        actions.edit(
            by=FIONA, kind=POT, key="this-year", cells=[Written(10**12, "amount", "1", "")], reason="x"
        )


def test_a_change_is_in_the_ledger(pot):
    write(("Carers", "amount", "100", "150"))
    (last, *_) = newest(acts=["plan.edit"])
    assert (last.account, last.subject, last.why) == ("f.inance", "pot/this-year", "as agreed")
