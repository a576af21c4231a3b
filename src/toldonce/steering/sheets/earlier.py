"""The contents of a book as they stood after an earlier change, worked out from its history."""

from __future__ import annotations

from toldonce.steering.sheets.declaring import THE_PLAN, Contents
from toldonce.steering.sheets.models import BookEdit, BookRow
from toldonce.steering.sheets.queries import Opened
from toldonce.steering.sheets.stored import restored


def as_it_was(opened: Opened, version: int) -> Contents:
    """The contents after change `version`: every later edit taken back, newest first."""
    if version >= opened.book.version:
        return opened.contents
    rows = {row.key: row for row in BookRow.objects.filter(book=opened.book)}
    later = BookEdit.objects.filter(change__book=opened.book, change__version__gt=version)
    for edit in later.exclude(sheet=THE_PLAN.key).order_by("-change__version", "-pk"):
        _taken_back(rows, edit)
    return restored(opened.kind, rows.values())[0]


def _taken_back(rows: dict[int, BookRow], edit: BookEdit) -> None:
    if edit.column:
        rows[edit.row].values[edit.column] = edit.was or ""
    elif edit.was is None:
        del rows[edit.row]
    else:
        rows[edit.row] = BookRow(
            sheet=edit.sheet, key=edit.row, position=edit.was["position"], values=dict(edit.was["values"])
        )
