"""Who is told of an event: those who asked, who care for the person, and who may read what tells it, at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from toldonce.care.alerts.actions import adopt_usual
from toldonce.care.alerts.glance import unversioned
from toldonce.care.alerts.happenings import Happening
from toldonce.care.alerts.models import Asking, Cover, Whom
from toldonce.care.alerts.usual import usual_askings
from toldonce.directory.actors import SYSTEM, Actor
from toldonce.directory.models import Organisation, Post
from toldonce.directory.queries import account_named, actor_in_post, posts_of
from toldonce.record import identity
from toldonce.record.access import Decision, Purpose, decide, sieve
from toldonce.record.gathering import gather
from toldonce.record.readings.care_team import caring_organisations
from toldonce.record.readings.organisations import is_within
from toldonce.record.readings.record import Record
from toldonce.record.readings.registration import registered_at
from toldonce.record.readings.stays import stay_now
from toldonce.record.relationships import standing

WARD_PLACE = "Location/ward-"


@dataclass(frozen=True, slots=True)
class Recipient:
    """An asking, who is told by it, for whom they cover, and the relationships by which they may read."""

    asking: Asking
    reader: Actor
    relations: tuple[str, ...]
    covers: str = ""

    @property
    def account(self) -> str:
        """The account that is told; none where it is the organisation."""
        return "" if self.asking.is_of_organisation else self.reader.account


@dataclass(frozen=True, slots=True)
class Refusal:
    """An asking whose asker may not read what tells the event, and is told nothing."""

    asking: Asking
    why: str


class PersonNow:
    """One person as those who decide see them: everything told, read once however many events there are."""

    def __init__(self, person: int) -> None:
        self.person = person
        self.pids = identity.pids_of(person)
        self.record: Record = gather(person, self.pids)

    def places(self) -> set[str]:
        """Where the person lies now, as references to locations."""
        stay = stay_now(self.record)
        return {each.reference for each in stay.places} if stay else set()

    def hospital(self) -> str:
        """The organisation in whose hospital the person is now."""
        stay = stay_now(self.record)
        return stay.provider_code if stay else ""


def recipients(now: PersonNow, happening: Happening) -> Iterator[Recipient | Refusal]:
    """Everybody who asked, each once, the organisations first; who may not read is named as refused."""
    told: set[tuple[str, str]] = set()
    for asking in askings_about(now, happening):
        if asking.from_others and is_within(_source(happening), asking.organisation):
            continue
        for reader, covers in _readers(asking):
            found = _judged(now, happening, asking, reader, covers)
            if isinstance(found, Refusal):
                yield found
            elif (asking.organisation, found.account) not in told:
                told.add((asking.organisation, found.account))
                yield found


def askings_about(now: PersonNow, happening: Happening) -> list[Asking]:
    """The askings that are in force and mean this person, those of organisations first."""
    practices = set(now.record.once(registered_at))
    caring = set(now.record.once(caring_organisations))
    _adopt(practices | caring)
    asked = in_force(timezone.localdate()).filter(kinds__contains=[happening.kind])
    means = (
        Q(whom=Whom.PERSON, pid__in=now.pids)
        | Q(whom=Whom.REGISTERED, organisation__in=practices)
        | Q(whom=Whom.CASELOAD, organisation__in=caring)
    )
    if asked.filter(whom__in=(Whom.STAYING, Whom.WARD)).exists():
        means |= _lies_there(now, happening)
    return sorted(asked.filter(means), key=lambda each: (not each.is_of_organisation, each.pk))


def _lies_there(now: PersonNow, happening: Happening) -> Q:
    """The askings about where the person lies, or lay in what happened."""
    places = now.places() | {place for each in happening.facts for place in each.places}
    wards = [place.removeprefix(WARD_PLACE) for place in places if place.startswith(WARD_PLACE)]
    return Q(whom=Whom.STAYING, organisation=now.hospital()) | Q(whom=Whom.WARD, ward__in=wards)


def in_force(today: date):
    """The askings that are neither paused nor over."""
    return Asking.objects.filter(Q(until=None) | Q(until__gte=today), ended=None, paused=None)


def _adopt(codes: set[str]) -> None:
    """Give the organisations that never said what they want the usual askings of their kind."""
    new = Organisation.objects.filter(code__in=codes, kind__in=usual_askings()).exclude(
        code__in=Asking.objects.exclude(usual="").values("organisation")
    )
    for code, kind in new.values_list("code", "kind"):
        adopt_usual(by=SYSTEM, code=code, kind=kind)


def _readers(asking: Asking) -> Iterable[tuple[Actor, str]]:
    """Who reads for an asking: the organisation in the role it names, the asker, or who covers for the asker."""
    if asking.is_of_organisation:
        return [(Actor("", "", asking.role, asking.organisation), "")]
    cover = covering(asking.account, asking.organisation, timezone.localdate())
    if cover and (stand_in := _in_post(cover.colleague, asking.organisation, "")):
        return [(stand_in, asking.account)]
    asker = _in_post(asking.account, asking.organisation, asking.role)
    return [(asker, "")] if asker else []


def covering(account: str, organisation: str, day: date) -> Cover | None:
    """Who covers for an account on a day."""
    return Cover.objects.filter(
        account=account, organisation=organisation, ended=None, since__lte=day, until__gte=day
    ).first()


def _in_post(username: str, organisation: str, role: str) -> Actor | None:
    """An account in a post that it holds today at an organisation, in a role if one is said."""
    account = account_named(username)
    held = posts_of(account).filter(organisation=organisation) if account else Post.objects.none()
    post = (held.filter(role=role) if role else held).first()
    return actor_in_post(post) if post else None


def _judged(
    now: PersonNow, happening: Happening, asking: Asking, reader: Actor, covers: str
) -> Recipient | Refusal:
    """Whether the reader may open the record now, and see every resource that tells the event."""
    decision = decide(reader, now.record, Purpose.DIRECT_CARE, standing(reader, now.person))
    if not decision.allowed:
        return Refusal(asking, decision.sentence)
    if not _sees(now, happening, reader, decision):
        return Refusal(asking, "What tells this is withheld from this reader.")
    return Recipient(asking, reader, tuple(map(str, decision.relations)), covers)


def _sees(now: PersonNow, happening: Happening, reader: Actor, decision: Decision) -> bool:
    wanted = {unversioned(each) for each in happening.references}
    told = [each for each in now.record if each.reference in wanted]
    seen, _ = sieve(reader, now.record, decision, told)
    return {each.reference for each in seen} >= wanted


def _source(happening: Happening) -> str:
    """The organisation that tells it all; empty where several do."""
    sources = {each.source for each in happening.facts}
    return sources.pop() if len(sources) == 1 else ""
