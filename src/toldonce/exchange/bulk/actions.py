"""What happens to an export: asked for, finished, failed, fetched, removed. Each is a row of the ledger.

One row says for how many persons' resources an export stands; a row for each person would be as large as the export.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from toldonce.directory.actors import SYSTEM, Actor
from toldonce.exchange.bulk.models import Export, File, State
from toldonce.exchange.fhir_api.troubles import TooMany
from toldonce.ledger import actions as ledger
from toldonce.record.search import fetching

KEPT_FOR = timedelta(days=1)
MOST_FOR_ONE, MOST_AT_ONCE = 4, 16


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a client wants of an export."""

    request: str
    types: Sequence[str]
    pids: Sequence[int] | None = None  # None is everybody
    only_people: bool = False
    since: datetime | None = None
    elements: Mapping[str, Sequence[str]] | None = None  # by type; '*' is every type
    filters: Mapping[str, Sequence[str]] | None = None  # by type: queries of which one must be met


@transaction.atomic
def ask(*, by: Actor, wanted: Wanted) -> Export:
    """Promise an export of the record as it is now; the worker writes it."""
    _check_not_too_many(by)
    moment = fetching.present()
    now = datetime.now(UTC)
    export = Export.objects.create(
        account=by.account,
        organisation=by.organisation,
        request=wanted.request,
        types=list(wanted.types),
        elements=wanted.elements or {},
        filters=wanted.filters or {},
        pids=None if wanted.pids is None else sorted(wanted.pids),
        only_people=wanted.only_people,
        since=wanted.since,
        earlier=_moment_of(wanted.since),
        moment=moment,
        transaction_time=now.replace(microsecond=now.microsecond // 1000 * 1000),
    )
    detail = {"export": str(export.key), "types": len(export.types)}
    ledger.write(by=by, act="export.ask", subject=wanted.request[:1000], detail=detail)
    return export


def _moment_of(since: datetime | None) -> str:
    """Return the snapshot of the export that said this transactionTime, so that nothing is missed or repeated."""
    earlier = Export.objects.filter(transaction_time=since).order_by("worked").first() if since else None
    return earlier.moment if earlier else ""


def _check_not_too_many(by: Actor) -> None:
    working = Export.objects.filter(state=State.WORKING)
    if working.filter(account=by.account).count() >= MOST_FOR_ONE or working.count() >= MOST_AT_ONCE:
        raise TooMany(
            f"Exports of this client are being written already, {MOST_FOR_ONE} at most, and {MOST_AT_ONCE} of all "
            f"clients together. Wait until one is done, or delete one."
        )


@transaction.atomic
def finish(*, by: Actor, export: Export) -> Export:
    """Say that every file is written; from now on they can be fetched, for a day."""
    now = datetime.now(UTC)
    export.state, export.finished, export.expires = State.DONE, now, now + KEPT_FOR
    export.save(update_fields=["state", "finished", "expires"])
    counts = dict(export.files.values_list("rtype").annotate(Sum("count")).order_by("rtype"))
    _note(by, "export.finish", export, {"resources": counts, "for": export.account})
    return export


@transaction.atomic
def fail(*, by: Actor, export: Export, why: str) -> Export:
    """Give an export up; what was written of it goes."""
    now = datetime.now(UTC)
    export.state, export.trouble, export.finished, export.expires = State.FAILED, why, now, now + KEPT_FOR
    export.save(update_fields=["state", "trouble", "finished", "expires"])
    _note(by, "export.fail", export, {"because": why})
    shutil.rmtree(export.folder, ignore_errors=True)
    return export


@transaction.atomic
def remove(*, by: Actor, export: Export, why: str) -> None:
    """Remove an export with its files and whose it was; its moment is kept, for the next one that asks what is new."""
    export.state, export.pids = State.REMOVED, None
    export.save(update_fields=["state", "pids"])
    export.files.all().delete()
    _note(by, "export.remove", export, {"because": why})
    shutil.rmtree(export.folder, ignore_errors=True)


def note_fetched(*, by: Actor, file: File, part: str) -> None:
    """Write down that a file, or a part of it, is handed out."""
    _note(
        by, "export.fetch", file.export, {"file": file.name, "resources": file.count, "part": part or "all"}
    )


def _note(by: Actor, act: str, export: Export, detail: Mapping[str, object]) -> None:
    ledger.write(by=by, act=act, subject=f"export {export.key}", detail=dict(detail))


def remove_expired(*, by: Actor = SYSTEM) -> int:
    """Remove what was kept for its day, and tell how many exports that were."""
    old = Export.objects.filter(state__in=[State.DONE, State.FAILED], expires__lt=datetime.now(UTC))
    for export in old:
        remove(by=by, export=export, why="it was kept for its day")
    return len(old)
