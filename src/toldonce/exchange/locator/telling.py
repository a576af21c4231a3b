"""Telling the locator what it is to know: a few pointers a turn, each tried again until it is so.

A try is written down before the locator is asked. When it was asked before and nobody knows what became of it, the
locator is first asked what it has: so that a pointer is never there twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import orjson
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from toldonce.directory.actors import SYSTEM
from toldonce.directory.models import OrganisationKind
from toldonce.directory.queries import organisation
from toldonce.exchange.locator import wire
from toldonce.exchange.locator.client import Locator, LocatorTrouble
from toldonce.exchange.locator.models import Pointer, Wanted
from toldonce.ledger import actions as ledger
from toldonce.record import identity, store
from toldonce.record.gathering import gather
from toldonce.record.readings.assembly import is_sealed
from toldonce.record.readings.consents import objections

AT_A_TIME = 10
AGAIN_AFTER = (10, 60, 300, 1800, 7200, 21600)  # seconds; the last of them for ever
NO_NUMBER = (
    "The plan was signed for a person without a known NHS number, by which alone the locator finds anybody."
)
WITHHELD = (
    "The person objects to the shared record, or their whereabouts are sealed: the locator is not told."
)


def turn() -> int:
    """Tell the locator of what is due; how many pointers were dealt with. Without an address nothing is told."""
    done = 0
    while settings.TOLDONCE_LOCATOR and done < AT_A_TIME and (pointer := _next()):
        _tell(pointer)
        done += 1
    return done


def _next() -> Pointer | None:
    """The pointer that has waited longest, its try written down."""
    now = timezone.now()
    with transaction.atomic():
        waiting = Pointer.objects.select_for_update(skip_locked=True).filter(due__lte=now)
        pointer = waiting.order_by("due", "document").first()
        if pointer is not None:
            again = AGAIN_AFTER[min(pointer.tries, len(AGAIN_AFTER) - 1)]
            pointer.tries, pointer.due = pointer.tries + 1, now + timedelta(seconds=again)
            pointer.save()
    return pointer


def _tell(pointer: Pointer) -> None:
    try:
        if pointer.wanted == Wanted.CURRENT:
            _create(pointer)
        else:
            _take_back(pointer)
    except LocatorTrouble as trouble:
        Pointer.objects.filter(pk=pointer.pk).update(trouble=str(trouble)[:300], status=trouble.status)


def _create(pointer: Pointer) -> None:
    found = store.read("DocumentReference", pointer.document)
    document = orjson.loads(found.body) if found and found.body else None
    if document is None or pointer.held:
        _settled(pointer, held=pointer.held)
    elif trouble := _withheld(pointer, document):
        _settled(pointer, trouble=trouble)
    else:
        _tell_of(pointer, document)


def _tell_of(pointer: Pointer, document: Mapping[str, Any]) -> None:
    """Tell of a document, in the place of the organisation's own pointer before; another's is deleted afterwards."""
    old = Pointer.objects.filter(pk=pointer.replaces, custodian=pointer.custodian).exclude(held="").first()
    base, replaces = settings.TOLDONCE_PUBLIC_ADDRESS, old.held if old else ""
    practice = getattr(organisation(pointer.custodian), "kind", "") == OrganisationKind.PRACTICE
    with Locator(pointer.custodian) as locator:
        asked_before = pointer.tries > 1
        known = (
            locator.find(wire.nhs_number(document), wire.address_of(document, base)) if asked_before else ""
        )
        sent = wire.on_the_wire(document, base, replaces=replaces, is_practice=practice)
        name = known or locator.create(sent)
    _settled(pointer, held=name)
    if old is not None:
        _settled(old, held="")


def _withheld(pointer: Pointer, document: Mapping[str, Any]) -> str:
    """Why the locator may not be told; asked when it is told, not when the plan was signed."""
    if not wire.nhs_number(document):
        return NO_NUMBER
    person = next((each.person for each in identity.source_patients([pointer.pid])), 0)
    record = gather(person, identity.pids_of(person))
    return WITHHELD if is_sealed(record) or objections(record) else ""


def _take_back(pointer: Pointer) -> None:
    """Delete a pointer, unless a newer one is about to take its place."""
    if pointer.wanted == Wanted.REPLACED and _replacement_is_due(pointer):
        return
    if pointer.held:
        with Locator(pointer.custodian) as locator:
            locator.delete(pointer.held)
    _settled(pointer, held="")


def _replacement_is_due(pointer: Pointer) -> bool:
    newer = Pointer.objects.filter(replaces=pointer.document, wanted=Wanted.CURRENT, due__isnull=False)
    return newer.exists()


def _settled(pointer: Pointer, *, held: str = "", trouble: str = "") -> None:
    with transaction.atomic():
        Pointer.objects.filter(pk=pointer.pk, wanted=pointer.wanted).update(
            held=held, due=None, tries=0, trouble=trouble, status=0
        )
        Pointer.objects.filter(pk=pointer.pk).exclude(wanted=pointer.wanted).update(held=held)
        act = "locator.withhold" if trouble else "locator.tell"
        subject = f"DocumentReference/{pointer.document}"
        ledger.write(by=SYSTEM, act=act, pids=[pointer.pid], subject=subject, why=pointer.wanted)
