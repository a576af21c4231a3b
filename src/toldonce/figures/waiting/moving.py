"""How a waiting file goes from state to state, and when it is forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from toldonce.figures.models import ReceivedFile
from toldonce.figures.receiving import retention
from toldonce.figures.waiting.models import WORK, State, WaitingFile


def tried(waiting: WaitingFile, report: dict[str, Any]) -> WaitingFile:
    """Keep what its dry run has shown, for a person to decide."""
    waiting.report = report
    return move(waiting, State.TRIED)


def loaded(waiting: WaitingFile, file: ReceivedFile) -> WaitingFile:
    """Say which received file it has become."""
    waiting.file = file
    return move(waiting, State.LOADED)


def refused(waiting: WaitingFile, why: str) -> WaitingFile:
    """Keep why it was refused; one that was tried before can be loaded in another way."""
    return move(waiting, State.TRIED if waiting.state == State.TO_LOAD else State.REFUSED, why)


def move(waiting: WaitingFile, state: State, why: str = "") -> WaitingFile:
    """Bring a file into a state, in which nobody has begun yet."""
    waiting.state, waiting.since, waiting.why = state, timezone.now(), why
    waiting.begun, waiting.figures = 0, 0
    waiting.save()
    return waiting


def forget_old() -> int:
    """Forget files with which nothing has happened for as long as their bytes are kept; how many there were."""
    until = timezone.now() - timedelta(days=retention.DAYS)
    return WaitingFile.objects.exclude(state__in=WORK).filter(since__lt=until).delete()[0]
