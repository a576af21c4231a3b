"""Who must sign a book and may, which signatures hold for what it says now, and whose are missing.

A signature is of the words about the plan and its cells; one of an older form is of its cells alone, and says so.
A capacity belongs to a post of the directory, and only who holds that post today signs in it.
"""

from __future__ import annotations

from toldonce.directory.actors import Actor
from toldonce.directory.queries import titles_held
from toldonce.steering.sheets.declaring import Party
from toldonce.steering.sheets.models import Signature
from toldonce.steering.sheets.queries import Opened, signatures, submitted_by


def parties(opened: Opened) -> list[Party]:
    """Who must sign, as a sheet of the book says or else the book; without a post, the capacity is the title of one."""
    if opened.kind.signers:
        return opened.kind.signers(opened.contents)
    return [
        Party(each["party"], each["capacity"], each.get("post") or each["capacity"])
        for each in opened.book.parties
    ]


def open_to(by: Actor, opened: Opened) -> list[Party]:
    """The parties for which this person can still sign by a post.

    Of a book that names none these are all of their posts. Two people read what is agreed: see `signs_alone`.
    """
    titles = titles_held(by)
    if signs_alone(by, opened):
        return []
    if not parties(opened):
        return [Party(by.organisation, title, title) for title in sorted(titles)]
    if any(each.by == by.account for each in holding(opened)):
        return []
    return [each for each in outstanding(opened) if each.code == by.organisation and each.post in titles]


def signs_alone(by: Actor, opened: Opened) -> bool:
    """Whether this person's signature alone would make agreed what they submitted: at most one party must sign."""
    return len(parties(opened)) < 2 and submitted_by(opened.book) == by.account


def holding(opened: Opened) -> list[Signature]:
    """The signatures of what the book says now; any other is void and still shown."""
    return [each for each in signatures(opened.book) if holds(opened, each)]


def holds(opened: Opened, signature: Signature) -> bool:
    """Whether a signature is of what the book says now."""
    return signature.digest in (opened.digest, opened.digest_of_cells)


def how_it_holds(opened: Opened, signature: Signature) -> str:
    """Whether a signature holds, and for what, in words."""
    if signature.digest == opened.digest:
        return "holds: it is what the plan says now"
    if holds(opened, signature):
        return (
            "holds for the sheets alone: it was given while the title, year, source, “about” and the mark “invented” "
            "were no part of what is signed"
        )
    return f"void: the plan has changed since version {signature.version}"


def outstanding(opened: Opened) -> list[Party]:
    """The parties whose signature does not hold, or is not there."""
    signed = {(each.party, each.capacity) for each in holding(opened)}
    return [each for each in parties(opened) if (each.code, each.capacity) not in signed]
