"""The one door to a person's record: access is decided and the ledger written before anything is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import orjson
from django.db import transaction

from toldonce.directory.actors import Actor
from toldonce.ledger import actions as ledger
from toldonce.record import identity
from toldonce.record.access import (
    SENTENCES,
    Decision,
    Purpose,
    Refused,
    check_may_read,
    decide,
    sieve,
    tells_practice,
    without_location,
)
from toldonce.record.deciding import records_to_decide
from toldonce.record.errors import NotThere
from toldonce.record.gathering import gather, resources_of
from toldonce.record.readings.assembly import is_sealed, record_from, whole_record
from toldonce.record.readings.record import Record, Resource, Source, Withheld, Withholding
from toldonce.record.readings.registration import registered_at
from toldonce.record.relationships import standing, standing_about
from toldonce.record.store import Stored

__all__ = [
    "Record",
    "Refused",
    "can_read",
    "let_through",
    "may_read",
    "open_record",
    "record_from",
    "seen_beside",
]


def open_record(
    *, reader: Actor, person: int, purpose: Purpose | str, as_at: datetime | None = None, what: str = "record"
) -> Record:
    """The record as this reader may see it; its reading is in the ledger before this returns.

    Raises Refused with a sentence and the next step, NotThere when nobody knows the person. `as_at` shows the
    versions of that moment; whether they may be read is decided on the present.
    """
    pids = identity.pids_of(person)
    if not pids:
        raise NotThere(f"No source tells of a person with the number {person}.")
    present = gather(person, pids)
    decision = decide(reader, present, purpose, standing(reader, person))
    try:
        check_may_read(decision)
    except Refused as refused:
        _write(reader, "record.refused", person, pids, purpose, {"what": what, "because": refused.sentence})
        raise
    shown = _seen(reader, present, decision, present if as_at is None else gather(person, pids, as_at))
    _write(reader, "record.read", person, pids, purpose, _detail(decision, shown, what, as_at))
    return shown


def let_through(reader: Actor, stored: Iterable[Stored], purpose: Purpose | str) -> list[Stored]:
    """Of stored versions about whomever, those that this reader may see; the caller writes the ledger."""
    stored = list(stored)
    person_of = {
        each.pid: each.person
        for each in identity.source_patients(sorted({each.pid for each in stored} - {0}))
    }
    told: dict[int, list[Stored]] = {}
    for each in stored:
        told.setdefault(person_of.get(each.pid, 0), []).append(each)
    kept = {id(each): each for each in told.pop(0, ()) if each.pid == 0}
    present = records_to_decide(told, [each for theirs in told.values() for each in theirs])
    claimed = standing_about(present)
    for person, theirs in told.items():
        decision = decide(reader, present[person], purpose, claimed.of(reader, person))
        kept |= _let_through(reader, present[person], decision, theirs)
    return [kept[id(each)] for each in stored if id(each) in kept]


def _let_through(
    reader: Actor, present: Record, decision: Decision, theirs: list[Stored]
) -> dict[int, Stored]:
    """What may be seen of one person, by the identity of what was asked about."""
    if not decision.allowed:
        return {}
    seen, _ = sieve(reader, present, decision, resources_of(theirs))
    if not is_sealed(present) or decision.by_scope:
        return {id(each.stored): each.stored for each in seen}
    return {id(each.stored): _unlocated(reader, each) for each in seen if not tells_practice(reader, each)}


def _unlocated(reader: Actor, resource: Resource) -> Stored:
    """The version without what leads to the person; as it is, to the last decimal, where nothing does."""
    shown = without_location(reader, resource)
    return resource.stored if shown is resource else replace(resource.stored, body=orjson.dumps(shown))


def may_read(reader: Actor, person: int, purpose: Purpose | str) -> Decision:
    """The decision alone; nothing is shown."""
    return decide(reader, gather(person, identity.pids_of(person)), purpose, standing(reader, person))


def can_read(reader: Actor, person: int, purpose: Purpose | str) -> bool:
    """Whether the decision allows."""
    return may_read(reader, person, purpose).allowed


def seen_beside(*, reader: Actor, present: Record, told: Record) -> Record:
    """What a reader who has opened a person's record may see of what somebody outside tells of them."""
    return _seen(reader, present, present.decision, told)


def _seen(reader: Actor, present: Record, decision: Decision, told: Record) -> Record:
    """What the decision lets through; consents and seals of the present hold for the past as well."""
    seen, withheld = sieve(reader, present, decision, told)
    sealed = is_sealed(present) and not decision.by_scope
    sources = told.sources
    if sealed:
        seen = [without_location(reader, each) for each in seen if not tells_practice(reader, each)]
        sources = tuple(_unnamed(reader, present, each) for each in sources)
        sentence = SENTENCES[Withholding.SEALED]
        withheld = (*withheld, *(Withheld(Withholding.SEALED, slug, 1, sentence) for slug in SEALED_SECTIONS))
    if not sealed and len(seen) == sum(map(len, told.resources.values())):
        return replace(told, decision=decision)  # with what was already worked out to decide
    shown = whole_record(
        seen,
        sources=sources,
        person=told.person,
        pids=told.pids,
        at=told.at,
        as_at=told.as_at,
        neighbours=told.neighbours,
    )
    return replace(shown, withheld=withheld, sealed=sealed, decision=decision)


SEALED_SECTIONS = ("demographics", "registration")


def _unnamed(reader: Actor, present: Record, source: Source) -> Source:
    """The practice of a sealed person without its name, which would tell where the person lives."""
    is_known = source.code == reader.organisation or source.code not in present.once(registered_at)
    return source if is_known else replace(source, name="A practice that is not named")


def _detail(decision: Decision, shown: Record, what: str, as_at: datetime | None) -> dict[str, object]:
    detail: dict[str, object] = {"what": what, "relations": [str(each) for each in decision.relations]}
    if as_at is not None:
        detail["as_at"] = as_at.isoformat()
    if shown.withheld:
        detail["withheld"] = [
            {"reason": str(each.reason), "section": each.section, "count": each.count}
            for each in shown.withheld
        ]
    return detail


def _write(
    reader: Actor, act: str, person: int, pids: Sequence[int], purpose: str, detail: Mapping[str, object]
) -> None:
    """Write the row in a transaction of its own, durable when the answer leaves; inside another it is refused."""
    with transaction.atomic(durable=True):
        ledger.write(
            by=reader, act=act, pids=pids, subject=f"person/{person}", why=str(purpose), detail=detail
        )
