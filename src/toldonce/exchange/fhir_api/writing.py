"""Create, update and delete, with and without conditions: one `actions.put` each."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from toldonce.codes.fhir import validation
from toldonce.codes.fhir.definitions import RTYPE
from toldonce.exchange.fhir_api import conditions, outcomes
from toldonce.exchange.fhir_api.asks import OF_EVERY_REQUEST, Answer, Ask, Pairs, Sent
from toldonce.exchange.fhir_api.disclosure import check_may_write
from toldonce.exchange.fhir_api.outcomes import INFORMATION, WARNING, Issue
from toldonce.exchange.fhir_api.readers import WRITE
from toldonce.exchange.fhir_api.troubles import BadRequest, Malformed, Stale
from toldonce.exchange.notify import actions as subscriptions
from toldonce.exchange.notify.secrets import without_secrets
from toldonce.ledger import actions as ledger
from toldonce.record import actions, bodies
from toldonce.record.actions import Arrival, Incoming
from toldonce.record.errors import Ambiguous, NotThere
from toldonce.record.store import Stored
from toldonce.record.writing import Outcome

Done = TypeVar("Done")
FEED = "fhir"
SUBSCRIPTION = "Subscription"
MADE = ("created", "undeleted")
NO_SUCH_THING = Answer(204)


# --- the parts that transactions use too -------------------------------------------------------------------------


def arrival_of(ask: Ask) -> Arrival:
    """Return where what this client sends comes from."""
    actor = ask.reader.actor
    return Arrival(source=actor.organisation or actor.account, feed=FEED, author=actor.name)


def sent_as(ask: Ask, rtype: str) -> Sent:
    """Return the resource that was sent, of the type that the address says."""
    if ask.sent is None:
        raise Malformed("A resource is missing.")
    kind = ask.sent.resource.get("resourceType")
    if kind not in RTYPE:
        raise Malformed(f"{str(kind)[:60]!r} is not a resource type of FHIR R4.", "resourceType")
    if kind != rtype:
        raise BadRequest(f"A {kind} was sent to the address of {rtype}.", "resourceType")
    return ask.sent


def incoming(sent: Sent, **conditions_of_it) -> Incoming:
    """Return a resource as the record takes it."""
    return Incoming(sent.resource, None if sent.same else sent.document, **conditions_of_it)


def deletion(rtype: str, id: str, if_match: int | None = None) -> Incoming:
    """Return a deletion as the record takes it."""
    return Incoming({"resourceType": rtype, "id": id}, if_match=if_match, delete=True)


def new_id() -> str:
    """Return an id for a resource that the client gave none."""
    return str(uuid.uuid4())


def check_id(sent: Sent, id: str) -> None:
    """A resource that is updated names the id of its address."""
    named = sent.resource.get("id")
    if named is None:
        raise BadRequest(f"The resource has no id; an update names the id of its address, {id}.", "id")
    if named != id:
        raise BadRequest(f"The resource says id {str(named)[:64]!r} and the address says {id!r}.", "id")


def answer_of(ask: Ask, outcome: Outcome, sent: Sent | None) -> Answer:
    """Return what is answered to a change."""
    address = f"{outcome.rtype}/{outcome.id}/_history/{outcome.version}"
    status = 201 if outcome.state in MADE else 200
    if sent is None:
        return Answer(204, version=outcome.version, updated=outcome.updated)
    document = without_secrets(sent.document) if outcome.rtype == SUBSCRIPTION else sent.document
    body = bodies.canonical(document, outcome.rtype, outcome.id, outcome.version, outcome.updated)
    return Answer(
        status, _returned(ask, outcome, sent, body), outcome.version, outcome.updated, f"{ask.base}/{address}"
    )


def _returned(ask: Ask, outcome: Outcome, sent: Sent, body: bytes) -> bytes:
    if ask.prefer.returned == "minimal":
        return b""
    if ask.prefer.returned == "OperationOutcome":
        name = f"{outcome.rtype}/{outcome.id} version {outcome.version}: {outcome.state}."
        return outcomes.written([Issue(INFORMATION, "informational", name), *doubts(sent.resource)])
    return body


def doubts(resource: dict) -> list[Issue]:
    """Say what is well formed and doubtful; it was stored all the same."""
    return [Issue(WARNING, "business-rule", each.reason, each.place) for each in validation.doubts(resource)]


# --- without conditions ------------------------------------------------------------------------------------------


def create(ask: Ask) -> Answer:
    """Store a new resource under an id of ours; criteria stand in If-None-Exist or in the query."""
    ask.reader.check(ask.rtype, WRITE)
    sent = sent_as(ask, ask.rtype)
    criteria = tuple(pair for pair in ask.pairs if pair[0] not in OF_EVERY_REQUEST)
    if ask.if_none_exist or criteria:
        return _create_unless_there(ask, sent, ask.if_none_exist or criteria)
    return put(ask, sent.with_id(new_id()))


def update(ask: Ask) -> Answer:
    """Store a new version under the id of the address; the first one, too."""
    ask.reader.check(ask.rtype, WRITE)
    ask.check_parameters()
    sent = sent_as(ask, ask.rtype)
    check_id(sent, ask.id)
    return put(ask, sent)


def delete(ask: Ask) -> Answer:
    """Delete; what is not there is as good as deleted."""
    ask.reader.check(ask.rtype, WRITE)
    ask.check_parameters()
    return _delete(ask, ask.rtype, ask.id)


def put(ask: Ask, sent: Sent) -> Answer:
    return answer_of(ask, _written(ask, planned(ask, sent)), sent)


def planned(ask: Ask, sent: Sent) -> Incoming:
    """Check what can be checked before writing, and return what is to be written."""
    rtype, id = sent.resource["resourceType"], sent.resource["id"]
    conditions.check_not_of_the_directory(rtype, id, sent.resource)
    check_may_write(ask.reader, sent.resource)
    return incoming(
        sent,
        if_match=conditions.version_wanted(ask.if_match),
        create_only=ask.if_none_match.strip() == "*",
    )


def _written(ask: Ask, item: Incoming) -> Outcome:
    try:
        return door_of(item)(by=ask.reader.actor, arrival=arrival_of(ask), incoming=[item])[0]
    except NotThere as trouble:
        raise Stale(str(trouble)) from trouble


def door_of(item: Incoming) -> Callable[..., list[Outcome]]:
    """Return the door by which a resource is written: a Subscription also begins or ends something."""
    return subscriptions.put if item.resource["resourceType"] == SUBSCRIPTION else actions.put


def _delete(ask: Ask, rtype: str, id: str) -> Answer:
    conditions.check_not_of_the_directory(rtype, id)
    check_may_write(ask.reader, {"resourceType": rtype, "id": id})
    item = deletion(rtype, id, conditions.version_wanted(ask.if_match))
    try:
        outcome = door_of(item)(by=ask.reader.actor, arrival=arrival_of(ask), incoming=[item])[0]
    except NotThere as trouble:
        if item.if_match is not None:
            raise Stale(str(trouble)) from trouble
        return NO_SUCH_THING
    return answer_of(ask, outcome, None)


# --- with conditions ---------------------------------------------------------------------------------------------


def _create_unless_there(ask: Ask, sent: Sent, criteria: str | Pairs) -> Answer:
    wanted = conditions.criteria(ask.rtype, criteria, "A conditional create")

    def work(there: Stored | None) -> Answer:
        return there_already(ask, there) if there else put(ask, sent.with_id(new_id()))

    return on_the_one(ask, wanted, work)


def there_already(ask: Ask, there: Stored) -> Answer:
    body = b"" if ask.prefer.returned == "minimal" else there.body or b""
    location = f"{ask.base}/{there.rtype}/{there.id}/_history/{there.version}"
    return Answer(200, body, there.version, there.updated, location)


def conditional_update(ask: Ask) -> Answer:
    """Update the one resource that meets the criteria, or create it where none does."""
    ask.reader.check(ask.rtype, WRITE)
    sent = sent_as(ask, ask.rtype)
    wanted = conditions.criteria(ask.rtype, ask.pairs, "A conditional update")
    return on_the_one(ask, wanted, lambda there: put(ask, aimed(sent, there)))


def aimed(sent: Sent, there: Stored | None) -> Sent:
    """Return the resource under the id of the one that criteria found, or its own, or a new one."""
    named = sent.resource.get("id")
    if there is None:
        return sent if named else sent.with_id(new_id())
    if named not in (None, there.id):
        raise BadRequest(
            f"The criteria meet {there.rtype}/{there.id} and the resource says id {str(named)[:64]!r}.", "id"
        )
    return sent.with_id(there.id)


def conditional_delete(ask: Ask) -> Answer:
    """Delete the one resource that meets the criteria."""
    ask.reader.check(ask.rtype, WRITE)
    wanted = conditions.criteria(ask.rtype, ask.pairs, "A conditional delete")
    return on_the_one(
        ask, wanted, lambda there: _delete(ask, there.rtype, there.id) if there else NO_SUCH_THING
    )


def on_the_one(ask: Ask, wanted: conditions.Criteria, work: Callable[[Stored | None], Answer]) -> Answer:
    def attempt() -> Answer:
        with transaction.atomic():
            conditions.lock([wanted])
            return work(conditions.the_one(wanted, ask.reader))

    return told(ask, attempt)


def told(ask: Ask, attempt: Callable[[], Done]) -> Done:
    """Do a conditional change, again if another writer was in the way.

    Where the criteria meet several, that is a disclosure too: its row was undone with the transaction and is written
    again.
    """
    try:
        return actions.retried(attempt)
    except Ambiguous as trouble:
        ledger.write(by=ask.reader.actor, act="record.search", subject=str(trouble)[:1000])
        raise
