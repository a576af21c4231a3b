"""Naming who must sign a book, where none of its sheets says so: posts of the directory, each by its own title."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from toldonce.directory.actors import Actor
from toldonce.directory.models import Post, Role
from toldonce.directory.queries import titled_posts
from toldonce.ledger import actions as ledger
from toldonce.steering.sheets.agreeing.parties import parties
from toldonce.steering.sheets.declaring import BookKind, Party
from toldonce.steering.sheets.errors import StateRefused
from toldonce.steering.sheets.models import BookStep, State
from toldonce.steering.sheets.queries import Opened, found, opened_with

SIGNING = (Role.PLANNER, Role.BOARD_MEMBER)  # who may open a plan, and so sign it


def posts_that_sign() -> list[Post]:
    """The posts whose holders can sign a plan."""
    return titled_posts(SIGNING)


@transaction.atomic
def name_parties(*, by: Actor, kind: BookKind, key: str, posts: Collection[tuple[str, str]]) -> BookStep:
    """Say whose signatures a draft needs: posts by organisation and title. Raises StateRefused.

    One that the book names already keeps its capacity, whoever holds it now.
    """
    opened = opened_with(kind, found(kind, key, locked=True))
    book = opened.book
    if kind.signers:
        raise StateRefused(f"Who signs a {kind.title} is said in its sheets: write it there.")
    if book.state != State.DRAFT:
        raise StateRefused(
            f"“{book.title}” is {book.get_state_display().casefold()}: make it a draft again, then say who signs it."
        )
    named = _named(opened, posts)
    book.parties = [{"party": each.code, "capacity": each.capacity, "post": each.post} for each in named]
    book.save(update_fields=["parties"])
    says = f"To be signed by {'; '.join(each.capacity for each in named) or 'any one post'}."
    ledger.write(by=by, act="plan.name", subject=f"{kind.key}/{key}", why=says, detail={})
    return BookStep.objects.create(
        book=book, act="name", was=book.state, became=book.state, by=by.account, name=by.name, reason=says,
        digest=opened.digest,
    )  # fmt: skip


def _named(opened: Opened, posts: Collection[tuple[str, str]]) -> list[Party]:
    before = {(each.code, each.post): each for each in parties(opened)}
    held = [(each.organisation_id, each.title) for each in posts_that_sign()]
    for code, title in posts:
        if (code, title) not in before and (code, title) not in held:
            raise StateRefused(f"Nobody holds the post “{title[:80]}” there today: choose one that is held.")
    chosen = [*before, *(each for each in held if each not in before)]
    return [
        before.get((code, title), Party(code, title, title))
        for code, title in chosen
        if (code, title) in set(posts)
    ]
