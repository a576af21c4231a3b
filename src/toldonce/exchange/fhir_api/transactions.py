"""Transaction: everything in a Bundle, or nothing, in the order that FHIR gives: DELETE, POST, PUT, GET.

In one database transaction: conditions are locked and resolved, names become addresses, references are checked, all is
written by one `actions.put`, and reads see it. Searches are checked before and answered right after it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction

from toldonce.codes.fhir import validation
from toldonce.codes.fhir.definitions import RTYPE
from toldonce.codes.fhir.validation import Problem
from toldonce.exchange.fhir_api import bundles, conditions, searching, writing
from toldonce.exchange.fhir_api.asks import Answer, Ask, Sent
from toldonce.exchange.fhir_api.conditions import Criteria
from toldonce.exchange.fhir_api.disclosure import check_may_write
from toldonce.exchange.fhir_api.entries import ID, Entry, entries
from toldonce.exchange.fhir_api.links import Links, conditional_references, split_condition
from toldonce.exchange.fhir_api.readers import WRITE
from toldonce.exchange.fhir_api.troubles import BadRequest, FhirTrouble, Malformed, Stale
from toldonce.record import actions, store
from toldonce.record.actions import Incoming
from toldonce.record.errors import Dangling, Invalid, NotThere
from toldonce.record.search.references import type_of
from toldonce.record.store import Stored

Answering = Callable[[Ask], Answer]
TURN = {"DELETE": 0, "POST": 1, "PUT": 2}
READS = ("GET", "HEAD")
MOST_NAMED = 20


@dataclass(slots=True)
class Step:
    """One change of a transaction: what it asks, and what comes to be known of it."""

    entry: Entry
    criteria: Criteria | None
    found: Stored | None = None
    address: tuple[str, str] = ("", "")
    sent: Sent | None = None
    is_done: bool = (
        False  # nothing is to be written: the resource is there already, or there is none to delete
    )

    @property
    def ask(self) -> Ask:
        return self.entry.ask


@dataclass(frozen=True, slots=True)
class Plan:
    """A transaction that can be understood: its changes in their order, and its reads."""

    ask: Ask
    steps: list[Step]
    reads: list[Entry]
    answer: Answering
    references: dict[str, Criteria] = field(default_factory=dict)


def transact(ask: Ask, answer: Answering) -> Answer:
    """Do everything in the Bundle or nothing."""
    ask.check_parameters()
    read = entries(ask)
    for trouble in read:
        if isinstance(trouble, FhirTrouble):
            raise trouble
    plan = _plan(ask, [each for each in read if isinstance(each, Entry)], answer)
    answers = writing.told(ask, lambda: _in_one(plan))
    for each in plan.reads:
        if _is_search(each):
            answers[each.number] = answer(each.ask)
    written = [bundles.answered(answers[number]) for number in range(len(read))]
    return Answer(200, bundles.bundle("transaction-response", written))


def _plan(ask: Ask, read: Sequence[Entry], answer: Answering) -> Plan:
    changes = [_step(each) for each in read if each.ask.method not in READS]
    reads = [each for each in read if each.ask.method in READS]
    for each in reads:
        if _is_search(each):
            searching.check(each.ask)
    changes.sort(key=lambda step: TURN[step.ask.method])
    named = {
        text for step in changes if step.ask.sent for text in conditional_references(step.ask.sent.resource)
    }
    wanted = {text: _reference_criteria(text) for text in sorted(named)}
    return Plan(ask, changes, reads, answer, wanted)


def _step(entry: Entry) -> Step:
    """Check what one change asks, before anything is looked up."""
    ask = entry.ask
    if ask.method not in TURN:
        raise BadRequest(f"{ask.method} is not supported in a transaction.", f"{entry.place}.request.method")
    if ask.rtype == writing.SUBSCRIPTION:
        raise BadRequest(
            "A Subscription is sent by itself, not in a transaction.", f"{entry.place}.request.url"
        )
    ask.reader.check(ask.rtype, WRITE)
    depth = 1 if ask.method == "POST" or ask.pairs else 2
    if len(ask.path) != depth or (depth == 2 and not ID.fullmatch(ask.id)):
        raise Malformed(
            f"{'/'.join(ask.path)[:100]!r} cannot be used with {ask.method}.", f"{entry.place}.request.url"
        )
    if ask.method != "DELETE":
        _check_sent(entry, depth)
    return Step(entry, _criteria(entry))


def _check_sent(entry: Entry, depth: int) -> None:
    try:
        sent = writing.sent_as(entry.ask, entry.ask.rtype)
        if depth == 2:
            writing.check_id(sent, entry.ask.id)
    except FhirTrouble as trouble:
        trouble.place = f"{entry.place}.resource" + (f".{trouble.place}" if trouble.place else "")
        raise


def _criteria(entry: Entry) -> Criteria | None:
    ask = entry.ask
    if ask.method == "POST" and ask.if_none_exist:
        return conditions.criteria(ask.rtype, ask.if_none_exist, f"{entry.place}.request.ifNoneExist")
    if ask.pairs:
        return conditions.criteria(ask.rtype, ask.pairs, f"{entry.place}.request.url")
    return None


def _reference_criteria(text: str) -> Criteria:
    rtype, query = split_condition(text)
    return conditions.criteria(rtype, query, f"The reference {text[:100]}")


# --- in one database transaction ---------------------------------------------------------------------------------


def _in_one(plan: Plan) -> dict[int, Answer]:
    with transaction.atomic():
        conditions.lock([step.criteria for step in plan.steps if step.criteria])
        for step in plan.steps:
            _aim(step)
        _check_named_once(plan.steps)
        _resolve(plan)
        answers = _write(plan)
        for each in plan.reads:
            if not _is_search(each):
                answers[each.number] = plan.answer(each.ask)
    return answers


def _aim(step: Step) -> None:
    """Find out which resource a change is about."""
    ask = step.ask
    step.found = conditions.the_one(step.criteria, ask.reader) if step.criteria else None
    step.is_done = False
    if ask.method == "DELETE":
        _aim_deletion(step)
        return
    assert ask.sent is not None
    if ask.method == "POST":
        step.is_done = step.found is not None
        step.sent = ask.sent.with_id(step.found.id if step.found else writing.new_id())
    else:
        step.sent = writing.aimed(ask.sent, step.found) if step.criteria else ask.sent
    step.address = (ask.rtype, step.sent.resource["id"])


def _aim_deletion(step: Step) -> None:
    if step.criteria:
        step.is_done = step.found is None
        step.address = (step.ask.rtype, step.found.id if step.found else "")
        return
    step.address = (step.ask.rtype, step.ask.id)
    step.is_done = not step.ask.if_match and not store.there([step.address])


def _check_named_once(steps: Sequence[Step]) -> None:
    seen: dict[tuple[str, str], Step] = {}
    for step in steps:
        if not step.address[1]:
            continue
        other = seen.setdefault(step.address, step)
        if other is not step and not (other.is_done and step.is_done):
            raise BadRequest(
                f"{'/'.join(step.address)} is changed twice in this transaction: by {other.entry.place} and here.",
                step.entry.place,
            )


def _check_called_once(steps: Sequence[Step]) -> None:
    """Refuse a Bundle in which one name leads to two resources: nobody could say which of them is meant."""
    called: dict[str, Step] = {}
    for step in steps:
        other = called.setdefault(step.entry.full_url or step.entry.place, step)
        if other is not step and other.address != step.address:
            raise BadRequest(
                f"{step.entry.full_url[:100]} is the fullUrl of two entries: of {other.entry.place} and of this one.",
                f"{step.entry.place}.fullUrl",
            )


def _resolve(plan: Plan) -> None:
    """Turn what the Bundle calls things into addresses, and refuse what leads nowhere."""
    _check_called_once(plan.steps)
    names = {name: "/".join(step.address) for step in plan.steps for name in _called(step)}
    made = {step.criteria.key: "/".join(step.address) for step in plan.steps if step.criteria and step.sent}
    for text, wanted in plan.references.items():
        found = made.get(wanted.key) or _address_of(conditions.the_one(wanted, plan.ask.reader))
        if found:
            names[text] = found
    links = Links(names, plan.ask.base)
    for step in plan.steps:
        if step.sent is not None and not step.is_done:
            step.sent = links.resolved(step.sent, step.entry.place)
    _refuse_dangling(plan, links)


def _called(step: Step) -> list[str]:
    """Return what other entries call a resource: its fullUrl, and the end of it where that is `Type/id`."""
    full_url = step.entry.full_url
    plain = "/".join(full_url.rsplit("/", 2)[1:]) if type_of(full_url) else ""
    return [name for name in dict.fromkeys((full_url, plain)) if name]


def _address_of(stored: Stored | None) -> str:
    return f"{stored.rtype}/{stored.id}" if stored else ""


def _refuse_dangling(plan: Plan, links: Links) -> None:
    after = {step.address for step in plan.steps if step.sent is not None}
    gone = {step.address for step in plan.steps if step.sent is None and not step.is_done}
    elsewhere = {address for found in links.here.values() for address in found} - after
    there = store.there(sorted(elsewhere)) - gone
    lost = list(dict.fromkeys(links.lost))
    for place, found in links.here.items():
        lost += [(place, f"{rtype}/{id}") for rtype, id in sorted(found - after - there)]
    if lost:
        named = "; ".join(f"{place} refers to {text[:150]}" for place, text in lost[:MOST_NAMED])
        raise Dangling(f"{named}: that is neither in this Bundle nor in the record. Nothing was stored.")


def _write(plan: Plan) -> dict[int, Answer]:
    todo = [step for step in plan.steps if not step.is_done]
    conditions.check_none_of_the_directory(
        [step.address for step in todo], [step.sent.resource if step.sent else None for step in todo]
    )
    items = [_incoming(step) for step in todo]
    outcomes = []
    try:
        if items:
            outcomes = actions.put(
                by=plan.ask.reader.actor, arrival=writing.arrival_of(plan.ask), incoming=items
            )
    except Invalid as trouble:
        raise Invalid(_placed(todo)) from trouble
    except NotThere as trouble:
        raise Stale(str(trouble)) from trouble
    answers = {step.entry.number: _answer_done(step) for step in plan.steps if step.is_done}
    for step, outcome in zip(todo, outcomes, strict=True):
        answers[step.entry.number] = writing.answer_of(_quietly(step.ask), outcome, step.sent)
    return answers


def _incoming(step: Step) -> Incoming:
    rtype, id = step.address
    check_may_write(step.ask.reader, step.sent.resource if step.sent else {"resourceType": rtype, "id": id})
    version = conditions.version_wanted(step.ask.if_match)
    if step.sent is None:
        return writing.deletion(rtype, id, version)
    return writing.incoming(step.sent, if_match=version, create_only=step.ask.if_none_match.strip() == "*")


def _placed(steps: Sequence[Step]) -> list[Problem]:
    """Say of every problem in which entry it is."""
    return [
        Problem(f"{step.entry.place}.resource.{problem.place.partition('.')[2]}".rstrip("."), problem.reason)
        for step in steps
        if step.sent is not None
        for problem in validation.problems(step.sent.resource)
    ]


def _answer_done(step: Step) -> Answer:
    if step.found is None:
        return writing.NO_SUCH_THING
    return writing.there_already(_quietly(step.ask), step.found)


def _quietly(ask: Ask) -> Ask:
    """In the answer to a Bundle resources are given back only to a client that asks for them."""
    return ask if ask.prefer.returned else replace(ask, prefer=replace(ask.prefer, returned="minimal"))


def _is_search(entry: Entry) -> bool:
    path = entry.ask.path
    return len(path) == 1 or (len(path) == 3 and path[2] in RTYPE)
