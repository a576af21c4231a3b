"""Changing what is said about a draft: its title, year and source, what it is about, whether it is invented."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from toldonce.directory.actors import Actor
from toldonce.ledger import actions as ledger
from toldonce.steering.sheets import saving
from toldonce.steering.sheets.declaring import THE_PLAN, At, BookKind, Column, Finding
from toldonce.steering.sheets.errors import ChangedMeanwhile
from toldonce.steering.sheets.kinds import NotUnderstood
from toldonce.steering.sheets.models import Act, Book, BookEdit
from toldonce.steering.sheets.saving import Saved, Saving
from toldonce.steering.sheets.stored import told_of, value_of

NO_ROW = 0  # the key of no row: that they belong to the book as a whole


@transaction.atomic
def describe_book(
    *, by: Actor, kind: BookKind, key: str, says: Mapping[str, str], seen: Mapping[str, str], reason: str
) -> Saved:
    """Change what is said about a draft, in columns of THE_PLAN; `seen` is what they said on the page.

    Raises EditRefused with what is not understood, ChangedMeanwhile with what somebody else has changed to something
    else since it was seen. What is written as it was seen is left as it is now.
    """
    change = saving.locked(kind, key)
    columns = [each for each in THE_PLAN.columns if each.key in says]
    written = {each.key: says[each.key] for each in columns if _differs(each, says, seen)}
    texts = _understood(written)
    _refuse_changed_meanwhile(change, texts, seen)
    for column, text in texts.items():
        set_words(change, column, text)
    saved = change.write(by=by, act=Act.DESCRIBE, reason=reason)
    detail = {"version": change.book.version, "changed": [edit.column for edit in change.edits]}
    ledger.write(
        by=by, act="plan.describe", subject=f"{kind.key}/{key}", why=saved.change.reason, detail=detail
    )
    return saved


def set_words(change: Saving, column: str, text: str) -> None:
    """Let a column of THE_PLAN say something else of the book; the same again is no edit."""
    book, was = change.book, told_of(change.book, column)
    if was == text:
        return
    value = value_of(THE_PLAN.by_key[column], text)
    setattr(book, column, Book._meta.get_field(column).get_default() if value is None else value)
    change.edits.append(BookEdit(sheet=THE_PLAN.key, row=NO_ROW, column=column, was=was, became=text))


def _differs(column: Column, says: Mapping[str, str], seen: Mapping[str, str]) -> bool:
    return _meant(column, says[column.key]) != _meant(column, seen.get(column.key, ""))


def _meant(column: Column, words: str) -> str:
    """Words as an edit keeps them, or as they are where the column does not understand them."""
    try:
        return column.kind.keep(column.kind.read(words))
    except NotUnderstood:
        return words


def _understood(written: Mapping[str, str]) -> dict[str, str]:
    """What is written, as an edit keeps it. Raises EditRefused."""
    texts: dict[str, str] = {}
    wrong: list[Finding] = []
    for key, words in written.items():
        column, at = THE_PLAN.by_key[key], At(THE_PLAN, column=key)
        try:
            texts[key] = column.kind.keep(column.kind.read(words))
        except NotUnderstood as trouble:
            wrong.append(Finding(at, str(trouble)))
            continue
        if column.needed and not texts[key]:
            wrong.append(Finding(at, "is empty, and every plan needs it"))
    if wrong:
        raise saving.refused("Nothing was changed.", wrong)
    return texts


def _refuse_changed_meanwhile(change: Saving, texts: Mapping[str, str], seen: Mapping[str, str]) -> None:
    collisions = [
        Finding(At(THE_PLAN, column=key), _now(change.book, key))
        for key, text in texts.items()
        if told_of(change.book, key) not in (text, _meant(THE_PLAN.by_key[key], seen.get(key, "")))
    ]
    if collisions:
        raise ChangedMeanwhile(
            "Nothing was changed: somebody else has changed what is said about this plan since you saw it. "
            f"{collisions[0]}. Look at it, and write yours again if it is still right.",
            collisions,
        )


def _now(book: Book, key: str) -> str:
    """What a column says now, and who wrote it."""
    column = THE_PLAN.by_key[key]
    edits = BookEdit.objects.filter(change__book=book, sheet=THE_PLAN.key, column=key)
    last = edits.select_related("change").order_by("change__version").last()
    writer = (
        f"{last.change.name} wrote it ({last.change.reason})" if last else "the folder of the place says so"
    )
    return f"now says “{column.kind.say(value_of(column, told_of(book, key)))}”: {writer}"
