"""The form of a letter: from its row to fields, and from fields back to the letter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.dateparse import parse_date

from toldonce.care.documents.headings import MEDICINES
from toldonce.care.documents.letters import (
    CHANGES,
    LONGEST,
    MOST_LINES,
    ActionLine,
    LetterText,
    MedicineLine,
)
from toldonce.care.documents.receivers import Receiver, receiver
from toldonce.directory.queries import organisations_called

EMPTY_ROWS = 2


@dataclass(frozen=True, slots=True)
class Field:
    """One heading of the letter as a field."""

    slug: str
    title: str
    hint: str
    must: bool
    value: str
    rows: int


@dataclass(frozen=True, slots=True)
class ReceiverField:
    """One organisation that can be chosen."""

    receiver: Receiver
    is_chosen: bool
    is_copy: bool


def fields_of(text: LetterText) -> list[Field]:
    """The headings of a letter, in the order in which it is read."""
    return [
        Field(each.slug, each.title, each.hint, each.must, text.part(each.slug), _rows(text.part(each.slug)))
        for each in text.of_kind.headings
        if each.slug != MEDICINES
    ]


def _rows(words: str) -> int:
    return min(max(2, words.count("\n") + 1 + len(words) // 90), 10)


def medicine_rows(text: LetterText) -> list[MedicineLine]:
    """The medicines, and empty rows for more."""
    return [*text.medicines, *([MedicineLine("")] * EMPTY_ROWS)]


def action_rows(text: LetterText) -> list[ActionLine]:
    """The actions, and empty rows for more."""
    return [*text.actions, *([ActionLine("")] * EMPTY_ROWS)]


def text_in(post: QueryDict, kind: str) -> LetterText:
    """The letter as the form has it; rows without a name are left out, a date that is none is no date."""
    slugs = {each.slug for each in LetterText(kind, {}).of_kind.headings} - {MEDICINES}
    parts = {slug: _lines(post.get(slug, ""))[: LONGEST + 1] for slug in slugs}
    return LetterText(kind, parts, tuple(_medicines(post)), tuple(_actions(post)))


def _lines(words: str) -> str:
    return words.replace("\r\n", "\n").strip()


def _medicines(post: QueryDict):
    for number in range(MOST_LINES):
        name, dose, change, reason = (
            post.get(f"medicine-{number}-{each}", "").strip() for each in ("name", "dose", "change", "reason")
        )
        if name:
            yield MedicineLine(
                name[:300], dose[:300], change if change in CHANGES else "unchanged", reason[:500]
            )


def _actions(post: QueryDict):
    for number in range(MOST_LINES):
        what, due = (post.get(f"action-{number}{each}", "").strip() for each in ("", "-due"))
        if what or due:
            yield ActionLine(what[:500], _day(due))


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def receivers_in(post: QueryDict) -> list[Receiver]:
    """The organisations that are ticked; those that the directory does not know are left out."""
    copies = set(post.getlist("copy"))
    found = (receiver(code, is_copy=code in copies) for code in dict.fromkeys(post.getlist("receiver")))
    return [each for each in found if each is not None]


def receiver_fields(
    chosen: Sequence[Receiver], offered: Sequence[Receiver], looked_for: str
) -> list[ReceiverField]:
    """Who is chosen, then who is offered, then who was looked for by name or code."""
    found = [receiver(each.code) for each in organisations_called(looked_for)] if looked_for else []
    all_of_them: Mapping[str, Receiver] = {
        each.code: each for each in [*filter(None, found), *offered, *chosen]
    }
    ticked = {each.code for each in chosen}
    order = [*chosen, *(each for each in [*offered, *filter(None, found)] if each.code not in ticked)]
    return [
        ReceiverField(all_of_them[code], code in ticked, all_of_them[code].is_copy)
        for code in dict.fromkeys(each.code for each in order)
    ]
