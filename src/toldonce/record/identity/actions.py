"""The doors by which somebody says who is who: every one keeps history, moves no resource and ends in the ledger."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from toldonce.directory.actors import Actor
from toldonce.directory.queries import names_of
from toldonce.ledger import actions as ledger
from toldonce.record.errors import NotThere
from toldonce.record.identity import clusters, reviews
from toldonce.record.identity.patients import find, of_persons, person_of, pids_of
from toldonce.record.identity.reviews import OF_A_STRANGER, IdentityReview, Kind, State


class Undecided(Exception):
    """The question cannot be answered like that; the message says why and what to do next."""


SHORTEST_REASON = 10


@transaction.atomic
def link(*, pid: int, to: int, by: Actor, why: str) -> int:
    """Join the persons of two source patients and return the number of the person they now are."""
    keep, _ = _joined(pid, to, why, by=by)
    return keep


def _joined(pid: int, to: int, why: str, *, by: Actor) -> tuple[int, list[int]]:
    keep, moved = sorted((_known(pid), _known(to)))
    if keep == moved:
        return keep, []
    ours, theirs = pids_of(keep), pids_of(moved)
    clusters.no_longer_separate(ours, theirs)
    moves = clusters.move_persons({moved: (keep, why)}, by=by, by_hand=True)
    _write(by, "identity.link", [*ours, *theirs], keep, why, {"joined": moved})
    return keep, moves


@transaction.atomic
def join_by_number(*, pid: int, number: str, by: Actor, why: str) -> int | None:
    """Join a source patient to the person who carries an NHS number, if that is one person whom it may be.

    It is not joined where it carries another number itself, where somebody keeps the two apart, or where several
    people carry the number; None says that nobody was joined.
    """
    own = _known(pid)
    persons = {each.person for each in find(nhs=number)}
    if persons == {own}:
        return own
    if len(persons) != 1 or _is_kept_from(own, pid, number, *persons):
        return None
    keep, moved = sorted((own, *persons))
    pids = [*pids_of(keep), *pids_of(moved)]
    superseded = any(each.nhs_number not in (None, number) for each in of_persons([own]))
    clusters.move_persons({moved: (keep, why)}, by=by, by_hand=superseded)  # two numbers, and rightly so
    _write(by, "identity.link", pids, keep, why, {"joined": moved})
    return keep


def _is_kept_from(own: int, pid: int, number: str, other: int) -> bool:
    """Whether something keeps a source patient from the person who carries a number."""
    theirs = {each.nhs_number for each in of_persons([own]) if each.nhs_number and each.pid != pid}
    return bool(theirs - {number}) or bool(clusters.separated([own, other]))


@transaction.atomic
def unlink(*, pid: int, by: Actor, why: str) -> int:
    """Set a source patient apart, for good, as a person of its own and return its number."""
    person = _known(pid)
    pids = pids_of(person)
    clusters.take_out(pid, why, by=by, apart=True)
    _write(by, "identity.unlink", pids, pid, why, {"from": person})
    return pid


@transaction.atomic
def report(*, pid: int, by: Actor, why: str) -> IdentityReview:
    """Say that a source patient is not the person that it is joined to; somebody else decides."""
    person = _known(pid)
    _check_reason(why)
    pair = _pair_with_the_rest(pid, person)
    if pair is None:
        raise Undecided("Only one source tells of this person, so there is nobody to take it from.")
    review, _ = IdentityReview.objects.update_or_create(
        **pair, kind=Kind.REPORTED, defaults=_asked_anew(pid, why, by)
    )
    _write(by, "identity.report", pids_of(person), person, why, {"review": review.pk, "pid": pid})
    return review


@transaction.atomic
def ask_about_trace(*, pid: int, by: Actor, said: str) -> IdentityReview | None:
    """Ask whether a source patient is who it is joined to, for the demographics service says something else.

    The same is asked once about the same two, whatever was answered. None: it is joined to nobody, or it was asked.
    """
    person = _known(pid)
    pair = _pair_with_the_rest(pid, person)
    if pair is None:
        return None
    asked = IdentityReview.objects.select_for_update().filter(**pair, kind=Kind.TRACED, said=said)
    if asked.exists():
        return None
    review, _ = IdentityReview.objects.update_or_create(
        **pair, kind=Kind.TRACED, defaults=_asked_anew(pid, said, by)
    )
    _write(by, "identity.ask", pids_of(person), person, Kind.TRACED.label, {"review": review.pk, "pid": pid})
    return review


def _pair_with_the_rest(pid: int, person: int) -> dict[str, int] | None:
    """A source patient and the first of those that it is joined to, in the order of a question."""
    other = next((each for each in pids_of(person) if each != pid), None)
    return None if other is None else {"a": min(pid, other), "b": max(pid, other)}


def _asked_anew(pid: int, said: str, by: Actor) -> dict[str, object]:
    """A question that waits, whatever was answered before."""
    told = {"said": said, "raised": timezone.now(), "raised_by": by.account, "model": str(pid)}
    return {**told, "state": State.OPEN, "put_off": None}


@transaction.atomic
def decide_one(*, review: int, by: Actor, why: str) -> IdentityReview:
    """Answer that the two are one person: they are joined, whatever kept them apart."""
    asked = _open(review, why)
    _, moves = _joined(asked.a, asked.b, why, by=by)
    return _decided(asked, State.ONE, why, moves, by=by)


@transaction.atomic
def decide_two(*, review: int, by: Actor, why: str) -> IdentityReview:
    """Answer that the two are two people: nothing joins them by itself from now on."""
    asked = _open(review, why)
    one, other = person_of(asked.a), person_of(asked.b)
    if one == other:
        clusters.take_out(asked.stranger, why, by=by, apart=True)
    else:
        clusters.separate(pids_of(one), pids_of(other), why, by=by)
    return _decided(asked, State.TWO, why, [], by=by)


@transaction.atomic
def put_off(*, review: int, by: Actor, why: str) -> IdentityReview:
    """Leave a question for later: it waits behind the others."""
    asked = _open(review, why)
    asked.put_off, asked.finding = timezone.now(), why
    asked.save(update_fields=["put_off", "finding"])
    _write(by, "identity.put-off", [asked.a, asked.b], person_of(asked.a), why, {"review": asked.pk})
    return asked


@transaction.atomic
def undo(*, review: int, by: Actor, why: str) -> IdentityReview:
    """Take an answer back: who was joined by it goes back to where it was, and the question waits again."""
    asked = _asked(review)
    _check_reason(why)
    if asked.state == State.OPEN:
        raise Undecided("This question has not been answered, so there is nothing to take back.")
    if asked.state == State.ONE:
        clusters.go_back(asked.moves, why, by=by)
    else:
        clusters.no_longer_separate(pids_of(person_of(asked.a)), pids_of(person_of(asked.b)))
        if asked.kind in OF_A_STRANGER:
            clusters.move_persons({max(_ends(asked)): (min(_ends(asked)), why)}, by=by)
    asked.state, asked.decided, asked.moves = State.OPEN, None, []
    asked.decided_by, asked.finding = "", why
    asked.save()
    _write(by, "identity.undo", [asked.a, asked.b], person_of(asked.a), why, {"review": asked.pk})
    return asked


def _ends(asked: IdentityReview) -> tuple[int, int]:
    return person_of(asked.a), person_of(asked.b)


def _decided(
    asked: IdentityReview, state: State, why: str, moves: Sequence[int], *, by: Actor
) -> IdentityReview:
    asked.state, asked.decided, asked.decided_by = state, timezone.now(), by.account
    asked.finding, asked.moves = why, list(moves)
    asked.save()
    detail = {"review": asked.pk, "answer": state.value, "kind": asked.kind}
    _write(by, "identity.decide", [asked.a, asked.b], person_of(asked.a), why, detail)
    return asked


def _asked(review: int) -> IdentityReview:
    try:
        return IdentityReview.objects.select_for_update().get(pk=review)
    except IdentityReview.DoesNotExist:
        raise NotThere("There is no such question about who is who.") from None


def _open(review: int, why: str) -> IdentityReview:
    asked = _asked(review)
    if asked.state != State.OPEN:
        who = names_of([asked.decided_by])[asked.decided_by]
        raise Undecided(
            f"{who} answered this already: {asked.get_state_display().lower()}. Take that back first."
        )
    _check_reason(why)
    return asked


def _check_reason(why: str) -> None:
    if len(why.strip()) < SHORTEST_REASON:
        raise Undecided("A reason is needed, because others will read it. Say in a sentence what you found.")


def _known(pid: int) -> int:
    person = person_of(pid)
    if not person:
        raise NotThere(f"No source tells of a patient with the number {pid}.")
    return person


def _write(by: Actor, act: str, pids: Sequence[int], person: int, why: str, detail: dict) -> None:
    ledger.write(by=by, act=act, pids=sorted(set(pids)), subject=f"person/{person}", why=why, detail=detail)


__all__ = [
    "Undecided", "ask_about_trace", "decide_one", "decide_two", "link", "put_off", "report", "reviews", "undo",
    "unlink",
]  # fmt: skip
