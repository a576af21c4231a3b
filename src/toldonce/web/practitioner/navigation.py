"""The side navigation: every section that the reader may see, with the number of its lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from toldonce.record.readings.record import Record
from toldonce.record.readings.sections import BY_SLUG
from toldonce.web.practitioner.sections import GROUPS, SHOWN


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the side navigation."""

    title: str
    link: str
    count: int | None
    here: bool
    key: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Links that belong together."""

    title: str
    entries: tuple[Entry, ...]


VIEWS = (("Summary", "record", "s"), ("Timeline", "timeline", "t"), ("Emergency view", "emergency", "e"))


def navigation(record: Record, here: str, kept: str) -> list[Group]:
    """The groups of links; `here` is the slug or the name of the page that is open, `kept` the query to keep."""
    start = reverse("record", args=[record.person])
    views = tuple(
        Entry(title, reverse(name, args=[record.person]) + kept, None, name == here, key)
        for title, name, key in VIEWS
    )
    groups = [Group(title, tuple(_entries(record, slugs, here, start, kept))) for title, slugs in GROUPS]
    return [Group("", views), *groups]


def _entries(record: Record, slugs: tuple[str, ...], here: str, start: str, kept: str) -> Iterator[Entry]:
    for slug in slugs:
        if slug not in record.decision.hidden_sections:
            shown = SHOWN[slug]
            yield Entry(
                BY_SLUG[slug].title, f"{start}{slug}/{kept}", shown.count(record), slug == here, shown.key
            )
