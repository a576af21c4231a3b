"""The doors by which a book is commented on, submitted, signed, withdrawn; a signature holds for what was signed."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from toldonce.directory.actors import Actor
from toldonce.ledger import actions as ledger
from toldonce.steering.sheets.agreeing.parties import holding, open_to, outstanding, parties, signs_alone
from toldonce.steering.sheets.declaring import BookKind
from toldonce.steering.sheets.errors import EditRefused, StateRefused, StillWrong
from toldonce.steering.sheets.kinds import NO_TEXT
from toldonce.steering.sheets.models import MOVES, Book, BookRow, BookStep, Comment, Signature
from toldonce.steering.sheets.queries import Opened, found, opened_with

LONGEST = 4_000


@transaction.atomic
def submit(*, by: Actor, kind: BookKind, key: str, reason: str = "") -> BookStep:
    """Submit a draft to those who must sign it. Raises StillWrong with the cells, StateRefused."""
    opened = opened_with(kind, found(kind, key, locked=True))
    if opened.errors:
        first, more = opened.errors[0], len(opened.errors) - 1
        raise StillWrong(
            f"The plan cannot be submitted while it does not hold. {first}{f' (and {more} more)' if more else ''}",
            opened.errors,
        )
    return _moved(by, opened, "submit", reason)


@transaction.atomic
def withdraw(*, by: Actor, kind: BookKind, key: str, reason: str) -> BookStep:
    """Make a submitted or agreed book a draft again; its signatures stay and hold for what they signed."""
    if not reason.strip():
        raise StateRefused("Say why it is withdrawn: those who signed it will ask.")
    opened = opened_with(kind, found(kind, key, locked=True))
    return _moved(by, opened, "reopen" if opened.book.state == MOVES["reopen"][0] else "withdraw", reason)


@transaction.atomic
def sign(*, by: Actor, kind: BookKind, key: str, party: str, capacity: str, digest: str) -> Signature:
    """Sign a submitted book, as it was seen with this digest, for a party; the last signature makes it agreed.

    A person signs once, by a post that they hold. Raises StateRefused where the book is not submitted or not what was
    seen, or where this person cannot sign in this capacity.
    """
    opened = opened_with(kind, found(kind, key, locked=True))
    capacity = capacity.strip()
    _refuse_signature(by, opened, party, capacity, digest)
    _refuse_signer(by, opened, party, capacity)
    signature = Signature.objects.create(
        book=opened.book, party=party, capacity=capacity, by=by.account, name=by.name,
        digest=opened.digest, version=opened.book.version,
    )  # fmt: skip
    _ledger(by, opened.book, "plan.sign", detail={"party": party, "digest": opened.digest})
    if not outstanding(opened):
        _moved(by, opened, "agree", "Everybody who must sign has signed.")
    return signature


def _refuse_signature(by: Actor, opened: Opened, party: str, capacity: str, digest: str) -> None:
    book = opened.book
    if book.state != MOVES["agree"][0]:
        raise StateRefused(
            f"“{book.title}” is {book.get_state_display().casefold()}: only a submitted plan is signed."
        )
    if by.organisation != party:
        raise StateRefused("You sign for the organisation that you signed in for, and for no other.")
    if not capacity:
        raise StateRefused("Say in which capacity you sign, such as chief finance officer.")
    asked = parties(opened)
    if asked and (party, capacity) not in {(each.code, each.capacity) for each in asked}:
        raise StateRefused(f"This plan is signed by: {'; '.join(each.capacity for each in asked)}.")
    if digest != opened.digest:
        raise StateRefused(
            "The plan has changed since you opened the page: read it as it is now, and sign that."
        )


def _refuse_signer(by: Actor, opened: Opened, party: str, capacity: str) -> None:
    signed = holding(opened)
    if any((each.party, each.capacity) == (party, capacity) for each in signed):
        raise StateRefused("It has been signed in this capacity already, and that signature holds.")
    if before := next((each for each in signed if each.by == by.account), None):
        raise StateRefused(
            f"You have signed it as {before.capacity}: one person signs for one party, so somebody else must sign here."
        )
    if signs_alone(by, opened):
        raise StateRefused(
            "You submitted this plan, and it names nobody beside you who must sign it: somebody else must sign, so "
            "that two people have read what is agreed."
        )
    if (party, capacity) not in {(each.code, each.capacity) for each in open_to(by, opened)}:
        posts = [each.post for each in parties(opened) if (each.code, each.capacity) == (party, capacity)]
        raise StateRefused(
            f"Only the {(posts or [capacity])[0]} signs in this capacity, and you do not hold that post in the "
            "directory: ask whoever holds it to sign."
        )


@transaction.atomic
def comment(
    *, by: Actor, kind: BookKind, key: str, says: str, row: int | None = None, column: str = "",
    answers: int | None = None,
) -> Comment:  # fmt: skip
    """Say something about a cell, a row or the whole book, or answer what somebody said. Raises EditRefused."""
    book = found(kind, key)
    says = _lines(says)
    if not 0 < len(says) <= LONGEST or NO_TEXT.search(says):
        raise EditRefused(
            f"Say what you mean in 1 to {LONGEST:,} letters, none of them one that no text has."
        )
    asked = _comment(book, answers) if answers is not None else None
    if asked:
        sheet, row, column = asked.sheet, asked.row, asked.column
    else:
        sheet = _sheet_of(kind, book, row, column)
    made = Comment.objects.create(
        book=book,
        sheet=sheet,
        row=row,
        column=column,
        says=says,
        by=by.account,
        name=by.name,
        answers=asked,
    )
    _ledger(by, book, "plan.comment", detail={"comment": made.pk})
    return made


@transaction.atomic
def resolve(*, by: Actor, kind: BookKind, key: str, comment: int) -> Comment:
    """Say that a comment is dealt with; it stays to be read. Raises EditRefused."""
    book = found(kind, key)
    asked = _comment(book, comment)
    if asked.resolved:
        raise EditRefused(f"{asked.resolved_by} has resolved it already.")
    asked.resolved, asked.resolved_by = timezone.now(), by.name
    asked.save(update_fields=["resolved", "resolved_by"])
    _ledger(by, book, "plan.resolve", detail={"comment": asked.pk})
    return asked


def _comment(book: Book, number: int) -> Comment:
    asked = Comment.objects.select_for_update().filter(book=book, pk=number, answers=None).first()
    if asked is None:
        raise EditRefused("There is no such comment on this plan.")
    return asked


def _sheet_of(kind: BookKind, book: Book, row: int | None, column: str) -> str:
    if row is None:
        return ""
    there = BookRow.objects.filter(book=book, key=row).first()
    if there is None or (column and column not in kind.by_key[there.sheet].by_key):
        raise EditRefused("The cell that this is about is not there any more: open the page again.")
    return there.sheet


def _moved(by: Actor, opened: Opened, act: str, reason: str) -> BookStep:
    book, (was, became), reason = opened.book, MOVES[act], _lines(reason)
    if len(reason) > LONGEST or NO_TEXT.search(reason):
        raise StateRefused(f"The note is longer than {LONGEST:,} letters, or holds one that no text has.")
    if book.state != was:
        raise StateRefused(
            f"“{book.title}” is {book.get_state_display().casefold()}: only what is {was.label.casefold()} can become "
            f"{became.label.casefold()}."
        )
    book.state = became
    book.save(update_fields=["state"])
    _ledger(by, book, f"plan.{act}", why=reason, detail={"digest": opened.digest})
    return BookStep.objects.create(
        book=book, act=act, was=was, became=became, by=by.account, name=by.name, reason=reason,
        digest=opened.digest,
    )  # fmt: skip


def _lines(words: str) -> str:
    """What somebody says, with the ends of its lines as they are kept: a browser sends others."""
    return words.replace("\r\n", "\n").strip()


def _ledger(by: Actor, book: Book, act: str, *, why: str = "", detail: dict) -> None:
    ledger.write(by=by, act=act, subject=f"{book.kind}/{book.key}", why=why, detail=detail)
