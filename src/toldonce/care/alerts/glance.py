"""One change as detection looks at it: the record just before, just after, and what counts as news."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from toldonce.care.alerts.kinds import KIND
from toldonce.record.differences import Difference
from toldonce.record.gathering import neighbours, resources_of
from toldonce.record.readings.assembly import whole_record
from toldonce.record.readings.moments import Moment
from toldonce.record.readings.record import Provenance, Record


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


def glances(differences: Sequence[Difference], now: datetime) -> Iterator[Glance]:
    """Each difference as two records with what they refer to; every version is read once, however many show it."""
    stored = {id(each): each for one in differences for each in (*one.before, *one.after)}
    resources = resources_of(stored.values())
    beside = neighbours([each.body for each in stored.values() if each.body], resources)
    told = dict(zip(stored, resources, strict=True))
    for each in differences:
        before, after = (
            whole_record(
                [told[id(one)] for one in versions], person=each.change.person, at=now, neighbours=beside
            )
            for versions in (each.before, each.after)
        )
        yield Glance(before, after, each.wrote, now)


def named_version(provenance: Provenance) -> str:
    """`Encounter/17/_history/3`: the version that a telling rests on."""
    return f"{provenance.reference}/_history/{provenance.version}"


def address_of(reference: str) -> tuple[str, str]:
    """The type and the id in a reference, with or without its version."""
    rtype, _, id = unversioned(reference).partition("/")
    return rtype, id


def unversioned(reference: str) -> str:
    """`Encounter/17` of `Encounter/17/_history/3`."""
    return reference.split("/_history/")[0]
