"""One change as detection looks at it: the record just before, just after, and what counts as news."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from toldonce.care.alerts.kinds import KIND
from toldonce.record.differences import Difference
from toldonce.record.gathering import neighbours, resources_of
from toldonce.record.readings.assembly import whole_record
from toldonce.record.readings.moments import Moment
from toldonce.record.readings.record import Provenance, Record
from toldonce.record.store import Stored


@dataclass(frozen=True, slots=True)
class Glance:
    """What was so before a change and what is so after it, of the parts that the change touched."""

    before: Record
    after: Record
    wrote: frozenset[str]
    now: datetime

    def is_news(self, kind: str, *told: Moment | None) -> bool:
        """Whether the latest of these dates is recent enough; what has no date is no news."""
        known = [each.last_instant for each in told if each]
        return bool(known) and max(known) >= self.now - KIND[kind].is_news_for


def glance(difference: Difference, now: datetime) -> Glance:
    """The two records of a difference, with the organisations and medicines that they refer to."""
    before, after = difference.before, difference.after
    person = difference.change.person
    return Glance(_record(before, person, now), _record(after, person, now), difference.wrote, now)


def _record(stored: Iterable[Stored], person: int, now: datetime) -> Record:
    stored = list(stored)
    told = resources_of(stored)
    beside = neighbours([each.body for each in stored if each.body], told)
    return whole_record(told, person=person, at=now, neighbours=beside)


def named_version(provenance: Provenance) -> str:
    """`Encounter/17/_history/3`: the version that a telling rests on."""
    return f"{provenance.reference}/_history/{provenance.version}"


def unversioned(reference: str) -> str:
    """`Encounter/17` of `Encounter/17/_history/3`."""
    return reference.split("/_history/")[0]
