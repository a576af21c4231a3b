"""Batch: every entry for itself; one that fails does not hinder another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from toldonce.exchange.fhir_api import bundles, outcomes, writing
from toldonce.exchange.fhir_api.asks import Answer, Ask, Sent
from toldonce.exchange.fhir_api.entries import ID, Entry, entries
from toldonce.exchange.fhir_api.troubles import FhirTrouble, issues_of, status_of
from toldonce.record import actions
from toldonce.record.actions import Incoming
from toldonce.record.errors import Busy, RecordTrouble, Unsure

Answering = Callable[[Ask], Answer]
TURN = {"DELETE": 0, "POST": 1, "PUT": 2, "PATCH": 3}
FEW = 3  # from here on plain writes go together


@dataclass(frozen=True, slots=True)
class Plain:
    """A change on which nothing else depends: no condition, no other entry about the same resource."""

    entry: Entry
    sent: Sent
    item: Incoming


def run(ask: Ask, answer: Answering) -> Answer:
    """Do every entry, in the order DELETE, POST, PUT, GET, and answer in the order they came."""
    ask.check_parameters()
    read = entries(ask)
    made = {number: _refused(each) for number, each in enumerate(read) if isinstance(each, FhirTrouble)}
    todo = [each for each in read if isinstance(each, Entry)]
    made |= _together(ask, todo)
    todo = [each for each in todo if each.number not in made]
    for each in sorted(todo, key=lambda each: TURN.get(each.ask.method, len(TURN))):
        made[each.number] = _answered(each, answer)
    return Answer(200, bundles.bundle("batch-response", [made[number] for number in range(len(read))]))


def _answered(entry: Entry, answer: Answering) -> bytes:
    try:
        return bundles.answered(answer(_quietly(entry.ask)))
    except Exception as trouble:
        return _refused(trouble)


def _refused(trouble: Exception) -> bytes:
    return bundles.answered(Answer(status_of(trouble)), outcome=outcomes.written(issues_of(trouble)))


def _quietly(ask: Ask) -> Ask:
    if ask.method == "GET" or ask.prefer.returned:
        return ask
    return replace(ask, prefer=replace(ask.prefer, returned="minimal"))


def _together(ask: Ask, todo: Sequence[Entry]) -> dict[int, bytes]:
    """Write the plain creates and updates at once; what that fails for is done one by one like the others."""
    return _written(ask, _plain(todo))


def _written(ask: Ask, plain: Sequence[Plain]) -> dict[int, bytes]:
    """Write changes at once, and where one of them is refused each half for itself, so that few go alone."""
    if len(plain) < FEW:
        return {}
    try:
        made = actions.put(
            by=ask.reader.actor, arrival=writing.arrival_of(ask), incoming=[each.item for each in plain]
        )
    except Unsure as trouble:  # to write again what may have been written would double it
        return {each.entry.number: _refused(trouble) for each in plain}
    except Busy:
        return {}
    except RecordTrouble:
        half = len(plain) // 2
        return _written(ask, plain[:half]) | _written(ask, plain[half:])
    return {
        each.entry.number: bundles.answered(writing.answer_of(_quietly(each.entry.ask), outcome, each.sent))
        for each, outcome in zip(plain, made, strict=True)
    }


def _plain(todo: Sequence[Entry]) -> list[Plain]:
    changed = [each.ask.path for each in todo if each.ask.method in TURN and len(each.ask.path) == 2]
    once = {path for path, times in Counter(changed).items() if times == 1}
    found = []
    for each in todo:
        made = _as_plain(each, once)
        if made is not None:
            found.append(made)
    return found


def _as_plain(entry: Entry, once: set[tuple[str, ...]]) -> Plain | None:
    """Return a change that can go with others, or None where it must be looked at by itself."""
    ask = entry.ask
    if ask.pairs or ask.if_match or ask.if_none_match or ask.if_none_exist:
        return None
    if ask.path[:1] == (writing.SUBSCRIPTION,):
        return None
    try:
        if ask.method == "POST" and len(ask.path) == 1:
            sent = writing.sent_as(ask, ask.rtype).with_id(writing.new_id())
        elif ask.method == "PUT" and ask.path in once and ID.fullmatch(ask.id):
            sent = writing.sent_as(ask, ask.rtype)
            writing.check_id(sent, ask.id)
        else:
            return None
        ask.reader.check(ask.rtype, writing.WRITE)
        return Plain(entry, sent, writing.planned(ask, sent))
    except (FhirTrouble, RecordTrouble):
        return None
