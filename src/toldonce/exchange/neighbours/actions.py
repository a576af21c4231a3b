"""Ask a neighbour about a person whose record is open: written down before it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toldonce.directory.actors import Actor
from toldonce.exchange.neighbours import telling
from toldonce.exchange.neighbours.asking import Conversation, Heard, State
from toldonce.exchange.neighbours.matching import Known, agrees, known_of
from toldonce.exchange.neighbours.neighbour import TYPES, Neighbour
from toldonce.exchange.neighbours.resting import BREAKER
from toldonce.exchange.neighbours.telling import SENTENCES, Outcome, Told
from toldonce.ledger import actions as ledger
from toldonce.record.opening import seen_beside
from toldonce.record.readings.assembly import whole_record
from toldonce.record.readings.moments import newest_first
from toldonce.record.readings.record import Record, Resource, Source
from toldonce.record.readings.timing import clinical_moment


def ask(*, by: Actor, record: Record, neighbour: Neighbour, slugs: Sequence[str], purpose: str) -> Told:
    """Return what a neighbour tells of the person of an open record in these sections; nothing of it is kept."""
    known = known_of(record)
    refused = _not_asked(record, known, neighbour)
    if refused is not None:
        return refused
    if not BREAKER.may_be_asked(neighbour.code):
        return telling.without(neighbour, Outcome.RESTING)
    ledger.write(
        by=by,
        act="neighbour.ask",
        pids=record.pids,
        subject=f"person/{record.person} of {neighbour.code}",
        why=purpose,
        detail={"sections": list(slugs)},
    )
    with Conversation(neighbour, by, purpose) as conversation:
        return _told(conversation, by, record, known, slugs)


def _not_asked(record: Record, known: Known, neighbour: Neighbour) -> Told | None:
    """Return why a neighbour must not be asked: a question tells as well."""
    if record.decision.own_only:
        said = f"{neighbour.name} was not asked, because the person objects to the shared record."
    elif known.sealed:
        said = f"{neighbour.name} was not asked: this person's whereabouts are sealed, and a question would tell them."
    elif not known.is_enough:
        said = f"{neighbour.name} was not asked: it takes an NHS number, a name and a date of birth to match safely."
    else:
        return None
    return telling.without(neighbour, Outcome.NOT_ASKED, said)


def _told(conversation: Conversation, by: Actor, record: Record, known: Known, slugs: Sequence[str]) -> Told:
    neighbour = conversation.neighbour
    heard = conversation.patients(known.nhs_number)
    if heard.state is State.SILENT:
        BREAKER.failed(neighbour.code)
        return telling.without(neighbour, Outcome.NOT_ANSWERING)
    BREAKER.answered(neighbour.code)
    if heard.state is State.WITHHELD:
        return telling.without(neighbour, Outcome.WITHHELD)
    matched = [each for each in heard.resources if agrees(each, known) and each.get("id")]
    if not matched:
        return telling.without(neighbour, Outcome.NOT_MATCHED if heard.resources else Outcome.NOBODY)
    rtypes = sorted({rtype for slug in slugs if neighbour.offers(slug) for rtype in TYPES[slug]})
    answers = conversation.types(rtypes, [str(each["id"]) for each in matched])
    return Told(
        neighbour,
        Outcome.ANSWERED,
        record=seen_beside(reader=by, present=record, told=_record_of(neighbour, record, matched, answers)),
        silent=_silent(neighbour, slugs, answers),
        remarks=_remarks(neighbour, answers),
    )


def _record_of(
    neighbour: Neighbour, record: Record, patients: Sequence[Mapping], answers: Mapping[str, Heard]
) -> Record:
    """Return what was heard as a record whose only source is the neighbour."""
    found = [*patients, *(each for heard in answers.values() for each in heard.resources)]
    told = [Resource(each, neighbour.code) for each in found]
    told.sort(key=newest_first(clinical_moment))
    beside = {
        f"{each.get('resourceType')}/{each.get('id')}": each
        for heard in answers.values()
        for each in heard.beside
    }
    sources = (Source(neighbour.code, neighbour.name),)
    return whole_record(told, sources=sources, person=record.person, neighbours=beside)


def _silent(neighbour: Neighbour, slugs: Sequence[str], answers: Mapping[str, Heard]) -> dict[str, str]:
    """Return for each section that is not whole why it is not."""
    found: dict[str, str] = {}
    for slug in slugs:
        if not neighbour.offers(slug):
            found[slug] = f"{neighbour.name} does not offer this section."
            continue
        states = {answers[rtype].state for rtype in TYPES[slug]}
        if State.WITHHELD in states:
            found[slug] = SENTENCES[Outcome.WITHHELD].format(name=neighbour.name)
        elif State.SILENT in states:
            found[slug] = f"{neighbour.name} is not answering about this section."
    return found


def _remarks(neighbour: Neighbour, answers: Mapping[str, Heard]) -> list[str]:
    """Return what the reader must know: that there is more, and what the neighbour itself says."""
    said = [f"{neighbour.name} says: {remark}" for heard in answers.values() for remark in heard.remarks]
    if not all(heard.is_all for heard in answers.values()):
        said.insert(
            0, f"{neighbour.name} knows more than is shown here: only the first entries were fetched."
        )
    return list(dict.fromkeys(said))
