"""Writing exports piece by piece: each piece is on the disk before the database says so.

Whoever is killed in between leaves bytes after the last committed piece; the next writer cuts them off and goes on.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice

import orjson
from django.db import DatabaseError, transaction

from toldonce.directory.actors import SYSTEM
from toldonce.exchange.bulk import actions, members
from toldonce.exchange.bulk.models import Export, File, Kind, State
from toldonce.exchange.fhir_api.parts import Part
from toldonce.record import bodies
from toldonce.record.search import sweeping
from toldonce.record.search.sweeping import Sweep
from toldonce.record.search.testing import Test, meets
from toldonce.record.store import Stored

LOG = logging.getLogger(__name__)
PIECE = 2000  # resources in a member
MEMBERS = 100  # in a file
TOGETHER = 50  # resources whose attachments are put back at once
TURN = 0.8  # seconds
DELETIONS = "Bundle"


def turn(seconds: float = TURN) -> int:
    """Remove what has expired, write at what was asked for, and tell how many pieces were written."""
    actions.remove_expired(by=SYSTEM)
    pieces, until = 0, time.monotonic() + seconds
    while time.monotonic() < until and write_on():
        pieces += 1
    return pieces


def write_on() -> bool:
    """Write the next piece of the export that has waited longest; tell whether there was one."""
    with transaction.atomic():
        export = _waiting_longest()
        if export is None:
            return False
        try:
            with transaction.atomic():
                _write_piece(export)
        except DatabaseError:
            raise
        except Exception as trouble:
            LOG.error("export %s cannot be written", export.key, exc_info=trouble)
            actions.fail(by=SYSTEM, export=export, why=_sentence(trouble))
    return True


def _waiting_longest() -> Export | None:
    waiting = Export.objects.select_for_update(skip_locked=True).filter(state=State.WORKING)
    return waiting.order_by("worked").first()


def _sentence(trouble: Exception) -> str:
    if isinstance(trouble, OSError):
        return f"The files could not be written ({trouble.strerror}). Ask again when there is room."
    return "The files could not be written. The fault is in the server's log; ask again."


def _write_piece(export: Export) -> None:
    """Write the next resources, or addresses of what was deleted, and remember how far that was."""
    if export.step < len(export.types):
        _write_resources(export)
    elif export.step == len(export.types) and export.since:
        _write_deletions(export)
    else:
        actions.finish(by=SYSTEM, export=export)
        return
    export.worked = datetime.now(UTC)
    export.save(update_fields=["step", "last", "worked"])


def _write_resources(export: Export) -> None:
    rtype = export.types[export.step]
    found = sweeping.piece(_sweep(export), rtype, after=export.last, count=PIECE)
    wanted = _met(found, [meets(rtype, query) for query in export.filters.get(rtype, ())])
    if wanted:
        _append(export, Kind.OUTPUT, rtype, len(wanted), _lines(wanted, _part(export, rtype)))
    _remember(export, len(found), found[-1].id if found else "")


def _met(found: Sequence[Stored], tests: Sequence[Test]) -> Sequence[Stored]:
    """Return those that meet one of the tests, all where there is none."""
    if not tests:
        return found
    read = [(each, orjson.loads(each.body or b"{}")) for each in found]
    return [each for each, resource in read if any(test(resource) for test in tests)]


def _write_deletions(export: Export) -> None:
    rtype, _, id = export.last.partition("/")
    found = sweeping.deletions(_sweep(export), export.types, after=(rtype, id), count=PIECE)
    if found:
        _append(export, Kind.DELETED, DELETIONS, len(found), [_bundle(found)])
    _remember(export, len(found), "/".join(found[-1]) if found else "")


def _remember(export: Export, found: int, last: str) -> None:
    if found < PIECE:
        export.step, export.last = export.step + 1, ""
    else:
        export.last = last


def _sweep(export: Export) -> Sweep:
    return Sweep(export.moment, export.pids, export.only_people, export.since, export.earlier)


def _part(export: Export, rtype: str) -> Part:
    return Part("", tuple(dict.fromkeys([*export.elements.get("*", ()), *export.elements.get(rtype, ())])))


def _lines(found: Sequence[Stored], part: Part) -> Iterator[bytes]:
    """Yield resources as they are served, few at a time, because attachments are large."""
    left = iter(found)
    while batch := list(islice(left, TOGETHER)):
        for body in bodies.inlined([each.body for each in batch]):
            yield part.of(body or b"{}")


def _bundle(addresses: Sequence[tuple[str, str]]) -> bytes:
    entries = [{"request": {"method": "DELETE", "url": f"{rtype}/{id}"}} for rtype, id in addresses]
    return orjson.dumps({"resourceType": "Bundle", "type": "transaction", "entry": entries})


def _append(export: Export, kind: Kind, rtype: str, count: int, lines: Iterator[bytes] | list[bytes]) -> None:
    file = _file(export, kind, rtype)
    export.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    plain, packed = members.append(file.path, sum(file.packed), lines)
    file.plain, file.packed, file.count = [*file.plain, plain], [*file.packed, packed], file.count + count
    file.save()


def _file(export: Export, kind: Kind, rtype: str) -> File:
    """Return the file that is being written, or the next one where it is full."""
    last = export.files.filter(kind=kind, rtype=rtype).order_by("-number").first()
    if last is not None and len(last.plain) < MEMBERS:
        return last
    return File(export=export, kind=kind, rtype=rtype, number=last.number + 1 if last else 1)
