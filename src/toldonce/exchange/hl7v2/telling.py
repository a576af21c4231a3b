"""One kept message as facts about things: what is read from it, by what it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from toldonce.exchange.hl7v2.mapping import FeedMap, Kind
from toldonce.exchange.hl7v2.parsing import kind_of, message_of
from toldonce.exchange.hl7v2.reader import Places, reader_for
from toldonce.exchange.hl7v2.segments import Message
from toldonce.exchange.hl7v2.stamps import stamp_of
from toldonce.exchange.hl7v2.things import (
    appointments,
    documents,
    entries,
    immunisations,
    patients,
    referrals,
    reports,
    visits,
)
from toldonce.exchange.hl7v2.things.elements import CannotBeApplied, Telling
from toldonce.exchange.hl7v2.trials import why_a_test

NO_PATIENT = (
    "No PID segment names a patient: PID-3 holds no number that is anybody's. Send the patient's number."
)
NO_TWO = "The merge does not name two different patients in PID-3 and MRG-1: nobody was merged."


@dataclass(frozen=True, slots=True)
class Kept:
    """A message as it came: its number, its bytes, when it was received."""

    n: int
    body: bytes
    received: datetime


class OnlyATest(Exception):
    """A message about nobody; it is kept, and nothing is read from it."""


class NotMapped(Exception):
    """A message of this kind is kept and named, and nothing is read from it."""


def telling_of(kept: Kept, feed: FeedMap, places: Places) -> Telling:
    """Read a message; raises the parser's family, OnlyATest, NotMapped, CannotBeApplied."""
    reader = reader_for(feed, places)
    message = message_of(kept.body)
    if why := why_a_test(message.header.text(11), is_test_feed=feed.is_test):
        raise OnlyATest(why)
    code = kind_of(message.header)
    kind = reader.mapping.kinds.get(code)
    if kind is None:
        name = reader.mapping.kind_named(code)
        raise NotMapped(f"{code or 'A message without a type'} ({name}) is kept, not mapped.")
    stamp = stamp_of(message, kept.body, received=kept.received, zone=feed.zone)
    telling = Telling(message, kind, stamp, reader)
    for note in (*message.notes, stamp.note):
        if note:
            reader.note(note)
    _tell(telling, kind, message)
    if not telling.facts:
        raise CannotBeApplied(NO_PATIENT)
    return telling


def _tell(telling: Telling, kind: Kind, message: Message) -> None:
    if kind.merges:
        patients.tell_merge(telling)
        if not telling.merges:
            raise CannotBeApplied(NO_TWO)
        return
    if kind.reports:
        reports.tell(telling)
        return
    person = message.first("PID")
    patient = patients.tell(person, telling) if person else None
    if patient is None:
        raise CannotBeApplied(NO_PATIENT)
    if kind.code.startswith("ADT"):
        moves = kind.event and kind.event != "delete_person"
        entries.tell(patient, visits.tell(patient, telling) if moves else None, telling)
    if kind.document:
        documents.tell(patient, telling)
    if kind.appointment:
        appointments.tell(patient, telling)
    if kind.referral:
        referrals.tell(patient, telling)
    if kind.immunisations:
        immunisations.tell(patient, telling)
