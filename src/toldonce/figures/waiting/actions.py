"""What people do with a waiting file: they send it, and have it loaded once the worker has tried it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from toldonce.directory.actors import Actor
from toldonce.figures.receiving import kept
from toldonce.figures.waiting import moving
from toldonce.figures.waiting.errors import WaitingRefused
from toldonce.figures.waiting.models import WORK, State, WaitingFile
from toldonce.ledger import actions as ledger

MOST_FOR_ONE = 4  # files of one person that wait for work


@transaction.atomic
def send(*, by: Actor, raw: bytes, file_name: str, mapping: str, as_at: date | None) -> WaitingFile:
    """Keep a file for the worker, which tries it as soon as it can; raises WaitingRefused."""
    waiting = WaitingFile.objects.filter(account=by.account, state__in=WORK).count()
    if waiting >= MOST_FOR_ONE:
        raise WaitingRefused(
            f"{waiting} files of yours wait to be read already: try this one when one of them is done."
        )
    made = WaitingFile.objects.create(
        account=by.account, name=by.name, role=by.role, organisation=by.organisation, file_name=file_name,
        sha256=kept.keep(raw), size=len(raw), mapping=mapping, as_at=as_at,
    )  # fmt: skip
    ledger.write(by=by, act="figures.send", subject=file_name, detail=_detail(made))
    return made


@transaction.atomic
def have_loaded(
    *, by: Actor, number: int, reason: str, without_refused: bool = False, confirm_revised: bool = False
) -> WaitingFile:
    """Let the worker load a file that was tried, for whoever says so now; raises WaitingRefused."""
    found = WaitingFile.objects.select_for_update().filter(pk=number).first()
    if found is None:
        raise WaitingRefused("There is no such file any more: choose it once more.")
    if found.state != State.TRIED:
        raise WaitingRefused(f"It is not to be decided now: {found.get_state_display().lower()}.")
    found.account, found.name, found.role, found.organisation = by.account, by.name, by.role, by.organisation
    found.reason, found.without_refused, found.confirm_revised = reason, without_refused, confirm_revised
    moving.move(found, State.TO_LOAD)
    ledger.write(by=by, act="figures.decide", subject=found.file_name, why=reason, detail=_detail(found))
    return found


def _detail(waiting: WaitingFile) -> dict[str, Any]:
    return {"waiting": waiting.pk, "sha256": waiting.sha256, "mapping": waiting.mapping}
