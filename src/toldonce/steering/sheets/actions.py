"""The doors by which books change: each change is one act of one person, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from toldonce.directory.actors import Actor
from toldonce.ledger import actions as ledger
from toldonce.steering.sheets import saving
from toldonce.steering.sheets.comparing import Comparison
from toldonce.steering.sheets.declaring import THE_PLAN, At, BookKind, Finding, Sheet
from toldonce.steering.sheets.describing import set_words
from toldonce.steering.sheets.errors import ChangedMeanwhile, EditRefused
from toldonce.steering.sheets.kinds import NotUnderstood, Value
from toldonce.steering.sheets.models import Act, BookChange, BookEdit, BookRow
from toldonce.steering.sheets.saving import Saved, Saving
from toldonce.steering.sheets.stored import kept, told_of, value_of
from toldonce.steering.sheets.typed import rows_of

CELLS_AT_MOST = 20_000  # in one change


@dataclass(frozen=True, slots=True)
class Written:
    """A cell as somebody writes it: `seen` is what it said on the page on which they did."""

    row: int
    column: str
    says: str
    seen: str = ""


@transaction.atomic
def edit(
    *, by: Actor, kind: BookKind, key: str, cells: Sequence[Written], reason: str,
    added: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
) -> Saved:  # fmt: skip
    """Edit cells of a book and add rows behind the last of their sheets, all or none of it.

    Half a block that was pasted is a plan that nobody made.

    Raises EditRefused with the cells that are not understood or cannot be edited, ChangedMeanwhile with those that
    somebody else has changed to something else since they were seen. Cells that others do not touch never collide.
    """
    change = saving.locked(kind, key)
    if len(cells) > CELLS_AT_MOST:
        raise EditRefused(
            f"At most {CELLS_AT_MOST:,} cells can be changed in one go: these are {len(cells):,}."
        )
    values = _understood(change, cells)
    _refuse_changed_meanwhile(change, values)
    for written, value in values:
        row = change.row(written.row)
        change.set_cell(row, written.column, change.sheet(row).by_key[written.column].kind.keep(value))
    for sheet, rows in (added or {}).items():
        table = _growing(kind, sheet)
        change.add_all(table, _written_rows(change, table, rows), None)
    return _saved(by, change, Act.EDIT, reason)


def _understood(change: Saving, cells: Sequence[Written]) -> list[tuple[Written, Value]]:
    understood, wrong = [], []
    for written in cells:
        row = change.row(written.row)
        column = change.sheet(row).by_key.get(written.column)
        if column is None:
            raise EditRefused(f"The sheet “{change.sheet(row).title}” has no column “{written.column[:40]}”.")
        try:
            value = column.kind.read(written.says)
        except NotUnderstood as trouble:
            wrong.append((row, column.key, str(trouble), None))
            continue
        if column.fixed and column.kind.keep(value) != row.values.get(column.key, ""):
            wrong.append((row, column.key, "stands fixed: it is not edited here", None))
        understood.append((written, value))
    if wrong:
        raise saving.refused("Nothing was changed.", change.found_at(wrong))
    return understood


def _refuse_changed_meanwhile(change: Saving, values: Iterable[tuple[Written, Value]]) -> None:
    changed: list[tuple[BookRow, str, Value]] = []
    for written, value in values:
        row = change.row(written.row)
        column = change.sheet(row).by_key[written.column]
        now = value_of(column, row.values.get(column.key, ""))
        if now not in (value, _seen(column.kind, written.seen)):
            changed.append((row, column.key, now))
    if changed:
        collisions = _collisions(change, changed)
        first = collisions[0]
        raise ChangedMeanwhile(
            f"Nothing was changed: somebody else has changed {len(collisions)} of these cells since you saw them. "
            f"{first}. Look at it, and write yours again if it is still right.",
            collisions,
        )


def _seen(kind: Any, words: str) -> Value:
    try:
        return kind.read(words)
    except NotUnderstood:
        return words


def _collisions(change: Saving, changed: Sequence[tuple[BookRow, str, Value]]) -> list[Finding]:
    """What each of the cells says now, and who wrote it."""
    edits = BookEdit.objects.filter(change__book=change.book, row__in={row.key for row, _, _ in changed})
    written = {
        (edit.row, edit.column): f"{edit.change.name} wrote it ({edit.change.reason})"
        for edit in edits.select_related("change").order_by("change__version", "pk")
    }
    told = []
    for row, column, now in changed:
        says = f"now says “{change.sheet(row).by_key[column].kind.say(now)}”"
        writer = written.get((row.key, column), "it was so from the beginning")
        told.append((row, column, f"{says}: {writer}", now))
    return change.found_at(told)


@transaction.atomic
def add_rows(
    *, by: Actor, kind: BookKind, key: str, sheet: str, rows: Sequence[Mapping[str, str]], reason: str,
    after: int | None = None,
) -> Saved:  # fmt: skip
    """Add rows as they are written, behind the row `after`, or at the end of the sheet. Raises EditRefused."""
    change = saving.locked(kind, key)
    table = _growing(kind, sheet)
    behind = change.row(after) if after is not None else None
    if behind is not None and behind.sheet != sheet:
        raise EditRefused("A row can only be added behind a row of its own sheet.")
    change.add_all(table, _written_rows(change, table, rows, behind), behind)
    return _saved(by, change, Act.ROWS, reason)


def _growing(kind: BookKind, sheet: str) -> Sheet:
    table = kind.by_key.get(sheet)
    if table is None:
        raise EditRefused(f"A {kind.title} has no sheet “{sheet[:40]}”.")
    if not table.grows:
        raise EditRefused(f"The rows of “{table.title}” are fixed: they are only filled in.")
    return table


def _written_rows(
    change: Saving, sheet: Sheet, rows: Sequence[Mapping[str, str]], behind: BookRow | None = None
) -> list[dict[str, str]]:
    """New rows as they are kept; what is wrong in them is said of the rows as which they would stand in the sheet."""
    wrong: list[Finding] = []
    there = change.ordered(sheet)
    typed = rows_of(sheet, rows, wrong, first=(there.index(behind) + 1 if behind else len(there)) + 1)
    if wrong:
        raise saving.refused("No row was added.", wrong)
    return [kept(sheet, row.values) for row in typed]


@transaction.atomic
def remove_rows(*, by: Actor, kind: BookKind, key: str, rows: Mapping[int, int], reason: str) -> Saved:
    """Remove rows, each in the version in which it was seen. Raises EditRefused, ChangedMeanwhile."""
    change = saving.locked(kind, key)
    for number, version in rows.items():
        row = change.row(number)
        _growing(kind, row.sheet)
        if row.version != version:
            raise ChangedMeanwhile(
                f"{change.at(row)} was changed by somebody else since you saw it: look at it, and remove it if it is "
                "still not wanted.",
                [Finding(change.at(row), "was changed meanwhile")],
            )
    for number in rows:
        change.remove(change.row(number))
    return _saved(by, change, Act.ROWS, reason)


@transaction.atomic
def move_row(*, by: Actor, kind: BookKind, key: str, row: int, after: int | None, reason: str) -> Saved:
    """Let a row stand behind another of its sheet, or before all where there is no `after`. Raises EditRefused."""
    change = saving.locked(kind, key)
    moved = change.row(row)
    table = _growing(kind, moved.sheet)
    behind = change.row(after) if after is not None else None
    if behind is not None and behind.sheet != moved.sheet:
        raise EditRefused("A row can only stand behind another row of its own sheet.")
    if behind is not moved:
        change.move(moved, *change.positions_after(table, behind))
    return _saved(by, change, Act.ROWS, reason)


@transaction.atomic
def undo(*, by: Actor, kind: BookKind, key: str, version: int, reason: str = "") -> Saved:
    """Undo a change by a new one, which can itself be undone; raises ChangedMeanwhile where it was built upon."""
    change = saving.locked(kind, key)
    wrong = BookChange.objects.filter(book=change.book, version=version).first()
    if wrong is None:
        raise EditRefused("There is no such change of this plan to be undone.")
    if BookChange.objects.filter(undoes=wrong).exists():
        raise EditRefused("This change has been undone already.")
    for done in wrong.edits.order_by("-pk"):
        _taken_back(change, done)
    return _saved(
        by, change, Act.UNDO, reason or f"Undoes: {wrong.reason}"[: saving.LONGEST_REASON], undoes=wrong
    )


def _taken_back(change: Saving, done: BookEdit) -> None:
    if done.sheet == THE_PLAN.key:
        if told_of(change.book, done.column) != done.became:
            raise _built_upon(Finding(At(THE_PLAN, column=done.column), "was changed after it"))
        set_words(change, done.column, done.was or "")
    elif done.column:
        row = change.row(done.row)
        if row.values.get(done.column, "") != done.became:
            raise _built_upon(Finding(change.at(row, done.column), "was edited after it"))
        change.set_cell(row, done.column, done.was or "")
    elif done.became is None:
        unseen = change.book.version + 1  # no row has been changed so often
        change.add(change.kind.by_key[done.sheet], done.was["position"], done.was["values"], done.row, unseen)
    elif done.was is None:
        row = change.row(done.row)
        if row.values != done.became["values"]:
            raise _built_upon(Finding(change.at(row), "was edited after it was added"))
        change.remove(row)
    else:
        change.move(change.row(done.row), done.was["position"])


def _built_upon(at: Finding) -> ChangedMeanwhile:
    return ChangedMeanwhile(f"This change cannot be undone, as others were made on top of it. {at}", [at])


@transaction.atomic
def take(*, by: Actor, kind: BookKind, key: str, differences: Comparison, seen: int, reason: str) -> Saved:
    """Make a book what a file says, as it was compared with version `seen` of it. Raises EditRefused."""
    _refuse_fixed(differences)
    change = saving.locked(kind, key)
    if change.book.version != seen:
        raise ChangedMeanwhile(
            "The plan was edited since the file was compared with it: compare the file again, and look at what is "
            "different now."
        )
    change.become(differences)
    return _saved(by, change, Act.TAKEN, reason)


def _refuse_fixed(differences: Comparison) -> None:
    fixed = [
        Finding(each.at, "stands fixed: it is not edited here")
        for each in differences.cells
        if each.column.fixed
    ]
    for each in differences.rows:
        row = each.became or each.was
        if not each.sheet.grows and row:
            fixed.append(
                Finding(At(each.sheet, row.number), f"is {each.what}, and the rows of this sheet are fixed")
            )
    if fixed:
        raise saving.refused("Nothing was changed.", fixed)


def _saved(by: Actor, change: Saving, act: Act, reason: str, undoes: BookChange | None = None) -> Saved:
    saved = change.write(by=by, act=act, reason=reason, undoes=undoes)
    book = change.book
    detail = {"version": book.version, "edits": len(change.edits), "act": f"{act}"}
    ledger.write(
        by=by, act="plan.edit", subject=f"{book.kind}/{book.key}", why=saved.change.reason, detail=detail
    )
    return saved
