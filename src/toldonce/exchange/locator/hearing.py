"""Hearing from the feed which pointers there are; whatever is heard twice leaves the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.utils import timezone

from toldonce.exchange.locator.models import Pointer, Wanted
from toldonce.exchange.locator.wire import custodian
from toldonce.record import store
from toldonce.record.changes import Change
from toldonce.record.listening import Listener
from toldonce.record.readings.elements import first, listed, reference_parts

FORMATS = "https://fhir.nhs.uk/England/CodeSystem/England-NRLFormatCode"


def hear(changes: Sequence[Change]) -> None:
    """Bring what the locator is to know about these people in line with the record."""
    pids = sorted({each.pid for each in changes if "DocumentReference" in each.rtypes and each.pid})
    if not pids:
        return
    told = {each.id: each for each in store.compartment(pids, ["DocumentReference"])}
    pointers = {id: body for id, each in told.items() if is_pointer(body := orjson.loads(each.body or b"{}"))}
    known = {row.document: row for row in Pointer.objects.select_for_update().filter(pid__in=pids)}
    for id, body in pointers.items():
        _want(known.get(id), id, told[id].pid, body)
    for id, row in known.items():
        if id not in pointers:
            _change(row, Wanted.GONE)


def is_pointer(document: Mapping[str, Any]) -> bool:
    """Whether a DocumentReference was made to be told to the locator."""
    return first(first(document.get("content")).get("format")).get("system") == FORMATS


def replaced_by(document: Mapping[str, Any]) -> str:
    """The id of the pointer whose place this one takes; empty when it takes nobody's."""
    old = (each for each in listed(document.get("relatesTo")) if each.get("code") == "replaces")
    return reference_parts(next(old, {}).get("target"))[1]


def _want(row: Pointer | None, id: str, pid: int, body: Mapping[str, Any]) -> None:
    wanted = Wanted.CURRENT if body.get("status") == "current" else Wanted.REPLACED
    if row is not None:
        _change(row, wanted)
    elif wanted == Wanted.CURRENT:
        Pointer.objects.create(
            document=id, pid=pid, custodian=custodian(body), replaces=replaced_by(body), due=timezone.now()
        )


def _change(row: Pointer, wanted: Wanted) -> None:
    if row.wanted != wanted:
        row.wanted, row.tries, row.due, row.trouble, row.status = wanted, 0, timezone.now(), "", 0
        row.save()


LISTENER = Listener("pointers for the National Record Locator", hear)
