"""Messages into the record: read as facts, folded into what is known, written as resources in one transaction.

A message that cannot be applied is put in quarantine with its reason and never stops those beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError, transaction

from toldonce.directory.actors import Actor
from toldonce.exchange.hl7v2.mapping import FeedMap, NoMapping
from toldonce.exchange.hl7v2.parsing import Hl7Trouble
from toldonce.exchange.hl7v2.reader import Places, places_of
from toldonce.exchange.hl7v2.rendering import rendered
from toldonce.exchange.hl7v2.state import Address, State, fold
from toldonce.exchange.hl7v2.telling import Kept, NotMapped, OnlyATest, telling_of
from toldonce.exchange.hl7v2.things import kept as things
from toldonce.exchange.hl7v2.things.elements import CannotBeApplied, Setting, Telling, name_of
from toldonce.exchange.hl7v2.things.merging import gone_to
from toldonce.exchange.hl7v2.things.numbering import bring_together, keep_apart
from toldonce.record import content, identity, store
from toldonce.record.actions import Arrival, Incoming, put
from toldonce.record.errors import Busy, Invalid

APPLIED, QUARANTINED, STORED, TEST = "applied", "quarantined", "stored", "test"


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of one message: `reason` says why it was not applied, or what of it could not be understood."""

    n: int
    state: str
    reason: str = ""
    pids: tuple[int, ...] = ()
    keys: tuple[Address, ...] = ()


@dataclass(slots=True)
class Batch:
    """Messages that are folded together: what they change, and what becomes of each."""

    feed: FeedMap
    states: dict[Address, State]
    changed: dict[Address, None] = field(default_factory=dict)
    merges: list[tuple[Address, Address]] = field(default_factory=list)
    done: dict[int, Applied] = field(default_factory=dict)
    gone: dict[Address, Address] = field(default_factory=dict)  # what was two and is one


def apply(kept: Sequence[Kept], *, feed: FeedMap, by: Actor) -> list[Applied]:
    """Apply messages of one feed in one transaction and tell, in their order, what became of each.

    Raises Busy when the store cannot do it now, and Django's errors when it is away: then nothing is applied.
    """
    with transaction.atomic():
        return _applied(list(kept), feed, places_of(feed.source), by)


def _applied(kept: list[Kept], feed: FeedMap, places: Places, by: Actor) -> list[Applied]:
    """Apply all together; where that fails, the two halves apart, until the one that is at fault stands alone."""
    try:
        with transaction.atomic():
            return _together(kept, feed, places, by)
    except (OperationalError, InterfaceError, Busy, NoMapping):
        raise
    except Exception as trouble:
        if len(kept) == 1:
            return [Applied(kept[0].n, QUARANTINED, _sentence(trouble))]
    half = len(kept) // 2
    return [*_applied(kept[:half], feed, places, by), *_applied(kept[half:], feed, places, by)]


def _taken_out(batch: Batch, setting: Setting) -> list[Incoming]:
    """The deletions of resources whose thing has become one with another."""
    before = rendered(
        {apart: state for apart, state in things.load(batch.gone).items() if state.fields}, setting
    )
    named = [
        (each.resource["resourceType"], each.resource["id"]) for found in before.values() for each in found
    ]
    return [
        Incoming({"resourceType": rtype, "id": id}, delete=True) for rtype, id in sorted(store.there(named))
    ]


def _sentence(trouble: Exception) -> str:
    if isinstance(trouble, Invalid):
        return f"What the message says is no valid resource: {trouble}."
    return f"The message could not be applied ({type(trouble).__name__}): tell the makers of Toldonce."


def _together(kept: list[Kept], feed: FeedMap, places: Places, by: Actor) -> list[Applied]:
    batch, tellings = folded(kept, feed, places)
    pids = _write(batch, by)
    for n, telling in tellings.items():
        keys = tuple(fact.address for fact in telling.facts)
        who = {pids[name_of(each)] for each in keys if each[1] == "patient"}
        batch.done[n] = Applied(n, APPLIED, " ".join(telling.reader.notes), tuple(sorted(who)), keys)
    return [batch.done[each.n] for each in kept]


def folded(kept: list[Kept], feed: FeedMap, places: Places) -> tuple[Batch, dict[int, Telling]]:
    """Read and fold messages, and write nothing but the documents inside them."""
    done: dict[int, Applied] = {}
    tellings: dict[int, Telling] = {}
    for each in kept:
        try:
            tellings[each.n] = telling_of(each, feed, places)
        except OnlyATest as said:
            done[each.n] = Applied(each.n, TEST, str(said))
        except NotMapped as said:
            done[each.n] = Applied(each.n, STORED, str(said))
        except (Hl7Trouble, CannotBeApplied) as trouble:
            done[each.n] = Applied(each.n, QUARANTINED, str(trouble))
    known = things.load(fact.address for telling in tellings.values() for fact in telling.facts)
    batch = Batch(feed, dict(known), done=done)
    content.keep_all(each for telling in tellings.values() for each in telling.contents)
    for n, telling in list(tellings.items()):
        gone = gone_to(telling, batch.states)
        if gone:
            done[n] = Applied(n, QUARANTINED, gone)
            del tellings[n]
        else:
            keep_apart(telling, batch.states)
            _fold(batch, telling)
    if batch.merges:
        batch.gone = bring_together({each for pair in batch.merges for each in pair}, batch.states)
        batch.changed |= dict.fromkeys([*batch.gone, *batch.gone.values()])
    return batch, tellings


def _fold(batch: Batch, telling: Telling) -> None:
    for fact in telling.facts:
        if fold(batch.states[fact.address], fact):
            batch.changed[fact.address] = None
    for away, survivor in telling.merges:
        if away in batch.changed:
            batch.merges.append((away, survivor))


def _write(batch: Batch, by: Actor) -> dict[str, int]:
    """Write what changed and link who was merged; return the pids of the patients by the name of their resource."""
    changed = {address: batch.states[address] for address in batch.changed}
    setting = Setting(batch.feed.source)
    made = rendered({address: changed[address] for address in changed if address not in batch.gone}, setting)
    incoming: list[Incoming] = [each for resources in made.values() for each in resources]
    incoming += _taken_out(batch, setting)
    if incoming:
        arrival = Arrival(batch.feed.source, batch.feed.code)
        put(by=by, arrival=arrival, incoming=incoming, why="HL7 v2 messages")
    things.save(changed)
    pids = identity.pids_for([name_of(address) for address in batch.states if address[1] == "patient"])
    for away, survivor in batch.merges:
        why = f"{batch.feed.source} said in a message that they are one patient"
        identity.link(pid=pids[name_of(away)], to=pids[name_of(survivor)], by=by, why=why)
    return pids
