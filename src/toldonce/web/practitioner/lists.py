"""My list: the people whom this reader looks after, has looked at, and about whom something is new."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from toldonce.directory.actors import Actor
from toldonce.directory.models import Post
from toldonce.record.readings import lists
from toldonce.web.design.words import moment
from toldonce.web.practitioner.finding import FoundPerson, people_of
from toldonce.web.practitioner.origins import spoken

PAGE = 50
NO_NEWS = "Nothing has come in about people you saw."
NONE_SEEN = "You have not opened a record yet. Find a person from the box at the top."
NOBODY_ON_WARD = "Nobody is on the ward according to the hospital's feed."


@dataclass(frozen=True, slots=True)
class ListOfPeople:
    """One list with its title; `more` is the start of the next page where there may be one."""

    slug: str
    title: str
    people: tuple[FoundPerson, ...]
    empty: str
    more: int | None = None


def my_lists(reader: Actor, post: Post, start: int) -> list[ListOfPeople]:
    """The lists of this reader, what is new first; those of the organisation only when somebody is on them."""
    seen = lists.recently_seen(reader.account)
    ward = _on_ward(post)
    organisation = [_listed(*each, reader, start) for each in OF_THE_ORGANISATION]
    mine = [*ward, *(each for each in organisation if each.people)]
    known = [*seen, *(each.person for one in mine for each in one.people)]
    return [
        ListOfPeople(
            "new",
            "New since you last looked",
            _news(reader, known),
            "Nothing has come in about people you saw.",
        ),
        *mine,
        ListOfPeople(
            "seen",
            "Recently seen",
            people_of(seen),
            "You have not opened a record yet. Find a person from the box at the top.",
        ),
    ]


def _on_ward(post: Post) -> list[ListOfPeople]:
    if post.ward is None:
        return []
    people = people_of(lists.on_ward(f"ward-{post.ward.code}"))
    return [
        ListOfPeople(
            "ward",
            f"On {post.ward.name} now",
            people,
            "Nobody is on the ward according to the hospital's feed.",
        )
    ]


OF_THE_ORGANISATION: tuple[tuple[str, str, Callable[..., list[int]]], ...] = (
    (
        "hospital",
        "In the hospital now",
        lambda code, count, skip: lists.in_hospital(code)[skip : skip + count],
    ),
    ("registered", "Registered here", lists.registered_at),
    ("caseload", "On our caseload", lists.on_caseload_of),
    ("referred", "Referred to us", lists.referred_to),
)


def _listed(
    slug: str, title: str, persons_of: Callable[..., list[int]], reader: Actor, start: int
) -> ListOfPeople:
    persons = persons_of(reader.organisation, count=PAGE + 1, skip=start)
    more = start + PAGE if len(persons) > PAGE else None
    return ListOfPeople(slug, title, people_of(persons[:PAGE]), "", more)


def _news(reader: Actor, persons: list[int]) -> tuple[FoundPerson, ...]:
    found = {each.person: each for each in lists.new_since(reader.account, persons)}
    people = people_of(list(found))
    return tuple(replace(each, note=_what_is_new(found[each.person])) for each in people)


def _what_is_new(news: lists.News) -> str:
    return f"{', '.join(spoken(kind) for kind in news.kinds)}, {moment(news.newest)}"
