"""Questions to the files that wait: which there are, and how many are read before one."""

from __future__ import annotations

from toldonce.figures.waiting.holding import mark_held
from toldonce.figures.waiting.models import WORK, State, WaitingFile


def standing() -> list[WaitingFile]:
    """The files that are not loaded yet, those first that came first."""
    return mark_held(list(WaitingFile.objects.exclude(state=State.LOADED).order_by("since")))


def before(waiting: WaitingFile) -> int:
    """How many files the worker takes before this one."""
    return WaitingFile.objects.filter(state__in=WORK, since__lt=waiting.since).count()
