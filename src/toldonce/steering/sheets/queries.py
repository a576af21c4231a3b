"""What is asked about books: one opened with its findings, what there is, what was changed, said and signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Prefetch, Q

from toldonce.steering.sheets.declaring import (
    BookKind,
    Contents,
    Finding,
    Grade,
    checked,
)
from toldonce.steering.sheets.errors import NoSuchBook
from toldonce.steering.sheets.models import Book, BookChange, BookEdit, BookRow, BookStep, Comment, Signature
from toldonce.steering.sheets.stored import digest, digest_of_cells, restored, stored_rows


@dataclass(frozen=True)
class Opened:
    """A book with its contents, the cells that are `lost` as their column understands them no more, and its findings.

    What does not hold is worked out when it is first asked for: many pages show none of it.
    """

    kind: BookKind
    book: Book
    contents: Contents
    lost: Sequence[Finding]

    @cached_property
    def findings(self) -> list[Finding]:
        """All that does not hold."""
        return [*self.lost, *checked(self.kind, self.contents)]

    @property
    def errors(self) -> list[Finding]:
        """The findings that stop it from being submitted."""
        return [finding for finding in self.findings if finding.grade == Grade.ERROR]

    @cached_property
    def digest(self) -> str:
        """What a signature signs."""
        return digest(self.kind, self.book, self.contents)

    @cached_property
    def digest_of_cells(self) -> str:
        """What a signature signed while the words about a plan were no part of it."""
        return digest_of_cells(self.kind, self.contents)


def opened(kind: BookKind, key: str) -> Opened:
    """A book as it stands, in two statements. Raises NoSuchBook."""
    return opened_with(kind, found(kind, key))


def found(kind: BookKind, key: str, *, locked: bool = False) -> Book:
    """The book of this kind and key, locked until the transaction ends where that is asked. Raises NoSuchBook."""
    books = Book.objects.select_for_update() if locked else Book.objects
    book = books.filter(kind=kind.key, key=key).first()
    if book is None:
        raise NoSuchBook(f"There is no {kind.title} called “{key}”: choose one of the list of plans.")
    return book


def opened_with(kind: BookKind, book: Book, rows: Sequence[BookRow] | None = None) -> Opened:
    """A book with its contents, of rows that were read already or are read now."""
    return Opened(kind, book, *restored(kind, stored_rows(book) if rows is None else rows))


def books(kinds: Mapping[str, BookKind]) -> list[Book]:
    """Every book of kinds that there are, each with how many comments are `open_comments`."""
    still = Count("comments", filter=Q(comments__resolved=None, comments__answers=None))
    return list(Book.objects.filter(kind__in=kinds).annotate(open_comments=still))


def changes(book: Book, *, most: int = 100, edits: int = 12) -> list[BookChange]:
    """The newest changes of a book, newest first, each with its `first_edits`; `edits_made` says how many it has."""
    first = Prefetch("edits", BookEdit.objects.order_by("pk")[:edits], to_attr="first_edits")
    newest = book.changes.select_related("undoes", "undone_by").annotate(edits_made=Count("edits"))
    return list(newest.order_by("-version").prefetch_related(first)[:most])


def history(book: Book, row: int, column: str = "") -> list[BookEdit]:
    """What happened to a cell, or to a row and all its cells, newest first; each edit with its change."""
    edits = BookEdit.objects.filter(change__book=book, row=row).select_related("change")
    if column:
        edits = edits.filter(column__in=[column, ""])
    return list(edits.order_by("-change__version", "-pk"))


def comments(book: Book, *, row: int | None = None, column: str = "") -> list[Comment]:
    """What was said about a book, or about one cell of it, oldest first, each with its answers."""
    said = book.comments.filter(answers=None).prefetch_related("answered_by")
    if row is not None:
        said = said.filter(row=row, column=column)
    return list(said)


def open_comments(book: Book, sheet: str) -> list[Comment]:
    """What was said about cells of a sheet and is not resolved."""
    return list(book.comments.filter(answers=None, resolved=None, sheet=sheet))


def signatures(book: Book) -> list[Signature]:
    """Every signature that a book ever got, oldest first."""
    return list(book.signatures.all())


def steps(book: Book) -> list[BookStep]:
    """The states that a book went through, oldest first."""
    return list(book.steps.all())


def submitted_by(book: Book) -> str:
    """The account that submitted a book last; "" where nobody ever did."""
    return book.steps.filter(act="submit").values_list("by", flat=True).last() or ""
