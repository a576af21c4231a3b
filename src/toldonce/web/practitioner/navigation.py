"""The side navigation: every section with the number of its lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from toldonce.record.readings.record import Record
from toldonce.web.practitioner.sections import GROUPS, RecordSection


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
    views = tuple(
        Entry(title, reverse(name, args=[record.person]) + kept, None, name == here, key)
        for title, name, key in VIEWS
    )
    groups = [Group(title, tuple(_entries(record, members, here, kept))) for title, members in GROUPS]
    return [Group("", views), *groups]


def _entries(record: Record, members: tuple[RecordSection, ...], here: str, kept: str) -> Iterator[Entry]:
    for section in members:
        link = reverse("section", args=[record.person, section.slug]) + kept
        yield Entry(section.title, link, section.count(record), section.slug == here, section.key)
