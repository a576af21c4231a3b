"""What is known to be wrong with figures that stand as they were said, from the mappings by which they were read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from toldonce.exchange.files.errors import MappingFaults
from toldonce.figures.derivations import derivation_of
from toldonce.figures.models import Indicator, ReceivedFile
from toldonce.figures.receiving.mapping import AS_SAID, KnownFault
from toldonce.figures.receiving.mapping_files import mapping_from

BEHIND = """
id in (select distinct file_id from figures_current current join figures_indicator i on i.id = current.indicator_id
    where i.code = %s and place = %s and part = %s and file_id is not null)
"""


@dataclass(frozen=True, slots=True)
class Flaw:
    """The reason of a known fault, with the first and the last day of the periods that it touches."""

    reason: str
    since: date
    until: date


def flaws(indicator: Indicator, place: str, part: str = "") -> list[Flaw]:
    """The known faults of figures that stand as they were said: of the indicator's own, and of what it is made of."""
    found = _own(indicator.code, place, part)
    inputs = derivation_of(indicator).inputs if indicator.derived else ()
    named = dict(Indicator.objects.filter(code__in=inputs).values_list("code", "name")) if inputs else {}
    for code, name in named.items():
        found += [Flaw(f"{name}: {each.reason}", each.since, each.until) for each in _own(code, place, part)]
    return sorted(dict.fromkeys(found), key=lambda each: (each.since, each.until, each.reason))


def _own(code: str, place: str, part: str) -> list[Flaw]:
    behind = ReceivedFile.objects.extra(where=[BEHIND], params=[code, place, part])
    digests = behind.values_list("mapping_digest", flat=True)
    return [
        Flaw(each.reason, each.since, each.until)
        for digest in sorted(set(digests))
        for each in _known(digest)
        if each.then == AS_SAID and each.covers(code, place, each.since)
    ]


@lru_cache(
    maxsize=256
)  # known by its digest, because reading a mapping takes longer than all the rest of a page
def _known(digest: str) -> tuple[KnownFault, ...]:
    """What a mapping says that once read a file; typed figures have none, and one of long ago may be unreadable."""
    file = ReceivedFile.objects.filter(mapping_digest=digest).first()
    try:
        return mapping_from(file.mapping_text.encode(), file.mapping).known if file else ()
    except MappingFaults:
        return ()
