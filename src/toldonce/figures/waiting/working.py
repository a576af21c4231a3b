"""Reading the files that wait: one at a time, each all or nothing.

Whoever is killed in between has stored nothing and lets go of the file; the next worker begins with it anew.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection

from toldonce.exchange.files.errors import FileTrouble
from toldonce.figures.errors import FiguresError
from toldonce.figures.receiving import kept
from toldonce.figures.receiving.actions import load, try_out
from toldonce.figures.receiving.mapping_files import mapping_called
from toldonce.figures.receiving.telling import visible
from toldonce.figures.receiving.trial import Progress
from toldonce.figures.waiting import moving
from toldonce.figures.waiting.holding import held
from toldonce.figures.waiting.models import WORK, State, WaitingFile

LOG = logging.getLogger(__name__)
BEGUN_AT_MOST = 3
GIVEN_UP = (
    f"Reading it was begun {BEGUN_AT_MOST} times and never came to its end, so it is given up. Load it in smaller "
    "pieces, or by `toldonce figures load` on the server, which says what is wrong."
)
NOT_KEPT = "It has waited so long that its bytes are not kept any more: choose it once more."
NOT_OUR_WORDS = "It could not be read. The fault is in the server's log; tell whoever runs the system."


def turn() -> int:
    """Forget what is old, read the file that has waited longest, and tell how many were read."""
    moving.forget_old()
    return int(work_on())


def work_on() -> bool:
    """Try or load the file that has waited longest of those that nobody reads; tell whether there was one."""
    for waiting in WaitingFile.objects.filter(state__in=WORK).order_by("since", "pk"):
        with held(waiting) as is_ours:
            if is_ours and _still_waits(waiting):
                _work(waiting)
                return True
    return False


def _still_waits(waiting: WaitingFile) -> bool:
    """Whether nobody has worked at it between the moment in which it was found and that in which it was held."""
    return WaitingFile.objects.filter(pk=waiting.pk, state=waiting.state, since=waiting.since).exists()


def _work(waiting: WaitingFile) -> None:
    if waiting.begun >= BEGUN_AT_MOST:
        moving.refused(waiting, GIVEN_UP)
        return
    waiting.begun, waiting.figures = waiting.begun + 1, 0
    waiting.save(update_fields=["begun", "figures"])
    try:
        with _progress(waiting) as progress:
            _read(waiting, progress)
    except (FiguresError, FileTrouble) as refusal:
        moving.refused(waiting, visible(f"{refusal}"))
    except LookupError:
        moving.refused(waiting, NOT_KEPT)
    except DatabaseError:
        raise
    except Exception as trouble:
        LOG.error("waiting file %s cannot be read", waiting.pk, exc_info=trouble)
        moving.refused(waiting, NOT_OUR_WORDS)


def _read(waiting: WaitingFile, progress: Progress) -> None:
    mapping = mapping_called(waiting.mapping, settings.TOLDONCE_PLACE)
    with kept.as_file(waiting.sha256, waiting.file_name) as path:
        if waiting.state == State.TO_TRY:
            trial = try_out(
                by=waiting.actor, path=path, mapping=mapping, as_at=waiting.as_at, progress=progress
            )
            moving.tried(waiting, visible(trial.report()))
            return
        file = load(
            by=waiting.actor, path=path, mapping=mapping, as_at=waiting.as_at, file_name=waiting.file_name,
            reason=waiting.reason, without_refused=waiting.without_refused, confirm_revised=waiting.confirm_revised,
            progress=progress,
        )  # fmt: skip
        moving.loaded(waiting, file)


@contextmanager
def _progress(waiting: WaitingFile) -> Iterator[Progress]:
    """How far a file has come, told on a connection of its own: that of the file shows nothing before its end."""
    own = connection.copy()

    def say(figures: int) -> None:
        with own.cursor() as cursor:
            cursor.execute(
                "update figures_waiting_waitingfile set figures = %s where id = %s", [figures, waiting.pk]
            )

    try:
        yield say
    finally:
        own.close()
