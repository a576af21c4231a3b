"""Who asked about these people: the askings in force, read once for a batch, matched with what happened."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from toldonce.care.alerts.actions import adopt_usual
from toldonce.care.alerts.happenings import Happening
from toldonce.care.alerts.models import Asking, Whom
from toldonce.care.alerts.people_now import PersonNow
from toldonce.care.alerts.usual import usual_askings
from toldonce.directory.actors import SYSTEM
from toldonce.directory.models import Organisation
from toldonce.record.readings.organisations import is_within

WARD_PLACE = "Location/ward-"
Meant = Callable[[Asking, PersonNow, Happening], bool]
MEANS: dict[str, Meant] = {
    Whom.PERSON: lambda asking, now, happening: asking.pid in now.record.pids,
    Whom.REGISTERED: lambda asking, now, happening: asking.organisation in now.practices,
    Whom.CASELOAD: lambda asking, now, happening: asking.organisation in now.caring,
    Whom.STAYING: lambda asking, now, happening: asking.organisation == now.hospital,
    Whom.WARD: lambda asking, now, happening: asking.ward in wards_of(now, happening),
}


def askings_in_force(people: Collection[PersonNow], news: Sequence[Happening]) -> list[Asking]:
    """Every asking that may mean one of these people, those of organisations first."""
    practices = {code for each in people for code in each.practices}
    caring = {code for each in people for code in each.caring}
    _adopt(practices | caring)
    of = {each.person: each for each in people}
    means = (
        Q(whom=Whom.PERSON, pid__in={pid for each in people for pid in each.record.pids})
        | Q(whom=Whom.REGISTERED, organisation__in=practices)
        | Q(whom=Whom.CASELOAD, organisation__in=caring)
        | Q(whom=Whom.STAYING, organisation__in={each.hospital for each in people})
        | Q(whom=Whom.WARD, ward__in={ward for each in news for ward in wards_of(of[each.person], each)})
    )
    found = in_force(timezone.localdate()).filter(means, kinds__overlap=sorted({each.kind for each in news}))
    return sorted(found, key=lambda each: (not each.is_of_organisation, each.pk))


def is_asked(asking: Asking, now: PersonNow, happening: Happening) -> bool:
    """Whether an asking means this person and what happened, and is not only told what it told itself."""
    if happening.kind not in asking.kinds or not MEANS[asking.whom](asking, now, happening):
        return False
    return not (asking.from_others and is_within(happening.source, asking.organisation))


def wards_of(now: PersonNow, happening: Happening) -> set[str]:
    """The wards where the person lies, or lay in what happened."""
    places = now.places | {place for each in happening.facts for place in each.places}
    return {place.removeprefix(WARD_PLACE) for place in places if place.startswith(WARD_PLACE)}


def in_force(today: date) -> QuerySet[Asking]:
    """The askings that are neither paused nor over."""
    return Asking.objects.filter(Q(until=None) | Q(until__gte=today), ended=None, paused=None)


def _adopt(codes: set[str]) -> None:
    """Give the organisations that never said what they want the usual askings of their kind."""
    new = Organisation.objects.filter(code__in=codes, kind__in=usual_askings()).exclude(
        code__in=Asking.objects.exclude(usual="").values("organisation")
    )
    for code, kind in new.values_list("code", "kind"):
        adopt_usual(by=SYSTEM, code=code, kind=kind)
