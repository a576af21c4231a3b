"""Why a section is empty: one place decides and words it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from toldonce.record.readings.moments import LOCAL, Moment, latest
from toldonce.record.readings.record import (
    Emptiness,
    Heard,
    Record,
    Resource,
    Section,
    Source,
    WhyEmpty,
    Withheld,
    recorded_on,
)
from toldonce.record.readings.sections import BY_SLUG


def section(
    record: Record,
    slug: str,
    items: Iterable[Any],
    told: Sequence[Resource] = (),
    warnings: Iterable[str] = (),
) -> Section[Any]:
    """The section with its items or, when there are none, the reason and the last word of each source."""
    members = tuple(items)
    withheld = tuple(each for each in record.withheld if each.section == slug)
    return Section(
        items=members,
        why_empty=None if members else why_empty(record, slug, withheld),
        last_word_by_source=last_words(record, told),
        withheld=withheld,
        warnings=tuple(warnings),
    )


def last_words(record: Record, told: Sequence[Resource]) -> tuple[tuple[Source, Moment | None], ...]:
    """For each source the date of the last thing it told in this section, None where it told nothing."""
    latest_of: dict[str, Moment | None] = {}
    for resource in told:
        recorded = recorded_on(resource)
        latest_of[resource.source] = latest(latest_of.get(resource.source), recorded)
    return tuple((source, latest_of.get(source.code)) for source in record.sources)


def why_empty(record: Record, slug: str, withheld: Sequence[Withheld]) -> Emptiness:
    """The reason that a reader must know first: withheld, feed down, not shared, nothing known."""
    if withheld:
        return Emptiness(WhyEmpty.WITHHELD, withheld[0].sentence)
    down = [source for source in record.sources if source.state == Heard.DOWN]
    if down:
        return Emptiness(WhyEmpty.FEED_DOWN, " ".join(_down(source) for source in down))
    live = [source for source in record.sources if source.state == Heard.LIVE]
    if not live:
        return Emptiness(
            WhyEmpty.NOT_SHARED, "No organisation shares this part of the record for this person."
        )
    if tellers := _missing_tellers(slug, live):
        said = f"No {' or '.join(tellers)} shares this part of the record for this person."
        return Emptiness(WhyEmpty.NOT_SHARED, said)
    names = ", ".join(source.name for source in live)
    return Emptiness(WhyEmpty.NOTHING_KNOWN, f"Nothing is recorded here by {names}.")


def _missing_tellers(slug: str, live: Sequence[Source]) -> tuple[str, ...]:
    """Who usually tells this section, when none of them is among the sources and the kinds of all sources are known."""
    tellers = BY_SLUG[slug].told_by if slug in BY_SLUG else ()
    if not tellers or not all(source.kind for source in live):
        return ()
    return () if any(source.kind in tellers for source in live) else tellers


def _down(source: Source) -> str:
    if source.last_heard is None:
        return f"{source.name} has not been heard."
    heard = source.last_heard.astimezone(LOCAL)
    return f"Nothing has been heard from {source.name} since {heard.day} {heard:%B %Y at %H:%M}."
