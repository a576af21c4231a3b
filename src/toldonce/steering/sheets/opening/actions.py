"""The doors by which a book begins: opened, copied from another, or brought by the folder of a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from toldonce.directory.actors import Actor
from toldonce.ledger import actions as ledger
from toldonce.steering.sheets import saving
from toldonce.steering.sheets.comparing import compare
from toldonce.steering.sheets.declaring import LONGEST_TITLE, BookKind, Contents, Sheet
from toldonce.steering.sheets.errors import BookRefused
from toldonce.steering.sheets.kinds import LONGEST, NO_TEXT, Value
from toldonce.steering.sheets.models import Act, Book, BookRow, State
from toldonce.steering.sheets.opening.folders import Shipped, shipped
from toldonce.steering.sheets.queries import found, opened_with
from toldonce.steering.sheets.stored import kept

BY_THE_PLACE = "defined in the folder of the place"


@transaction.atomic
def open_book(
    *, by: Actor, kind: BookKind, key: str, title: str, contents: Contents | None = None, **about: Any
) -> Book:
    """Open a book with contents, or with the rows that its sheets open with; raises BookRefused.

    `about` may say `year`, `source`, `about`, `invented` and `parties`.
    """
    _refuse_words(title, about)
    book = Book(kind=kind.key, key=key, title=title.strip(), opened_by=by.account, name=by.name, **about)
    _begin(kind, book)
    told = contents or {}
    _fill(
        book,
        [
            (sheet, [row.values for row in told[sheet.key]] if sheet.key in told else sheet.opens_with)
            for sheet in kind.sheets
        ],
    )
    ledger.write(by=by, act="plan.open", subject=f"{kind.key}/{key}", detail={"title": title})
    return book


def _begin(kind: BookKind, book: Book) -> None:
    """Store a book under a key that no other has, not even one that somebody opens at this moment."""
    try:
        with transaction.atomic():
            book.save(force_insert=True)
    except IntegrityError as taken:
        raise BookRefused(
            f"There is a {kind.title} called “{book.key}” already: choose another key."
        ) from taken


def _refuse_words(title: str, about: Mapping[str, Any]) -> None:
    if not title.strip():
        raise BookRefused("Give the plan a title by which people find it.")
    if len(title) > LONGEST_TITLE:
        raise BookRefused(f"The title has {len(title)} letters: {LONGEST_TITLE} at most.")
    said = (title, about.get("source") or "", about.get("about") or "")
    if any(NO_TEXT.search(words.replace("\r\n", "\n")) for words in said):
        raise BookRefused(
            "The title, the source or what the plan is about holds a character that no text has."
        )
    if any(len(words) > LONGEST for words in said):
        raise BookRefused(f"The source and what the plan is about have {LONGEST:,} letters each at most.")


def _fill(book: Book, rows: Sequence[tuple[Sheet, Sequence[Mapping[str, Value]]]]) -> None:
    keys = iter(saving.new_keys(sum(len(each) for _, each in rows)))
    BookRow.objects.bulk_create(
        BookRow(
            book=book, sheet=sheet.key, key=next(keys), position=float(number), values=kept(sheet, values)
        )
        for sheet, each in rows
        for number, values in enumerate(each, 1)
    )


@transaction.atomic
def copy_book(*, by: Actor, kind: BookKind, key: str, to: str, title: str, **about: Any) -> Book:
    """Open a book with the rows of another, under the same row keys, so that the two can be compared.

    What was kept up after the other was agreed stays with it: those sheets begin as in any new book.
    What `about` does not say (year, source, about, invented, parties) is that of the other. Raises SheetsError.
    """
    old = found(kind, key)
    said = {name: getattr(old, name) for name in ("year", "source", "about", "invented", "parties")}
    book = open_book(
        by=by, kind=kind, key=to, title=title, contents={sheet.key: () for sheet in kind.sheets if sheet.signed},
        **said | about, copied_from=old,
    )  # fmt: skip
    BookRow.objects.bulk_create(
        BookRow(book=book, sheet=row.sheet, key=row.key, position=row.position, values=row.values)
        for row in BookRow.objects.filter(
            book=old, sheet__in=[each.key for each in kind.sheets if each.signed]
        )
    )
    return book


@transaction.atomic
def load_books(*, by: Actor, kinds: Mapping[str, BookKind], folder: Path) -> dict[str, int]:
    """Bring in the books that a place ships; one that somebody has edited or submitted stays as it is.

    Raises BookRefused with the file and the cell.
    """
    counts = Counter(_brought(by, told) for told in shipped(folder, kinds))
    ledger.write(by=by, act="plan.load", subject=folder.parent.name, detail=counts)
    return dict(counts)


def _brought(by: Actor, told: Shipped) -> str:
    book = Book.objects.select_for_update().filter(kind=told.kind.key, key=told.key).first()
    if book is None:
        open_book(by=by, kind=told.kind, key=told.key, contents=told.contents, **told.about)
        return "opened"
    if book.state != State.DRAFT or book.changes.exclude(by=by.account).exists():
        return "left as somebody edited them"
    return "brought up to date" if _updated(by, told, book) else "as they were"


def _updated(by: Actor, told: Shipped, book: Book) -> bool:
    """Make a book what its folder says now; whether anything was different."""
    differing = [name for name, value in told.about.items() if getattr(book, name) != value]
    Book.objects.filter(pk=book.pk).update(**{name: told.about[name] for name in differing})
    opened = opened_with(told.kind, book)
    differences = compare(told.kind, opened.contents, _by_place(opened.contents, told.contents))
    if not differences:
        return bool(differing)
    change = saving.locked(told.kind, told.key)
    change.become(differences)
    change.write(by=by, act=Act.TAKEN, reason=BY_THE_PLACE)
    return True


def _by_place(before: Contents, after: Contents) -> Contents:
    """The rows after, known by the keys of those that stand at the same place before; new ones by negative keys."""
    return {
        sheet: [
            replace(row, key=before[sheet][place].key if place < len(before[sheet]) else -row.number)
            for place, row in enumerate(rows)
        ]
        for sheet, rows in after.items()
    }
