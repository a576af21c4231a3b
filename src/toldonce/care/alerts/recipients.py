"""Who is told of events: those who asked, who care for the person, and who may read what tells it, at this moment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from toldonce.care.alerts.asked import askings_in_force, is_asked
from toldonce.care.alerts.glance import unversioned
from toldonce.care.alerts.happenings import Happening
from toldonce.care.alerts.models import Asking, Mail
from toldonce.care.alerts.people_now import PersonNow, people_now
from toldonce.care.alerts.readers import Readers
from toldonce.directory.actors import Actor
from toldonce.record.access import Decision, Purpose, decide, sieve

SOONEST = (Mail.AT_ONCE, Mail.DAILY, Mail.WEEKLY, Mail.NEVER)


@dataclass(frozen=True, slots=True)
class Recipient:
    """An asking, who is told by it, for whom they cover, and the relationships by which they may read."""

    asking: Asking
    reader: Actor
    relations: tuple[str, ...]
    covers: str
    on_worklist: bool
    mail: str

    @property
    def account(self) -> str:
        """The account that is told; none where it is the organisation."""
        return "" if self.asking.is_of_organisation else self.reader.account

    def also(self, asking: Asking) -> Recipient:
        """The same, told in every way that this asking and the one before ask for."""
        mail = min(self.mail, asking.mail, key=SOONEST.index)
        return replace(self, on_worklist=self.on_worklist or asking.on_worklist, mail=mail)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An asking whose asker may not read what tells the event, and is told nothing."""

    asking: Asking
    why: str


def recipients(news: Sequence[Happening]) -> Iterator[list[Recipient | Refusal]]:
    """For each thing that happened everybody who asked, each once, organisations first; who may not read is refused."""
    people = people_now(news)
    askings = askings_in_force(people.values(), news)
    readers = Readers({each.account for each in askings} - {""}, timezone.localdate())
    for each in news:
        asked = [asking for asking in askings if is_asked(asking, people[each.person], each)]
        yield list(_each_once(people[each.person], each, asked, readers))


def _each_once(
    now: PersonNow, happening: Happening, asked: Sequence[Asking], readers: Readers
) -> Iterator[Recipient | Refusal]:
    told: dict[tuple[str, str], Recipient] = {}
    for asking in asked:
        reader, covers = readers.of(asking)
        if reader is None:
            continue
        found = _judged(now, happening, asking, reader, covers)
        if isinstance(found, Refusal):
            yield found
        else:
            earlier = told.get((asking.organisation, found.account))
            told[asking.organisation, found.account] = earlier.also(asking) if earlier else found
    yield from told.values()


def _judged(
    now: PersonNow, happening: Happening, asking: Asking, reader: Actor, covers: str
) -> Recipient | Refusal:
    """Whether the reader may open the record now, and see every resource that tells the event."""
    decision = decide(reader, now.record, Purpose.DIRECT_CARE, now.standing.of(reader, now.person))
    if not decision.allowed:
        return Refusal(asking, decision.sentence)
    if not _sees(now, happening, reader, decision):
        return Refusal(asking, "What tells this is withheld from this reader.")
    relations = tuple(map(str, decision.relations))
    return Recipient(asking, reader, relations, covers, asking.on_worklist, asking.mail)


def _sees(now: PersonNow, happening: Happening, reader: Actor, decision: Decision) -> bool:
    wanted = {unversioned(each) for each in happening.references}
    told = [each for each in now.record if each.reference in wanted]
    seen, _ = sieve(reader, now.record, decision, told)
    return {each.reference for each in seen} >= wanted
