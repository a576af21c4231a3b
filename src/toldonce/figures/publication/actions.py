"""The only doors by which figures come before the public: propose, check, release, give back; two people at least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from toldonce.directory.actors import Actor
from toldonce.directory.models import Role
from toldonce.exchange.files.values import CONTROL
from toldonce.figures.charting.models import ChartDecision
from toldonce.figures.meaning import hold
from toldonce.figures.models import Indicator, IndicatorEdit, StandardEdit, Status
from toldonce.figures.publication import declaring, releasing
from toldonce.figures.publication.composing import compose
from toldonce.figures.publication.errors import NotAnother, NotWhatWasChecked, PublicationRefused
from toldonce.figures.publication.models import Cell, Choice, Handling, Kind, Proposal, Release, State
from toldonce.figures.publication.selecting import Extent
from toldonce.figures.publication.wording import Wording, digest_of, wording
from toldonce.ledger import actions as ledger

ONE_AT_A_TIME = 7_016_533
EVERYTHING = Extent()


@dataclass(frozen=True, slots=True)
class Chosen:
    """An indicator that is to be published, and how it goes through disclosure control."""

    code: str
    handling: str = Handling.PEOPLE
    why: str = ""


@transaction.atomic
def propose(
    *, by: Actor, title: str, reason: str, indicators: Sequence[Chosen] = (), extent: Extent = EVERYTHING,
    kind: str = Kind.FIGURES, undoes: int | None = None,
) -> Proposal:  # fmt: skip
    """Propose figures for publication, or the withdrawal of a release; raises PublicationRefused."""
    _refuse_machines(by)
    _refuse_without_words(title, reason)
    _refuse_undoing(kind, undoes)
    if (kind == Kind.WITHDRAWAL) == bool(indicators):
        raise PublicationRefused("Choose the indicators to be published; a withdrawal publishes none.")
    _take_the_turn()
    proposal = Proposal.objects.create(
        kind=kind, title=title.strip(), reason=reason.strip(), undoes=undoes, places=list(extent.places),
        parts=list(extent.parts), since=extent.since, until=extent.until, compared_with=_latest_number(),
        proposed_by=by.account, proposer=by.name,
    )  # fmt: skip
    choices = _choices(proposal, indicators)
    declaring.check(choices)
    Choice.objects.bulk_create(choices)
    compose(proposal, choices)
    if choices and not proposal.cells:
        raise PublicationRefused(
            "No figure of these indicators lies within the places, parts and periods chosen."
        )
    proposal.save()
    _write_down(by, "figures.propose", proposal, reason)
    return proposal


@transaction.atomic
def check(*, by: Actor, proposal: int, digest: str) -> Proposal:
    """Say that somebody else has looked at all that would be published (`digest`); raises PublicationRefused."""
    _refuse_machines(by)
    found = _waiting(proposal, State.PROPOSED)
    _refuse_the_same_account(found, by)
    found.digest = digest_of(
        found, wording(found)
    )  # words may have changed since it was proposed: what was looked at counts
    _refuse_another_content(found, digest)
    found.state, found.checked_at = State.CHECKED, timezone.now()
    found.checked_by, found.checker = by.account, by.name
    found.save()
    releasing.mark(found, Status.CHECKED, by.account)
    _write_down(by, "figures.check", found)
    return found


@transaction.atomic
def release(*, by: Actor, proposal: int, digest: str) -> Release:
    """Publish what was checked; raises PublicationRefused, among others when something was released meanwhile."""
    _refuse_machines(by)
    _take_the_turn()
    found = _waiting(proposal, State.CHECKED)
    hold(Indicator.objects.filter(pk__in=Choice.objects.filter(proposal=found).values("indicator")))
    _refuse_the_same_account(found, by)
    _refuse_another_content(found, digest)
    releasing.mark(
        found, Status.PUBLISHED, found.checked_by
    )  # first, for it lets no file be loaded meanwhile
    words = wording(found)
    _refuse_other_words(found, words)
    _refuse_undoing(found.kind, found.undoes)
    if found.compared_with != _latest_number():
        raise NotWhatWasChecked(
            f"Release {_latest_number()} came after this was compared with what is public: give it back and propose it "
            "anew, so that it is compared with everything."
        )
    found.state, found.number, found.decided_at = State.RELEASED, _latest_number() + 1, timezone.now()
    found.decided_by, found.decider = by.account, by.name
    found.save()
    made = releasing.publish(found, words)
    _write_down(by, "figures.release", found, found.reason)
    return made


@transaction.atomic
def give_back(*, by: Actor, proposal: int, why: str) -> Proposal:
    """Give a proposal back with a reason: it is not published; whoever proposed it may do so as well."""
    if not why.strip():
        raise PublicationRefused("Say why it is given back, so that it can be proposed better.")
    found = _waiting(proposal, State.PROPOSED, State.CHECKED)
    found.state, found.why_returned, found.decided_at = State.RETURNED, why.strip(), timezone.now()
    found.decided_by, found.decider = by.account, by.name
    found.save()
    releasing.unmark(found)
    Cell.objects.filter(proposal=found).delete()
    _write_down(by, "figures.return", found, why)
    return found


def _latest_number() -> int:
    """The number of the latest release; 0 before the first."""
    return Release.objects.order_by("-number").values_list("number", flat=True).first() or 0


def _refuse_machines(by: Actor) -> None:
    if by.role == Role.SERVICE:
        raise PublicationRefused("Only people propose, check and release figures.")


def _refuse_without_words(title: str, reason: str) -> None:
    if not title.strip() or not reason.strip():
        raise PublicationRefused("Give it a title, and say why these figures are to be published now.")
    if CONTROL.search(title + reason):
        raise PublicationRefused("The title or the reason holds a character that no text has: write it anew.")


def _refuse_undoing(kind: str, undoes: int | None) -> None:
    """A correction and a withdrawal name a release that is still there; new figures name none."""
    if (kind == Kind.FIGURES) != (undoes is None):
        raise PublicationRefused(
            "A correction or a withdrawal names the release that it is about; new figures do not."
        )
    if (
        undoes is not None
        and not Release.objects.filter(pk=undoes, undone_by=None).exclude(kind=Kind.WITHDRAWAL).exists()
    ):
        raise PublicationRefused(f"There is no release {undoes} that still stands.")


def _refuse_the_same_account(proposal: Proposal, by: Actor) -> None:
    if by.account == proposal.proposed_by:
        raise NotAnother("You proposed this: somebody else has to check and release it.")


def _refuse_another_content(proposal: Proposal, digest: str) -> None:
    if digest != proposal.digest:
        raise NotWhatWasChecked(
            "This is not what you looked at: a figure or a word of it has changed. Open the proposal again and look "
            "once more."
        )


def _refuse_other_words(proposal: Proposal, words: Wording) -> None:
    """Every word is released as it was when somebody checked it."""
    since = proposal.checked_at
    indicators = Choice.objects.filter(proposal=proposal).values("indicator")
    for model in (IndicatorEdit, StandardEdit, ChartDecision):
        edit = (
            model.objects.filter(indicator__in=indicators, at__gt=since).select_related("indicator").first()
        )
        if edit is not None:
            raise NotWhatWasChecked(
                f"{edit.name} has changed {edit.indicator.name} since it was checked ({edit.reason}): give it back and "
                "propose it anew, so that somebody looks at that as well."
            )
    if digest_of(proposal, words) != proposal.digest:
        raise NotWhatWasChecked(
            "A name, a source or another word that the public would read has changed since it was checked: give it "
            "back and propose it anew, so that somebody looks at that as well."
        )


def _waiting(number: int, *states: str) -> Proposal:
    found = Proposal.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise PublicationRefused("There is no such proposal.")
    if found.state not in states:
        raise NotWhatWasChecked(f"It is {found.get_state_display().lower()} meanwhile: open it again to see.")
    return found


def _choices(proposal: Proposal, chosen: Sequence[Chosen]) -> list[Choice]:
    known = {each.code: each for each in Indicator.objects.filter(code__in=[each.code for each in chosen])}
    for each in chosen:
        if each.code not in known:
            raise PublicationRefused(f"There is no indicator {each.code}.")
        if each.handling not in Handling.values:
            raise PublicationRefused(f"{each.code}: {each.handling} is no way through disclosure control.")
    return [
        Choice(proposal=proposal, indicator=known[each.code], handling=each.handling, why=each.why.strip())
        for each in {each.code: each for each in chosen}.values()
    ]


def _take_the_turn() -> None:
    """One proposal or release at a time: each is compared with all that came before."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])


def _write_down(by: Actor, act: str, proposal: Proposal, why: str = "") -> None:
    detail = {
        "number": proposal.number,
        "cells": proposal.cells,
        "hidden": proposal.hidden,
        "digest": proposal.digest,
    }
    ledger.write(by=by, act=act, subject=f"Proposal/{proposal.pk}", why=why, detail=detail)
