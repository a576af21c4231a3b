"""The rows of books: books, their rows, every change with its edits, comments, signatures, states."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class State(models.TextChoices):
    """Where a book stands."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    AGREED = "agreed", "Agreed"


MOVES = {  # what brings a book from one state into another
    "submit": (State.DRAFT, State.SUBMITTED),
    "agree": (State.SUBMITTED, State.AGREED),
    "withdraw": (State.SUBMITTED, State.DRAFT),
    "reopen": (State.AGREED, State.DRAFT),
}


class Act(models.TextChoices):
    """What somebody did in one change."""

    EDIT = "edit", "Cells edited"
    ROWS = "rows", "Rows added, removed or moved"
    TAKEN = "taken", "A file taken"
    UNDO = "undo", "A change undone"
    DESCRIBE = "describe", "What is said about the plan changed"


class Book(models.Model):
    """One plan: its kind is declared in the code, its rows and their history are here."""

    kind = models.SlugField(max_length=40)
    key = models.SlugField(max_length=80)
    title = models.CharField(max_length=200)
    year = models.PositiveIntegerField(null=True)  # in which the financial year begins that it is for
    source = models.TextField(blank=True)
    about = models.TextField(blank=True)
    invented = models.BooleanField(default=False)
    parties = models.JSONField(default=list)  # who must sign: [{"party": code, "capacity": words}]
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0)  # the number of its newest change
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="copies")
    opened_by = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind", "-year", "title"]
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="book_once")]

    def __str__(self) -> str:
        return self.title


class BookRow(models.Model):
    """One row of a sheet; its `key` is given once for all books, and a copy of it in another book keeps it."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="rows", db_index=False)
    sheet = models.SlugField(max_length=40, db_index=False)
    key = models.BigIntegerField()
    position = models.FloatField()  # between those of its neighbours, so that only what moves is written
    values = models.JSONField(
        default=dict
    )  # column -> the text that its kind keeps; an empty cell is not there
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["sheet", "position", "key"]
        constraints = [models.UniqueConstraint(fields=["book", "key"], name="book_row_once")]

    def __str__(self) -> str:
        return f"row {self.key} of {self.sheet}"


class BookChange(models.Model):
    """What one person did to a book in one go, with the reason; rows are only ever added."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="changes")
    version = models.PositiveIntegerField()  # that it made
    act = models.CharField(max_length=8, choices=Act)
    by = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField()
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "version"], name="book_changed_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="book_change_says_why"),
        ]

    def __str__(self) -> str:
        return f"change {self.version} of {self.book_id} by {self.by}"


class BookEdit(models.Model):
    """What one change did to one cell, or to a row where `column` is empty; rows are only ever added.

    Of a cell `was` and `became` are kept texts. Of a row they are its position and values, or null before it was added
    and after it was removed. What is said about the book is a cell of THE_PLAN, which has no key and no row but 0.
    """

    change = models.ForeignKey(BookChange, on_delete=models.PROTECT, related_name="edits")
    sheet = models.SlugField(max_length=40, blank=True, db_index=False)
    row = models.BigIntegerField()
    column = models.CharField(max_length=60, blank=True)
    was = models.JSONField(null=True)
    became = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["row", "column"], name="book_edit_of_cell")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row} {self.column}"


class Comment(models.Model):
    """What somebody says about a cell, a row or a whole book, or answers to another; it is open until resolved."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="comments")
    sheet = models.SlugField(max_length=40, blank=True, db_index=False)
    row = models.BigIntegerField(null=True)
    column = models.CharField(max_length=60, blank=True)
    says = models.TextField()
    by = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    answers = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="answered_by")
    resolved = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.says[:40]}"


class Signature(models.Model):
    """That somebody signed a book for a party; it holds as long as the book says what its digest is of."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=24)  # the code of an organisation
    capacity = models.CharField(max_length=200)
    by = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField()  # of the book that was signed

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.capacity}"


class BookStep(models.Model):
    """A book going from one state into another, or being told who must sign it; rows are only ever added."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=10)  # of MOVES, or "name"
    was = models.CharField(max_length=10, choices=State)
    became = models.CharField(max_length=10, choices=State)
    by = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.was} to {self.became}"
