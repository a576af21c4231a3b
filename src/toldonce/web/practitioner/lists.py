"""My list: the people whom this reader looks after, has looked at, and about whom something is new."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from toldonce.directory.actors import Actor
from toldonce.directory.models import Post
from toldonce.ledger.actions import write
from toldonce.record import identity
from toldonce.record.readings import lists
from toldonce.record.readings.lists import PartOfList, Slice
from toldonce.web.design.finding import FoundPerson, people_of
from toldonce.web.design.words import moment
from toldonce.web.practitioner.origins import spoken

PAGE = 50
NO_NEWS = "Nothing has come in about people you saw."
NONE_SEEN = "You have not opened a record yet. Find a person from the box at the top."
NOBODY_ON_WARD = "Nobody is on the ward according to the hospital's feed."
NOBODY_SO = "Nobody on this list has a family name that begins so."
NOBODY = "Nobody is on this list, or on this page of it."


@dataclass(frozen=True, slots=True)
class AskedList:
    """The one list that is asked for, from where on, and how the family names begin; no slug means all lists."""

    slug: str = ""
    start: int = 0
    letters: str = ""


@dataclass(frozen=True, slots=True)
class ListOfPeople:
    """One list with its title; `earlier` and `later` are where its other pages start."""

    slug: str
    title: str
    people: tuple[FoundPerson, ...]
    empty: str
    total: int
    start: int = 0
    by_name: bool = False

    @property
    def earlier(self) -> int | None:
        """Where the page before this one starts."""
        return max(self.start - PAGE, 0) if self.start else None

    @property
    def later(self) -> int | None:
        """Where the page after this one starts."""
        return self.start + PAGE if self.start + len(self.people) < self.total else None

    @property
    def has_more(self) -> bool:
        """Whether it takes more than one page."""
        return self.total > PAGE


def my_lists(*, reader: Actor, post: Post, asked: AskedList) -> list[ListOfPeople]:
    """The lists of this reader, what is new first; the ledger keeps whom they named."""
    part = Slice(PAGE, asked.start, asked.letters)
    found = (
        [_part(asked.slug, reader, part)] if asked.slug in OF_THE_ORGANISATION else _every_list(reader, post)
    )
    persons = sorted({each.person for one in found for each in one.people})
    pids = sorted(each.pid for each in identity.of_persons(persons))
    write(by=reader, act="record.list", pids=pids, subject=asked.slug, detail={"people": len(persons)})
    return found


def _every_list(reader: Actor, post: Post) -> list[ListOfPeople]:
    """The first page of each; those of the organisation only when somebody is on them."""
    seen = lists.recently_seen(reader.account)
    organisation = [_part(slug, reader, Slice(PAGE)) for slug in OF_THE_ORGANISATION]
    mine = [*_on_ward(post), *(each for each in organisation if each.people)]
    known = [*seen, *(each.person for one in mine for each in one.people)]
    news = _news(reader, known)
    return [
        ListOfPeople("new", "New since you last looked", news, NO_NEWS, len(news)),
        *mine,
        ListOfPeople("seen", "Recently seen", people_of(seen), NONE_SEEN, len(seen)),
    ]


def _on_ward(post: Post) -> list[ListOfPeople]:
    if post.ward is None:
        return []
    people = people_of(lists.on_ward(f"ward-{post.ward.code}"))
    return [ListOfPeople("ward", f"On {post.ward.name} now", people, NOBODY_ON_WARD, len(people))]


def _in_hospital(organisation: str, part: Slice) -> PartOfList:
    here = lists.in_hospital(organisation)
    return PartOfList(here[part.skip : part.skip + part.count], len(here))


OF_THE_ORGANISATION: dict[str, tuple[str, Callable[[str, Slice], PartOfList]]] = {
    "hospital": ("In the hospital now", _in_hospital),
    "registered": ("Registered here", lists.registered_at),
    "caseload": ("On our caseload", lists.on_caseload_of),
    "referred": ("Referred to us", lists.referred_to),
}


def _part(slug: str, reader: Actor, part: Slice) -> ListOfPeople:
    title, persons_of = OF_THE_ORGANISATION[slug]
    found = persons_of(reader.organisation, part)
    people, empty = people_of(found.persons), NOBODY_SO if part.letters else NOBODY
    return ListOfPeople(slug, title, people, empty, found.total, part.skip, by_name=slug != "hospital")


def _news(reader: Actor, persons: list[int]) -> tuple[FoundPerson, ...]:
    found = {each.person: each for each in lists.new_since(reader.account, persons)}
    people = people_of(list(found))
    return tuple(replace(each, note=_what_is_new(found[each.person])) for each in people)


def _what_is_new(news: lists.News) -> str:
    return f"{', '.join(spoken(kind) for kind in news.kinds)}, {moment(news.newest)}"
