"""The worklist as its people see it: who each item is about, what it is, whose it is, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from toldonce.care.worklist import queries
from toldonce.care.worklist.models import Item, Kind, State, Step
from toldonce.care.worklist.queries import EVERYBODY
from toldonce.directory.actors import Actor
from toldonce.directory.models import Post
from toldonce.ledger.actions import write
from toldonce.web.design.finding import FoundPerson, people_behind
from toldonce.web.design.menu import CARING
from toldonce.web.practitioner.worklist_titles import titles_for

PAGE = 50
WHOSE = {
    "": "Everything open",
    "mine": "Mine",
    "untaken": "Nobody's yet",
    "overdue": "Overdue",
    "done": "Done with",
}
OUTCOMES = ("Done", "Read, nothing to do", "Told the person", "Not for us")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the worklist: whose, of what kind, and which page."""

    whose: str = ""
    kind: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One item with the person it is about, what its reader may know of it, and the names of who has or gets it."""

    item: Item
    title: str
    person: int
    name: str
    owner: str
    meant_for: str
    is_mine: bool
    is_meant_for_me: bool
    is_shown_to_me: bool

    @property
    def is_withheld(self) -> bool:
        """Whether its reader may not know what it says."""
        return self.title != self.item.title


@dataclass(frozen=True, slots=True)
class Worklist:
    """A page of the worklist."""

    lines: tuple[Line, ...]
    total: int
    counts: queries.Counts
    kinds: tuple[tuple[str, str], ...]
    duty: str
    duty_until: datetime | None


def worklist(*, reader: Actor, asked: Asked) -> Worklist:
    """What is open for the reader's organisation; the ledger keeps whom it named."""
    items = _chosen(reader, asked)
    lines = lines_of(reader, list(items[asked.start : asked.start + PAGE]))
    _written(reader, lines, asked.whose)
    duty = queries.on_duty(reader.organisation)
    return Worklist(
        lines=lines,
        total=items.count(),
        counts=queries.counts(reader.organisation, reader.account),
        kinds=tuple(Kind.choices),
        duty=duty.name if duty else "",
        duty_until=duty.until if duty else None,
    )


def _chosen(reader: Actor, asked: Asked) -> QuerySet[Item]:
    if asked.whose == "done":
        items = queries.settled_items(reader.organisation)
    else:
        items = queries.open_items(reader.organisation)
        items = items.filter(_whose(asked.whose, reader))
    return items.filter(kind=asked.kind) if asked.kind in Kind.values else items


def _whose(whose: str, reader: Actor) -> Q:
    return {
        "mine": queries.is_mine(reader.account),
        "untaken": queries.is_untaken(reader.account),
        "overdue": Q(due__lt=timezone.now()),
    }.get(whose, Q())


def lines_of(reader: Actor, items: Sequence[Item]) -> tuple[Line, ...]:
    """Items with names: of the people they are about, and of who has taken them."""
    people = people_behind(item.pid for item in items)
    titles = titles_for(reader, items)
    colleagues = dict(colleagues_of(reader.organisation))
    return tuple(_line(reader, item, titles[item.pk], people.get(item.pid), colleagues) for item in items)


def _line(reader: Actor, item: Item, title: str, who: FoundPerson | None, colleagues: dict[str, str]) -> Line:
    return Line(
        item=item,
        title=title,
        person=who.person if who else 0,
        name=who.name if who else "Person not known yet",
        owner=colleagues.get(item.owner, item.owner),
        meant_for=colleagues.get(item.meant_for, item.meant_for),
        is_mine=item.owner == reader.account,
        is_meant_for_me=item.meant_for == reader.account,
        is_shown_to_me=item.state == State.WAITING and item.shown_to in (reader.account, EVERYBODY),
    )


def colleagues_of(organisation: str) -> list[tuple[str, str]]:
    """The accounts that care for people at an organisation today, with their names."""
    posts = Post.objects.filter(
        organisation=organisation, until=None, account__is_active=True, role__in=CARING
    ).select_related("account")
    return sorted({(post.account.username, post.account.name) for post in posts}, key=lambda pair: pair[1])


def one_item(*, reader: Actor, number: int) -> tuple[Line, list[Step]] | None:
    """One item with everything that was done with it, the first step first."""
    item = queries.item_of(reader.organisation, number)
    if item is None:
        return None
    lines = lines_of(reader, [item])
    _written(reader, lines, f"item/{item.pk}")
    return lines[0], list(item.steps.order_by("pk"))


def news_for(*, reader: Actor, since: datetime | None) -> tuple[int, Line | None]:
    """How much there is to see, and the newest item that came in since a page was opened."""
    counts = queries.counts(reader.organisation, reader.account)
    item = queries.newest_item(reader.organisation, reader.account)
    if item is None or since is None or item.raised <= since:
        return counts.to_see, None
    lines = lines_of(reader, [item])
    _written(reader, lines, f"item/{item.pk}")
    return counts.to_see, lines[0]


def _written(reader: Actor, lines: Sequence[Line], subject: str) -> None:
    pids = sorted({line.item.pid for line in lines} - {0})
    write(by=reader, act="worklist.list", pids=pids, subject=subject, detail={"items": len(lines)})
